"""Leaving a meeting: from each role's page, what it asks before, and what it says after."""

import datetime

import pytest
from django.urls import reverse

from meetings.models import APPROVERS, Role, RoleLink
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.seats import address, by_link, last_event

PAGES = {
    Role.MEMBER: "room",
    Role.SECRETARY: "desk",
    Role.FACILITATOR: "wall",
    Role.CHAIR: "review",
    Role.DEPUTY: "review",
}


@pytest.mark.parametrize("role", PAGES)
def test_every_role_but_a_screen_s_can_leave_by_a_button_on_its_page(meeting, role):
    seat = make.member(meeting) if role == Role.MEMBER else by_link(meeting, role)
    client = client_of(seat)
    page = read(client.get(address(PAGES[role], meeting), follow=True))
    [button] = page.buttons("Forlad mødet")
    form = {} if role == Role.MEMBER else {"role": role.value}
    if role == Role.FACILITATOR:
        assert (button["formaction"], button["value"]) == (address("leave", meeting), role)
    else:
        forms = [form for form in page.all("form") if form.get("action") == address("leave", meeting)]
        assert len(forms) == 1
        assert forms[0].fields().get("role") == form.get("role")
    if role == Role.MEMBER:  # it asks first
        assert client.post(address("leave", meeting)).headers["Location"] == address("leave", meeting)
        form = {"sure": "true"}
    answer = client.post(address("leave", meeting), form)
    assert "Du har forladt mødet." in read(answer)
    assert client.get(address(PAGES[role], meeting)).status_code == 404
    assert meeting.participants.filter(pk=seat.pk).exists() == (role in APPROVERS)  # a taken post stays taken
    if role not in APPROVERS:
        assert last_event(meeting) == ("left" if role == Role.MEMBER else "cut", seat.pk)


def test_who_has_two_seats_leaves_the_one_that_is_named(meeting):
    ulla, jonas = make.member(meeting), by_link(meeting, Role.SECRETARY)
    client = client_of(ulla)
    client.cookies.update(client_of(jonas).cookies)
    client.post(address("leave", meeting), {"role": "secretary"})
    assert list(meeting.participants.exclude(user=meeting.facilitator)) == [ulla]
    assert client.post(address("leave", meeting), {"role": "chair"}).status_code == 403


def test_owner_does_not_leave(lise, meeting):
    assert not read(lise.get(address("wall", meeting))).buttons("Forlad mødet")
    answer = lise.post(address("leave", meeting), {"role": "facilitator"})
    assert answer.status_code == 409
    assert "Mødet er dit, så du kan ikke forlade det." in read(answer)


def test_leaving_deletes_the_seat_and_its_cookie_and_keeps_the_notes(meeting):
    seat = make.member(meeting)
    make.note(meeting, "Min note", author=seat)
    client = client_of(seat)
    assert meeting.present() == 1
    leave = reverse("leave", args=[meeting.key])
    assert client.post(leave).headers["Location"] == leave  # it asks first
    assert "kan du ikke længere rette eller slette dem" in read(client.get(leave))
    assert meeting.present() == 1
    sure = read(client.get(leave)).button("Forlad mødet")
    answer = client.post(leave, {sure["name"]: sure["value"]})
    assert "Du har forladt mødet." in read(answer)
    cookie = answer.cookies["seat_member"]
    assert (cookie.value, cookie["path"], cookie["max-age"]) == ("", f"/m/{meeting.key}/", 0)
    assert (meeting.present(), client.get(reverse("room", args=[meeting.key])).status_code) == (0, 404)
    assert meeting.items.get(number=1).notes.get().text == "Min note"


@pytest.mark.parametrize("case", ["lobby", "no note", "deleted note", "somebody else's note"])
def test_leaving_asks_also_who_loses_nothing_by_it_and_says_how_to_come_back(db, case):
    meeting = make.meeting(stage="lobby" if case == "lobby" else "discussion")
    seat = make.member(meeting)
    if case == "deleted note":
        make.note(meeting, author=seat).soft_delete()
    if case == "somebody else's note":
        make.note(meeting, author=make.member(meeting))
    client, leave = client_of(seat), reverse("leave", args=[meeting.key])
    asks = read(client.post(leave, follow=True))
    assert asks.one(".lead").text == "Du kan komme ind igen med koden på skærmen, så længe mødelederen lukker nye ind."
    assert meeting.participants.filter(pk=seat.pk).exists()
    page = read(client.post(leave, {"sure": "true"}))
    assert "Du har forladt mødet." in page
    assert page.one(".lead").text == BY_THE_CODE


