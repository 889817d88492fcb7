"""What is said while no note is shown, and the press that shows them."""

import pytest
from django.urls import reverse

from tests import make
from tests.reading import read

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
    phone, leader, desk = page(ulla, meeting, "room"), page(lise, meeting, "leader"), page(lise, meeting, "desk-item", 1)
    assert phone.one("#count").text == "1 note venter"
    assert [each.one("main .empty").text for each in (phone, leader, desk)] == ["Ingen noter er vist endnu."] * 3
    meeting.show_notes(meeting.place)
    assert page(ulla, meeting, "room").one("#count").text == "Alle noter (1)"
