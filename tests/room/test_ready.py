"""Who is ready: how many, for the leader alone; in no byte and no row who."""

import pytest
from django.db import models
from django.urls import reverse

from meetings.models import Event, Meeting, ReadyMark, Refused, Role
from meetings.room.feed import MeetingFeed
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.lab.wire import messages
from tests.reading import read
from tests.room.phased import LIVE

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}
STREAMS = {
    "member-stream": Role.MEMBER,
    "wall-stream": Role.FACILITATOR,
    "screen-stream": Role.SCREEN,
    "desk-stream": Role.SECRETARY,
    "minutes-stream": Role.SECRETARY,
    "review-stream": Role.CHAIR,
}


@pytest.fixture
def meeting(db):
    return make.meeting(theme=make.theme(phases=make.PHASES), length="normal")


@pytest.fixture
def ullas(meeting):
    """A member's seat."""
    return make.member(meeting, "Ulla Skovgaard")


@pytest.fixture
def ulla(ullas):
    return client_of(ullas)


def press(client, meeting, name="ready", seen=None):
    return client.post(reverse(name, args=[meeting.key]), {"seen": seen or meeting.place}, **HTMX)


def told(meeting, since):
    """[{audience: HTML}] of each event since, rendered by itself."""
    events = MeetingFeed().events_after(meeting.pk, since)
    return [change.html for event in events for change in MeetingFeed().render(meeting.pk, [event], LIVE)]


def on_leaders_page(lise, meeting):
    return read(lise.get(reverse("leader", args=[meeting.key]))).one("#ready")


def button(page):
    pressed = page.one("#press-ready")
    return pressed.text, pressed["aria-pressed"]


@pytest.mark.parametrize("phase", ["think", "pairs"])
def test_member_says_they_are_ready_and_takes_it_back(lise, ulla, peter, meeting, phase):
    meeting.go_to_phase(phase, meeting.place)
    assert on_leaders_page(lise, meeting).text == "0 af 2 er klar"
    assert button(read(press(ulla, meeting))) == ("Jeg er klar", "true")
    assert on_leaders_page(lise, meeting).text == "1 af 2 er klar"
    pages = {who: read(client.get(reverse("room", args=[meeting.key]))) for who, client in (("u", ulla), ("p", peter))}
    assert [button(page) for page in pages.values()] == [("Jeg er klar", "true"), ("Jeg er klar", "false")]
    assert button(read(press(ulla, meeting, "not-ready"))) == ("Jeg er klar", "false")
    assert on_leaders_page(lise, meeting).text == "0 af 2 er klar"


def test_press_that_changes_nothing_is_neither_logged_nor_sent(ulla, meeting):
    press(ulla, meeting, "not-ready")
    press(ulla, meeting)
    meeting.refresh_from_db()
    last = meeting.last_event
    press(ulla, meeting)
    meeting.refresh_from_db()
    assert (meeting.last_event, meeting.ready_marks.count()) == (last, 1)
    assert list(meeting.events.filter(kind=Event.Kind.READY).values_list("number", "subject")) == [(last, None)]


def test_nobody_but_the_leader_is_sent_a_byte(meeting, ulla):
    browsers = {role: client_of(make.by_link(meeting, role)) for role in set(STREAMS.values()) - {Role.MEMBER}}
    browsers |= {Role.MEMBER: client_of(make.member(meeting))}
    meeting.refresh_from_db()
    last = meeting.last_event
    press(ulla, meeting)
    [html] = told(meeting, last)
    assert {audience for audience, sent in html.items() if sent} == {Audience.LEADER}
    assert read(html[Audience.LEADER]).one("#ready").text == "1 af 2 er klar"
    for name, role in STREAMS.items():
        for poll in ({}, {"poll": ""}):
            answer = browsers[role].get(reverse(name, args=[meeting.key]), {"after": last, **poll})
            [(_, event, data)] = messages(answer.content)
            assert (event, data.split()[:2]) == ("beat", [str(last + 1), str(last)]), name
    answer = browsers[Role.FACILITATOR].get(reverse("leader-stream", args=[meeting.key]), {"after": last})
    [(number, event, data)] = messages(answer.content)
    assert (number, event, "1 af 2 er klar" in data) == (last + 1, "change", True)


def test_no_page_but_the_leaders_and_ones_own_tells(lise, ulla, peter, jonas, meeting):
    bare = client_of(make.by_link(meeting, Role.SCREEN))
    pages = {"wall": lise, "leader": lise, "room": peter, "screen": bare, "desk": jonas, "minutes": jonas}

    def seen():
        found = {name: client.get(reverse(name, args=[meeting.key]), follow=True) for name, client in pages.items()}
        return {name: read(answer).text for name, answer in found.items()}

    before = seen()
    press(ulla, meeting)
    assert {name for name, text in seen().items() if text != before[name]} == {"leader"}


def test_mark_has_no_time_and_no_seat_and_differs_from_place_to_place(ullas, meeting):
    kinds = (models.ForeignKey, models.DateField, models.TimeField)
    fields = ReadyMark._meta.concrete_fields
    assert [field.name for field in fields] == ["tag", "meeting"]
    assert [field.name for field in fields if isinstance(field, kinds)] == ["meeting"]
    tags = []
    for place in ("1-think", "1-pairs", "2-think"):
        if place != meeting.place:
            meeting.go_to(2, meeting.place) if place[0] == "2" else meeting.advance(meeting.place)
        meeting.set_ready(ullas.secret, True, place)
        tags.append(bytes(meeting.ready_marks.get().pk))
    assert len({*tags}) == 3


