"""Access as a table: URL × role → status. Strangers get 404."""

import datetime
import gzip
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from meetings.minutes.compose import frozen
from meetings.models import Lane, Meeting, Remark, RemarkSide, Role, RoleLink, comment, fingerprint
from tests import make
from tests.conftest import client_of, undone

pytestmark = pytest.mark.any_database

OPEN, SIGNED_IN, OWNER = "open", "signed in", "owner"
ROLES = set(Role)
ALL = {Role.MEMBER, Role.SECRETARY, Role.FACILITATOR}
APPROVERS = {Role.CHAIR, Role.DEPUTY}
DESK = {Role.SECRETARY, Role.FACILITATOR}
LEADS = {Role.FACILITATOR}
MEMBER = {Role.MEMBER}
TABLE = {
    "front": OPEN,
    "join": OPEN,
    "role-link": OPEN,
    "reading": OPEN,
    "reading-file": OPEN,
    "log-in": OPEN,
    "change-password": SIGNED_IN,
    "forgotten": OPEN,
    "choose-password": OPEN,
    "log-out": OPEN,
    "here": OPEN,
    "privacy": OPEN,
    "was": OPEN,
    "security-txt": OPEN,
    "my-meetings": SIGNED_IN,
    "new-meeting": SIGNED_IN,
    "edit-meeting": LEADS,
    "delete-meeting": OWNER,
    "open-meeting": LEADS,
    "hold": OWNER,
    "lift-hold": OWNER,
    "leave": ROLES,
    "room": MEMBER | LEADS,
    "mine": MEMBER,
    "add-note": MEMBER,
    "missing-note": MEMBER,
    "ready": MEMBER,
    "not-ready": MEMBER,
    "note": MEMBER,
    "delete-note": MEMBER,
    "restore-note": MEMBER,
    "own-dots": MEMBER,
    "give-dot": MEMBER,
    "take-dot-back": MEMBER,
    "close-dots": LEADS,
    "member-stream": ALL,
    "take-post": MEMBER,
    "free-post": LEADS | APPROVERS,
    "theme": ALL,
    "no-cpr": ALL,
    "wall-stream": LEADS,
    "leader-stream": LEADS,
    "pause-haste": LEADS,
    "end-haste": LEADS,
    "screen": ROLES,
    "screen-stream": ROLES,
    "screen-link": LEADS,
    "wall": LEADS,
    "leader": LEADS,
    "lead-here": LEADS,
    "lead-from-wall": LEADS,
    "lead-from-phone": LEADS,
    "leader-qr": LEADS,
    "qr": ROLES,
    "advance": LEADS,
    "go-back": LEADS,
    "go-to": LEADS,
    "go-to-phase": LEADS,
    "show-notes": LEADS,
    "more-time": LEADS,
    "stop-clock": LEADS,
    "leader-panel": LEADS,
    "end-time": LEADS,
    "share-time": LEADS,
    "advised-times": LEADS,
    "wrap-up": LEADS,
    "wall-note": LEADS,
    "hide-note": LEADS,
    "show-note": LEADS,
    "put-in-spotlight": LEADS,
    "end-spotlight": LEADS,
    "gather": DESK,
    "undo-grouping": DESK,
    "heading": DESK,
    "delete-heading": DESK,
    "restore-heading": DESK,
    "overview": LEADS,
    "end-overview": LEADS,
    "agree": LEADS,
    "who-when": LEADS,
    "put-back": LEADS,
    "seats": LEADS,
    "close-seat": LEADS,
    "close-door": LEADS,
    "open-door": LEADS,
    "referent-link": LEADS,
    "facilitator-link": LEADS,
    "reset-links": OWNER,
    "hand-over": OWNER,
    "close": LEADS,
    "reopen": LEADS,
    "desk-stream": DESK,
    "minutes-stream": DESK,
    "desk": DESK,
    "desk-item": DESK,
    "conclusion": DESK,
    "agree-at-desk": DESK,
    "edit-added-note": DESK,
    "desk-note": DESK,
    "new-follow-up": DESK,
    "no-form": DESK,
    "follow-up": DESK,
    "delete-follow-up": DESK,
    "restore-follow-up": DESK,
    "earlier": DESK,
    "attendance": DESK,
    "new-attendee": DESK,
    "paste-attendees": DESK,
    "no-attendee-form": DESK,
    "undo-attendance": DESK,
    "attendee": DESK,
    "attendee-absent": DESK,
    "attendee-present": DESK,
    "remove-attendee": DESK,
    "place-attendee": DESK,
    "next-meeting": DESK,
    "minutes": DESK,
    "minutes-file": DESK | APPROVERS,
    "printable": DESK | APPROVERS,
    "version": DESK | APPROVERS | MEMBER,
    "version-file": DESK | APPROVERS | MEMBER,
    "minutes-text": DESK,
    "arrange-note": DESK,
    "copy-headings": DESK,
    "new-remark": DESK,
    "remark": DESK,
    "remark-side": DESK,
    "delete-remark": DESK,
    "restore-remark": DESK,
    "approver-link": DESK,
    "answer-comment": DESK,
    "put-remark-in": DESK,
    "ask-for-remark": APPROVERS,
    "approval-due": DESK,
    "reader-link": DESK,
    "end-reader-link": DESK,
    "final-minutes": DESK | APPROVERS | MEMBER,
    "final-file": DESK | APPROVERS | MEMBER,
    "open-correction": DESK,
    "take-text-away": DESK,
    "cancel-correction": DESK,
    "edit-correction": DESK,
    "redact-note": DESK,
    "review": APPROVERS,
    "review-stream": APPROVERS,
    "approve": APPROVERS,
    "comment": APPROVERS,
    "object": APPROVERS,
    "reopen-comment": APPROVERS,
    "close-comment": APPROVERS,
    "take-approval-back": APPROVERS,
}
IN_A_MEETING = sorted(name for name, who in TABLE.items() if isinstance(who, set) or who == OWNER)
BY_LINK = "facilitator by a link"  # the facilitator among ROLES is the owner, logged in


