"""The wall after the meeting: what came of it, and what happens now."""

import datetime

import pytest
from django.urls import reverse

from meetings.danish import NBSP
from meetings.models import Event, Lane, Reason, open_correction
from meetings.room import regions
from meetings.room.screens import Snapshot
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

NOT_YET = "Når formand og næstformand har godkendt referatet, kommer det på jeres telefoner."
APPROVED = "Referatet er godkendt. I kan læse det på telefonen."
CORRECTING = "Referatet er godkendt, og I kan læse det på telefonen. En rettelse er i gang."


@pytest.fixture
def meeting(db):
    return make.meeting(stage="wrap-up", notes=["Den første", "Den anden", "Om en kollega"])


def wall(meeting):
    return read(client_of(meeting.participants.get(role="facilitator")).get(reverse("wall", args=[meeting.key])))


def told(meeting, kind):
    """Return what an open wall is sent when that happens."""
    return read(regions.fragments(Snapshot.of(meeting.pk), kind, None, [Audience.WALL])[Audience.WALL])


def figures(page):
    return [(each.one("dd").text, each.one("dt").text) for each in page.all(".figures > div")]


def test_ending_counts_what_came_of_the_meeting_and_says_by_whom_and_when(meeting):
    meeting.items.get(number=1).notes.get(text="Om en kollega").hide(Reason.PERSON)
    meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver", responsible="Åse", due=datetime.date(2027, 1, 15))
    for text in ("Bemanding", "Support"):
        meeting.add_follow_up(lane=Lane.UP, text=text, sent_to="Område-MED", request="drøftelse", carried_by="Kirsten")
    meeting.refresh_from_db()
    meeting.next_meeting = "Mandag den 25. januar kl. 9.00"
    meeting.save(update_fields=["next_meeting"])
    meeting.close("wrap-up")
    page = wall(meeting)
    assert page.one("h1").text == "Tak for i dag"
    assert figures(page) == [("2", "noter"), ("1", "aftale"), ("2", "sager opad")]
    assert page.one(".lane.selv .who").text == "Åse, senest 15. januar 2027"
    assert page.all(".lane.opad .who")[0].text == "Til drøftelse i Område-MED. Kirsten tager den med"
    assert page.one(".ahead .next").text == "Næste møde Mandag den 25. januar kl. 9.00"
    assert page.one("#kept").text == meeting.kept.notes.replace(NBSP, " ")
    assert "Om en kollega" not in page


def test_ending_without_agreements_says_so_and_counts_no_nothing(meeting):
    meeting.close("wrap-up")
    page = wall(meeting)
    assert figures(page) == [("3", "noter")]
    assert "Der blev ikke lavet aftaler." in page
    assert "Der blev ikke sendt noget opad." in page
    assert not page.all(".ahead .next")


def test_ending_has_no_button_to_the_minutes_in_the_public_picture(meeting):
    meeting.close("wrap-up")
    page = wall(meeting)
    assert [each.text for each in page.all("#on .button")] == ["Genåbn mødet"]
    assert page.one("#more").link("Se referatet")["href"] == reverse("minutes", args=[meeting.key])


def test_desk_of_a_closed_meeting_leads_to_the_minutes(meeting):
    meeting.close("wrap-up")
    secretary = client_of(make.by_link(meeting, "secretary"))
    page = read(secretary.get(reverse("desk", args=[meeting.key]), follow=True))
    assert page.one("#where").link("Gå til referatet")["href"] == reverse("minutes", args=[meeting.key])


def test_ending_says_how_far_the_minutes_are(meeting):
    meeting.close("wrap-up")
    assert wall(meeting).one("#approved").text == NOT_YET
    make.approve(meeting)
    assert told(meeting, Event.Kind.APPROVAL).one("#approved").text == APPROVED
    meeting.refresh_from_db()
    open_correction(meeting, "Stedet var forkert.")
    assert told(meeting, Event.Kind.APPROVAL).one("#approved").text == CORRECTING


def test_open_ending_follows_what_the_secretary_adds(meeting):
    meeting.close("wrap-up")
    meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver")
    page = told(meeting, Event.Kind.FOLLOW_UP)
    assert figures(page) == [("3", "noter"), ("1", "aftale")]
    assert page.one(".lane.selv .followup").text == "Vi prøver"
    assert "Tak for i dag" in told(meeting, Event.Kind.MEETING_TEXT)
    assert told(meeting, Event.Kind.HOLD).one("#kept").text == meeting.kept.notes.replace(NBSP, " ")
