"""Who sees which note: audience × state of the note × every way its bytes could get out."""

import io
import subprocess

import pytest
from django.urls import reverse
from docx import Document

from meetings.models import Role, RoleLink
from meetings.room.models.rows import save_fields
from meetings.room.visibility import Audience, count, sight, visible_to
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

STATES = ("shown", "left out", "hidden", "deleted", "waiting")
TEXTS = {state: f"Note som er {state.replace(' ', '-')}" for state in STATES}
HTMX = {"HTTP_HX_REQUEST": "true"}

# What each audience may read, and of which notes it may know that they are there. Written out, not read from the rule.
READS = {
    Audience.MEMBER: {"shown", "left out"},
    Audience.WALL: {"shown", "left out"},
    Audience.LEADER: {"shown", "left out", "hidden"},
    Audience.SCREEN: {"shown", "left out"},
    Audience.DESK: {"shown", "left out", "hidden"},
    Audience.MINUTES: {"shown", "left out"},
    Audience.DOCUMENT: {"shown"},
    Audience.AUTHOR: {"shown", "left out", "hidden", "waiting"},
}
KNOWS_OF = {audience: reads | ({"hidden"} if audience == Audience.WALL else set()) for audience, reads in READS.items()}


@pytest.fixture
def peters(meeting):
    """The author's seat."""
    return make.member(meeting, "Peter Aagaard")


@pytest.fixture
def notes(meeting, peters):
    """{state: a note in it}, all of Peter's."""
    notes = {state: make.note(meeting, TEXTS[state], author=peters) for state in STATES}
    notes["left out"].arrange(left_out=True)
    notes["hidden"].hide("person")
    notes["deleted"].soft_delete()
    save_fields(notes["waiting"], waiting=True)
    return notes


@pytest.fixture
def clients(meeting, peters, ulla, lise, jonas):
    """{audience: a browser}; the document is read by the chair."""
    chair = client_of(RoleLink.find(RoleLink.make(meeting, Role.CHAIR)).take_seat())
    bare = client_of(make.by_link(meeting, Role.SCREEN))
    clients = {
        Audience.SCREEN: bare,
        Audience.MEMBER: ulla,
        Audience.WALL: lise,
        Audience.LEADER: lise,
        Audience.DESK: jonas,
        Audience.MINUTES: jonas,
    }
    return {**clients, Audience.DOCUMENT: chair, Audience.AUTHOR: client_of(peters)}


def readable(content):
    """The states whose text stands in `content` (bytes, or text)."""
    words = content if isinstance(content, str) else content.decode()
    return {state for state in STATES if TEXTS[state] in words}


def test_table_and_rule_agree(notes):
    for audience in Audience:
        assert {state for state, note in notes.items() if sight(audience, note) == "shown"} == READS[audience]
        assert {state for state, note in notes.items() if sight(audience, note) != "gone"} == KNOWS_OF[audience]


def test_queries_and_rule_agree(meeting, notes):
    item = meeting.items.get(number=1)
    for audience in Audience:
        assert set(visible_to(audience, item.notes.all())) == {notes[state] for state in KNOWS_OF[audience]}
        assert count(audience, item.pk) == (len(READS[audience] - {"waiting"}), 1)


PAGES = {
    Audience.MEMBER: "room",
    Audience.AUTHOR: "room",
    Audience.WALL: "wall",
    Audience.LEADER: "leader",
    Audience.SCREEN: "screen",
    Audience.DESK: "desk",
    Audience.MINUTES: "minutes",
    Audience.DOCUMENT: "review",
}


@pytest.mark.parametrize("audience", PAGES)
def test_page(clients, meeting, notes, audience):
    answer = clients[audience].get(reverse(PAGES[audience], args=[meeting.key]), follow=True)
    assert readable(answer.content) == READS[audience]


def test_wall_says_that_a_note_is_hidden(lise, meeting, notes):
    page = read(lise.get(reverse("wall", args=[meeting.key])))
    assert "1 note er skjult" in page.one(f"#note-{notes['hidden'].pk}")


