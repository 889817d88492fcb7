"""What a form adds is added once, however often the same form is sent; what another form adds is never lost."""

from uuid import uuid4

import pytest

from meetings.models import Lane, Meeting, Refused, Remark, Role, Stage, comment
from tests import make

ADD = {
    "a note": lambda meeting, uuid, words: meeting.items.get(number=1).take_note(uuid=uuid, text=words),
    "an attendee": lambda meeting, uuid, words: meeting.add_attendees(uuid, [{"name": words, "side": make.OTHERS}])[0],
    "a follow-up": lambda meeting, uuid, words: meeting.add_follow_up(lane=Lane.SELF, text=words, uuid=uuid),
    "a remark": lambda meeting, uuid, words: Remark.add(meeting, uuid=uuid, side="ledelse", text=words),
    "a comment": lambda meeting, uuid, words: comment(meeting, Role.CHAIR, uuid, words),
}
THERE = {
    "a note": lambda meeting: meeting.items.get(number=1).notes.values_list("text", flat=True),
    "an attendee": lambda meeting: meeting.attendees.filter(side=make.OTHERS).values_list("name", flat=True),
    "a follow-up": lambda meeting: meeting.follow_ups.values_list("text", flat=True),
    "a remark": lambda meeting: meeting.remarks.values_list("text", flat=True),
    "a comment": lambda meeting: meeting.comments.values_list("text", flat=True),
}
OTHER_WORDS = {  # what is there when the same uuid comes again with other words
    "a note": ["Første"],
    "an attendee": ["Første", "Andet"],
    "a follow-up": ["Første"],
    "a remark": ["Første", "Andet"],
    "a comment": ["Første", "Andet"],
}


def add(what, meeting, uuid, words):
    """As a request does, with the meeting read afresh."""
    return ADD[what](Meeting.objects.get(pk=meeting.pk), uuid, words)


@pytest.mark.parametrize("what", ADD)
def test_same_form_twice_adds_one_row_and_one_event(meeting, what):
    uuid = uuid4()
    first = add(what, meeting, uuid, "Første")
    meeting.refresh_from_db()
    assert add(what, meeting, uuid, "Første") == first
    assert list(THERE[what](meeting)) == ["Første"]
    assert Meeting.objects.get(pk=meeting.pk).last_event == meeting.last_event


@pytest.mark.parametrize("what", ADD)
def test_two_forms_with_the_same_words_add_two_rows(meeting, what):
    for _ in range(2):
        add(what, meeting, uuid4(), "Første")
    assert list(THERE[what](meeting)) == ["Første", "Første"]


@pytest.mark.parametrize("what", ADD)
def test_same_uuid_with_other_words(meeting, what):
    uuid = uuid4()
    add(what, meeting, uuid, "Første")
    add(what, meeting, uuid, "Andet")
    assert list(THERE[what](meeting)) == OTHER_WORDS[what]


@pytest.mark.parametrize("what", [what for what in ADD if what != "a note"])
def test_uuid_used_in_another_meeting_adds_a_row_here(meeting, what):
    other, uuid = make.meeting(facilitator=make.user("anden")), uuid4()
    add(what, other, uuid, "Deres")
    add(what, meeting, uuid, "Vores")
    assert (list(THERE[what](other)), list(THERE[what](meeting))) == (["Deres"], ["Vores"])


@pytest.mark.parametrize("place", ["another item", "another meeting"])
def test_note_with_the_uuid_of_a_note_under_another_item_is_refused(meeting, place):
    uuid = uuid4()
    add("a note", meeting, uuid, "Første")
    other = make.meeting(facilitator=make.user("anden")) if place == "another meeting" else meeting
    item = other.items.get(number=2 if place == "another item" else 1)
    before = Meeting.objects.get(pk=other.pk).last_event
    with pytest.raises(Refused, match="Noten kunne ikke gemmes"):
        item.take_note(uuid=uuid, text="Første")
    assert (item.notes.exclude(uuid=uuid).count(), Meeting.objects.get(pk=other.pk).last_event) == (0, before)


def test_remark_that_was_deleted_is_added_again(meeting):
    uuid = uuid4()
    add("a remark", meeting, uuid, "Første").soft_delete()
    add("a remark", meeting, uuid, "Første")
    assert list(meeting.remarks.filter(deleted=False).values_list("text", flat=True)) == ["Første"]


def test_note_whose_follow_up_was_deleted_becomes_another(meeting):
    note = make.note(meeting)
    first = note.agree(Lane.UP)
    assert note.agree(Lane.SELF) == first
    first.soft_delete()
    assert note.agree(Lane.SELF) != first
    assert [follow_up.lane for follow_up in meeting.follow_ups.not_deleted()] == [Lane.SELF]


def test_seat_asked_for_twice_is_one_and_its_name_is_listed_once(meeting):
    uuid = uuid4()
    first = meeting.take_seat(uuid, "Første")
    before = Meeting.objects.get(pk=meeting.pk).last_event
    for words in ("Første", "Andet"):
        assert meeting.take_seat(uuid, words) == first
    assert Meeting.objects.get(pk=meeting.pk).last_event == before
    assert meeting.participants.filter(role=Role.MEMBER).count() == 1
    assert list(meeting.attendees.filter(side="").values_list("name", flat=True)) == ["Første"]


def test_seat_asked_for_again_after_the_meeting_closed_is_refused(db):
    meeting, uuid = make.meeting(stage=Stage.LOBBY), uuid4()
    meeting.take_seat(uuid, "Ulla")
    meeting.advance("lobby")
    meeting.close("1")
    with pytest.raises(Refused, match="Mødet er afsluttet"):
        meeting.take_seat(uuid, "Ulla")
