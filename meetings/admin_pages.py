"""Shared parts of the admin pages of themes and committees."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models

from meetings import danish
from meetings.text import TextField

TEXT_FIELDS = {
    models.CharField: {"form_class": TextField},
    models.TextField: {"form_class": TextField},
    models.SlugField: {"widget": AdminTextInputWidget},  # a CharField too, but it validates itself
}


class UsedInMeetings(admin.ModelAdmin):
    """For rows that meetings refer to: they cannot be deleted, and the reason gives only a number, as meetings are private."""

    formfield_overrides = TEXT_FIELDS

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking, [self.reason(len(protected))] if protected else []

    def reason(self, meetings):
        words = danish.count(meetings, "møde", "møder")
        return f"{words}, som mødelederen kan slette, og som ellers slettes af sig selv efter fristen. Så kan du slette her."
