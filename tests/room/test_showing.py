"""What is said while no note is shown, and the press that shows them."""

import pytest
from django.urls import reverse

from meetings.models import Note, Role
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.phased import changes, phased

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def meeting(db):
    """A meeting with phases, in the first one of its first question."""
    return make.meeting(theme=make.theme(phases=make.PHASES), length="normal")


def page(browser, meeting, name, *more):
    return read(browser.get(reverse(name, args=[meeting.key, *more])))


def test_notes_of_which_none_is_shown_are_not_said_to_be_none(lise, ulla, meeting):
    make.note(meeting)
    meeting.go_to_phase("together", meeting.place)
    phone, leader, desk = (
        page(ulla, meeting, "room"),
        page(lise, meeting, "leader"),
        page(lise, meeting, "desk-item", 1),
    )
    assert phone.one("#count").text == "1 note venter"
    assert [each.one("main .empty").text for each in (phone, leader, desk)] == ["Ingen noter er vist endnu."] * 3
    meeting.show_notes(meeting.place)
    assert page(ulla, meeting, "room").one("#count").text == "Alle noter (1)"


@pytest.mark.parametrize(("fields", "waits"), [
    ({"length": "normal", "stage": "lobby"}, True), ({"arrival": "batched"}, True), ({"arrival": "at-once"}, False)
])  # fmt: skip
def test_whoever_came_before_the_first_note_is_not_told_that_there_is_none(db, fields, waits):
    """On the desk it stands as the page was opened."""
    meeting = make.meeting(theme=make.theme(phases=make.PHASES), **fields)
    told = page(client_of(make.by_link(meeting, Role.SECRETARY)), meeting, "desk-item", 1).one("main .empty").text
    assert told == ("Ingen noter er vist endnu." if waits else "Der er ingen noter endnu.")


def test_what_is_offered_changes_as_a_note_is_shown_beside_one_that_waits(db):
    meeting = phased(arrival="at-once")
    make.note(meeting, "Fra før")
    meeting.go_to_phase("together", meeting.place)
    offers = []
    for verb in (
        lambda: make.note(meeting, "Ny, og vist"),
        lambda: meeting.item(1).notes.get(waiting=False).hide("person"),
    ):
        verb()
        *_, last = changes(meeting)
        offers.append(
            {read(last.html[audience]).one("#show-notes").text for audience in (Audience.WALL, Audience.LEADER)}
        )
    assert offers == [{"1 ny note venter · Vis den"}, {"Vis noterne"}]


def test_first_press_of_two_shows_and_what_comes_between_them_is_not_shown_alone(lise, meeting):
    """Two who lead press at once, and a note comes between their presses."""
    make.note(meeting, "Det første")
    press = page(lise, meeting, "wall").one("#show-notes")
    sent = {press["name"]: press["value"]}
    assert lise.post(press["formaction"], sent, **HTMX).status_code == 200
    assert Note.objects.filter(waiting=False).count() == 1
    late = make.note(meeting, "Det sene")
    again = read(lise.post(press["formaction"], sent, **HTMX))
    assert "Det første" in again
    late.refresh_from_db()
    assert late.waiting
    assert meeting.events.filter(kind="shown").count() == 1
    press = again.one("#show-notes")
    assert lise.post(press["formaction"], {press["name"]: press["value"]}, **HTMX).status_code == 200
    assert not Note.objects.filter(waiting=True).exists()
