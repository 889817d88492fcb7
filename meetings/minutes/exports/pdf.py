"""Writes the minutes as PDF: renders the template here, and the PDF from it in the worker."""

import datetime

from django.template.loader import render_to_string
from django.utils import timezone

from meetings.minutes import sections
from meetings.minutes.archive import packed

from .chart import Drawing
from .once import written_once

CONTENT_TYPE = "application/pdf"


def render(minutes, whose=None):
    """Return a PDF/A-3a and PDF/UA-1, the same bytes for the same minutes. Raises Busy, Unprintable or CannotPrint."""
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
    html, data = render_to_string("minutes/exports/paper.html", about), packed(minutes)
    return written_once(whose, "pdf", f"{html}{data}", html, data.encode(), created)


def description(minutes, document):
    """Return the description in the file's metadata."""
    checksum = f" SHA-256: {minutes.state.sha256}." if minutes.state.version else ""
    return f"{document.head.theme}. {minutes.state.text}.{checksum}"
