"""Who has a seat: the page that says so, closing a seat, resetting, handing over."""

import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.live import feed
from meetings.models import APPROVERS, Event, Participant, Role, RoleLink
from meetings.room import presence
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.seats import address, by_link, is_in, last_event, owner


def table(client, meeting):
    """[[the words of each cell]] of the seats that are shown."""
    page = read(client.get(address("seats", meeting)))
    return [[cell.text for cell in row.all("td")] for row in page.all("table tbody tr")]


# --- The page ----------------------------------------------------------------------------------------------------------


def test_page_lists_each_seat_and_only_counts_members(lise, meeting):
    make.member(meeting, "Ulla Skovgaard")
    make.member(meeting, "Peter Aagaard")
    jonas = by_link(meeting, Role.SECRETARY)
    at = timezone.localtime(jonas.since)
    now = f"kl. {at.hour}.{at.minute:02}"
    assert table(lise, meeting) == [
        ["Mødeleder (dig)", "Logget ind som lise, der ejer mødet", now, "Her nu", ""],
        ["Referent", f"Med et link fra {now}", now, "Ikke endnu", f"Luk pladsen: referent {jonas.pk}"],
    ]
    page = read(lise.get(address("seats", meeting)))
    assert "2 deltagere har også plads. Dem viser vi kun som et antal." in page
    assert "Ulla" not in page
    assert "Peter" not in page


def test_seat_is_shown_as_here_while_this_process_sees_it_and_later_with_its_time(lise, meeting):
    seat = by_link(meeting, Role.SECRETARY)
    jonas = client_of(seat)
    assert jonas.get(address("desk", meeting), follow=True).status_code == 200
    assert table(lise, meeting)[1][3] == "Her nu"
    feed.current.share_presence(set(), [])
    seat.refresh_from_db()
    assert (seat.last_here.second, seat.last_here.microsecond) == (0, 0)
    assert not presence.is_here(seat)
    assert table(lise, meeting)[1][3] == "Her nu"  # as another process would say
    long_ago = timezone.now() - datetime.timedelta(days=1)
    Participant.objects.filter(pk=seat.pk).update(last_here=long_ago)
    there = timezone.localtime(long_ago)
    assert table(lise, meeting)[1][3].endswith(f"{there.year} kl. {there.hour}.{there.minute:02}")


# --- Closing a seat -----------------------------------------------------------------------------------------------------


def test_closed_seat_is_out_at_once_and_told_so_and_its_link_gives_no_more(lise, mads, meeting):
    token = RoleLink.make(meeting, Role.SECRETARY)
    seats = [RoleLink.find(token).take_seat() for _ in range(2)]
    jonas = client_of(seats[0])
    assert jonas.get(address("desk", meeting), follow=True).status_code == 200
    for _ in range(2):  # a double press
        assert lise.post(address("close-seat", meeting, seats[0].pk)).url == address("seats", meeting)
    assert last_event(meeting) == ("cut", seats[0].pk)
    for answer in (
        jonas.get(address("desk", meeting)),
        jonas.get(address("desk-stream", meeting)),
        jonas.post(address("next-meeting", meeting), {"text": "I morgen"}),
    ):
        assert answer.status_code == 404
        assert "Din plads er lukket" in read(answer)
    link = address("role-link", meeting, token)
    assert [mads.get(link).status_code, mads.post(link, {"uuid": uuid4()}).status_code] == [404, 404]
    assert is_in(seats[1], "desk")


def test_seat_falls_with_what_granted_it_but_not_a_taken_post(lise, meeting):
    """A facilitator by a link makes links too; what they gave goes with that seat, however long the chain is."""
    thief = by_link(meeting, Role.FACILITATOR)
    second = by_link(meeting, Role.FACILITATOR, by=thief)
    third = by_link(meeting, Role.SECRETARY, by=second)
    chair = by_link(meeting, Role.CHAIR, by=third)
    mine, ulla = by_link(meeting, Role.SECRETARY), make.member(meeting)
    unused = RoleLink.make(meeting, Role.SECRETARY, by=third)
    lise.post(address("close-seat", meeting, thief.pk))
    assert last_event(meeting) == ("reset", None)
    assert set(meeting.participants.all()) == {owner(meeting), mine, ulla, chair}
    assert RoleLink.find(unused) is None


def test_links_and_seats_stay_when_who_made_them_leaves(meeting):
    colleague = by_link(meeting, Role.FACILITATOR)
    jonas = by_link(meeting, Role.SECRETARY, by=colleague)
    assert jonas.link.made_by == colleague
    colleague.leave()
    jonas.refresh_from_db()
    assert jonas.link.made_by is None
    assert is_in(jonas, "desk")


@pytest.mark.parametrize(("role", "how"), [(Role.SECRETARY, "link-secretary"), (Role.FACILITATOR, "link-facilitator")])
def test_post_is_taken_by_the_link_of_who_made_it_also_when_they_have_left(meeting, role, how):
    maker = by_link(meeting, role)
    link = RoleLink.find(RoleLink.make(meeting, Role.CHAIR, by=maker))
    maker.leave()
    assert RoleLink.objects.get(pk=link.pk).take_seat().how == how