def patterns():
    """Our own URL patterns; the admin guards itself."""
    ours = [entry for entry in get_resolver().url_patterns if "admin" not in str(entry.pattern)]
    return [pattern for entry in ours for pattern in getattr(entry, "url_patterns", [entry])]


def test_every_url_stands_in_the_table():
    assert {pattern.name for pattern in patterns()} == set(TABLE)


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.name)
def test_every_view_has_a_door(pattern):
    door = getattr(pattern.callback, "door", None)
    assert (set(door) if isinstance(door, tuple) else door) == TABLE[pattern.name]


@pytest.fixture
def whole(db):
    """A meeting with one of everything, and the seats that could ask for it."""
    meeting = make.meeting(item_number=3)
    ulla = make.member(meeting, "Ulla Skovgaard")
    note = make.note(meeting, number=3, author=ulla)
    follow_up = meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver.", uuid=uuid4())
    make.attend(meeting, "Karen Møller")  # an act that can be undone
    known = {
        "key": meeting.key,
        "number": 3,
        "phase": "think",
        "note": note.pk,
        "proposal": note.pk,
        "group": note.item.groups.create(heading="Tid", position=1).pk,
        "lane": Lane.SELF,
        "follow_up": follow_up.pk,
        "participant": ulla.pk,
        "attendee": meeting.attendees.get(name="Ulla Skovgaard").pk,
        "side": make.OTHERS,
        "act": meeting.last_act.number,
        "extension": "txt",
        "name": "communication",
        "remark": Remark.add(meeting, uuid=uuid4(), side=RemarkSide.BOTH, text="Vi er uenige.").pk,
        "role": Role.CHAIR,
        "text": "conclusion-3",
        "version": 1,
    }
    comment(meeting, Role.CHAIR, uuid4(), "Ret datoen.", side=RemarkSide.BOTH)
    known["comment"] = meeting.comments.get().pk
    content, on = frozen(meeting), meeting.date
    meeting.corrections.create(version=1, on=on, text="Rettet.")
    meeting.versions.create(number=1, content=content, sha256=fingerprint(content), chair_on=on, deputy_on=on)
    owner = meeting.participants.get(role=Role.FACILITATOR)
    linked = {role: role for role in (Role.SECRETARY, Role.SCREEN, Role.CHAIR, Role.DEPUTY)} | {
        BY_LINK: Role.FACILITATOR
    }
    seats = {name: RoleLink.find(RoleLink.make(meeting, role)).take_seat() for name, role in linked.items()}
    return known, {**seats, Role.MEMBER: ulla, Role.FACILITATOR: owner}


def ask_for_each(seat, known):
    """{name of a URL in a meeting: status of the answer}"""
    statuses = {}
    for name in IN_A_MEETING:
        with undone():
            statuses[name] = ask(client_of(seat) if seat else Client(), name, known).status_code
    return statuses


