"""Names that were given when joining, until the secretary has placed them on the attendance list."""

import pytest
from django.urls import reverse

from meetings.models import Attendee
from tests import make
from tests.reading import read
from tests.room.attendance import HTMX, groups, last_act, listed, post

pytestmark = pytest.mark.any_database


def test_name_given_when_joining_is_placed_once(jonas, meeting):
    make.member(meeting, "Kim Dahl")
    kim = meeting.attendees.get(name="Kim Dahl")
    page = read(jonas.get(reverse("desk", args=[meeting.key]), follow=True))
    assert "Kim Dahl er med, men står ikke på listen." in page
    answer = read(post(jonas, "place-attendee", meeting, {}, kim.pk, make.EMPLOYEES))
    assert groups(answer)["Medarbejdersiden"][-1] == "Kim Dahl"
    assert "er med, men står ikke" not in answer
    assert post(jonas, "place-attendee", meeting, {}, kim.pk, make.OTHERS).status_code == 200  # pressed twice
    kim.refresh_from_db()
    assert kim.side == make.EMPLOYEES


@pytest.mark.parametrize("listed", ["Bo Test", "bo  test", "BO TEST"])
def test_name_on_the_list_is_not_asked_about(jonas, meeting, listed):
    make.attend(meeting, listed, function="TR")
    make.member(meeting, "Bo Test")
    make.member(meeting, "Bo Testrup")
    said = [
        each.one("strong").text for each in read(jonas.get(reverse("attendance", args=[meeting.key]))).all(".place")
    ]
    assert said == ["Bo Testrup"]


def test_name_left_off_the_list_is_gone_until_that_is_undone(jonas, meeting):
    before = listed(meeting)
    make.member(meeting, "Kim Dahl")
    kim = meeting.attendees.get(name="Kim Dahl")
    page = read(jonas.get(reverse("attendance", args=[meeting.key])))
    answer = read(jonas.post(page.button("Skal ikke på listen")["formaction"], **HTMX))
    assert (listed(meeting), answer.has(".place")) == (before, False)
    assert answer.has("#undo-attendance")
    meeting.undo(last_act(meeting).number)
    assert (listed(meeting), meeting.attendees.get(side="").name) == (before, kim.name)


def test_seat_given_up_leaves_its_name_to_the_secretary(meeting):
    make.member(meeting, "Kim Dahl").leave()
    assert meeting.attendees.get(side="").name == "Kim Dahl"


def test_nothing_connects_a_name_with_a_seat(meeting):
    make.member(meeting, "Kim Dahl")
    fields = {field.attname for field in Attendee._meta.concrete_fields}
    assert fields == {
        "id", "meeting_id", "uuid", "name", "side", "post", "function", "absent", "stands_in_for_id",
    }  # fmt: skip
    assert not any("name" in field.name for field in meeting.participants.model._meta.concrete_fields)
