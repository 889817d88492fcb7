"""The life of a meeting as a table: what each verb does at each place, and that two presses move one step."""

import datetime
import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from meetings.models import Event, Lane, Meeting, Refused, Stage
from meetings.room.models.path import path
from tests import make
from tests.conftest import undone

NOTHING, REFUSED = "nothing happens", "refused"
COLUMNS = ("draft", "lobby", "the first item", "a later item", "wrap-up", "closed")
TABLE = {  # where each verb leads from each of COLUMNS: a name, or "next" or "before" in the path
    "open_lobby": ("lobby", NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
    "advance": (REFUSED, "next", "next", "next", REFUSED, REFUSED),
    "go_back": (REFUSED, REFUSED, REFUSED, "before", "before", REFUSED),
    "go_to the first": (REFUSED, REFUSED, "1", "1", "1", REFUSED),
    "go_to the last": (REFUSED, REFUSED, "last", "last", "last", REFUSED),
    "go_to one too far": (REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED),
    "wrap_up": (REFUSED, REFUSED, "wrap-up", "wrap-up", REFUSED, REFUSED),
    "close": (REFUSED, REFUSED, "closed", "closed", "closed", REFUSED),
    "reopen": (NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, "before"),
}
VERBS = {
    "open_lobby": lambda meeting, last: meeting.open_lobby(),
    "advance": lambda meeting, last: meeting.advance(meeting.place),
    "go_back": lambda meeting, last: meeting.go_back(meeting.place),
    "go_to the first": lambda meeting, last: meeting.go_to(1, meeting.place),
    "go_to the last": lambda meeting, last: meeting.go_to(last, meeting.place),
    "go_to one too far": lambda meeting, last: meeting.go_to(last + 1, meeting.place),
    "wrap_up": lambda meeting, last: meeting.wrap_up(meeting.place),
    "close": lambda meeting, last: meeting.close(meeting.place),
    "reopen": lambda meeting, last: meeting.reopen(),
}


def names(questions):
    """The names of the places in a meeting with so many questions."""
    return ["draft", "lobby", *(str(number) for number in range(1, questions + 1)), "wrap-up", "closed"]


def places():
    """(number of questions, place): three questions on both databases, few and many on SQLite."""
    for questions, marks in ((1, pytest.mark.any_database), (3, ()), (12, pytest.mark.any_database)):
        for place in names(questions):
            yield pytest.param(questions, place, marks=marks)


def at(place, questions=3):
    """A meeting at `place`, with one note that can be seen."""
    stage = Stage.DISCUSSION if place.isdigit() else Stage(place)
    item_number = int(place) if place.isdigit() else 1
    return make.meeting(stage=stage, item_number=item_number, notes=["En note"], theme=make.theme(questions))


@pytest.mark.parametrize("questions", [1, 3, 12])
def test_path_lists_every_place_in_order(db, questions):
    assert [place.name for place in path(at("draft", questions))] == names(questions)


@pytest.mark.parametrize(("questions", "place"), list(places()))
def test_each_verb_at_each_place(db, questions, place):
    meeting, there_are = at(place, questions), names(questions)
    before, index = meeting.last_event, there_are.index(place)
    column = COLUMNS.index(place if place in COLUMNS else "the first item" if place == "1" else "a later item")
    for verb, row in TABLE.items():
        result = row[column]
        with undone():
            moved, now = does(verb, Meeting.objects.get(pk=meeting.pk), questions, result == REFUSED)
            after = list(now.events.filter(number__gt=before).values_list("number", "kind", "subject"))
        if result in (REFUSED, NOTHING):
            assert (verb, moved, now.place, now.last_event, after) == (verb, False, place, before, [])
            continue
        there = {"next": there_are[index + 1 :][:1], "before": there_are[index - 1 : index], "last": [str(questions)]}
        [expected] = there.get(result, [result])
        kind = "moved_back" if there_are.index(expected) < index else "moved"
        assert (verb, moved, now.place, after) == (verb, kind, expected, [(before + 1, kind, None)])


def does(verb, meeting, questions, is_refused):
    """Return what the verb returns, False where it is refused, and the meeting as it is then."""
    if not is_refused:
        moved = VERBS[verb](meeting, questions)
    else:
        moved = False
        with pytest.raises(Refused, match=r"^Mødet kan ikke .*\. Mødet er .*\.$"):
            VERBS[verb](meeting, questions)
    meeting.refresh_from_db()
    return moved, meeting


WRITING = {
    "note": lambda meeting: make.note(meeting),
    "edit": lambda meeting: meeting.items.get(number=1).notes.first().edit("Rettet"),
    "delete": lambda meeting: meeting.items.get(number=1).notes.first().soft_delete(),
    "hide": lambda meeting: meeting.items.get(number=1).notes.first().hide("person"),
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
def test_note_after_closing_does_not_change(db, act):
    meeting = at("closed")
    with pytest.raises(Refused, match="Mødet er afsluttet"):
        WRITING[act](meeting)
    assert list(meeting.items.get(number=1).notes.values_list("text", "hidden", "deleted")) == [
        ("En note", False, False)
    ]


@pytest.mark.parametrize("place", ["draft", "lobby"])
def test_note_before_the_first_question_is_refused(db, place):
    meeting = at(place)
    with pytest.raises(Refused, match="ikke gået i gang"):
        WRITING["note"](meeting)


@pytest.mark.parametrize("place", names(3))
def test_conclusions_and_follow_ups_can_be_edited_at_any_time(db, place):
    meeting = at(place)
    item = meeting.items.get(number=1)
    follow_up = meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver.", uuid=uuid4())
    follow_up.edit(follow_up.revision, responsible="Anders")
    item.write_conclusion("Vi er enige.", item.conclusion_revision)
    item.refresh_from_db()
    assert (item.conclusion, meeting.follow_ups.get().responsible) == ("Vi er enige.", "Anders")


@pytest.mark.parametrize("verb", ["advance", "go_back", "wrap_up", "close"])
def test_move_from_a_place_seen_earlier_moves_nothing(db, verb):
    meeting = at("3")
    before = meeting.last_event
    assert getattr(meeting, verb)("2") is False
    meeting.refresh_from_db()
    assert (meeting.place, meeting.last_event) == ("3", before)


def test_double_press_moves_one_step(db):
    meeting, other = at("1"), None
    other = Meeting.objects.get(pk=meeting.pk)
    assert (meeting.advance("1"), other.advance("1")) == ("moved", False)
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
        make.note(mine, text="Samtidig")
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    meeting.refresh_from_db()
    assert (sorted(map(str, moved)), meeting.place) == (["False"] * 7 + ["moved"], "2")
    numbers = list(Event.objects.filter(meeting=meeting).values_list("number", flat=True))
    assert numbers == list(range(1, meeting.last_event + 1))


def test_going_back_loses_nothing(db):
    meeting = at("1")
    meeting.items.get(number=1).write_conclusion("Vi er enige.", 0)
    meeting.advance("1")
    meeting.go_back("2")
    item = meeting.items.get(number=1)
    assert (item.conclusion, [note.text for note in item.notes.all()]) == ("Vi er enige.", ["En note"])


def test_closing_erases_deleted_notes_and_every_tag(db):
    meeting = at("1")
    regretted = make.note(meeting, "Fortrudt")
    regretted.soft_delete()
    item = meeting.items.get(number=1)
    assert item.notes.count() == 2
    assert item.notes.filter(tag=None).count() == 0
    meeting.close("1")
    assert list(item.notes.values_list("text", "tag", "uuid")) == [("En note", None, None)]


def test_note_sent_again_after_closing_is_known_and_not_added(db):
    meeting = at("1")
    secret, uuid = make.member(meeting).secret, uuid4()
    item = meeting.items.get(number=1)
    item.take_note(uuid=uuid, text="Sendt to gange", secret=secret)
    meeting.close("1")
    before = Meeting.objects.get(pk=meeting.pk).last_event
    assert item.take_note(uuid=uuid, text="Sendt to gange", secret=secret) is None
    assert Meeting.objects.get(pk=meeting.pk).last_event == before
    assert item.notes.filter(text="Sendt to gange").count() == 1


def test_theme_can_change_until_the_first_note(db):
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
        {"stage": Stage.DISCUSSION, "item_number": None},
        {"stage": Stage.LOBBY, "item_number": 2},
        {"stage": "party"},
        {"ends_at": datetime.time(8)},
        {"has_version": True},
        {"stage": Stage.CLOSED, "is_final": True},
        {"stage": Stage.CLOSED, "notes_purged": True},
        {"stage": Stage.CLOSED, "has_version": True, "is_final": True},
        {"held_on": datetime.date(2026, 11, 23)},
        {"held_because": "Indsigt"},
    ],
)
def test_database_refuses_an_impossible_meeting(db, wrong):
    meeting = make.meeting(stage=Stage.DRAFT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**wrong)