def ask(client, name, known):
    """The answer to a GET, or to a POST where only that is allowed."""
    pattern = next(p for p in patterns() if p.name == name)
    url = reverse(name, kwargs={word: known[word] for word in pattern.pattern.converters})
    answer = client.get(url)
    return client.post(url) if answer.status_code == 405 else answer


def may(role, name):
    if TABLE[name] == OWNER:
        return role == Role.FACILITATOR
    return (Role.FACILITATOR if role == BY_LINK else role) in TABLE[name]


@pytest.mark.parametrize("role", [*sorted(ROLES), BY_LINK])
def test_a_role_gets_exactly_what_is_its_own(role, whole):
    known, seats = whole
    statuses = ask_for_each(seats[role], known)
    gets = {name: "its own" if status not in (403, 404) else status for name, status in statuses.items()}
    assert gets == {name: "its own" if may(role, name) else 403 for name in IN_A_MEETING}


@pytest.mark.parametrize("role", [*sorted(ROLES), BY_LINK])
def test_of_a_meeting_that_is_due_everybody_gets_404(role, whole):
    """Its rows may still be there, as before the daily run, or after a backup has been restored."""
    known, seats = whole
    Meeting.objects.filter(key=known["key"]).update(date=timezone.localdate() - datetime.timedelta(180))
    assert ask_for_each(seats[role], known) == dict.fromkeys(IN_A_MEETING, 404)


def test_stranger_gets_404(whole):
    known, _ = whole
    assert ask_for_each(None, known) == dict.fromkeys(IN_A_MEETING, 404)


def test_a_seat_opens_no_other_meeting(whole):
    known, _ = whole
    other = make.meeting(facilitator=make.user("anden"))
    for seat in (
        make.member(other),
        RoleLink.find(RoleLink.make(other, Role.SECRETARY)).take_seat(),
        RoleLink.find(RoleLink.make(other, Role.CHAIR)).take_seat(),
        other.participants.first(),
    ):
        assert ask_for_each(seat, known) == dict.fromkeys(IN_A_MEETING, 404)


def test_another_facilitator_is_a_stranger(whole, client):
    known, _ = whole
    client.force_login(make.user("anden"))
    assert client.get(reverse("wall", args=[known["key"]])).status_code == 404


def test_facilitator_of_the_meeting_enters_by_logging_in(whole, client):
    known, seats = whole
    client.force_login(seats[Role.FACILITATOR].user)
    assert client.get(reverse("wall", args=[known["key"]])).status_code == 200


def test_visitor_who_is_not_logged_in_is_redirected_to_the_login(client, db):
    answer = client.get(reverse("my-meetings"))
    assert (answer.status_code, answer.url) == (302, "/log-ind/?next=/moeder/")


def test_a_forged_or_changed_cookie_is_no_seat(whole):
    known, seats = whole
    client = client_of(seats[Role.MEMBER])
    assert client.get(reverse("room", args=[known["key"]])).status_code == 200
    client.cookies["seat_member"] = client.cookies["seat_member"].value.replace(str(seats[Role.MEMBER].pk), "1", 1)
    assert client.get(reverse("room", args=[known["key"]])).status_code == 404


@pytest.mark.parametrize("cookie", ["sessionid", "seat_member", "csrftoken", "messages"])
@pytest.mark.parametrize("value", ['"abcdefgh\\000ijkl"', "x" * 5000, "æøå" * 5, "'; DROP TABLE", "1:2:3"])
def test_signed_cookie_of_no_seat_is_no_seat(whole, mads, cookie, value):
    """In quotes, \\000 is a NUL, which PostgreSQL takes in no text."""
    known, _ = whole
    mads.cookies[cookie] = ""
    mads.cookies[cookie].set(cookie, value, value)  # as it is, not quoted once more
    assert mads.get("/").status_code == 200
    assert mads.get("/moeder/").status_code == 302
    assert mads.get(reverse("room", args=[known["key"]])).status_code == 404


def test_a_member_cookie_under_a_larger_roles_name_is_no_seat(whole):
    known, seats = whole
    client = client_of(seats[Role.MEMBER])
    client.cookies["seat_facilitator"] = client.cookies["seat_member"].value
    assert client.get(reverse("wall", args=[known["key"]])).status_code == 403


def test_seat_given_up_gets_404_at_once(whole):
    known, seats = whole
    client = client_of(seats[Role.MEMBER])
    room = reverse("room", args=[known["key"]])
    assert client.get(room).status_code == 200
    seats[Role.MEMBER].leave()
    assert client.get(room).status_code == 404


