"""The minutes as PDF: the template filled here, the paper drawn in a process of its own."""

import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from .worker import in_worker

INLINE_NOTES = 80  # above this the notes move to an annex, so that what was decided stays on the first pages


def render(minutes):
    """The PDF's bytes: PDF/A-3a and PDF/UA-1, the same bytes for the same minutes. Raises CannotPrint."""
    return in_worker(
        render_to_string(
            "minutes/minutes.html",
            {
                "minutes": minutes,
                "annex": minutes.note_count > INLINE_NOTES,
                # A document must have a date, and the meeting's own end is the same each time it is printed.
                "created": timezone.make_aware(datetime.datetime.combine(minutes.date, minutes.ends_at)).isoformat(),
            },
        )
    )
