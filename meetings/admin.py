"""Gathers the admin pages of themes, committees and users. Meetings and notes are private and have none."""

from django.contrib import admin

from meetings.accounts import authoring as accounts
from meetings.committees import authoring as committees
from meetings.themes import authoring as themes

__all__ = ["accounts", "committees", "themes"]

admin.site.site_header = admin.site.site_title = "Teknologi-dialog"
admin.site.index_title = "Temaer, udvalg og brugere"
