"""The life of a meeting as a table: what each verb does at each stage, and that two presses move one step."""

import datetime
import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from meetings.models import Event, Lane, Meeting, Refused, Stage
from tests import make

PLACES = ("draft", "lobby", "1", "3", "wrap-up", "closed")
MOVES = {
    "open_lobby": lambda meeting: meeting.open_lobby(),
    "advance": lambda meeting: meeting.advance(meeting.place),
    "go_back": lambda meeting: meeting.go_back(meeting.place),
    "go_to 2": lambda meeting: meeting.go_to(2, meeting.place),
    "wrap_up": lambda meeting: meeting.wrap_up(meeting.place),
    "close": lambda meeting: meeting.close(meeting.place),
    "reopen": lambda meeting: meeting.reopen(),
}
TABLE = {  # where each verb leads from each of PLACES; None: refused; "=": nothing happens
    "open_lobby": ("lobby", "=", "=", "=", "=", "="),
    "advance": (None, "1", "2", "wrap-up", None, None),
    "go_back": (None, None, None, "2", "3", None),
    "go_to 2": (None, None, "2", "2", "2", None),
    "wrap_up": (None, None, "wrap-up", "wrap-up", None, None),
    "close": (None, None, "closed", "closed", "closed", None),
    "reopen": ("=", "=", "=", "=", "=", "wrap-up"),
}


def at(place):
    """A meeting of three questions standing at `place`, with one note that can be seen and one taken back."""
    stage = Stage.DISCUSSION if place.isdigit() else Stage(place)
    return make.meeting(stage=stage, position=int(place) if place.isdigit() else 1, notes=["En note"])


@pytest.mark.parametrize(
    ("verb", "place", "leads"), [(v, p, to) for v, row in TABLE.items() for p, to in zip(PLACES, row, strict=True)]
)
def test_where_a_verb_leads(db, verb, place, leads):
    meeting = at(place)
    before = meeting.last_event
    if leads is None:
        with pytest.raises(Refused, match=r"Mødet kan ikke .*Mødet er "):
            MOVES[verb](meeting)
    else:
        assert MOVES[verb](meeting) is (leads != "=")
    meeting.refresh_from_db()
    moved = leads not in (None, "=")
    assert meeting.place == (leads if moved else place)
    assert meeting.last_event == before + moved


WRITING = {
    "note": lambda meeting: make.note(meeting, author=meeting.participants.get(role="facilitator")),
    "edit": lambda meeting: meeting.items.get(number=1).notes.first().edit("Rettet"),
    "take back": lambda meeting: meeting.items.get(number=1).notes.first().soft_delete(),
    "hide": lambda meeting: meeting.items.get(number=1).notes.first().hide(),
}


@pytest.mark.parametrize("place", ["1", "3", "wrap-up"])
@pytest.mark.parametrize("act", WRITING)
def test_notes_can_be_written_and_changed_until_the_meeting_closes(db, act, place):
    meeting = at(place)
    before = meeting.last_event
    WRITING[act](meeting)
    meeting.refresh_from_db()
    assert meeting.last_event == before + 1


@pytest.mark.parametrize("act", WRITING)
def test_after_closing_no_note_changes(db, act):
    meeting = at("closed")
    with pytest.raises(Refused, match="Mødet er afsluttet"):
        WRITING[act](meeting)
    assert list(meeting.items.get(number=1).notes.values_list("text", "hidden", "deleted")) == [
        ("En note", False, False)
    ]


@pytest.mark.parametrize("place", ["draft", "lobby"])
def test_before_the_first_question_there_are_no_notes(db, place):
    meeting = at(place)
    with pytest.raises(Refused, match="ikke gået i gang"):
        WRITING["note"](meeting)


@pytest.mark.parametrize("place", PLACES)
def test_conclusions_and_follow_ups_can_be_edited_at_any_time(db, place):
    meeting = at(place)
    item = meeting.items.get(number=1)
    follow_up = meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver.", uuid=uuid4())
    follow_up.edit(0, responsible="Anders")
    assert item.write_conclusion("Vi er enige.", item.conclusion_revision)
    item.refresh_from_db()
    assert (item.conclusion, meeting.follow_ups.get().responsible) == ("Vi er enige.", "Anders")


