"""Remembers rows of a meeting for as long as its log says that they stand, so that a note reads neither seat nor question."""

from django.db import connection

from .log import Event
from .rows import made, row

CHANGES_NONE = (
    Event.Kind.NOTE,
    Event.Kind.JOINED,
    Event.Kind.PRESENT,
    Event.Kind.READY,
)  # of the rows that are there and remembered
_kept = {}  # {meeting id: Kept}


class Kept:
    """The rows of the meeting with this key, {(model, values): columns}, as they stand after event `number` of its log."""

    def __init__(self, key, number):
        self.key, self.number, self.rows = key, number, {}


def standing_row(meeting, model, **columns):
    """Return the row of the meeting in which `columns` have these values, as `row` does, without reading it twice.

    Where the event that the `meeting` was found at is beyond what is remembered, the row may have changed. Whatever
    changes such a row must record an event. Within a transaction nothing is remembered, since it may be rolled back.
    """
    if meeting.found_at is None or connection.in_atomic_block:
        return row(model, meeting_id=meeting.pk, **columns)
    kept = _kept.get(meeting.pk)
    if not kept or kept.key != meeting.key or kept.number < meeting.found_at:
        kept = _kept[meeting.pk] = Kept(meeting.key, meeting.found_at)
    which = model, *columns.values()
    if which not in kept.rows:
        kept.rows[which] = columns_of(row(model, meeting_id=meeting.pk, **columns))
    return made(model, kept.rows[which])


def columns_of(thing):
    return {name: value for name, value in vars(thing).items() if name != "_state"}


def go_on(meeting_id, events):
    """Let what is remembered stand after these committed events too, if they are the next and change none of it."""
    if kept := _kept.get(meeting_id):
        for number, kind, _ in events:
            if number == kept.number + 1 and kind in CHANGES_NONE:
                kept.number = number


def forget():
    """Forget everything. Called once a minute, so that nothing long outlives its meeting."""
    _kept.clear()
