"""Writes the minutes as PDF: renders the template here, and the PDF from it in the worker."""

import datetime
import threading
from hashlib import sha256

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone

from meetings.minutes import sections
from meetings.minutes.archive import packed

from .chart import Drawing
from .worker import Busy, in_worker

CONTENT_TYPE = "application/pdf"
# At most one thread waits for the process that renders; to others the answer is that they must wait.
printing = threading.Lock()


def render(minutes):
    """Return a PDF/A-3a and PDF/UA-1, the same bytes for the same minutes. Raises Busy or CannotPrint."""
    # A PDF must have a date; the meeting's end is the same each time it is rendered.
    created = timezone.make_aware(datetime.datetime.combine(minutes.date, minutes.ends_at))
    document, chart = minutes.document, sections.chart(minutes)
    about = {
        "minutes": minutes,
        "document": document,
        "description": description(minutes, document),
        "drawing": chart and Drawing.of(chart.groups),
        "created": created.isoformat(),
    }
    html = render_to_string("minutes/exports/paper.html", about)
    data = packed(minutes)
    kept, key = caches["printed"], sha256(f"{html}{data}".encode()).hexdigest()
    printed = kept.get(key)  # several people fetch it, and the same minutes give the same file
    if printed is None:
        if not printing.acquire(timeout=0.5):
            raise Busy
        try:
            printed = in_worker(html, data.encode(), created)
        finally:
            printing.release()
        kept.set(key, printed)
    return printed


def description(minutes, document):
    """Return the description in the file's metadata."""
    checksum = f" SHA-256: {minutes.state.sha256}." if minutes.state.version else ""
    return f"{document.head.theme}. {minutes.state.text}.{checksum}"
