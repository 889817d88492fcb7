"""The one app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Møder"

    def ready(self):
        from meetings.minutes import screen  # noqa: F401 -- registers the minutes' own live screen
