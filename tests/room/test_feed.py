"""A meeting as a feed: which events end streams, and which may be rendered a second late."""

import pytest

from meetings.live import feed
from meetings.live.feed import EVERYBODY
from meetings.models import Event
from tests import make

SEAT = 7


@pytest.mark.parametrize("kind", Event.Kind)
def test_only_a_reset_and_a_seat_given_up_or_closed_end_streams(meeting, kind):
    ends = {Event.Kind.RESET: EVERYBODY, Event.Kind.LEFT: SEAT, Event.Kind.CUT: SEAT}
    [change] = feed.current.render(meeting.pk, [(1, kind, SEAT)], set())
    assert (change.number, change.html, change.cuts) == (1, {}, ends.get(kind))


def test_only_people_joining_can_wait(meeting):
    for kind in Event.Kind:
        assert feed.current.can_wait([(1, kind, SEAT)]) == (kind == Event.Kind.JOINED)
    assert not feed.current.can_wait([(1, Event.Kind.JOINED, SEAT), (2, Event.Kind.NOTE, SEAT)])


def test_of_several_moves_only_the_last_is_rendered(meeting):
    events = [(1, Event.Kind.MOVED, None), (2, Event.Kind.NOTE, SEAT), (3, Event.Kind.MOVED_BACK, None)]
    assert [change.number for change in feed.current.render(meeting.pk, events, set())] == [2, 3]


def test_events_and_heads_are_read_from_the_log(meeting):
    author = make.member(meeting)
    before = feed.current.head(meeting.pk)
    note = make.note(meeting, author=author)
    assert feed.current.head(meeting.pk) == (before.key, before.number + 1) == (meeting.key, before.number + 1)
    assert feed.current.events_after(meeting.pk, before.number) == [(before.number + 1, "note", note.pk)]
    assert feed.current.last_numbers([meeting.pk, 0]) == {meeting.pk: before.number + 1}
