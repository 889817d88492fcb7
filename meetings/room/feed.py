"""Answers what `meetings.live` asks about meetings: what happened in one, and how that looks to each audience.

A topic is a meeting, and a viewer is a seat. `meetings.live.feed` documents the methods.
"""

from django.db import connection
from django.utils import timezone

from meetings.live.feed import EVERYBODY, Change, Compacted, Head

from . import presence, regions
from .models import Event, Meeting, Participant, row
from .models.clocks import Facts, is_due
from .models.standing import forget, go_on
from .screens import Snapshot
from .visibility import Audience

Kind = Event.Kind
WHOLE = (Kind.MOVED, Kind.MOVED_BACK)  # each changes every screen whole, so only the last one counts
COUNTS = {Kind.JOINED, Kind.PRESENT, Kind.READY}
SINGLE_NOTES = (Kind.NOTE, Kind.ARRANGED)
# Plain SQL: to compose the query would cost ten times as much as the query, at every note.
LOG = "SELECT number, kind, subject FROM meetings_event WHERE meeting_id = %s AND number > %s ORDER BY number"
LAST_NUMBERS = f"SELECT id, last_event, {', '.join(Facts._fields)} FROM meetings_meeting WHERE id IN ({{}})"  # noqa: S608 -- names of ours


def head(meeting):
    """Return where the log of a meeting ends that has just been read."""
    return Head(meeting.key, meeting.last_event)


class MeetingFeed:
    """A `live.feed.Feed`. Its events are (number, kind, subject)."""

    def head(self, meeting_id):
        return head(Meeting.find(id=meeting_id))

    def last_numbers(self, meeting_ids):
        with connection.cursor() as cursor:
            cursor.execute(LAST_NUMBERS.format(", ".join(["%s"] * len(meeting_ids))), meeting_ids)
            found = cursor.fetchall()
        today = timezone.localdate()
        return {pk: number for pk, number, *facts in found if not is_due(Facts(*facts), today)}

    def check_viewer(self, meeting_id, seat_id):
        try:
            row(Participant, id=seat_id, meeting_id=meeting_id)
        except Participant.DoesNotExist:
            if seat_id not in row(Meeting, id=meeting_id).tickets:
                raise

    def share_presence(self, viewers, meeting_ids):
        forget()
        presence.share(viewers)
        return presence.tell(meeting_ids)

    def events_after(self, meeting_id, number):
        with connection.cursor() as cursor:
            cursor.execute(LOG, [meeting_id, number])
            found = cursor.fetchall()
        if found and found[0][0] != number + 1:  # they are numbered without gaps
            raise Compacted
        return found

    def can_wait(self, events, audiences):
        """Return whether they only change the count of who is here or ready, which may wait; all else is shown at once.

        Where nobody is told who is ready, nothing waits either: the next note would have to read what it follows.
        """
        kinds = {kind for _, kind, _ in events}
        return kinds <= COUNTS and (kinds != {Kind.READY} or Audience.LEADER in audiences())

    def render(self, meeting_id, events, audiences, known=None):
        go_on(meeting_id, events)
        latest = {
            WHOLE if kind in WHOLE else (kind, subject): (number, kind, subject) for number, kind, subject in events
        }
        note_ids = [subject for _, kind, subject in events if kind in SINGLE_NOTES]
        snapshot = Snapshot(known.meeting, note_ids, known.note) if known else Snapshot.of(meeting_id, note_ids)
        return [
            Change(number, regions.fragments(snapshot, kind, subject, audiences), cuts(kind, subject))
            for number, kind, subject in sorted(latest.values())
        ]

    def render_whole(self, meeting_id, audience):
        return regions.whole(meeting_id, audience)


def cuts(kind, subject):
    """Return the viewer whose streams this event ends: the seat given up or closed, or EVERYBODY after a reset."""
    if kind == Kind.RESET:
        return EVERYBODY
    return subject if kind in (Kind.LEFT, Kind.CUT) else None
