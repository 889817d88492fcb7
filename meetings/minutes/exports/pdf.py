"""The minutes as PDF: the template filled here, the paper drawn in a process of its own."""

import datetime
import threading
from hashlib import sha256

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone

from meetings.minutes.archive import packed

from .chart import Chart
from .worker import Busy, in_worker

CONTENT_TYPE = "application/pdf"
INLINE_NOTES = 80  # above this the notes move to an annex, so that what was decided stays on the first pages


# One thread at the most waits for the one process that draws: the other answers that one must wait.
printing = threading.Lock()


def render(minutes):
    """The PDF's bytes: PDF/A-3a and PDF/UA-1, the same bytes for the same minutes. Raises Busy or CannotPrint."""
    # A document must have a date, and the meeting's own end is the same each time it is printed.
    created = timezone.make_aware(datetime.datetime.combine(minutes.date, minutes.ends_at))
    html = render_to_string(
        "minutes/exports/paper.html",
        {
            "minutes": minutes,
            "annex": minutes.note_count > INLINE_NOTES,
            "chart": Chart.of(minutes.chart) if minutes.chart else None,
            "created": created.isoformat(),
        },
    )
    data = packed(minutes)
    kept, key = caches["printed"], sha256(f"{html}{data}".encode()).hexdigest()
    printed = kept.get(key)  # who fetches it is seldom alone, and the same minutes give the same file
    if printed is None:
        if not printing.acquire(timeout=0.5):
            raise Busy
        try:
            printed = in_worker(html, data.encode(), created)
        finally:
            printing.release()
        kept.set(key, printed)
    return printed
