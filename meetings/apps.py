"""The one app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Møder"

    def ready(self):
        # Imported only now, as they import models.
        from meetings.live import feed
        from meetings.minutes import screen  # noqa: F401 -- registers the minutes' own live screen
        from meetings.room.feed import MeetingFeed

        feed.current = MeetingFeed()
