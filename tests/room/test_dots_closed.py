"""Dots that are closed: once and for good, on every screen, the most first, and in no minutes."""

import pytest
from django.urls import reverse

from meetings.minutes.compose import compose
from meetings.models import Event, Lane, Role
from meetings.room.feed import MeetingFeed
from meetings.room.models import Unsure
from meetings.room.screens import WallScreen
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read

from .choosing import TEXTS, afresh, choosing, give

HTMX = {"HTTP_HX_REQUEST": "true"}
ORDER = [TEXTS[2], TEXTS[0], TEXTS[1], TEXTS[3]]  # 4, 2 and no dots; those that have equally many as they came
NEWEST_FIRST = [TEXTS[2], TEXTS[0], TEXTS[3], TEXTS[1]]


@pytest.fixture
def meeting(db):
    """A meeting in which the third of four proposals has four dots, and the first two."""
    meeting, (first, _, third, _) = choosing()
    seats = [make.member(meeting) for _ in range(4)]
    for seat in seats:
        give(meeting, seat, third)
    for seat in seats[:2]:
        give(meeting, seat, first)
    return afresh(meeting)


def clients(meeting):
    seats = {role: make.by_link(meeting, role) for role in (Role.SECRETARY, Role.SCREEN)}
    owner = client_of(meeting.participants.get(role=Role.FACILITATOR))
    found = {"wall": owner, "leader": owner, "screen": client_of(seats[Role.SCREEN])}
    return found | {"desk-item": client_of(seats[Role.SECRETARY]), "room": client_of(make.member(meeting))}


def page(meeting, name):
    more = [2] if name == "desk-item" else []
    return read(clients(meeting)[name].get(reverse(name, args=[meeting.key, *more])))


def texts(page, within="#notes-2"):
    return [each.text for each in page.all(f"{within} .note > p:first-child")]


def dots(page, within="#notes-2"):
    """[how many dots each proposal has], "" where none is shown."""
    return [" ".join(each.text for each in row.all(".dots")) for row in page.all(f"{within} .note")]


# --- Closing ---------------------------------------------------------------------------------------------------------


def test_closing_asks_first_and_is_one_event(lise, meeting):
    address, last = reverse("close-dots", args=[meeting.key]), meeting.last_event
    button = page(meeting, "wall").one("#close-dots")
    assert (button.text, button["formaction"], button["value"]) == ("Luk prikkerne", address, "2-choose")
    last = afresh(meeting).last_event
    owner = client_of(meeting.participants.get(role=Role.FACILITATOR))
    asked = read(owner.post(address, {"seen": "2-choose"}, **HTMX)).one("#message")
    assert asked.text == (
        "Når prikkerne er lukket, kan alle se dem, og ingen kan ændre sine. Tryk igen, hvis de skal lukkes. Luk prikkerne"
    )
    assert (asked["data-sure"], asked.one("[name=sure]")["value"]) == (address, "2-choose")
    assert afresh(meeting).last_event == last
    answer = read(owner.post(address, {"sure": "2-choose"}, **HTMX))
    assert texts(answer) == ORDER
    assert list(meeting.events.filter(number__gt=last).values_list("kind", "subject")) == [("dots", None)]


def test_closing_asks_on_a_page_where_there_is_no_script(meeting):
    owner = client_of(meeting.participants.get(role=Role.FACILITATOR))
    address = reverse("close-dots", args=[meeting.key])
    asked = read(owner.post(address, {"seen": "2-choose", "page": "leader"}))
    assert asked.one("h1").text == "Skal prikkerne lukkes?"
    assert [each.text for each in asked.all("main form .button")] == ["Luk prikkerne", "Vent lidt"]
    fields = {each["name"]: each["value"] for each in asked.all("main [name=page], main [name=sure]")}
    assert owner.post(address, fields).url == f"{reverse('leader', args=[meeting.key])}#message"
    assert afresh(meeting).item(2).dots_closed