def test_reset_of_links_shuts_out_the_secretary_and_keeps_members(whole):
    known, seats = whole
    jonas, ulla, lise = (client_of(seats[role]) for role in (Role.SECRETARY, Role.MEMBER, Role.FACILITATOR))
    desk, room = reverse("desk", args=[known["key"]]), reverse("room", args=[known["key"]])
    assert jonas.get(desk, follow=True).status_code == 200
    lise.post(reverse("reset-links", args=[known["key"]]))
    assert (jonas.get(desk, follow=True).status_code, ulla.get(room).status_code) == (404, 200)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.FACILITATOR])
def test_only_the_hash_of_a_link_is_kept(meeting, role):
    token = RoleLink.make(meeting, role)
    assert token not in str(RoleLink.objects.values())
    assert RoleLink.find(token).role == role


def test_post_from_another_site_gets_403(whole):
    known, seats = whole
    client = Client(enforce_csrf_checks=True)
    client.force_login(seats[Role.FACILITATOR].user)
    assert client.post(reverse("advance", args=[known["key"]]), {"seen": "3"}).status_code == 403


def test_get_and_head_change_nothing(whole):
    """GET and HEAD are what browsers, previews and our own probe send unasked."""
    known, seats = whole
    for name in IN_A_MEETING:
        with undone():
            changes_nothing_by_get_and_head(name, known, seats)


def who_may(name):
    """A role that may ask for it. (Who leads the meeting is led on from the member's page.)"""
    if name == "room":
        return Role.MEMBER
    return next(role for role in (Role.FACILITATOR, Role.SECRETARY, Role.MEMBER, Role.CHAIR) if may(role, name))


def changes_nothing_by_get_and_head(name, known, seats):
    role = who_may(name)
    pattern = next(p for p in patterns() if p.name == name)
    url = reverse(name, kwargs={word: known[word] for word in pattern.pattern.converters})
    meeting = seats[role].meeting
    meeting.refresh_from_db()
    before = meeting.last_event
    client = client_of(seats[role])
    got, head = client.get(url), client.head(url)
    fine = (409,) if name == "edit-added-note" else (200, 302, 405)  # the note is a member's
    assert got.status_code in fine, name
    assert head.status_code == got.status_code, name
    meeting.refresh_from_db()
    assert (meeting.place, meeting.last_event) == ("3", before), name


# --- Compressed -------------------------------------------------------------------------------------------------------

LINK = re.compile(rb"/(?:plads|laes)/[\w-]{20,}/")


def test_pages_are_compressed_and_those_that_hold_a_secret_link_never(whole):
    """The length of a compressed page would tell, word by word, what is in it (BREACH)."""
    known, seats = whole
    meeting = seats[Role.FACILITATOR].meeting
    tokens = {"role-link": RoleLink.make(meeting, Role.SECRETARY), "reading": meeting.make_reader_link()}
    compressed, secret = set(), set()
    for name in (*IN_A_MEETING, "front", *tokens):
        client = Client() if TABLE[name] == OPEN else client_of(seats[who_may(name)])
        client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip"
        with undone():
            answer = ask(client, name, known | {"token": tokens.get(name)})
        if answer.headers.get("Content-Encoding"):
            compressed.add(name)
            assert answer["Content-Type"].startswith("text/html"), name
            assert not LINK.search(gzip.decompress(answer.content)), name
        elif LINK.search(answer.content):
            secret.add(name)
    assert {"room", "wall", "leader", "desk-item", "minutes", "review", "front", "seats"} <= compressed
    assert secret == {"referent-link", "facilitator-link", "screen-link", *tokens}


@pytest.mark.parametrize("more", ["", "?poll"])
@pytest.mark.parametrize("name", ["member-stream", "wall-stream", "leader-stream", "desk-stream", "minutes-stream"])
def test_a_stream_is_never_compressed(whole, name, more):
    known, seats = whole
    client = client_of(seats[who_may(name)])
    answer = client.get(reverse(name, args=[known["key"]]) + more, headers={"Accept-Encoding": "gzip"})
    assert (len(answer.content) > 200, answer["Content-Type"]) == (True, "text/event-stream; charset=utf-8")
    assert "Content-Encoding" not in answer.headers


def test_an_answer_with_what_was_typed_is_not_compressed(whole):
    known, seats = whole
    url = reverse("add-note", args=[known["key"], 3])
    answer = client_of(seats[Role.MEMBER]).post(url, {"text": "Vi " * 200}, headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, b"Vi Vi" in answer.content) == (422, True)
    assert "Content-Encoding" not in answer.headers
