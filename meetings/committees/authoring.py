"""The admin page on which committees are edited."""

from django.contrib import admin

from meetings.admin_pages import UsedInMeetings

from .models import Committee


@admin.register(Committee)
class CommitteeAdmin(UsedInMeetings):
    list_display = ("name", "organisation", "parent_name")
    search_fields = ("name", "organisation")
