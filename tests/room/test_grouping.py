"""Grouping: similar notes under a heading that the group words, on every screen, and the verbs behind it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Conflict, Event, Meeting, Note, NoteGroup, Reason, Refused, Role, Stage
from meetings.room import regions
from meetings.room.models.rows import save_fields
from meetings.room.screens import Snapshot
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.grouping import BY_HEADING, HTMX, TEXTS, gathered, get, lists, note

pytestmark = pytest.mark.any_database


@pytest.fixture
def meeting(db):
    return make.meeting(notes=TEXTS)


# --- What every screen shows -------------------------------------------------------------------------------------------

NEWEST_FIRST = ["TELEFONEN", TEXTS[1], TEXTS[0], "ANDRE NOTER", TEXTS[2]]
SCREENS = {
    "wall": (Role.FACILITATOR, BY_HEADING, Audience.WALL),
    "screen": (Role.SCREEN, BY_HEADING, Audience.SCREEN),
    "leader": (Role.FACILITATOR, NEWEST_FIRST, Audience.LEADER),
    "room": (Role.MEMBER, NEWEST_FIRST, Audience.MEMBER),
    "desk-item": (Role.SECRETARY, BY_HEADING, Audience.DESK),
}


@pytest.fixture
def clients(meeting, lise, ulla, jonas):
    screen = client_of(make.by_link(meeting, Role.SCREEN))
    return {Role.FACILITATOR: lise, Role.MEMBER: ulla, Role.SECRETARY: jonas, Role.SCREEN: screen}


@pytest.mark.parametrize("page", SCREENS)
def test_notes_stand_under_the_heading_on_every_screen_at_once_and_after_a_reload(meeting, clients, page):
    role, expected, audience = SCREENS[page]
    gathered(meeting)
    args = [1] if page == "desk-item" else []
    assert lists(get(clients[role], page, meeting, *args)) == expected
    sent = regions.fragments(Snapshot.of(meeting.pk), Event.Kind.GROUPED, meeting.item(1).pk, [audience])[audience]
    assert lists(read(sent)) == expected
    assert lists(read(regions.whole(meeting.pk, audience))) == expected


@pytest.mark.parametrize("page", ["screen", "room"])
def test_heading_goes_with_its_last_note_and_comes_back_with_it(meeting, clients, page):
    """It may tell of whom the note was about."""
    role, _, audience = SCREENS[page]
    gathered(meeting, TEXTS[0])
    hidden = note(TEXTS[0])
    before = meeting.last_event

    def sent(kind=Event.Kind.NOTE, subject=hidden.pk):
        return regions.fragments(Snapshot.of(meeting.pk), kind, subject, [audience])[audience]

    assert "Telefonen</h3>" in sent().replace("\n", "").replace(" ", "") or "Telefonen" in sent()
    hidden.hide(Reason.PERSON)
    assert "Telefonen" not in [each.text for each in read(sent()).all("h3")]
    assert "Telefonen" not in [each.text for each in get(clients[role], page, meeting).all("h3")]
    assert (
        not Event.objects.filter(number__gt=before, kind="grouped", meeting=meeting).exclude(subject=None).count() > 1
    )
    hidden.show()
    assert "Telefonen" in [each.text for each in read(sent()).all("h3")]
    assert "Telefonen" in [each.text for each in get(clients[role], page, meeting).all("h3")]


def test_hidden_note_stands_under_no_heading_on_the_wall(meeting, lise):
    gathered(meeting, TEXTS[0])
    note(TEXTS[0]).hide(Reason.PERSON)
    wall = get(lise, "wall", meeting)
    assert "1 note er skjult" in wall.one("#notes-1")
    assert not wall.all("h3")
    assert lists(get(lise, "leader", meeting))[0] == "TELEFONEN"  # the leader reads it, and sees where it stands


def test_question_that_recalls_another_shows_it_by_its_headings(meeting, clients):
    theme = meeting.theme
    theme.questions.filter(position=2).update(recalls=1)
    other = make.meeting(notes=TEXTS, theme=theme, facilitator=meeting.facilitator)
    other.gather(list(Note.objects.select_related("item").filter(item__meeting=other, text__in=TEXTS[:2])), "Telefonen")
    other.advance("1")
    carry = get(client_of(other.participants.get(role=Role.FACILITATOR)), "wall", other).one(".carry")
    assert [each.text for each in carry.all("h3, .note p")] == [
        "Telefonen Ret overskriften: Telefonen",
        *BY_HEADING[1:3],
        "Andre noter",
        TEXTS[2],
    ]
    phone = get(client_of(make.member(other)), "room", other).one(".recalled")
    assert [each.text for each in phone.all("h3, .note p")] == [
        "Telefonen",
        TEXTS[1],
        TEXTS[0],
        "Andre noter",
        TEXTS[2],
    ]


def test_new_note_comes_under_the_other_notes(meeting):
    gathered(meeting)
    new = make.note(meeting, "Den nye")
    for audience in (Audience.WALL, Audience.MEMBER, Audience.LEADER, Audience.DESK):
        sent = read(regions.fragments(Snapshot.of(meeting.pk), Event.Kind.NOTE, new.pk, [audience])[audience])
        assert sent.one(f"#note-{new.pk}")["data-into"] == "notes-1"
        assert not sent.all("h3")


# --- The verbs ---------------------------------------------------------------------------------------------------------


def test_same_heading_is_one_heading(meeting):
    group = gathered(meeting, TEXTS[0])
    moves = meeting.gather([note(TEXTS[1])], "  telefonen ")
    assert [move.after for move in moves] == [group.pk]
    assert NoteGroup.objects.get().heading == "Telefonen"


def test_gathering_twice_is_no_event(meeting):
    gathered(meeting)
    before = Meeting.objects.get(pk=meeting.pk).last_event
    assert meeting.gather([note(text) for text in TEXTS[:2]], "Telefonen") == []
    assert Meeting.objects.get(pk=meeting.pk).last_event == before


def test_two_who_gather_a_note_each_under_another_heading_leave_it_under_the_last(meeting):
    first, seen = gathered(meeting), note(TEXTS[0])
    other = gathered(meeting, TEXTS[2], heading="Systemet")
    assert [move[1:] for move in meeting.put_under(seen, other)] == [(first.pk, other.pk)]
    assert {each.text for each in other.notes.all()} == {TEXTS[0], TEXTS[2]}


UNSEEN = {
    "hidden": (lambda note: note.hide(Reason.PERSON), "Noten er skjult."),
    "deleted": (lambda note: note.soft_delete(), "Noten er slettet."),
    "waiting": (lambda note: save_fields(note, waiting=True), "Noten er ikke vist endnu."),
}


@pytest.mark.parametrize("state", UNSEEN)
def test_note_that_the_room_does_not_see_is_not_gathered(meeting, state):
    group, (does, refusal) = gathered(meeting, TEXTS[1]), UNSEEN[state]
    seen = note(TEXTS[0])  # before it happened
    does(note(TEXTS[0]))
    with pytest.raises(Refused, match=refusal):
        meeting.gather([note(TEXTS[2]), seen], "Andet")
    with pytest.raises(Refused, match=refusal):
        meeting.put_under(seen, group)
    assert Note.objects.filter(group=None).count() == 2
    assert not NoteGroup.objects.exclude(pk=group.pk).exists()


def test_notes_of_two_questions_are_not_gathered_nor_put_under_the_others_heading(meeting):
    group, other = gathered(meeting), make.note(meeting, "Til to", number=2)
    with pytest.raises(Refused, match="hører til hver sit spørgsmål"):
        meeting.gather([note(TEXTS[2]), other], "Andet")
    with pytest.raises(Refused, match="Overskriften hører til et andet spørgsmål"):
        meeting.put_under(other, group)


def test_note_deleted_by_its_author_that_the_screens_still_show_is_gathered_and_nobody_is_told(meeting):
    save_fields(meeting, arrival="batched")
    note(TEXTS[0]).soft_delete()
    assert note(TEXTS[0]).deleted
    group = gathered(meeting)
    assert group.notes.count() == 2
    meeting.refresh_from_db()
    meeting.advance("1")
    assert note(TEXTS[0]).removed


def test_undo_brings_back_what_still_stands_so(meeting):
    first = gathered(meeting)
    moves = meeting.gather([note(text) for text in TEXTS], "Alt")
    other = NoteGroup.objects.get(heading="Alt")
    meeting.put_under(note(TEXTS[1]), None)  # somebody else has moved it meanwhile
    assert meeting.undo_grouping(moves) == 2
    assert {each.text: each.group_id for each in Note.objects.all()} == {
        TEXTS[0]: first.pk,
        TEXTS[1]: None,
        TEXTS[2]: None,
    }
    assert not other.notes.exists()
    assert meeting.undo_grouping(moves) == 0


def test_deleted_heading_leaves_its_notes_and_comes_back_over_them(meeting):
    group = gathered(meeting)
    group.soft_delete()
    assert [heading for heading, _ in meeting.item(1).by_heading(Note.objects.all())] == [None]
    group.restore()
    assert group.notes.count() == 2


def test_heading_that_was_deleted_begins_anew(meeting):
    gathered(meeting).soft_delete()
    gathered(meeting, TEXTS[2])
    assert [each.text for each in Note.objects.exclude(group=None)] == [TEXTS[2]]


def test_notes_of_a_deleted_heading_are_gathered_under_it_and_with_each_other_again(meeting, lise):
    gathered(meeting).soft_delete()
    held = note(TEXTS[0])
    offered = read(lise.get(reverse("gather", args=[meeting.key]), {"note": held.pk}, **HTMX))
    assert TEXTS[1] in offered.text
    gathered(meeting, TEXTS[0])
    assert [each.text for each in Note.objects.exclude(group=None)] == [TEXTS[0]]
    assert not NoteGroup.objects.get().deleted


def test_heading_is_edited_over_what_was_seen_and_keeps_what_it_replaced(meeting):
    group = gathered(meeting)
    seen = group.revision
    group.edit("Telefonen om morgenen", seen)
    with pytest.raises(Conflict) as conflict:
        NoteGroup.objects.select_related("item__meeting").get(pk=group.pk).edit("Ringeri", seen)
    assert conflict.value.text == "Telefonen om morgenen"
    assert [each.words for each in group.revised.earlier] == [{"heading": "Telefonen"}]


def test_heading_that_another_group_has_is_refused_unless_nobody_sees_that_one(meeting):
    group, other = gathered(meeting, TEXTS[0]), gathered(meeting, TEXTS[1], heading="Systemet")
    with pytest.raises(Refused, match="findes allerede"):
        group.edit("systemet", group.revision)
    meeting.put_under(note(TEXTS[1]), None)
    group.edit("Systemet", group.revision)
    assert [each.heading for each in NoteGroup.objects.all()] == ["Systemet"]
    assert not NoteGroup.objects.filter(pk=other.pk).exists()


def test_nothing_is_gathered_before_the_meeting(db):
    meeting = make.meeting(notes=TEXTS)
    group = gathered(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(stage=Stage.LOBBY, item_number=None)
    for act in (
        lambda: meeting.gather([note(TEXTS[2])], "Andet"),
        lambda: meeting.put_under(note(TEXTS[2]), group),
        lambda: meeting.undo_grouping([]),
    ):
        with pytest.raises(Refused):
            act()


def test_closing_keeps_headings_with_notes_and_forgets_the_others(meeting):
    kept, emptied, deleted = (gathered(meeting, text, heading=f"Om {text}") for text in TEXTS)
    emptied.edit("Et navn", emptied.revision)
    note(TEXTS[1]).soft_delete()
    deleted.soft_delete()
    meeting.refresh_from_db()
    meeting.wrap_up("1")
    meeting.close("wrap-up")
    assert [(each.pk, each.notes.get().text) for each in NoteGroup.objects.all()] == [(kept.pk, TEXTS[0])]
    assert Note.objects.get(text=TEXTS[2]).group_id is None
    assert not meeting.earlier_wordings.exists()


def test_notes_are_walked_as_they_stand(meeting, lise):
    gathered(meeting, TEXTS[2])
    meeting.put_in_spotlight(note(TEXTS[2]))
    wall = get(lise, "wall", meeting)
    assert not wall.all("#note-before")
    assert wall.one("#note-after")["formaction"].endswith(f"/{note(TEXTS[0]).pk}/stort/")


def test_page_with_headings_costs_one_query_more_and_a_note_none(meeting, ulla):
    def queries(act):
        with CaptureQueriesContext(
            connection,
        ) as found:
            act()
        return len(found)

    room = reverse("room", args=[meeting.key])

    def writes():
        ulla.post(reverse("add-note", args=[meeting.key, 1]), {"uuid": uuid4(), "text": "En ny"}, **HTMX)

    writes()
    before, cost = queries(lambda: ulla.get(room)), queries(writes)
    gathered(meeting)
    gathered(meeting, TEXTS[2], heading="Systemet")
    writes()
    assert (queries(lambda: ulla.get(room)), queries(writes)) == (before + 1, cost)