@pytest.mark.parametrize("verb", ["advance", "go_back", "wrap_up", "close"])
def test_who_saw_another_place_moves_nothing(db, verb):
    meeting = at("3")
    before = meeting.last_event
    assert getattr(meeting, verb)("2") is False
    meeting.refresh_from_db()
    assert (meeting.place, meeting.last_event) == ("3", before)


def test_a_double_press_moves_one_step(db):
    meeting, other = at("1"), None
    other = Meeting.objects.get(pk=meeting.pk)
    assert (meeting.advance("1"), other.advance("1")) == (True, False)
    meeting.refresh_from_db()
    assert meeting.place == "2"


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_move_one_step_and_number_every_event_once():
    meeting = at("1")
    moved, barrier = [], threading.Barrier(8)

    def press():
        mine = Meeting.objects.get(pk=meeting.pk)
        barrier.wait()
        moved.append(mine.advance("1"))
        make.note(mine, text="Samtidig", author=mine.participants.filter(role="member").first())
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    meeting.refresh_from_db()
    assert (sorted(moved), meeting.place) == ([False] * 7 + [True], "2")
    numbers = list(Event.objects.filter(meeting=meeting).values_list("number", flat=True))
    assert numbers == list(range(1, meeting.last_event + 1))


def test_moving_back_is_a_kind_of_its_own(db):
    meeting = at("1")
    meeting.advance("1")
    meeting.go_back("2")
    logged = meeting.events.order_by("-number").values_list("kind", "subject")
    assert list(logged[:2]) == [("moved_back", None), ("moved", None)]


def test_going_back_loses_nothing(db):
    meeting = at("1")
    meeting.items.get(number=1).write_conclusion("Vi er enige.", 0)
    meeting.advance("1")
    meeting.go_back("2")
    item = meeting.items.get(number=1)
    assert (item.conclusion, [note.text for note in item.notes.all()]) == ("Vi er enige.", ["En note"])


def test_closing_deletes_what_was_taken_back_and_cuts_every_author(db):
    meeting = at("1")
    regretted = make.note(meeting, "Fortrudt")
    regretted.soft_delete()
    item = meeting.items.get(number=1)
    assert item.notes.count() == 2
    assert item.notes.filter(author=None).count() == 0
    meeting.close("1")
    assert list(item.notes.values_list("text", "author")) == [("En note", None)]


def test_a_phone_that_never_heard_the_answer_may_send_again_after_the_closing(db):
    meeting = at("1")
    seat, uuid = make.member(meeting), uuid4()
    item = meeting.items.get(number=1)
    first = item.take_note(uuid=uuid, text="Sendt to gange", author=seat)
    meeting.close("1")
    assert item.take_note(uuid=uuid, text="Sendt to gange", author=seat) == first
    assert item.notes.filter(text="Sendt to gange").count() == 1


def test_the_theme_can_change_until_the_first_note(db):
    meeting = make.meeting()
    longer = make.theme(questions=7)
    meeting.edit(theme=longer)
    assert (meeting.items.count(), meeting.place) == (7, "1")
    make.note(meeting)
    with pytest.raises(Refused, match="Temaet kan ikke skiftes"):
        meeting.edit(theme=make.theme())


def test_old_minutes_do_not_change_with_the_theme(db):
    meeting = make.meeting()
    meeting.theme.questions.update(text="Noget andet?")
    assert meeting.items.get(number=1).text == "Hvad siger vi til spørgsmål 1?"


@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": Stage.DISCUSSION, "position": None},
        {"stage": Stage.LOBBY, "position": 2},
        {"stage": "party"},
        {"ends_at": datetime.time(8)},
        {"has_version": True},
        {"stage": Stage.CLOSED, "is_final": True},
        {"stage": Stage.CLOSED, "notes_purged": True},
    ],
)
def test_the_database_keeps_the_invariants(db, wrong):
    meeting = make.meeting(stage=Stage.DRAFT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**wrong)
