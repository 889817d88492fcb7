"""Notes that wait are in nobody's bytes, and the moment they are shown is one."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.models import Event, Meeting, Note, Refused
from meetings.room.feed import MeetingFeed
from meetings.room.models.rows import save_fields
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.phased import HTMX, LIVE, PAGES, SECRET, STREAMS, changes, everybody, phased, sent, texts_on_the_wall


@pytest.fixture
def meeting(db):
    """A meeting with phases, in the first one of its first question."""
    return phased()


# --- Hidden writing --------------------------------------------------------------------------------------------------


def received(meeting, *notes):
    """Every byte that any other seat can get now, {(who, what): bytes}; `notes` are asked for by their address too."""
    found = {}
    for who, browser in everybody(meeting).items():
        for name, more in PAGES:
            answer = browser.get(reverse(name, kwargs={"key": meeting.key, **more}), follow=True)
            if answer.status_code == 200:
                found[who, name, *more.values()] = answer.content
        for stream in STREAMS:
            for after, poll in (("", {}), ("0", {"poll": ""}), ("1", {})):
                answer = browser.get(reverse(stream, args=[meeting.key]), {"after": after, **poll})
                found[who, stream, after, *poll] = answer.content
        for note in notes:
            for name in ("note", "edit-added-note"):
                found[who, name, note.pk] = browser.get(reverse(name, args=[meeting.key, note.pk]), **HTMX).content
            for act in ("hide-note", "show-note", "agree-at-desk", "arrange-note", "put-in-spotlight", "delete-note"):
                more = {"lane": "selv"} if act == "agree-at-desk" else {}
                data = {"reason": "person", "left_out": "true"}
                address = reverse(act, kwargs={"key": meeting.key, "note": note.pk, **more})
                found[who, act, note.pk] = browser.post(address, data, **HTMX).content
    for audience in LIVE:
        found["stream", audience] = "".join(sent(meeting, audience)).encode()
    return found


def tells(note, content):
    """What of the note stands in the bytes: its text, its id, or nothing."""
    words = {"text": note.text.encode(), "id": str(note.pk).encode(), "uuid": str(note.uuid).encode()}
    return {what: word for what, word in words.items() if word in content}


@pytest.mark.any_database
@pytest.mark.parametrize("phase", ["think", "pairs"])
def test_no_byte_that_anybody_else_gets_tells_of_a_note_that_waits(meeting, phase):
    meeting.go_to_phase(phase, meeting.place)
    own = make.note(meeting, SECRET, author=make.member(meeting, "Peter Aagaard"))
    added = meeting.item(1).take_note(uuid=uuid4(), text=f"{SECRET}, sagt højt")
    assert own.waiting
    assert added.waiting
    answers = received(meeting, own, added)
    leaks = {
        place: told for place, content in answers.items() if (told := {**tells(own, content), **tells(added, content)})
    }
    assert leaks == {}
    for note in (own, added):
        note.refresh_from_db()
        assert (note.waiting, note.hidden, note.deleted, note.left_out) == (True, False, False, False)


@pytest.mark.any_database
def test_the_same_look_finds_a_note_that_is_shown(meeting):
    """The canary: where the note is shown, it stands in each page, stream, poll and file that could have told of it."""
    note = make.note(meeting, SECRET, author=make.member(meeting))
    meeting.show_notes(meeting.place)
    found = {place[1] for place, content in received(meeting, note).items() if "text" in tells(note, content)}
    pages = {"room", "wall", "leader", "screen", "desk-item", "minutes", "review", "printable"}
    streams = {"member-stream", "wall-stream", "leader-stream", "screen-stream", "desk-stream", "minutes-stream"}
    assert pages | streams | set(LIVE[:6]) <= found


def test_author_alone_sees_the_note_and_others_its_number(meeting):
    peter = make.member(meeting, "Peter Aagaard")
    make.note(meeting, SECRET, author=peter)
    assert SECRET in read(client_of(peter).get(reverse("room", args=[meeting.key]))).one("#mine").text
    for who, name in ((peter, "room"), (make.member(meeting), "room")):
        page = read(client_of(who).get(reverse(name, args=[meeting.key])))
        assert page.one("#count").text == "1 note indtil nu"
        assert "Ingen kan se noterne endnu, heller ikke mødelederen og referenten." in page.one("#screen").text
        assert page.all("#others .note") == []
    meeting.show_notes(meeting.place)  # and whoever writes on is told of what they write now
    page = read(client_of(peter).get(reverse("room", args=[meeting.key])))
    assert page.all("#others .note p")[0].text == SECRET
    assert "Ingen kan se de nye noter endnu, heller ikke mødelederen og referenten." in page.one("#screen").text


def test_messages_are_of_one_size_whatever_is_written(meeting):
    sizes = []
    for text in ("Kort", "En meget længere note. " * 10):
        make.note(meeting, text)
        *_, last = changes(meeting)
        sizes.append({audience: len(html) for audience, html in last.html.items()})
        Note.objects.all().delete()
    assert sizes[0] == sizes[1]


def test_answer_to_a_note_written_for_somebody_holds_no_text(lise, meeting):
    form = {"text": SECRET, "uuid": str(uuid4()), "item": 1}
    answer = lise.post(reverse("wall-note", args=[meeting.key]), form, **HTMX)
    assert answer.status_code == 200
    assert Note.objects.get().text == SECRET
    assert SECRET not in answer.content.decode()
    assert "1" in read(answer).one("#count").text


# --- Shown -----------------------------------------------------------------------------------------------------------


def test_all_are_shown_together_by_one_event_in_one_order_everywhere(lise, ulla, meeting):
    for number in range(9):
        make.note(meeting, f"Note nr. {number}")
    before = meeting.last_event
    lise.post(reverse("show-notes", args=[meeting.key]), {"seen": "1-think"})
    log = list(meeting.events.filter(number__gt=before).values_list("kind", "subject"))
    assert log == [("shown", None)]
    order = texts_on_the_wall(lise, meeting)
    assert sorted(order) == [f"Note nr. {number}" for number in range(9)]
    assert texts_on_the_wall(lise, meeting) == order
    phone = read(ulla.get(reverse("room", args=[meeting.key]))).all("#others .note p")
    assert [each.text for each in phone] == order[::-1]
    [change] = MeetingFeed().render(meeting.pk, [(before + 1, "shown", None)], LIVE)
    for audience in (Audience.WALL, Audience.SCREEN, Audience.DESK):
        assert [each.text for each in read(change.html[audience]).all(".note p")] == order


def test_second_press_and_press_from_another_place_show_nothing(lise, meeting):
    make.note(meeting)
    assert meeting.show_notes("1-think") is True
    last = meeting.last_event
    assert (meeting.show_notes("1-think"), meeting.last_event) == (True, last)
    meeting.advance("1-think")
    make.note(meeting, SECRET)
    assert meeting.show_notes("1-think") is False
    answer = lise.post(reverse("show-notes", args=[meeting.key]), {"seen": "1-think"}, **HTMX)
    assert "Mødet var allerede flyttet, så ingen noter blev vist." in answer.content.decode()
    assert Note.objects.get(text=SECRET).waiting


def test_shown_is_never_undone_and_going_back_hides_only_what_is_written_from_then_on(lise, meeting):
    make.note(meeting, "Vist")
    meeting.show_notes("1-think")
    meeting.go_to_phase("together", "1-think")
    make.note(meeting, "Med det samme")
    meeting.go_to_phase("think", "1-together")
    make.note(meeting, "Skjult")
    assert sorted(texts_on_the_wall(lise, meeting)) == ["Med det samme", "Vist"]
    assert read(lise.get(reverse("wall", args=[meeting.key]))).one("#count").text == "2 noter, 1 venter"


MOVES = {
    "next": lambda meeting: [meeting.advance(meeting.place) for _ in range(3)],
    "go to": lambda meeting: meeting.go_to(2, meeting.place),
    "wrap-up": lambda meeting: meeting.wrap_up(meeting.place),
    "close": lambda meeting: meeting.close(meeting.place),
}


@pytest.mark.parametrize("move", MOVES)
def test_notes_that_wait_are_shown_when_the_question_is_left(meeting, move):
    for _ in range(3):
        make.note(meeting)
    MOVES[move](meeting)
    assert list(Note.objects.values_list("waiting", flat=True)) == [False] * 3


def test_notes_go_on_waiting_from_phase_to_phase(meeting):
    make.note(meeting)
    meeting.advance("1-think")
    meeting.advance("1-pairs")
    assert (meeting.place, Note.objects.get().waiting) == ("1-together", True)


def test_note_that_comes_late_to_a_question_that_was_left_is_shown_at_once(meeting):
    meeting.go_to(2, meeting.place)
    assert not make.note(meeting, number=1).waiting
    assert make.note(meeting, number=2).waiting


def test_deleted_note_that_waited_waits_on_when_it_is_restored(meeting):
    note = make.note(meeting, SECRET)
    note.soft_delete()
    meeting.show_notes(meeting.place)
    note.restore()
    note.refresh_from_db()
    assert note.waiting
    meeting.show_notes(meeting.place)
    note.refresh_from_db()
    assert not note.waiting


def test_notes_that_wait_are_neither_hidden_agreed_on_nor_shown_big(meeting):
    note = make.note(meeting)
    with pytest.raises(Refused, match=r"^Noten er ikke vist endnu\.$"):
        note.agree("selv")
    with pytest.raises(Refused, match=r"^Noten er ikke vist endnu\. Vis noterne først\.$"):
        meeting.put_in_spotlight(note)


def test_what_waits_stays_hidden_and_together_over_a_rolled_back_reveal(meeting, monkeypatch):
    """A process killed in the middle leaves the transaction: nothing of it."""
    note = make.note(meeting, SECRET)
    monkeypatch.setattr(Event, "write", lambda *event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        meeting.show_notes(meeting.place)
    note.refresh_from_db()
    assert note.waiting


def test_row_refuses_a_phase_outside_the_discussion(meeting):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        save_fields(meeting, stage="wrap-up", item_number=None)
    assert Meeting.objects.get(pk=meeting.pk).phase == "think"
    assert json.dumps(meeting.items.get(number=1).phases, sort_keys=True) == '{"pairs": 4, "think": 3, "together": 8}'
