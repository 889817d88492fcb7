"""Writes the minutes as a Word file, for further editing: the file is made in the worker."""

import datetime

from django.utils import timezone

from ..archive import packed
from .once import written_once

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render(minutes, whose=None):
    """Return the file. Raises Busy, Unprintable or CannotPrint."""
    held = timezone.make_aware(datetime.datetime.combine(minutes.date, minutes.ends_at)).astimezone(datetime.UTC)
    work = (minutes.document, minutes.title, minutes.organisation, held.replace(tzinfo=None))
    return written_once(whose, "docx", packed(minutes), *work)
