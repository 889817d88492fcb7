"""No byte that anybody but their giver gets depends on a dot before the dots are closed: pages, streams, polls, answers, files."""

import datetime
import re

import pytest
from django.db import transaction
from django.urls import reverse

from meetings.models import Role
from meetings.room.feed import MeetingFeed
from meetings.room.visibility import Audience
from tests import make

from .choosing import afresh, choosing, give
from .phased import LIVE, PAGES, STREAMS, everybody

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}
NEW_EACH_TIME = re.compile(
    rb'(name="csrfmiddlewaretoken" value|name="uuid" value|data-now|data-lasts|data-saved)="[^"]*"|(?<=[ ])1\d{12}(?=\n)'
)
ONE_DOT = re.compile(rb"1(\xc2\xa0| )prik\b")
SAME_AT_ALL_TIMES = ("seats", "edit-meeting", "attendance", "theme")
NOT_COMPARED = {"Set-Cookie", "Content-Length", "Expires"}
ACTS = {  # of another seat: (role, name of the address, what is sent)
    "goes back": (Role.FACILITATOR, "go-back", [], {"seen": "2-choose"}),
    "asks to go on": (Role.FACILITATOR, "advance", [], {"seen": "2-choose"}),
    "asks to close": (Role.FACILITATOR, "close-dots", [], {"seen": "2-choose"}),
    "shows all notes": (Role.FACILITATOR, "overview", [], {}),
    "shows the proposal big": (Role.FACILITATOR, "put-in-spotlight", ["note"], {}),
    "hides the proposal": (Role.FACILITATOR, "hide-note", ["note"], {"reason": "person"}),
    "leaves it out": (Role.SECRETARY, "arrange-note", ["note"], {"left_out": "true"}),
    "asks for the own dots": (Role.MEMBER, "own-dots", [], None),
    "takes back what is not the own": (Role.MEMBER, "take-dot-back", ["note"], {}),
    "gives the same one": (Role.MEMBER, "give-dot", ["note"], {}),
}


def plain(answer):
    """What is the same each time: the status, the headers, and the bytes without tokens and the time of day."""
    headers = {name: value for name, value in answer.headers.items() if name not in NOT_COMPARED}
    return answer.status_code, headers, NEW_EACH_TIME.sub(b"", answer.content)


def received(meeting, browsers, note):
    """Everything that the others can get now, {(who, what): bytes}."""
    found = {}
    for who, browser in browsers.items():
        for name, more in PAGES:
            if name in SAME_AT_ALL_TIMES:
                continue
            more = more | ({"number": 2} if "number" in more else {})
            found[who, name, *more.values()] = plain(browser.get(reverse(name, kwargs={"key": meeting.key, **more})))
        for stream in STREAMS:
            for asked in ({"after": ""}, {"after": "0", "poll": ""}, {"after": meeting.last_event, "poll": ""}):
                found[who, stream, *asked.items()] = plain(browser.get(reverse(stream, args=[meeting.key]), asked))
    for act, (role, name, what, data) in ACTS.items():
        address = reverse(name, args=[meeting.key, *([note.pk] if what else [])])
        with transaction.atomic():
            browser = browsers[role]
            answer = browser.get(address, **HTMX) if data is None else browser.post(address, data, **HTMX)
            found["answered", act] = plain(answer)
            transaction.set_rollback(True)
    events = MeetingFeed().events_after(meeting.pk, 0)
    found["the log", None] = [repr(events).encode()]
    for change in MeetingFeed().render(meeting.pk, events, LIVE):
        for audience, html in change.html.items():
            found["sent", audience, change.number] = [NEW_EACH_TIME.sub(b"", html.encode())]
    return found


@pytest.fixture
def there(db, clock):
    """(A meeting in which dots are given, its notes, the giver's seat, a browser of every other kind of seat.)"""
    clock(datetime.date(2026, 11, 26), datetime.time(10))
    meeting, notes = choosing()
    ulla = make.member(meeting)
    browsers = everybody(meeting)
    for browser in browsers.values():  # from now on they are there
        browser.get(reverse("screen", args=[meeting.key]))
    return afresh(meeting), notes, ulla, browsers


def differing(before, after):
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def test_nobody_else_gets_a_byte_that_depends_on_a_dot(there):
    meeting, (first, second, third, _), ulla, browsers = there
    before = received(meeting, browsers, first)
    assert len(before) > 200
    give(meeting, ulla, first, second, third)
    afresh(meeting).take_dot_back(second.pk, ulla.secret)
    assert differing(before, received(meeting, browsers, first)) == set()
    assert meeting.item(2).dots.count() == 2


def test_the_same_look_finds_them_when_they_are_closed(there):
    """The canary: what could have told of a dot does so once the dots are closed, and the minutes never."""
    meeting, (first, *_), ulla, browsers = there
    give(meeting, ulla, first)
    meeting.close_dots("2-choose")
    found = {key[1] for key, told in received(meeting, browsers, first).items() if ONE_DOT.search(told[-1])}
    assert {"room", "wall", "leader", "screen", "desk-item"} <= found
    assert {"member-stream", "wall-stream", "leader-stream", "screen-stream", "desk-stream"} <= found
    assert {Audience.MEMBER, Audience.WALL, Audience.LEADER, Audience.SCREEN, Audience.DESK} <= found
    assert not {"minutes", "minutes-stream", "printable", "minutes-file", "review", Audience.MINUTES} & found
