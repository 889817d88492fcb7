"""Deletes what the house has promised to delete: meetings whose day has come, and logins that have run out. Run daily."""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings import danish
from meetings.models import Meeting


class Command(BaseCommand):
    help = "Sletter de møder, hvis slettedato er kommet (RETENTION_DAYS dage efter mødet), og udløbne logins."

    def handle(self, **options):
        due = Meeting.objects.filter(date__lte=timezone.localdate() - timedelta(days=settings.RETENTION_DAYS))
        number = len([meeting.erase() for meeting in due])
        call_command("clearsessions")
        self.stdout.write(
            f"{danish.count(number, 'møde', 'møder')} slettet." if number else "Ingen møder skulle slettes."
        )