@pytest.mark.parametrize(
    ("unsent", "tells"), [("0", 0), ("1", 1), ("2", 1), ("-1", 0), ("²", 0), ("9999", 0), ("x", 0)]
)
def test_page_that_asks_before_leaving_tells_how_much_the_phone_has_not_sent(meeting, unsent, tells):
    client, leave = client_of(make.member(meeting)), reverse("leave", args=[meeting.key])
    told = [each.text for each in read(client.post(leave, {"unsent": unsent}, follow=True)).all(".message")]
    words = "1 note" if unsent == "1" else f"{unsent} noter"
    assert told == [f"{words} på telefonen er ikke sendt endnu og bliver slettet, hvis du forlader mødet."] * tells
    assert [each.text for each in read(client.get(leave, {"unsent": unsent})).all(".message")] == told


BY_THE_CODE = "Du kan komme ind igen her."
KEPT = "Dine noter er stadig med, men kan ikke rettes længere."
NOBODY = "Lige nu kan ingen nye komme ind. Vil du ind igen, så bed mødelederen om at åbne døren."
OVER = "Det, du skrev til mødet, er stadig med. Referatet kan du ikke længere læse her: spørg referenten efter det."
AGAIN, FRONT = "Deltag igen", "Gå til forsiden"


@pytest.mark.parametrize(
    ("case", "says", "leads"),
    [
        ("open", f"{KEPT} {BY_THE_CODE}", AGAIN),
        ("door closed", f"{KEPT} {NOBODY}", FRONT),
        ("code expired", f"{KEPT} {NOBODY}", FRONT),
        ("closed", OVER, FRONT),
    ],
)
def test_page_after_leaving_says_what_stays_and_whether_there_is_a_way_back(meeting, clock, case, says, leads):
    seat = make.member(meeting)
    make.note(meeting, author=seat)
    if case == "door closed":
        meeting.close_door()
    if case == "closed":
        meeting.close(meeting.place)
    if case == "code expired":
        clock(datetime.date(2026, 11, 27))
    client, leave = client_of(seat), reverse("leave", args=[meeting.key])
    assert client.post(leave).headers["Location"] == leave  # it asks first, for there is something to lose
    asked = "Så kan du ikke læse referatet her" if case == "closed" else "Dine noter bliver i mødet."
    assert asked in read(client.get(leave))
    page = read(client.post(leave, {"sure": "true"}))
    assert (page.one(".lead").text, page.one("a.button").text) == (says, leads)


def test_page_after_leaving_says_that_a_post_taken_here_is_still_there(db):
    meeting = make.meeting(stage="wrap-up")
    seat = make.member(meeting)
    client = client_of(seat)
    client.post(reverse("take-post", args=[meeting.key, "deputy"]))
    page = read(client.post(reverse("leave", args=[meeting.key]), {"sure": "true"}))
    assert "Du har stadig næstformandens plads på denne telefon." in page
    assert client.get(reverse("review", args=[meeting.key])).status_code == 200


def test_page_after_a_secretary_has_left_says_whether_the_link_still_works(meeting):
    token = RoleLink.make(meeting, Role.SECRETARY)
    leave, sent = reverse("leave", args=[meeting.key]), {"role": "secretary"}
    stays, other = (RoleLink.find(token).take_seat() for _ in range(2))
    assert "Vil du ind igen, skal du bruge det link, du fik." in read(client_of(stays).post(leave, sent))
    stays, closed = RoleLink.find(token).take_seat(), other
    meeting.close_seat(closed.pk, by=meeting.participants.get(user=meeting.facilitator))
    assert "Vil du ind igen, så bed mødelederen om et nyt link." in read(client_of(stays).post(leave, sent))
