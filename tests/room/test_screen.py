"""A bare screen: the wall without the facilitator's buttons, by a link of its own or any seat, with nothing of anybody's own."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Lane, Participant, Role, RoleLink
from meetings.room.screens import BareScreen, WallScreen
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.lab.wire import messages
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}
ACTS = "button, form, input, select, textarea, summary, details, [hx-post], [hx-get], [formaction]"


def page(client, meeting, name="screen"):
    return read(client.get(reverse(name, args=[meeting.key])))


@pytest.fixture
def bare(meeting):
    return client_of(make.by_link(meeting, Role.SCREEN))


def everything(meeting):
    """A note, a note by the facilitator, a hidden one, an agreement of each lane, and a note in the spotlight."""
    note = make.note(meeting, "Den store")
    meeting.items.get(number=1).take_note(uuid=uuid4(), text="Skrevet ind for en anden")
    make.note(meeting, "Den skjulte").hide("person")
    for lane in Lane:
        meeting.add_follow_up(lane=lane, text=f"Aftale {lane}", uuid=uuid4())
    return note


PLACES = ["draft", "lobby", "1", "3", "wrap-up", "closed"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("spotlight", [False, True])
def test_nothing_can_be_done_at_any_place(meeting, lise, bare, place, spotlight):
    note = everything(meeting)
    go(meeting, place)
    if spotlight and place == "1":
        assert lise.post(reverse("put-in-spotlight", args=[meeting.key, note.pk]), **HTMX).status_code == 200
    body = page(bare, meeting).one("body")
    assert [each.html for each in body.all(ACTS)] == []
    assert [link["href"] for link in body.all("a") if link["href"] not in ("#screen", "")] in ([], pager(body))
    if place != "draft":
        assert page(lise, meeting, "wall").all(ACTS) != []


def pager(body):
    """Older and newer notes, which only scrolls."""
    return [link["href"] for link in body.all("nav a")]


def go(meeting, place):
    if place in ("draft", "lobby"):
        type(meeting).objects.filter(pk=meeting.pk).update(stage=place, item_number=None)
    elif place == "3":
        meeting.go_to(3, "1")
    elif place == "wrap-up":
        meeting.wrap_up("1")
    elif place == "closed":
        meeting.close("1")
    meeting.refresh_from_db()


def test_it_shows_the_question_the_notes_and_the_code_but_no_hidden_note(meeting, bare, lise):
    everything(meeting)
    shown = page(bare, meeting)
    for words in (meeting.items.get(number=1).text, "Den store", "Skrevet ind for en anden"):
        assert words in shown
    assert "skjult" not in shown.one("main")
    assert "skjult" in page(lise, meeting, "wall").one("main")
    assert shown.one("#qr")["src"] == reverse("qr", args=[meeting.key])
    assert bare.get(shown.one("#qr")["src"])["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SCREEN])
def test_any_seat_opens_it_and_sees_the_same(meeting, bare, role):
    everything(meeting)
    seat = make.member(meeting) if role == Role.MEMBER else make.by_link(meeting, role)
    one, other = page(bare, meeting), page(client_of(seat), meeting)
    assert one.one("main").html == other.one("main").html
    assert (
        one.one("body")["data-stream"]
        == other.one("body")["data-stream"]
        == reverse("screen-stream", args=[meeting.key])
    )


def test_it_follows_the_meeting_by_its_stream(meeting, bare, lise):
    before = meeting.last_event
    note = make.note(meeting, "En ny note")
    lise.post(reverse("advance", args=[meeting.key]), {"seen": "1"}, **HTMX)
    answer = bare.get(reverse("screen-stream", args=[meeting.key]), {"poll": "", "after": before})
    brought = "".join(data for _, event, data in messages(answer.content) if event == "change")
    assert meeting.items.get(number=2).text in brought
    assert "<button" not in brought
    make.note(meeting, "Til andet spørgsmål", number=2)
    meeting.refresh_from_db()
    answer = bare.get(reverse("screen-stream", args=[meeting.key]), {"poll": "", "after": meeting.last_event - 1})
    assert "Til andet spørgsmål" in answer.content.decode()
    assert "<button" not in answer.content.decode()
    assert note.pk


def test_regions_of_a_note_are_those_of_the_wall_without_acts(meeting):
    note = make.note(meeting, "En note")
    with_acts, without = (
        screen.of(meeting).render("note", **screen.of(meeting).about_note(note.pk))
        for screen in (WallScreen, BareScreen)
    )
    assert "<button" in with_acts
    assert "<button" not in without
    assert "En note" in without
    assert BareScreen.audience == Audience.SCREEN


def test_link_seats_a_screen_whose_home_it_is_and_which_can_be_closed(meeting, lise):
    told = lise.post(reverse("screen-link", args=[meeting.key]), headers={"accept": "application/json"}).json()
    link, projector = told["link"].removeprefix("http://testserver"), Client()
    entering = read(projector.get(link))
    assert entering.one("h1").text == "Vis mødet her"
    assert "En skærm viser det samme som skærmen i mødet." in entering
    answer = projector.post(link, {"uuid": uuid4()})
    assert answer.url == reverse("screen", args=[meeting.key])
    assert projector.get(answer.url).status_code == 200
    assert projector.get(reverse("room", args=[meeting.key])).status_code == 403
    seat = Participant.objects.get(role=Role.SCREEN)
    assert "Skærm" in page(lise, meeting, "seats").one("table")
    lise.post(reverse("close-seat", args=[meeting.key, seat.pk]))
    assert "Din plads er lukket" in read(projector.get(answer.url))
    assert Client().get(link).status_code == 404  # a closed seat's link gives no other


def test_screen_is_none_of_those_who_are_counted_and_falls_with_the_reset(meeting, lise, bare):
    make.member(meeting)
    assert (meeting.present(), meeting.seated()) == (1, 1)
    lise.post(reverse("reset-links", args=[meeting.key]))
    assert bare.get(reverse("screen", args=[meeting.key])).status_code == 404


def test_facilitator_by_a_link_closes_a_screen_and_a_secretary_does_not_make_one(meeting, bare, jonas):
    leads, seat = client_of(make.by_link(meeting, Role.FACILITATOR)), Participant.objects.get(role=Role.SCREEN)
    assert jonas.post(reverse("screen-link", args=[meeting.key])).status_code == 403
    leads.post(reverse("close-seat", args=[meeting.key, seat.pk]))
    assert bare.get(reverse("screen", args=[meeting.key])).status_code == 404


def test_link_of_a_screen_waits_for_the_door(meeting):
    token = RoleLink.make(meeting, Role.SCREEN)
    meeting.close_door()
    answer = Client().post(reverse("role-link", args=[meeting.key, token]), {"uuid": uuid4()})
    assert "Døren er lukket" in read(answer)
    assert not meeting.participants.filter(role=Role.SCREEN).exists()