def test_second_press_closes_nothing_and_one_from_elsewhere_is_told(meeting):
    owner = client_of(meeting.participants.get(role=Role.FACILITATOR))
    address = reverse("close-dots", args=[meeting.key])
    assert meeting.close_dots("2-choose") is True
    last = meeting.last_event
    assert meeting.close_dots("2-choose") is True
    assert (owner.post(address, {"sure": "2-choose"}, **HTMX).status_code, afresh(meeting).last_event) == (200, last)
    meeting.advance("2-choose")
    answer = owner.post(address, {"sure": "2-choose"}, **HTMX)
    assert (answer.status_code, read(answer).text) == (
        409,
        "Mødet var allerede flyttet, så prikkerne blev ikke lukket. Mødet er nået til spørgsmål 3: Tal sammen alle.",
    ) or afresh(meeting).where in read(answer).text


FORWARD = {
    "next": lambda meeting, **sure: meeting.advance("2-choose", **sure),
    "go to": lambda meeting, **sure: meeting.go_to(3, "2-choose", **sure),
    "wrap-up": lambda meeting, **sure: meeting.wrap_up("2-choose", **sure),
}


@pytest.mark.parametrize("way", FORWARD)
def test_leaving_the_question_for_what_comes_after_asks_first_and_closes_them(meeting, way):
    with pytest.raises(
        Unsure, match=r"^Prikkerne er ikke lukket\. Er der givet nogen, bliver de lukket og vist, når I går videre\.$"
    ):
        FORWARD[way](meeting, sure=False)
    assert not meeting.item(2).dots_closed
    FORWARD[way](meeting)
    assert afresh(meeting).item(2).dots_closed


@pytest.mark.parametrize("way", ["back", "another before"])
def test_leaving_it_for_what_came_before_asks_nothing_and_keeps_them(meeting, way):
    ulla = make.member(meeting)
    if way == "back":
        meeting.go_back("2-choose", sure=False)
        assert meeting.place == "2-together"
    else:
        meeting.go_to(1, "2-choose", sure=False)
        meeting.go_to(2, meeting.place)
    meeting.go_to_phase("choose", meeting.place)
    assert not meeting.item(2).dots_closed
    assert meeting.item(2).dots.count() == 6
    give(meeting, ulla, meeting.item(2).notes.first())


def test_phase_that_is_passed_without_a_dot_can_be_come_back_to(db):
    meeting, (first, *_) = choosing()
    meeting.advance("2-choose")
    meeting.go_back(meeting.place)
    assert meeting.place == "2-choose"
    give(meeting, make.member(meeting), first)


