"""Logging out ends the seats of the browser, and tells each open page of the owner's what happened."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Participant, Role, RoleLink
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.seats import address, by_link, last_event, owner


def test_log_out_ends_the_seats_of_this_browser_and_cuts_the_owner_s_streams(meeting):
    other = make.meeting(facilitator=make.user("anden"))
    seats = [make.member(meeting), by_link(meeting, Role.SECRETARY), by_link(other, Role.FACILITATOR)]
    staying = [by_link(other, Role.SECRETARY), make.member(other)]
    browser = Client()
    browser.force_login(meeting.facilitator)
    for seat in seats:
        browser.cookies.update(client_of(seat).cookies)
    answer = browser.post(reverse("log-out"))
    assert answer.status_code == 302
    assert not Participant.objects.filter(pk__in=[seat.pk for seat in seats]).exists()
    assert set(other.participants.filter(user=None)) == set(staying)
    for seat in seats:
        for name, path in ((f"seat_{seat.role}", address("room", seat.meeting)), *for_log_out(seat)):
            gone = answer.cookies[name]
            assert (gone.value, gone["max-age"], gone["path"]) == ("", 0, path) or name == "seat_facilitator"
    assert last_event(meeting) == ("cut", owner(meeting).pk)
    assert browser.get(address("wall", meeting)).status_code == 404


def for_log_out(seat):
    return [(f"seat_{seat.role}_{seat.meeting.key}", reverse("log-out"))]


def test_log_out_forgets_a_taken_post_and_keeps_it_taken(meeting):
    chair = by_link(meeting, Role.CHAIR)
    client = client_of(chair)
    assert client.get(address("review", meeting)).status_code == 200
    answer = client.post(reverse("log-out"))
    assert answer.cookies["seat_approver"]["path"] == address("room", meeting)
    assert client.get(address("review", meeting)).status_code == 404
    assert meeting.participants.filter(pk=chair.pk).exists()


def log_in(browser, user, **sent):
    user.set_password("hemmeligt")
    user.save()
    return browser.post(reverse("log-in"), {"username": user.username, "password": "hemmeligt", **sent})


@pytest.mark.parametrize("ended", ["by Log ud", "by itself"])
def test_owner_s_open_page_says_after_log_out_what_happened_and_leads_back(meeting, ended):
    browser, wall = Client(), address("wall", meeting)
    log_in(browser, meeting.facilitator)
    assert browser.get(wall).status_code == 200
    if ended == "by Log ud":
        browser.post(reverse("log-out"))
    else:
        del browser.cookies["sessionid"]
    answer = browser.get(wall)
    page = read(answer)
    assert (answer.status_code, page.one("h1").text) == (404, "Du er logget ud")
    back = page.one("a.button:not(.plain)")["href"]
    assert back == f"{reverse('log-in')}?next={wall}"
    form = read(browser.get(back)).one("main form").fields()
    assert log_in(browser, meeting.facilitator, next=form["next"]).headers["Location"] == wall
    assert browser.get(wall).status_code == 200


def test_what_the_owner_sent_after_log_out_is_shown_to_be_copied(meeting):
    browser = Client()
    log_in(browser, meeting.facilitator)
    browser.post(reverse("log-out"))
    answer = browser.post(address("wall-note", meeting), {"text": "Skrevet imens", "item": 1})
    page = read(answer)
    assert (answer.status_code, page.one("textarea").text) == (404, "Skrevet imens")
    assert page.one("a.button:not(.plain)")["href"] == f"{reverse('log-in')}?next={address('wall', meeting)}"
    assert not meeting.items.get(number=1).notes.exists()


def test_page_tells_nobody_but_the_owner_that_there_is_a_meeting_behind_a_login(meeting):
    browser, other, handed = Client(), make.meeting(facilitator=make.user("anden")), make.meeting()
    log_in(browser, meeting.facilitator)
    handed.hand_over(make.user("anden"))
    assert browser.get(address("wall", meeting)).status_code == 200
    browser.post(reverse("log-out"))
    for closed in (other, handed):
        assert read(browser.get(address("wall", closed))).one("h1").text == "Siden findes ikke"
    assert read(browser.get(address("review", meeting))).one("h1").text == "Siden findes ikke"
    assert (
        read(browser.get(address("room", meeting))).one("h1").text == "Du er logget ud"
    )  # it leads on to the leader's
    log_in(browser, make.user("anden"))
    assert read(browser.get(address("wall", meeting))).one("h1").text == "Siden findes ikke"
    forged = Client()
    forged.cookies["last_user"] = str(meeting.facilitator_id)
    assert read(forged.get(address("wall", meeting))).one("h1").text == "Siden findes ikke"


def test_log_out_gives_a_ticket_back(db):
    meeting = make.meeting(stage="closed")
    client = client_of(make.ticket(meeting))
    assert client.get(address("room", meeting)).status_code == 200
    client.post(reverse("log-out"))
    meeting.refresh_from_db()
    assert meeting.tickets == []


@pytest.mark.parametrize("name", ["seat_member_23456789ab", "seat_member_..x", "seat_x_23456789ab", "seat_member_"])
@pytest.mark.parametrize("value", ["", "1", "1:2:3", '"\\000"'])
def test_log_out_with_a_forged_cookie_ends_no_seat(mads, meeting, name, value):
    seat = make.member(meeting)
    mads.cookies[name.replace("23456789ab", meeting.key)] = value
    assert mads.post(reverse("log-out")).status_code == 302
    assert meeting.participants.filter(pk=seat.pk).exists()


def test_cookie_for_log_out_travels_nowhere_else(mads, meeting):
    link = address("role-link", meeting, RoleLink.make(meeting, Role.SECRETARY))
    cookies = mads.post(link, {"uuid": uuid4()}).cookies
    [name] = [name for name in cookies if name.endswith(meeting.key)]
    assert (name, cookies[name]["path"]) == (f"seat_secretary_{meeting.key}", "/log-ud/")
    assert (cookies[name]["httponly"], cookies[name]["samesite"]) == (True, "Lax")
