"""After the notes are shown: new ones come together, or at once."""

import pytest
from django.urls import reverse

from meetings.minutes.compose import compose
from meetings.models import Role
from meetings.room.feed import MeetingFeed
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.phased import HTMX, LIVE, on_the_phone, phased, texts_on_the_wall


@pytest.fixture
def meeting(db):
    """A meeting with phases, in the first one of its first question."""
    return phased()


@pytest.fixture
def batched(db):
    """A meeting in which new notes come together, with one note of Peter's that is shown."""
    meeting = make.meeting(arrival="batched")
    peter = make.member(meeting, "Peter Aagaard")
    note = make.note(meeting, "Det første", author=peter)
    meeting.show_notes(meeting.place)
    note.refresh_from_db()
    return meeting, peter, note


def on_the_wall(meeting):
    owner = meeting.participants.get(role=Role.FACILITATOR, user__isnull=False)
    return texts_on_the_wall(client_of(owner), meeting)


def test_new_notes_wait_for_the_press_that_shows_them(batched):
    meeting, _, _ = batched
    owner = client_of(meeting.participants.get(role=Role.FACILITATOR))
    make.note(meeting, "Det andet")
    page = read(owner.get(reverse("wall", args=[meeting.key])))
    assert page.one("#show-notes").text == "1 ny note venter · Vis den"
    assert page.one("#count").text == "1 note, 1 venter"
    for text in ("Det tredje", "Det fjerde"):
        make.note(meeting, text)
    page = read(owner.get(reverse("wall", args=[meeting.key])))
    assert page.one("#show-notes").text == "3 nye noter venter · Vis dem"
    assert on_the_wall(meeting) == ["Det første"]
    owner.post(reverse("show-notes", args=[meeting.key]), {"seen": "1"})
    assert sorted(on_the_wall(meeting)[1:]) == ["Det andet", "Det fjerde", "Det tredje"]
    assert on_the_wall(meeting)[0] == "Det første"


@pytest.mark.parametrize("ends", ["show", "leave"])
def test_edit_waits_for_the_next_notes_and_the_minutes_take_the_latest(batched, ends):
    meeting, peter, note = batched
    before = meeting.last_event
    answer = client_of(peter).post(reverse("note", args=[meeting.key, note.pk]), {"text": "Rettet"}, **HTMX)
    assert "Rettelsen vises på skærmene sammen med de næste noter." in read(answer).text
    assert on_the_wall(meeting) == ["Det første"]
    assert [change.html for change in MeetingFeed().render(meeting.pk, [(before + 1, "waits", None)], LIVE)] == [
        dict.fromkeys(LIVE, "")
    ]
    assert [each.text for each in compose(meeting).questions[0].notes] == ["Rettet"]
    if ends == "show":
        make.note(meeting)
        meeting.refresh_from_db()
        meeting.show_notes("1")
        assert "Rettet" in on_the_wall(meeting)
    else:
        meeting.refresh_from_db()
        meeting.go_to(3, "1")
    note.refresh_from_db()
    assert (note.text, note.shown_text) == ("Rettet", "")


def test_deletion_waits_for_the_next_notes_and_can_be_undone_until_then(batched):
    meeting, peter, note = batched
    browser = client_of(peter)
    answer = browser.post(reverse("delete-note", args=[meeting.key, note.pk]), **HTMX)
    assert "Noten fjernes fra skærmene, når de næste noter vises." in read(answer).text
    assert on_the_wall(meeting) == ["Det første"]
    assert compose(meeting).questions[0].notes == ()
    browser.post(reverse("restore-note", args=[meeting.key, note.pk]), **HTMX)
    browser.post(reverse("delete-note", args=[meeting.key, note.pk]), **HTMX)
    meeting.refresh_from_db()
    meeting.show_notes("1")
    assert on_the_wall(meeting) == []


def test_facilitator_hides_at_once_also_what_has_an_edit_that_waits(batched):
    meeting, _, note = batched
    note.edit("Rettet")
    note.hide("person")
    assert on_the_wall(meeting) == []
    note.show()
    assert on_the_wall(meeting) == ["Rettet"]


def test_phone_says_how_new_notes_come(batched):
    meeting, peter, _ = batched
    room = reverse("room", args=[meeting.key])
    page = read(client_of(peter).get(room))
    assert "Nye noter vises samlet, når mødelederen viser dem." in page.text
    assert page.has("#list-1:has(li) + .empty")  # beside the list, so that note.css hides it
    meeting.edit(arrival="at-once")
    assert "Nye noter vises med det samme." in read(client_of(peter).get(room)).text


def test_other_way_of_coming_lets_no_note_wait(meeting):
    meeting.go_to_phase("together", meeting.place)
    assert not make.note(meeting).waiting
    meeting.edit(arrival="batched")
    assert make.note(meeting).waiting


def test_what_is_changed_while_people_think_reaches_the_screens_as_they_talk(lise, meeting):
    """Med det samme: no later notes come together, with which it could."""
    notes = [make.note(meeting, text) for text in ("Slettes", "Rettes")]
    meeting.show_notes(meeting.place)
    notes[0].soft_delete()
    notes[1].edit("Rettet")
    assert "Slettes" in on_the_phone(lise, meeting, "wall").text
    meeting.go_to_phase("pairs", meeting.place)
    assert "Slettes" in on_the_phone(lise, meeting, "wall").text
    meeting.go_to_phase("together", meeting.place)
    page = on_the_phone(lise, meeting, "wall").text
    assert ("Slettes" in page, "Rettes" in page, "Rettet" in page) == (False, False, True)
