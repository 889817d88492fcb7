"""What an act did is said without JavaScript too: on the next page, once, with the way to undo it."""

import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.models import Note, NoteGroup, Role
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.choosing import afresh, choosing, give
from tests.room.grouping import TEXTS, gathered, note

pytestmark = pytest.mark.any_database

LEADER = {"page": "leader"}
NOON = datetime.time(12)


@pytest.fixture
def meeting(db, clock):
    clock(datetime.date(2026, 11, 26), NOON)
    when = {"date": datetime.date(2026, 11, 26), "starts_at": datetime.time(11), "ends_at": datetime.time(13)}
    return make.meeting(theme=make.theme(phases=make.PHASES), length="normal", **when)


def said(client, meeting, name, *args, **data):
    """Press without JavaScript. Return the message of the page that comes, which the page after it has no more."""
    answer = client.post(reverse(name, args=[meeting.key, *args]), data, follow=True)
    assert answer.redirect_chain[-1][0].endswith("#message")
    page = read(answer)
    assert not read(client.get(answer.request["PATH_INFO"])).one("#message").text
    return page.one("#message")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("more-time", "I har fået 2 minutter mere"),
        ("stop-clock", "Uret er stoppet"),
        ("share-time", "Resten af tiden er fordelt på det, I mangler"),
        ("advised-times", "I bruger de vejledende tider"),
    ],
)
def test_each_act_of_the_clocks_is_said(meeting, lise, name, words):
    assert said(lise, meeting, name, seen="1-think").text == words
    assert said(lise, meeting, name, seen="1-think", **LEADER).text == words


def test_new_end_is_said_and_a_wrong_one_keeps_what_was_typed(meeting, lise):
    assert said(lise, meeting, "end-time", ends_at="12.45", **LEADER).text == "Mødet slutter kl. 12.45"
    wrong = lise.post(reverse("end-time", args=[meeting.key]), {"ends_at": "25.70", **LEADER})
    page = read(wrong)
    assert (wrong.status_code, page.fields()["ends_at"]) == (422, "25.70")
    assert page.has(".error")


def test_note_that_no_list_shows_yet_is_said_to_be_added(meeting, lise, jonas):
    waits = "Noten er tilføjet. Den vises sammen med de andre."
    assert said(lise, meeting, "wall-note", item=1, text="Sagt", uuid=uuid4()).text == waits
    assert said(jonas, meeting, "desk-note", 1, text="Sagt igen", uuid=uuid4()).text == waits


@pytest.mark.parametrize("page", ["", "leader"])
def test_gathering_is_said_and_undone_by_the_button_beside_it(db, page):
    meeting = make.meeting(notes=TEXTS)
    lise = client_of(make.by_link(meeting, Role.FACILITATOR))
    where = {"page": page} if page else {}
    told = said(lise, meeting, "gather", note=note(TEXTS[0]).pk, notes=note(TEXTS[1]).pk, text="Telefonen", **where)
    assert told.text == "2 noter samlet under »Telefonen« Fortryd"
    group, undo = NoteGroup.objects.get(), told.button("Fortryd")
    assert (
        said(lise, meeting, "undo-grouping", **{undo["name"]: undo["value"]}, **where).text
        == "Det står, som det stod før"
    )
    gathered(meeting)
    seen = group.revision
    told = said(lise, meeting, "heading", group.pk, text="Telefoner", seen=seen, **where)
    assert told.text == "Overskriften er rettet Fortryd"
    told = said(lise, meeting, "heading", group.pk, undo=told.button("Fortryd")["value"], **where)
    assert NoteGroup.objects.get().heading == "Telefonen"
    told = said(lise, meeting, "delete-heading", group.pk, **where)
    assert told.text == "Overskriften »Telefonen« er fjernet Fortryd"
    assert told.button("Fortryd")["formaction"] == reverse("restore-heading", args=[meeting.key, group.pk])


def test_undo_that_no_cookie_holds_is_left_out(db):
    texts = [f"Telefonen {number}" for number in range(40)]
    meeting = make.meeting(notes=texts)
    lise = client_of(make.by_link(meeting, Role.FACILITATOR))
    notes = [each.pk for each in Note.objects.all()]
    told = said(lise, meeting, "gather", note=notes[0], notes=notes[1:], text="Telefonen")
    assert told.text == "40 noter samlet under »Telefonen«"


def test_closed_dots_and_copied_headings_are_said(db):
    meeting, notes = choosing()
    give(meeting, make.member(meeting), notes[0])
    lise = client_of(make.by_link(meeting, Role.FACILITATOR))
    told = said(lise, meeting, "close-dots", sure="2-choose", **LEADER)
    assert told.text == "Prikkerne er lukket. Forslag med flest prikker står øverst."
    afresh(meeting).gather(notes[:2], "Hjælp")
    assert said(lise, meeting, "copy-headings", 2).text == "1 overskrift er sat ind i konklusionen"


def test_edit_that_no_list_shows_yet_is_said_by_the_answer_too(meeting, lise, ulla):
    meeting.go_to_phase("together", meeting.place)
    added = meeting.item(1).take_note(uuid=uuid4(), text="Sagt på mødet")
    afresh(meeting).show_notes(meeting.place)
    afresh(meeting).edit(arrival="batched")
    address = reverse("edit-added-note", args=[meeting.key, added.pk])
    answer = lise.post(address, {"text": "Sagt på hele mødet"}, HTTP_HX_REQUEST="true")
    assert read(answer).one("#message").text == "Noten er rettet. Rettelsen vises sammen med de næste noter."


def test_note_that_was_there_before_the_end_is_sent_again_without_harm(meeting, lise, jonas):
    twice = {"text": "Sagt på mødet", "uuid": uuid4(), "item": 1}
    for client, name, *number in ((lise, "wall-note"), (jonas, "desk-note", 1)):
        address, sent = reverse(name, args=[meeting.key, *number]), twice | {"uuid": uuid4()}
        assert client.post(address, sent).status_code == 302
        again = afresh(meeting)
        again.close(again.place)
        for more in ({}, {"HTTP_HX_REQUEST": "true"}):
            assert client.post(address, sent, **more).status_code in (200, 302)
        again.reopen()
    assert Note.objects.count() == 2


def test_what_the_last_act_did_is_not_told_to_the_next_person_at_the_browser(meeting):
    lise = client_of(make.by_link(meeting, Role.FACILITATOR))
    lise.post(reverse("stop-clock", args=[meeting.key]), {"seen": "1-think"})  # and the page that follows never came
    assert lise.cookies["messages"].value
    lise.post(reverse("log-out"))
    assert not lise.cookies["messages"].value


def test_gathering_from_the_desk_of_an_earlier_question_leads_back_to_it(db):
    meeting = make.meeting(notes=TEXTS)
    jonas = client_of(make.by_link(meeting, Role.SECRETARY))
    meeting.close("1")
    sent = {"page": "desk", "note": note(TEXTS[0]).pk, "notes": note(TEXTS[1]).pk, "text": "Telefonen"}
    answer = jonas.post(reverse("gather", args=[meeting.key]), sent)
    assert answer.headers["Location"] == reverse("desk-item", args=[meeting.key, 1]) + "#message"
