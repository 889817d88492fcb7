"""The last act on the attendance list, which can be undone until the next."""

from uuid import uuid4

import pytest

from meetings.models import Conflict, Refused
from meetings.room.models import LastAct
from tests import make
from tests.reading import read
from tests.room.attendance import last_act, post


@pytest.fixture
def peter(meeting):
    return meeting.attendees.get(name="Peter Aagaard")


def rows(meeting):
    return list(meeting.attendees.order_by("id").values())


ACTS = {
    "added": lambda meeting: make.attend(meeting, "Kim Dahl"),
    "several added": lambda meeting: meeting.add_attendees(
        uuid4(), [{"name": name, "side": make.OTHERS} for name in ("Kim Dahl", "Bo Lund")]
    ),
    "edited": lambda meeting: peter_of(meeting).edit(peter_of(meeting).revision, name="P.", post="", side=make.OTHERS),
    "absent": lambda meeting: peter_of(meeting).set_absent(True),
    "removed": lambda meeting: meeting.attendees.get(name="Samira Nielsen").remove(),
    "removed with a stand-in": lambda meeting: peter_of(meeting).remove(),
    "placed": lambda meeting: meeting.attendees.get(side="").place(make.OTHERS),
    "left off": lambda meeting: meeting.attendees.get(side="").remove(),
}


def peter_of(meeting):
    return meeting.attendees.get(name="Peter Aagaard")


@pytest.mark.parametrize("act", ACTS)
def test_last_act_is_undone_and_only_once(meeting, act):
    make.attend(meeting, "Ida Dam", stands_in_for="Peter Aagaard")
    make.member(meeting, "Ulla, som ikke står på listen")
    before = rows(meeting)
    ACTS[act](meeting)
    assert rows(meeting) != before
    number = last_act(meeting).number
    meeting.undo(number)
    assert rows(meeting) == before
    with pytest.raises(Refused, match="Listen er ændret igen imens"):
        meeting.undo(number)


@pytest.mark.parametrize("act", ACTS)
def test_undoing_is_undone_like_any_act(meeting, act):
    make.attend(meeting, "Ida Dam", stands_in_for="Peter Aagaard")
    make.member(meeting, "Ulla, som ikke står på listen")
    before = rows(meeting)
    ACTS[act](meeting)
    after, words = rows(meeting), last_act(meeting).words
    for state, said in ((before, f"Fortrudt: {words}"), (after, words), (before, f"Fortrudt: {words}")):
        meeting.undo(last_act(meeting).number)
        assert (rows(meeting), last_act(meeting).words) == (state, said)


def test_act_that_is_no_longer_the_last_is_not_undone(jonas, lise, meeting, peter):
    post(jonas, "attendee-absent", meeting, {}, peter.pk)
    first = last_act(meeting).number
    post(lise, "attendee-present", meeting, {}, peter.pk)
    answer = post(jonas, "undo-attendance", meeting, {}, first)
    assert answer.status_code == 409
    assert "Listen er ændret igen imens, så det kan ikke fortrydes." in read(answer)
    peter.refresh_from_db()
    assert not peter.absent


def test_name_given_when_joining_survives_an_undo(meeting, peter):
    peter.remove()
    make.member(meeting, "Kim Dahl")
    meeting.undo(last_act(meeting).number)
    assert meeting.attendees.get(side="").name == "Kim Dahl"
    assert peter_of(meeting).post == "deputy"


def test_only_the_last_act_is_kept(meeting, peter):
    peter.set_absent(True)
    peter.set_absent(False)
    assert LastAct.objects.count() == 1
    assert last_act(meeting).words == "Peter Aagaard står nu som mødt"


def test_conflict_keeps_the_last_act(meeting, peter):
    seen = peter.revision
    peter.set_absent(True)
    with pytest.raises(Conflict):
        peter.edit(seen, name="P.")
    assert last_act(meeting).words == "Peter Aagaard står nu under afbud"
