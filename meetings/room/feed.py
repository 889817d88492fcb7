"""The log as a stream says it: read once, drawn once per audience, the same bytes for everyone in it.

The log is the truth; `rooms` pushes what is drawn here to whoever is watching.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.http import HttpResponse

from . import regions
from .models import Event, Meeting, Participant, row
from .screens import Snapshot

WHOLE = (Event.Kind.MOVED, Event.Kind.MOVED_BACK)  # of these only the last counts
SINGLE_NOTES = (Event.Kind.NOTE, Event.Kind.ARRANGED)
TOO_FAR = 200  # events behind: draw the whole screen instead of each change


class Stream(HttpResponse):
    """What happened after event `after`, and then everything that happens, as server-sent events.

    Its content is the catching up; `asgi.py` keeps it open. `position` is the last event in the content.
    """

    def __init__(self, seat, audience, after):
        self.meeting_id, self.seat_id, self.audience = seat.meeting_id, seat.pk, audience
        content, self.position = missed(seat.meeting, audience, after)
        row(Participant, id=seat.pk, meeting_id=seat.meeting_id)  # as in `catch_up`
        super().__init__(
            content,
            content_type="text/event-stream; charset=utf-8",
            headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"},
        )


def catch_up(meeting_id, seat_id, audience, after):
    """As `missed`, up to this moment. Raises DoesNotExist if the meeting is gone, or the seat, whose end it did not hear."""
    connection.close_if_unusable_or_obsolete()  # as before a request: an error of an earlier one is not ours
    found = missed(row(Meeting, id=meeting_id), audience, after)
    row(Participant, id=seat_id, meeting_id=meeting_id)  # last: if it ends after this, that is pushed
    return found


def missed(meeting, audience, after):
    """(bytes, position): every change after event number `after`, drawn as things are now."""
    if after == meeting.last_event:
        return beat(after), after
    return replay(meeting.key, meeting.pk, audience, after, meeting.last_event)


@lru_cache(maxsize=64)
def replay(key, meeting_id, audience, after, last):
    """As `missed`, at event `last` or later. Kept for a moment: after a restart a whole room asks for the same.

    `key` is only there because an id may come again after a meeting is erased.
    """
    if after is None or not 0 <= last - after <= TOO_FAR:
        return message(last, regions.whole(meeting_id, audience)), last
    lines = draw(meeting_id, log_after(meeting_id, after), [audience])
    position = lines[-1].number if lines else after
    return b"".join(line.drawn[audience] for line in lines) or beat(position), position


class Line(NamedTuple):
    """One thing that changed: the number of its last event, its kind and subject, and the message for each audience."""

    number: int
    kind: str
    subject: int | None
    drawn: dict


def draw(meeting_id, events, audiences):
    """These lines of the log (as `log_after` gives them) as Lines, each thing once, as it stands now."""
    if not events:
        return []
    latest = {WHOLE if kind in WHOLE else (kind, subject): (number, kind, subject) for number, kind, subject in events}
    snapshot = Snapshot.of(meeting_id, [subject for _, kind, subject in events if kind in SINGLE_NOTES])
    lines = []
    for number, kind, subject in sorted(latest.values()):
        drawn = regions.fragments(snapshot, kind, subject, audiences)
        lines.append(Line(number, kind, subject, {audience: message(number, html) for audience, html in drawn.items()}))
    return lines


LOG = "SELECT number, kind, subject FROM meetings_event WHERE meeting_id = %s AND number > %s ORDER BY number"


def log_after(meeting_id, number):
    """[(number, kind, subject)]. Plain SQL: for each note, composing the query would cost ten times what the answer does."""
    with connection.cursor() as cursor:
        cursor.execute(LOG, [meeting_id, number])
        return cursor.fetchall()


def is_gone(meeting_id):
    return not Meeting.objects.filter(pk=meeting_id).exists()


def message(number, html):
    data = "\ndata: ".join(re.split("\r\n?|\n", html))  # what ends a line of a stream, and nothing else that might
    return f"id: {number}\nevent: change\ndata: {data}\n\n".encode()


def beat(number):
    """Says that the line is alive, and how far the log has come."""
    return f"event: beat\ndata: {number}\n\n".encode()
