"""Dots on notes under a heading that the group has worded: the heading is one proposal, with all that its notes were given."""

import pytest
from django.urls import reverse

from meetings.models import Refused, Role
from meetings.room.feed import MeetingFeed
from meetings.room.models.dots import GONE, counted, proposals
from meetings.room.screens import WallScreen
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read

from .choosing import TEXTS, afresh, choosing, give

pytestmark = pytest.mark.any_database
HEADING = "Hjælp til nye"


@pytest.fixture
def there(db):
    """(A meeting in which dots are given, its notes of which two are gathered, their group.)"""
    meeting, notes = choosing()
    meeting.gather(notes[:2], HEADING)
    return meeting, notes, meeting.item(2).groups.get()


def page(meeting, name, *more):
    role = {"room": Role.MEMBER, "desk-item": Role.SECRETARY}.get(name, Role.FACILITATOR)
    seat = make.member(meeting) if role == Role.MEMBER else make.by_link(meeting, role)
    return read(client_of(seat).get(reverse(name, args=[meeting.key, *more])))


def test_heading_is_a_proposal_and_its_notes_are_none(there):
    meeting, (first, second, third, fourth), group = there
    ulla = make.member(meeting)
    assert set(proposals(meeting.item(2))) == {group.pk, third.pk, fourth.pk}
    meeting.give_dot(group.pk, ulla.secret)
    with pytest.raises(Refused, match=GONE):
        meeting.give_dot(first.pk, ulla.secret)
    assert meeting.own_dots(meeting.item(2), ulla.secret) == ({group.pk}, 2, 0)
    second.hide("person")
    assert meeting.own_dots(meeting.item(2), ulla.secret) == ({group.pk}, 2, 0)
    first.hide("person")
    assert afresh(meeting).own_dots(afresh(meeting).item(2), ulla.secret) == (frozenset(), 3, 1)


def test_what_a_note_was_given_counts_for_its_heading_and_is_the_notes_again_afterwards(db):
    meeting, (first, second, third, _) = choosing()
    ulla, peter = make.member(meeting), make.member(meeting)
    give(meeting, ulla, first, third)
    give(meeting, peter, second)
    meeting.gather([first, second], HEADING)
    group = meeting.item(2).groups.get()
    meeting.give_dot(group.pk, make.member(meeting).secret)
    assert meeting.own_dots(meeting.item(2), ulla.secret) == ({group.pk, third.pk}, 1, 0)
    meeting.close_dots("2-choose")
    assert counted([meeting.item(2)]) == {group.pk: 3, first.pk: 3, second.pk: 3, third.pk: 1}
    group.soft_delete()
    assert counted([meeting.item(2)]) == {first.pk: 1, second.pk: 1, third.pk: 1}


def test_phone_has_one_press_for_a_heading_and_is_sent_the_list_as_it_changes(there):
    meeting, notes, group = there
    listed = page(meeting, "room").one("#dots")
    assert [each.text for each in listed.all("[data-dot=give]")] == [
        f"Giv en prik: {words}" for words in (HEADING, TEXTS[3], TEXTS[2])
    ]
    assert [each.text for each in listed.all(".proposal .note")] == [TEXTS[1], TEXTS[0]]
    meeting.put_under(notes[0], None)
    *_, event = MeetingFeed().events_after(meeting.pk, 0)
    [change] = MeetingFeed().render(meeting.pk, [event], [Audience.MEMBER])
    sent = read(change.html[Audience.MEMBER]).one("#list-2")
    assert [row["data-proposal"] for row in sent.all("[data-proposal]")] == [
        str(pk) for pk in (group.pk, notes[3].pk, notes[2].pk, notes[0].pk)
    ]


def test_wall_counts_headings_as_proposals(there):
    meeting, _, _ = there
    assert page(meeting, "wall").one("#count").text == "3 forslag"


def test_dots_stand_at_the_heading_and_in_the_flat_list_at_its_notes(there):
    meeting, (_, _, third, _), group = there
    for _ in range(2):
        meeting.give_dot(group.pk, make.member(meeting).secret)
    give(meeting, make.member(meeting), third)
    meeting.close_dots("2-choose")
    for name, more in (("wall", ()), ("leader", ()), ("room", ()), ("desk-item", (2,))):
        shown = page(meeting, name, *more)
        assert [each.text for each in shown.all("#list-2 .by-heading > .dots")] == ["2 prikker"], name
        assert [each.text for each in shown.all("#list-2 .note .dots")] == ["1 prik"], name
    meeting.advance("2-choose")
    shown = page(meeting, "wall")
    said = [f"2 prikker til »{HEADING}«"] * 2
    assert [each.text for each in shown.all("#notes-2 .dots")] == [*said, "1 prik"]


def test_headings_with_most_dots_are_first(db):
    meeting, notes = choosing()
    meeting.gather(notes[:2], "Det første")
    meeting.gather(notes[2:], "Det andet")
    group = meeting.item(2).groups.get(heading="Det andet")
    meeting.give_dot(group.pk, make.member(meeting).secret)
    meeting.close_dots("2-choose")
    headings = page(meeting, "room").all("#list-2 h3")
    assert [each.text for each in headings][:2] == ["Det andet", "Det første"]


def test_dots_of_one_member_that_come_together_under_a_heading_count_once_and_one_can_be_given_anew(db):
    meeting, (first, second, third, fourth) = choosing()
    ulla = make.member(meeting)
    give(meeting, ulla, first, second, third)
    meeting.gather([first, second], HEADING)
    group = meeting.item(2).groups.get()
    assert meeting.own_dots(meeting.item(2), ulla.secret) == ({group.pk, third.pk}, 1, 1)
    meeting.give_dot(fourth.pk, ulla.secret)
    assert meeting.own_dots(meeting.item(2), ulla.secret) == ({group.pk, third.pk, fourth.pk}, 0, 0)
    meeting.close_dots("2-choose")
    assert counted([meeting.item(2)]) == dict.fromkeys((group.pk, first.pk, second.pk, third.pk, fourth.pk), 1)


def test_hidden_note_is_no_proposal_that_the_wall_counts(there):
    meeting, (*_, third, _fourth), _ = there
    assert WallScreen.of(afresh(meeting)).proposal_count == 3
    third.hide("person")
    assert WallScreen.of(afresh(meeting)).proposal_count == 2


@pytest.mark.parametrize("name", ["wall", "leader"])
def test_proposal_to_be_sorted_says_under_which_heading_it_belongs(name, db):
    meeting, notes = choosing()
    afresh(meeting).gather(notes[:2], "Hjælp")
    lise = client_of(make.by_link(meeting, Role.FACILITATOR))
    assert afresh(meeting).go_to(3, "2-choose", sure=True)
    found = read(lise.get(reverse(name, args=[meeting.key])))
    below = {pk: [each.text for each in found.all(f"#note-{pk} .dots")] for pk in (notes[0].pk, notes[2].pk)}
    assert below == {notes[0].pk: ["Hører under »Hjælp«"], notes[2].pk: []}
