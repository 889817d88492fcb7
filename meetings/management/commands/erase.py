"""Deletes what is due: meetings past their retention, notes of approved minutes, expired logins."""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings import danish
from meetings.models import Meeting, purge_notes


class Command(BaseCommand):
    help = (
        "Sletter de møder, hvis slettedato er kommet (RETENTION_DAYS dage efter mødet), deltagernes noter"
        " (NOTE_DAYS dage efter at begge parter har godkendt referatet) og udløbne logins. Kør den hver dag."
    )

    def handle(self, **options):
        due = Meeting.objects.filter(date__lte=timezone.localdate() - timedelta(days=settings.RETENTION_DAYS))
        number = len([meeting.erase() for meeting in due])
        purged = sum(purge_notes(meeting) for meeting in Meeting.objects.filter(is_final=True) if is_due(meeting))
        call_command("clearsessions")
        self.stdout.write(
            f"{danish.count(number, 'møde', 'møder')} slettet." if number else "Ingen møder skulle slettes."
        )
        if purged:
            self.stdout.write(f"Noterne fra {danish.count(purged, 'møde', 'møder')} slettet.")


def is_due(meeting):
    return meeting.versions.last().on <= timezone.localdate() - timedelta(days=settings.NOTE_DAYS)
