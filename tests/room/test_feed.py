"""A meeting as a feed: which events end streams, which may be rendered a second late, and what a writer hands over."""

import datetime

import pytest

from meetings.live import feed, notify
from meetings.live.feed import EVERYBODY
from meetings.models import Event, Lane, Meeting, Refused, Remark, Role, RoleLink
from meetings.room.visibility import Audience
from tests import make

SEAT = 7
LIVE = {Audience.MEMBER, Audience.WALL, Audience.DESK, Audience.MINUTES, Audience.DOCUMENT}
ACTS = {  # of a meeting that is at its second question, with a note under it
    "a note": lambda meeting, note: make.note(meeting, "Endnu en note", number=2),
    "a late note": lambda meeting, note: make.note(meeting, "En sen note", number=1),
    "a note edited": lambda meeting, note: note.edit("Rettet"),
    "a note hidden": lambda meeting, note: note.hide("person"),
    "a note deleted": lambda meeting, note: note.soft_delete(),
    "a note left out": lambda meeting, note: note.arrange(left_out=True),
    "a note agreed": lambda meeting, note: note.agree(Lane.SELF),
    "a follow-up": lambda meeting, note: meeting.add_follow_up(lane=Lane.UP, text="Vi spørger Område-MED."),
    "a conclusion": lambda meeting, note: meeting.items.get(number=2).write_conclusion("Vi er enige.", 0),
    "a remark": lambda meeting, note: Remark.add(meeting, uuid=note.uuid, side="ledelse", text="Vi er uenige."),
    "a step": lambda meeting, note: meeting.advance("2"),
    "a step back": lambda meeting, note: meeting.go_back("2"),
    "the wrap-up": lambda meeting, note: meeting.wrap_up("2"),
    "a seat": lambda meeting, note: make.member(meeting, "Vibeke"),
    "a link to a post": lambda meeting, note: RoleLink.make(meeting, Role.CHAIR),
    "somebody absent": lambda meeting, note: meeting.attendees.first().set_absent(True),
    "another place": lambda meeting, note: meeting.edit(venue="Kantinen"),
    "the door": lambda meeting, note: meeting.close_door(),
}


def can_wait(*kinds, watching=frozenset({Audience.LEADER})):
    return feed.current.can_wait([(number, kind, SEAT) for number, kind in enumerate(kinds, 1)], lambda: watching)


NUMBERS = (Event.Kind.JOINED, Event.Kind.PRESENT, Event.Kind.READY)


@pytest.mark.parametrize("kind", Event.Kind)
def test_only_a_reset_and_a_seat_given_up_or_closed_end_streams(meeting, kind):
    ends = {Event.Kind.RESET: EVERYBODY, Event.Kind.LEFT: SEAT, Event.Kind.CUT: SEAT}
    [change] = feed.current.render(meeting.pk, [(1, kind, SEAT)], set())
    assert (change.number, change.html, change.cuts) == (1, {}, ends.get(kind))


def test_only_numbers_of_people_can_wait(meeting):
    for kind in Event.Kind:
        assert can_wait(kind) == (kind in NUMBERS)
    assert not can_wait(Event.Kind.JOINED, Event.Kind.NOTE)


def test_who_is_ready_waits_only_where_the_leaders_page_is_told(meeting):
    """Or each note that is written meanwhile would have to read the log."""
    assert [can_wait(Event.Kind.READY, watching=LIVE), can_wait(Event.Kind.READY)] == [False, True]
    assert can_wait(Event.Kind.READY, Event.Kind.JOINED, watching=LIVE)


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


@pytest.mark.parametrize("act", ACTS)
def test_what_a_writer_hands_over_looks_to_everybody_as_what_is_read_again(
    db, clock, django_capture_on_commit_callbacks, act
):
    clock(datetime.date(2026, 11, 26), datetime.time(9, 41))
    meeting = make.meeting(item_number=2)
    note = make.note(meeting, "En note", number=2)
    changes = []
    rendering = notify.rendering(lambda topic, written: changes.append(written))
    with rendering, django_capture_on_commit_callbacks(execute=True):
        ACTS[act](Meeting.objects.get(pk=meeting.pk), note)
    written = changes[-1]
    in_hand, read_again = (
        feed.current.render(meeting.pk, [written.event], LIVE, known) for known in (written.known, None)
    )
    assert in_hand == read_again
    assert any(read_again[0].html.values())
    assert written.number == feed.current.head(meeting.pk).number


@pytest.mark.parametrize(("audiences", "queries"), [({Audience.MEMBER}, 1), ({Audience.MEMBER, Audience.WALL}, 2)])
def test_rendering_a_new_note_costs_one_query_an_audience(
    meeting, django_capture_on_commit_callbacks, django_assert_num_queries, audiences, queries
):
    changes = []
    rendering = notify.rendering(lambda topic, written: changes.append(written))
    with rendering, django_capture_on_commit_callbacks(execute=True):
        make.note(meeting, author=make.member(meeting))
    written = changes[-1]
    with django_assert_num_queries(queries):
        [change] = feed.current.render(meeting.pk, [written.event], audiences, written.known)
    assert all("Vi skriver det samme to steder." in html for html in change.html.values())


def test_what_did_not_happen_takes_no_number(meeting):
    note = make.note(meeting)
    note.meeting.refresh_from_db()
    before = note.meeting.last_event
    note.item.take_note(uuid=note.uuid, text="Det samme igen")
    with pytest.raises(Refused):
        note.meeting.go_to(99, "1")
    assert note.meeting.last_event == feed.current.head(meeting.pk).number == before
    make.note(meeting)
    assert [number for number, _, _ in feed.current.events_after(meeting.pk, before)] == [before + 1]


@pytest.mark.parametrize("outer", [True, False])
def test_verb_within_another_in_which_nothing_happens_takes_no_number(meeting, outer):
    before = feed.current.head(meeting.pk).number
    with meeting.recording(Event.Kind.CUT) as entry:
        meeting.open_lobby()
        if not outer:
            entry.nothing_happened()
    assert feed.current.head(meeting.pk).number == before + outer
    assert [number for number, _, _ in feed.current.events_after(meeting.pk, before)] == [before + 1] * outer


def test_number_before_that_of_a_verb_within_cannot_be_given_back(meeting):
    """The log would have a gap, which cuts every stream."""
    before = feed.current.head(meeting.pk)
    with pytest.raises(RuntimeError, match="cannot be given back"):
        close_the_door_within(meeting)
    assert feed.current.head(meeting.pk) == before


def close_the_door_within(meeting):
    with meeting.recording(Event.Kind.CUT) as entry:
        meeting.close_door()
        entry.nothing_happened()