MOVES = {
    "next": lambda meeting: meeting.advance(meeting.place),
    "another question": lambda meeting: meeting.go_to(2, meeting.place),
    "the wrap-up": lambda meeting: meeting.wrap_up(meeting.place),
    "closing": lambda meeting: meeting.close(meeting.place),
}


@pytest.mark.parametrize("move", MOVES)
def test_marks_go_with_the_place_and_are_not_there_when_it_comes_back(lise, ulla, meeting, move):
    press(ulla, meeting)
    meeting.go_to_phase("think", "1-think")  # where it is: nothing is left
    assert ReadyMark.objects.count() == 1
    MOVES[move](meeting)
    assert ReadyMark.objects.count() == 0
    if meeting.stage == "discussion":
        meeting.go_to(1, meeting.place)
        meeting.refresh_from_db()
        assert meeting.place == "1-think"
        assert button(read(ulla.get(reverse("room", args=[meeting.key])))) == ("Jeg er klar", "false")


def test_mark_goes_with_the_one_who_leaves_and_with_the_theme(ullas, peter, meeting):
    meeting.set_ready(ullas.secret, True, meeting.place)
    press(peter, meeting)
    ullas.leave()
    assert ReadyMark.objects.count() == 1
    meeting.edit(theme=make.theme(phases=make.PHASES))
    assert (meeting.place, ReadyMark.objects.count()) == ("1-think", 0)


def test_who_is_ready_and_has_gone_away_makes_no_more_ready_than_there_are(lise, ulla, peter, meeting):
    press(ulla, meeting)
    press(peter, meeting)
    meeting.participants.filter(role=Role.MEMBER).update(last_here=None)
    assert on_leaders_page(lise, meeting).text == "2 af 2 er klar"


@pytest.mark.parametrize("place", ["draft", "lobby", "1-together", "3-together", "wrap-up", "1"])
def test_where_nobody_writes_unread_nobody_is_asked_and_none_is_taken(lise, meeting, ullas, place):
    if place == "1":
        meeting = make.meeting(facilitator=meeting.facilitator)
    elif place in ("draft", "lobby", "wrap-up"):
        meeting = make.meeting(stage=place, theme=meeting.theme, length="normal", facilitator=meeting.facilitator)
    elif place == "1-together":
        meeting.go_to_phase("together", "1-think")
    else:
        meeting.go_to(3, "1-think")
    assert meeting.place == place
    with pytest.raises(Refused, match=r"^Her skal ingen sige, at de er klar\. Mødet er "):
        meeting.set_ready(ullas.secret, True, place)
    assert on_leaders_page(lise, meeting).names("hidden")
    if meeting.is_open:
        page = read(client_of(make.member(meeting)).get(reverse("room", args=[meeting.key])))
        assert (page.one("#ready").names("hidden"), page.has("#press-ready")) == (True, False)


def test_press_from_an_earlier_place_marks_nothing(ulla, meeting):
    meeting.advance("1-think")
    answer = press(ulla, meeting, seen="1-think")
    assert answer.status_code == 409
    assert "Mødet er gået videre. Mødet er nået til spørgsmål 1: Tal sammen to og to." in answer.content.decode()
    assert ReadyMark.objects.count() == 0


def test_without_a_script_the_page_comes_back(ulla, meeting):
    for name in ("ready", "not-ready"):
        answer = ulla.post(reverse(name, args=[meeting.key]), {"seen": "1-think"})
        assert (answer.status_code, answer.url) == (302, f"{reverse('room', args=[meeting.key])}#ready")
    assert ulla.get(reverse("ready", args=[meeting.key])).url == reverse("room", args=[meeting.key])


def test_hundred_phones_at_once_are_one_rendering_for_the_leader(meeting):
    before, feed = meeting.last_event, MeetingFeed()
    for number in range(100):
        meeting.set_ready(f"secret {number}", True, "1-think")
    events = feed.events_after(meeting.pk, before)
    assert (len(events), feed.can_wait(events, lambda: {Audience.LEADER})) == (100, True)
    [change] = feed.render(meeting.pk, events, {Audience.LEADER, Audience.MEMBER})
    assert (change.number, change.html[Audience.MEMBER]) == (before + 100, "")
    assert read(change.html[Audience.LEADER]).one("#ready").text == "100 af 100 er klar"


def test_who_comes_and_goes_changes_of_how_many(meeting):
    last = meeting.last_event
    seat = make.member(meeting)
    seat.leave()
    sent = [read(html[Audience.LEADER]).one("#ready").text for html in told(meeting, last)]
    assert sent == ["0 af 0 er klar", "0 af 0 er klar"]  # each rendered as it stands now
    other = Meeting.objects.get(pk=make.meeting().pk)
    last = other.last_event
    make.member(other)
    assert [read(html[Audience.LEADER]).has("#ready") for html in told(other, last)] == [False]