def test_rolled_back_closing_leaves_them_open(meeting, monkeypatch):
    """A process killed in the middle leaves the transaction: nothing of it."""
    monkeypatch.setattr(Event, "write", lambda *event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        meeting.close_dots("2-choose")
    assert not afresh(meeting).item(2).dots_closed


# --- On every screen -------------------------------------------------------------------------------------------------


def test_screens_show_how_many_there_are_and_the_most_first(meeting):
    meeting.close_dots("2-choose")
    for name in ("wall", "screen", "desk-item"):
        assert (texts(page(meeting, name)), dots(page(meeting, name))) == (ORDER, ["4 prikker", "2 prikker", "", ""])
    for name in ("room", "leader"):
        assert (texts(page(meeting, name)), dots(page(meeting, name))) == (
            NEWEST_FIRST,
            ["4 prikker", "2 prikker", "", ""],
        )
    assert not page(meeting, "room").has("[data-dot]")
    assert not page(meeting, "wall").has("#close-dots")


def test_row_that_is_sent_alone_goes_where_it_stands_in_the_list(meeting):
    """A script puts it where its `data-order` says."""
    meeting.close_dots("2-choose")
    for name, audience in {"wall": Audience.WALL, "room": Audience.MEMBER, "desk-item": Audience.DESK}.items():
        rows = page(meeting, name).all("#notes-2 .note")
        orders = [int(row["data-order"]) for row in rows]
        assert orders == sorted(orders, reverse=name == "room")
        note = meeting.item(2).notes.get(text=TEXTS[2])
        [change] = MeetingFeed().render(meeting.pk, [(afresh(meeting).last_event, "note", note.pk)], [audience])
        sent = read(change.html[audience]).one(f"#note-{note.pk}")
        assert (sent["data-order"], "4 prikker" in sent.text) == (rows[0]["data-order"], True)


def test_many_dots_are_one_and_a_number(db):
    meeting, (first, *_) = choosing()
    for _ in range(10):
        give(meeting, make.member(meeting), first)
    meeting.close_dots("2-choose")
    shown = page(meeting, "wall").one(".dots")
    assert (shown.text, len(shown.all("i"))) == ("10 prikker", 1)


def test_dots_of_a_note_that_is_hidden_afterwards_are_not_shown(meeting):
    meeting.close_dots("2-choose")
    note = meeting.item(2).notes.get(text=TEXTS[2])
    note.hide("person")
    for name in ("wall", "leader", "desk-item", "room"):
        assert "4 prikker" not in page(meeting, name).text
    note.show()
    assert "4 prikker" in page(meeting, "wall").text


def test_proposals_of_the_last_question_are_ordered_by_them_and_so_is_the_sorting(meeting):
    own = None
    meeting.advance("2-choose")
    own = make.note(meeting, "Skrevet til det sidste", number=3)
    for name in ("wall", "leader"):
        assert (texts(page(meeting, name)), dots(page(meeting, name))) == (
            NEWEST_FIRST,
            ["4 prikker", "2 prikker", "", ""],
        )
    assert texts(page(meeting, "room")) == NEWEST_FIRST
    walked, screen = [], None
    meeting.put_in_spotlight(own)
    while len(walked) < 4:
        screen = WallScreen.of(afresh(meeting))
        following = meeting.item(2).notes.get(pk=screen.next_proposal.pk)
        screen.now.note(screen.spotlight.pk).agree(Lane.SELF, then=following)
        walked.append(following.text)
        meeting.refresh_from_db()
    assert walked == NEWEST_FIRST


# --- In no minutes ---------------------------------------------------------------------------------------------------


def test_minutes_are_the_same_with_dots_and_without(meeting):
    meeting.close_dots("2-choose")
    owner = client_of(meeting.participants.get(role=Role.FACILITATOR))

    def files():
        names = ("txt", "json", "csv")
        return [owner.get(reverse("minutes-file", args=[meeting.key, extension])).content for extension in names]

    with_dots, written = compose(meeting).canonical, files()
    working = page_of_minutes(owner, meeting)
    meeting.item(2).dots.all().delete()
    assert (compose(meeting).canonical, files(), page_of_minutes(owner, meeting)) == (with_dots, written, working)
    assert "prik" not in with_dots.lower()
    assert "prik" not in working.lower()


def page_of_minutes(owner, meeting):
    return read(owner.get(reverse("minutes", args=[meeting.key]))).one("main").text


@pytest.mark.parametrize("way", ["a phase before", "a question before"])
def test_dots_close_as_their_question_is_left_behind_from_elsewhere(db, way):
    meeting, [first, *_] = choosing()
    give(meeting, make.member(meeting), first)
    if way == "a phase before":
        meeting.go_to_phase("together", meeting.place)
    else:
        make.note(meeting)
        meeting.go_to(1, meeting.place)
    with pytest.raises(Unsure, match=r"^Prikkerne er ikke lukket\. "):
        meeting.go_to(3, meeting.place, sure=False)
    assert not afresh(meeting).item(2).dots_closed
    meeting.go_to(3, meeting.place)
    assert afresh(meeting).item(2).dots_closed
