"""Whatever stands on the wall stands on a member's phone as text: who is at home takes part as an equal."""

from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.models import Lane, Role, Stage
from tests import make
from tests.conftest import client_of
from tests.lab.wire import messages
from tests.reading import read

from .choosing import afresh, choosing, give

pytestmark = pytest.mark.any_database

NEXT = "Mandag den 25. januar kl. 9.00"
# How one comes in, what is counted beside a list, the wall's own headings, and what is said to the room around it.
NOT_TOLD = (
    ".join, .joining, #pager, #count, #present, #posts, #approved, #kept, .head, .empty, .instruction, h2, .label"
)


def lines(element):
    """Return the words of each paragraph, heading and row of a list, without the number behind a figure."""
    element.drop(NOT_TOLD)
    found = [each.text for each in element.all("h1, h3, p, li:not(:has(p)), .figures > div")]
    return {" ".join(plain(each).split()) for each in found if each.strip()}


def plain(text):
    return text.replace("\N{SOFT HYPHEN}", "").replace("\N{NO-BREAK SPACE}", " ")


def missing(meeting, wall, phone):
    """Return what stands on the wall and not on the phone, when each is opened now."""
    shown = read(wall.get(reverse("screen", args=[meeting.key]))).one("#screen")
    told = " ".join(plain(read(phone.get(reverse("room", args=[meeting.key]))).one("main").text).split())
    return {each for each in lines(shown) if each not in told and not is_figure(each, told)}


def is_figure(words, told):
    """Whether it is a figure, which has its number behind: "noter 6"."""
    unit, _, number = words.rpartition(" ")
    return number.isdecimal() and f"{number} {unit}" in told


# Said otherwise there: to those in the room, and to the one who holds the phone.
OTHERWISE = {
    "wrap-up": {"Læs aftalerne højt. Er der noget, der mangler? Sig det, eller skriv det på telefonen."},
    "closed": {"Tak for i dag"},
}


@pytest.mark.parametrize("place", ["lobby", "1", "2", "3", "wrap-up", "closed"])
def test_whatever_stands_on_the_wall_is_on_a_members_phone(db, place):
    meeting = make.meeting(stage=Stage.LOBBY, next_meeting=NEXT)
    meeting.committee.agree_on("Vi taler én ad gangen.")
    wall, phone = client_of(make.by_link(meeting, Role.SCREEN)), client_of(make.member(meeting))
    while meeting.place != place:
        number = meeting.item_number
        if meeting.place == "wrap-up":
            meeting.close(meeting.place)
            continue
        if number:
            for text in ("Vi mangler tid.", "Det er <b>svært</b>."):
                make.note(meeting, f"{text} ({number})", number=number)
        if number == 3:
            meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver.", responsible="Lise", uuid=uuid4())
            meeting.add_follow_up(lane=Lane.UP, text="En sag.", sent_to="Område-MED", uuid=uuid4())
        meeting.advance(meeting.place)
    if meeting.item_number:
        make.note(meeting, "Skrevet nu.", number=meeting.item_number)
    shown = lines(read(wall.get(reverse("screen", args=[meeting.key]))).one("#screen"))
    some = {
        "lobby": "Vi taler én ad gangen.",
        "wrap-up": "Vi prøver.",
        "closed": f"Næste møde {NEXT}",
    }
    assert some.get(place, "Skrevet nu.") in shown
    assert missing(meeting, wall, phone) == OTHERWISE.get(place, set())


def test_headings_of_the_group_are_on_phones(meeting):
    wall, phone = client_of(make.by_link(meeting, Role.SCREEN)), client_of(make.member(meeting))
    one, *_ = [make.note(meeting, text) for text in ("Vi mangler tid.", "Vi mangler ro.")]
    meeting.gather([one], "Tiden")
    assert {"Tiden", "Andre noter"} <= lines(read(wall.get(reverse("screen", args=[meeting.key]))).one("#screen"))
    assert missing(meeting, wall, phone) == set()


def test_next_meeting_comes_to_phones_by_itself_when_it_is_written(db):
    meeting = make.meeting(stage=Stage.WRAP_UP)
    phone = client_of(make.member(meeting))
    path = reverse("member-stream", args=[meeting.key])
    before = meeting.last_event
    meeting.write_next_meeting(NEXT, 0)
    brought = "".join(
        data for _, event, data in messages(phone.get(f"{path}?poll&after={before}").content) if event == "change"
    )
    assert read(brought).one("#ahead").text == f"Næste møde {NEXT}"


def test_note_that_the_wall_shows_big_is_named_on_phones(meeting):
    wall, phone = client_of(make.by_link(meeting, Role.SCREEN)), client_of(make.member(meeting))
    meeting.put_in_spotlight(make.note(meeting, "Vi mangler tid."))
    assert "Vi mangler tid." in lines(read(wall.get(reverse("screen", args=[meeting.key]))).one("#screen"))
    assert missing(meeting, wall, phone) == set()
    assert read(phone.get(reverse("room", args=[meeting.key]))).one("#talk").text == "Vi taler om: Vi mangler tid."


@pytest.mark.parametrize("are_closed", [False, True])
def test_wall_on_which_dots_are_given_or_shown_is_on_phones(db, are_closed):
    meeting, [first, *_] = choosing()
    wall, ulla = client_of(make.by_link(meeting, Role.SCREEN)), make.member(meeting)
    give(meeting, ulla, first)
    if are_closed:
        afresh(meeting).close_dots("2-choose")
    shown = lines(read(wall.get(reverse("screen", args=[meeting.key]))).one("#screen"))
    words = "Vælg de tre forslag, det er vigtigst at arbejde videre med. Giv hvert af dem en prik."
    assert ({words} if not are_closed else {first.text, "1 prik"}) <= shown
    assert missing(meeting, wall, client_of(ulla)) == set()
