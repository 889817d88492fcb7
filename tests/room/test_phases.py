"""The phases of a question: places on the path, and the moves between them."""

import pytest
from django.urls import reverse

from meetings.models import Refused
from meetings.room.models.phases import MINUTES, Length, steps
from tests import make
from tests.reading import read
from tests.room.phased import phased, places

pytestmark = pytest.mark.any_database


@pytest.fixture
def meeting(db):
    """A meeting with phases, in the first one of its first question."""
    return phased()


def test_each_phase_of_a_question_is_a_place(db):
    first, second = (["1-think", "1-pairs", "1-together"], ["2-think", "2-pairs", "2-together"])
    assert places(phased()) == [*first, *second, "3-together"]
    assert places(phased(Length.SHORT)) == ["1-think", "1-together", "2-think", "2-together", "3-together"]
    assert places(phased(Length.NONE)) == ["1", "2", "3"]
    assert make.meeting().place == "1"


def test_next_and_back_walk_the_phases_one_by_one(meeting):
    walked = [meeting.place]
    while meeting.stage == "discussion":
        meeting.advance(meeting.place)
        walked.append(meeting.place)
    assert walked == [*places(meeting), "wrap-up"]
    while walked.pop() and walked:
        meeting.go_back(meeting.place)
        assert meeting.place == walked[-1]
    with pytest.raises(Refused):
        meeting.go_back(meeting.place)


def test_go_to_leads_to_the_first_phase_and_where_there_are_notes_to_the_one_together(meeting):
    make.note(meeting)
    meeting.go_to(2, meeting.place)
    assert meeting.place == "2-think"
    meeting.go_to(1, meeting.place)
    assert meeting.place == "1-together"
    meeting.go_to(3, meeting.place)
    assert meeting.place == "3-together"


def test_phase_can_be_skipped_and_only_one_of_the_question_is_gone_to(meeting):
    assert meeting.go_to_phase("together", "1-think") == "moved"
    assert (meeting.place, meeting.where) == ("1-together", "Mødet er nået til spørgsmål 1: Tal sammen alle.")
    assert meeting.go_to_phase("think", "1-together") == "moved_back"
    with pytest.raises(Refused, match=r"^Mødet kan ikke gå til den fase\. Mødet er nået til spørgsmål 1: Tænk selv\.$"):
        meeting.go_to_phase("choose", "1-think")
    assert meeting.go_to_phase("together", "1-pairs") is False


def test_reopened_meeting_stands_at_the_wrap_up(meeting):
    meeting.close(meeting.place)
    meeting.reopen()
    assert (meeting.place, meeting.phase) == ("wrap-up", "")


def test_advised_minutes_follow_the_length():
    advised = {"think": 3, "pairs": 4, "together": 8, "choose": 2}
    assert steps(advised, Length.NORMAL) == [("think", 3), ("pairs", 4), ("together", 8), ("choose", 2)]
    assert steps(advised, Length.SHORT) == [("think", 2), ("together", 5), ("choose", 1)]
    assert steps(advised, Length.THOROUGH) == [("think", 4), ("pairs", 6), ("together", 11), ("choose", 3)]
    assert steps(advised, Length.NONE) == []
    assert MINUTES == {"short": 45, "normal": 75, "thorough": 105}


def test_length_cannot_be_changed_while_the_questions_are_discussed(lise, meeting):
    address = reverse("edit-meeting", args=[meeting.key])
    form = make.facts(meeting.theme, length="none", arrival="batched")
    answer = lise.post(address, form)
    assert answer.status_code == 422
    assert "Forløbet kan ikke skiftes, mens I er i gang med spørgsmålene" in read(answer).text
    with pytest.raises(Refused):
        meeting.edit(length="none")
    lise.post(address, form | {"length": "normal"})
    assert (meeting.refresh_from_db(), meeting.length, meeting.arrival) == (None, "normal", "batched")


def test_form_of_a_new_meeting_proposes_normal_and_batched(lise, meeting):
    page = read(lise.get(reverse("new-meeting")))
    chosen = [each["value"] for each in page.all("#id_length option[selected], #id_arrival option[selected]")]
    assert chosen == ["normal", "batched"]


def test_wall_says_where_next_leads(lise, meeting):
    leads = {
        "1-think": "Tal sammen to og to",
        "1-pairs": "Tal sammen alle",
        "1-together": "Næste spørgsmål: Hvad siger vi til spørgsmål 2?",
        "3-together": "Gå til opsamlingen",
    }
    for place in places(meeting):
        assert meeting.place == place
        page = read(lise.get(reverse("wall", args=[meeting.key])))
        assert leads.get(place, page.one("#next").text) == page.one("#next").text
        meeting.advance(place)
