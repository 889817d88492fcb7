"""Who has a seat: the page that says so, closing a seat, resetting, handing over, leaving, logging out."""

import datetime
import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.live import feed, sharing, streams
from meetings.models import APPROVERS, Event, Meeting, Participant, Role, RoleLink
from meetings.room import presence
from tests import make
from tests.conftest import client_of
from tests.reading import read


def address(name, meeting, *more):
    return reverse(name, args=[meeting.key, *more])


def by_link(meeting, role, by=None):
    """A seat from a fresh link, made by the seat `by` or the owner."""
    return RoleLink.find(RoleLink.make(meeting, role, by=by)).take_seat()


def owner(meeting):
    return meeting.participants.get(user=meeting.facilitator)


def table(client, meeting):
    """[[the words of each cell]] of the seats that are shown."""
    page = read(client.get(address("seats", meeting)))
    return [[cell.text for cell in row.all("td")] for row in page.all("table tbody tr")]


def is_in(seat, name):
    return client_of(seat).get(address(name, seat.meeting), follow=True).status_code == 200


def last_event(meeting):
    event = meeting.events.last()
    return event.kind, event.subject


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


def test_who_watches_is_noted_to_the_minute(meeting, ulla, lise, jonas):
    meeting.participants.update(last_here=None)
    everybody = set(meeting.participants.values_list("pk", flat=True))
    feed.current.share_presence(everybody, [])
    [seen] = set(meeting.participants.values_list("last_here", flat=True))
    assert timezone.now() - seen < datetime.timedelta(minutes=1)
    assert (seen.second, seen.microsecond) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_thread_notes_who_watches_and_tells_the_rooms_with_a_pause_after_each(monkeypatch):
    meetings = [make.meeting() for _ in range(3)]
    seats = [make.member(meeting) for meeting in meetings]
    Participant.objects.update(last_here=None)
    monkeypatch.setattr(sharing, "EVERY", 0)
    for meeting, seat in zip(meetings, seats, strict=True):
        monkeypatch.setitem(streams.open_streams, seat.pk, 1)
        monkeypatch.setitem(streams.channels, meeting.pk, None)
    told = []

    class Clock(threading.Event):
        """Goes by without waiting, and is over after the first round."""

        def wait(self, seconds):
            told.append((seconds, Meeting.objects.filter(present_told=1).count()))
            if len(told) == 5:
                self.set()
            return self.is_set()

    sharing.run(Clock())
    assert told == [(0, 0), (sharing.PAUSE, 1), (sharing.PAUSE, 2), (sharing.PAUSE, 3), (0, 3)]
    assert not Participant.objects.filter(pk__in=[seat.pk for seat in seats], last_here=None).exists()


@pytest.mark.django_db(transaction=True)
def test_round_that_fails_is_logged_and_the_next_one_is_made(monkeypatch, caplog):
    rounds = []

    class Clock(threading.Event):
        def wait(self, seconds):
            rounds.append(seconds)
            return len(rounds) == 3

    def share_presence(viewers, topics):
        raise OperationalError("no database")

    monkeypatch.setattr(feed.current, "share_presence", share_presence)
    sharing.run(Clock())
    assert rounds == [sharing.EVERY] * 3
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2


def test_database_refuses_the_time_at_which_a_member_joined(meeting):
    seat = make.member(meeting)
    Participant.objects.filter(pk=by_link(meeting, Role.SECRETARY).pk).update(since=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=seat.pk).update(since=timezone.now())


# --- How many are here --------------------------------------------------------------------------------------------------


@pytest.fixture
def at(clock):
    """Move the clock to so many minutes past ten."""
    return lambda minute: clock(datetime.date(2026, 11, 26), datetime.time(10, minute))


def share(meeting, *watching):
    """What each process does once a minute. `watching`: seats with an open stream."""
    list(feed.current.share_presence({seat.pk for seat in watching}, [meeting.pk]))


def test_phone_that_is_gone_for_a_quarter_of_an_hour_is_not_counted(meeting, at):
    at(0)
    open_phone, away = make.member(meeting), make.member(meeting)
    client_of(away).get(address("room", meeting))
    assert meeting.present() == 2
    for minute in range(1, 15):
        at(minute)
        share(meeting, open_phone)
        assert (minute, meeting.present()) == (minute, 2)
    for minute in range(15, 20):
        at(minute)
        share(meeting, open_phone)
    assert meeting.present() == 1
    assert meeting.seated() == 2
    client_of(away).get(address("room", meeting))
    share(meeting)
    assert meeting.present() == 2


@pytest.mark.parametrize("more", ["", "?poll"])
def test_phone_that_streams_or_polls_is_counted(meeting, at, more):
    at(0)
    seat, wall = make.member(meeting), owner(meeting)
    at(30)
    share(meeting, wall)
    assert meeting.present() == 0
    assert client_of(seat).get(address("member-stream", meeting) + more).status_code == 200
    share(meeting, wall)
    assert meeting.present() == 1


def test_two_processes_count_a_seat_once(meeting, at):
    at(0)
    seats = [make.member(meeting) for _ in range(3)]
    at(5)
    share(meeting, *seats[:2])
    presence._heard.clear()  # the other process has heard of nobody
    share(meeting, *seats[1:])
    assert meeting.present() == 3
    at(7)
    share(meeting, *seats[1:])
    at(9)
    share(meeting, *seats[1:])
    assert meeting.present() == 2


def test_screens_are_told_once_when_another_number_is_here(meeting, at):
    at(0)
    seats = [make.member(meeting) for _ in range(2)]
    share(meeting, *seats)
    assert last_event(meeting) == (Event.Kind.PRESENT, None)
    told = meeting.events.count()
    for minute in (1, 2, 3, 14, 15):
        at(minute)
        share(meeting, seats[0])
    assert (meeting.present(), meeting.events.count()) == (2, told)
    at(19)
    share(meeting, seats[0])
    share(meeting, seats[0])
    assert (meeting.present(), meeting.events.count()) == (1, told + 1)


def test_wall_hears_that_one_has_gone(lise, meeting, at):
    at(0)
    seats = [make.member(meeting) for _ in range(2)]
    share(meeting, *seats)
    assert read(lise.get(address("wall", meeting))).one("#present").text == "2 er med"
    for minute in (1, 20):
        at(minute)
        share(meeting, seats[0])
    meeting.refresh_from_db()
    news = lise.get(address("wall-stream", meeting), {"poll": "", "after": meeting.last_event - 1}).content.decode()
    assert "1\N{NO-BREAK SPACE}er med" in news


def test_nobody_is_told_of_a_closed_meeting(meeting, at):
    at(0)
    seat = make.member(meeting)
    make.note(meeting)
    share(meeting, seat)
    meeting.close("1")
    before = meeting.events.count()
    at(30)
    share(meeting, owner(meeting))
    meeting.tell_present()
    assert (meeting.events.count(), meeting.present()) == (before, 1)


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


# --- Leaving, and logging out -------------------------------------------------------------------------------------------

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


def test_door_and_seats_change_nothing_in_final_minutes(meeting):
    assert {Event.Kind.CUT, Event.Kind.DOOR} <= set(Event.NOT_IN_MINUTES)


def test_page_shows_the_members_link_which_is_that_of_the_qr_code(lise, meeting):
    page = read(lise.get(address("seats", meeting)))
    assert page.one("#join-address").text == f"http://testserver{address('join', meeting)}"
    assert [button.text for button in page.one("[data-copies]").all("button")] == ["Kopiér link til deltagere"]
