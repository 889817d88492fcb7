"""The one app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Møder"

    def ready(self):
        # Imported only now, as they import models.
        from django.db.models.signals import post_migrate

        from meetings.live import feed
        from meetings.minutes import screen  # noqa: F401 -- registers the minutes' own live screen
        from meetings.room.feed import MeetingFeed
        from meetings.room.models import traces

        feed.current = MeetingFeed()
        post_migrate.connect(traces.keep_no_samples, sender=self)