STREAMS = {
    Audience.MEMBER: "member-stream",
    Audience.WALL: "wall-stream",
    Audience.LEADER: "leader-stream",
    Audience.SCREEN: "screen-stream",
    Audience.DESK: "desk-stream",
    Audience.MINUTES: "minutes-stream",
}


@pytest.mark.parametrize("after", ["", "0"], ids=["whole", "each change"])
@pytest.mark.parametrize("poll", [{}, {"poll": ""}], ids=["stream", "poll"])
@pytest.mark.parametrize("audience", STREAMS)
def test_stream_and_poll(clients, meeting, notes, audience, poll, after):
    answer = clients[audience].get(reverse(STREAMS[audience], args=[meeting.key]), {"after": after, **poll})
    assert readable(answer.content) == READS[audience]


# An act that the audience can do to a note, which is answered with the note: (who, route, arguments, data).
ANSWERS = {
    "author edits": (Audience.AUTHOR, "note", {}, lambda state: {"text": TEXTS[state]}),
    "facilitator hides": (Audience.WALL, "hide-note", {}, lambda state: {"reason": "person"}),
    "leader hides": (Audience.LEADER, "hide-note", {}, lambda state: {"reason": "person", "page": "leader"}),
    "secretary leaves out": (Audience.MINUTES, "arrange-note", {}, lambda state: {"left_out": "true"}),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ANSWERS)
def test_answer(clients, meeting, notes, act, state):
    audience, route, more, data = ANSWERS[act]
    address = reverse(route, kwargs={"key": meeting.key, "note": notes[state].pk, **more})
    answer = clients[audience].post(address, data(state), **HTMX)
    may_read = READS[audience] if act != "facilitator hides" else set()  # then it is hidden
    if state == "deleted" and act == "author edits":
        may_read = {}  # there is only the way back
    assert readable(answer.content) == ({state} & set(may_read))


def test_answer_to_a_note_sent_again_after_it_was_hidden_shows_it_to_its_author_only(clients, meeting, peters):
    note = make.note(meeting, TEXTS["shown"], author=peters)
    note.hide("person")
    address = reverse("add-note", args=[meeting.key, 1])
    answer = clients[Audience.AUTHOR].post(address, {"uuid": note.uuid, "text": note.text}, **HTMX)
    everybodys = read(answer).one(f"#note-{note.pk}")
    assert everybodys.get("data-gone") is not None
    assert everybodys.text == ""
    assert TEXTS["shown"] in read(answer).one(f"#own-{note.pk}")


def words_of_pdf(content):
    printed = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(printed.stdout.decode().replace("\N{SOFT HYPHEN}", "-").split())


def words_of_docx(content):
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


EXPORTS = {"pdf": words_of_pdf, "docx": words_of_docx, "txt": bytes.decode, "json": bytes.decode, "csv": bytes.decode}


@pytest.mark.parametrize("reader", [Audience.DESK, Audience.DOCUMENT])
@pytest.mark.parametrize("extension", EXPORTS)
def test_export(clients, meeting, notes, extension, reader):
    """The same document whoever fetches it; the follow-ups' table holds no notes."""
    content = clients[reader].get(reverse("minutes-file", args=[meeting.key, extension])).content
    assert readable(EXPORTS[extension](content)) == (set() if extension == "csv" else READS[Audience.DOCUMENT])


def test_printable_page(clients, meeting, notes):
    content = clients[Audience.DOCUMENT].get(reverse("printable", args=[meeting.key])).content
    assert readable(content) == READS[Audience.DOCUMENT]


def test_deleted_note_is_in_no_row_after_closing(meeting, notes):
    meeting.wrap_up("1")
    assert notes["deleted"].item.notes.filter(pk=notes["deleted"].pk).exists()
    meeting.close("wrap-up")
    assert not notes["deleted"].item.notes.filter(pk=notes["deleted"].pk).exists()
