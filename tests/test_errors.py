"""What is wrong with a form is said at its field, tied to it, and the focus goes there, with scripts or without."""

from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.models import Lane, Remark, RemarkSide, Role
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HX-Request": "true"}
LONG = "x" * 12_000


def ways(meeting):
    """{what is done wrong: (who, URL, what is sent)}."""
    ulla, lise = make.member(meeting), meeting.participants.get(role=Role.FACILITATOR)
    chair = make.by_link(meeting, Role.CHAIR)
    note, uuid = make.note(meeting, author=ulla), {"uuid": uuid4()}
    agreed = meeting.add_follow_up(lane=Lane.SELF, text="Aftalt")
    Remark.add(meeting, uuid=uuid4(), side=RemarkSide.values[0], text="Vi er uenige")

    def at(name, *args):
        return reverse(name, args=[meeting.key, *args])

    return {
        "code": (ulla, reverse("front"), {"code": "1"}),
        "name": (None, at("join"), {"name": LONG[:81], **uuid}),
        "login": (None, reverse("log-in"), {"username": "lise", "password": ""}),
        "facts": (lise, reverse("new-meeting"), {"committee": "A", "date": "i går"}),
        "note": (ulla, at("add-note", 1), {"text": " ", **uuid}),
        "edited note": (ulla, at("note", note.pk), {"text": LONG}),
        "note for another": (lise, at("wall-note"), {"text": "", "item": 1, **uuid}),
        "note at the desk": (lise, at("desk-note", 1), {"text": "", **uuid}),
        "agreement": (lise, at("new-follow-up", "selv"), {"text": "", **uuid}),
        "matter's date": (lise, at("new-follow-up", "opad"), {"text": "Sag", "due": "31.2.2027", **uuid}),
        "edited agreement": (lise, at("follow-up", agreed.pk), {"text": "", "seen": agreed.revision, "done": "true"}),
        "remark": (lise, at("new-remark"), {"text": "", "side": RemarkSide.values[0], **uuid}),
        "comment": (chair, at("comment"), {"text": "", **uuid}),
    }


NAMES = (
    "code", "name", "login", "facts", "note", "edited note", "note for another", "note at the desk", "agreement",
    "matter's date", "edited agreement", "remark", "comment",
)  # fmt: skip


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["without scripts", "htmx"])
@pytest.mark.parametrize("name", NAMES)
def test_error_is_tied_to_its_field_and_the_focus_goes_there(meeting, mads, name, headers):
    wrong_ways = ways(meeting)
    assert tuple(wrong_ways) == NAMES
    who, address, sent = wrong_ways[name]
    if name == "comment":
        headers = {}  # its form is sent by the browser, scripts or not
    answer = (client_of(who) if who else mads).post(address, sent, headers=headers)
    assert answer.status_code == 422
    page = read(answer)
    wrong, errors = page.all("[aria-invalid=true]"), page.all(".error")
    assert wrong
    tied = [page.one(f"#{place}").html for field in wrong for place in field["aria-describedby"].split()]
    assert [error for error in errors if not any(error.html in words for words in tied)] == []
    assert len(errors) >= len(wrong)
    first, *rest = page.all("[autofocus]")  # the browser takes the first
    if len(wrong) > 1:  # only on a page with a summary of them
        assert (first["role"], len(rest)) == ("alert", 1)
    else:
        assert (first.get("aria-invalid"), rest) == ("true", [])
