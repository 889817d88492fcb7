"""No word is lost in any field: each stands in one table, on a page whose script keeps what is typed in it."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings.minutes.compose import compose, frozen
from meetings.models import APPROVERS, Lane, Role, approve
from tests import make
from tests.browser.kept import FIELDS, GOES_BACK, NOT_KEPT, OFFERED, RESTORED, without_numbers
from tests.conftest import client_of
from tests.reading import read
from tests.room.test_access import OPEN, TABLE, patterns
from tests.room.test_access import whole as whole

pytestmark = pytest.mark.any_database

EVERY = "textarea:not([readonly]), select, input:not([type=hidden]), [contenteditable]"
# What `live/fields.js` keeps; the rest of the table keeps itself.
LIKE_TEXT = "textarea, select, input[type=text], input[type=checkbox]"


def addresses(known):
    """(name of the URL, address) of all that can be read, each kind of it."""
    for pattern in patterns():
        args = {word: known[word] for word in pattern.pattern.converters if word in known}
        if len(args) < len(pattern.pattern.converters):
            continue  # a secret link: its page has only a button
        for more in ({}, {"lane": Lane.UP}) if "lane" in args else ({},):
            yield pattern.name, reverse(pattern.name, kwargs=args | more)


def pages(known, seats):
    """(name of the URL, a page with fields in it), as one who may see it."""
    clients = {role: client_of(seats[role]) for role in (Role.FACILITATOR, Role.MEMBER, Role.CHAIR)}
    for name, address in addresses(known):
        client = Client() if TABLE[name] == OPEN else clients[reader(clients, name)]
        answer = client.get(address + {"note": "?ret", "gather": f"?note={known['note']}"}.get(name, ""))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            page = read(answer)
            if page.whole and page.has(EVERY):
                yield name, page


def reader(roles, name):
    """Who leads the meeting is led on from the member's page."""
    return Role.MEMBER if name == "room" else next(role for role in roles if may(role, name))


def may(role, name):
    return role in TABLE[name] if isinstance(TABLE[name], set) else role == Role.FACILITATOR


@pytest.fixture
def found(whole):
    """[(name of the URL, page)], of a meeting in the discussion, of one that is over and of final minutes."""
    known, seats = whole
    meeting = seats[Role.FACILITATOR].meeting
    make.note(meeting, number=1)  # a question with something to be about
    matter = meeting.add_follow_up(lane=Lane.UP, text="Op")
    seen = [*pages(known, seats), *pages(known | {"follow_up": matter.pk}, seats)]
    draft = make.meeting(stage="draft")  # its theme can be chosen still
    edit = client_of(draft.participants.get()).get(reverse("edit-meeting", args=[draft.key]))
    seen.append(("edit-meeting", read(edit)))
    meeting.wrap_up(meeting.place)
    seen += pages(known, seats)
    meeting.close(meeting.place)
    seen += pages(known, seats)
    for role in APPROVERS:
        approve(meeting, role, compose(meeting).state.sha256, frozen)
    return [*seen, *pages(known, seats)]


def test_every_field_stands_in_the_table_and_can_be_kept_as_it_says(found):
    assert {name for name, _ in found} == FIELDS.keys()
    for name in FIELDS:
        there = {without_numbers(field["id"]) for each, page in found if each == name for field in page.all(EVERY)}
        assert there == FIELDS[name].keys(), name
    for name, page in found:
        for field in page.all(EVERY):
            how = FIELDS[name][without_numbers(field["id"])]
            place = f"[id='{field['id']}']"
            assert len(page.all(place)) == 1, (name, field.html)
            (form,) = [form for form in page.all("form") if form.has(place)]
            if how != NOT_KEPT:
                assert page.one("body").get("data-seat"), name
            if how == RESTORED:
                assert form.get("data-autosave") or form.get("data-draft"), (name, field.html)
            if how == GOES_BACK:
                assert form["hx-trigger"] == "change", (name, field.html)
            if how == OFFERED:
                assert page.has(f":is({LIKE_TEXT}){place}"), (name, field.html)