OWNER, LINK = "the owner", "a facilitator by a link"
MAY_CLOSE = {
    (OWNER, Role.FACILITATOR): True,
    (OWNER, Role.SECRETARY): True,
    (OWNER, Role.CHAIR): True,
    (OWNER, Role.DEPUTY): True,
    (OWNER, OWNER): False,
    (LINK, Role.FACILITATOR): False,
    (LINK, Role.SECRETARY): True,
    (LINK, Role.CHAIR): False,
    (LINK, Role.DEPUTY): False,
    (LINK, OWNER): False,
}


@pytest.mark.parametrize(("closer", "closed"), MAY_CLOSE)
def test_seat_is_closed_by_those_who_may(closer, closed, meeting):
    by = owner(meeting) if closer == OWNER else by_link(meeting, Role.FACILITATOR)
    seat = owner(meeting) if closed == OWNER else by_link(meeting, closed)
    may = MAY_CLOSE[closer, closed]
    answer = client_of(by).post(address("close-seat", meeting, seat.pk))
    assert answer.status_code == (302 if may else 409)
    assert meeting.participants.filter(pk=seat.pk).exists() is not may
    assert bool([row for row in table(client_of(by), meeting) if row[4].endswith(f" {seat.pk}")]) is False


def test_member_s_seat_is_closed_by_nobody(lise, meeting):
    seat = make.member(meeting)
    assert lise.post(address("close-seat", meeting, seat.pk)).status_code == 302
    assert meeting.participants.filter(pk=seat.pk).exists()


def test_seat_of_another_meeting_is_not_closed(lise, meeting):
    other = make.meeting(facilitator=make.user("anden"))
    seat = by_link(other, Role.SECRETARY)
    lise.post(address("close-seat", meeting, seat.pk))
    assert other.participants.filter(pk=seat.pk).exists()


# --- What only the owner can do -----------------------------------------------------------------------------------------


def test_thief_with_a_facilitator_link_cannot_reset_and_is_out_after_the_owner_s_reset(lise, meeting):
    seat = by_link(meeting, Role.FACILITATOR)
    thief = client_of(seat)
    for name in ("reset-links", "delete-meeting", "hand-over"):
        answer = thief.post(address(name, meeting), {"username": "lise"})
        assert answer.status_code == 403
        assert "Det kan kun den, der ejer mødet og er logget ind." in read(answer)
    page = read(thief.get(address("seats", meeting)))
    assert not page.buttons("Nulstil links")
    token = RoleLink.make(meeting, Role.FACILITATOR, by=seat)
    assert lise.post(address("reset-links", meeting)).status_code == 302
    assert thief.get(address("wall", meeting)).status_code == 404
    assert thief.post(address("facilitator-link", meeting)).status_code == 404
    assert RoleLink.find(token) is None
    with pytest.raises(Participant.DoesNotExist):  # the request was on its way
        RoleLink.make(meeting, Role.FACILITATOR, by=seat)
    assert not meeting.role_links.exists()


def test_reset_keeps_the_owner_the_members_and_the_taken_posts(lise, meeting):
    seats = {role: by_link(meeting, role) for role in (Role.FACILITATOR, Role.SECRETARY, *APPROVERS)}
    ulla = make.member(meeting)
    lise.post(address("reset-links", meeting))
    assert set(meeting.participants.all()) == {owner(meeting), ulla, *(seats[role] for role in APPROVERS)}
    assert table(lise, meeting)[1][1] == "Via link fra mødelederen"
    assert last_event(meeting) == ("reset", None)


def test_meeting_handed_over_is_the_colleague_s(lise, meeting):
    colleague = make.user("mette", first_name="Mette", last_name="Lund")
    jonas, old = by_link(meeting, Role.SECRETARY), owner(meeting)
    answer = lise.post(address("hand-over", meeting), {"username": "mette"}, follow=True)
    assert "er givet videre til mette." in read(answer)
    assert lise.get(address("wall", meeting)).status_code == 404
    assert last_event(meeting) == ("cut", old.pk)
    mette = Client()
    mette.force_login(colleague)
    assert read(mette.get(reverse("my-meetings"))).has(f"a[href='{address('wall', meeting)}']")
    assert table(mette, meeting)[1][1] == "Logget ind som Mette Lund, der ejer mødet"
    assert mette.post(address("reset-links", meeting)).status_code == 302
    assert not meeting.participants.filter(pk=jonas.pk).exists()


@pytest.mark.parametrize(
    ("username", "says"),
    [
        ("", "Skriv din kollegas brugernavn"),
        ("ukendt", "Vi kender ikke det brugernavn."),
        ("lukket", "Vi kender ikke det brugernavn."),
        ("lise", "Mødet er allerede dit."),
        ("x" * 200, "Vi kender ikke det brugernavn."),
    ],
)
def test_meeting_is_not_handed_over_to_nobody(lise, meeting, username, says):
    make.user("lukket", is_active=False)
    answer = lise.post(address("hand-over", meeting), {"username": username})
    assert answer.status_code == 422
    assert says in read(answer)
    assert read(answer).field("Kollegaens brugernavn").value == username
    assert lise.get(address("wall", meeting)).status_code == 200


def test_door_and_seats_change_nothing_in_final_minutes(meeting):
    assert {Event.Kind.CUT, Event.Kind.DOOR} <= set(Event.NOT_IN_MINUTES)


def test_page_shows_the_members_link_which_is_that_of_the_qr_code(lise, meeting):
    page = read(lise.get(address("seats", meeting)))
    assert page.one("#join-address").text == f"http://testserver{address('join', meeting)}"
    assert [button.text for button in page.one("[data-copies]").all("button")] == ["Kopiér link til deltagere"]
