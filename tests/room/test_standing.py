"""What is remembered of a meeting while its log says that it stands is never a seat or a question that is gone."""

from contextlib import suppress

import pytest
from django.db import transaction

from meetings.live import feed
from meetings.models import Event, Meeting, Participant, Role
from meetings.room.models import standing
from tests import make
from tests.conftest import client_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meeting():
    return make.meeting(item_number=1)


@pytest.fixture
def seat(meeting):
    return make.member(meeting, "Ulla Skovgaard")


def afresh(meeting):
    return Meeting.find(id=meeting.pk)


def heard(meeting, after):
    """Let this process render what the log holds after an event, as it does where the meeting is watched."""
    feed.current.render(meeting.pk, feed.current.events_after(meeting.pk, after), set())


def find_seat(meeting, seat):
    return standing.standing_row(afresh(meeting), Participant, id=seat.pk)


def test_seat_and_question_are_read_once_while_notes_and_people_come(meeting, seat, django_assert_num_queries):
    known = afresh(meeting).last_event
    assert find_seat(meeting, seat).pk == seat.pk
    assert afresh(meeting).item(1).number == 1
    make.note(meeting)
    make.member(meeting, "Peter")
    heard(meeting, known)
    now = afresh(meeting)
    assert now.last_event == known + 2
    with django_assert_num_queries(0):
        assert standing.standing_row(now, Participant, id=seat.pk) == seat
        assert now.item(1).meeting is now


def test_event_that_this_process_has_not_rendered_is_a_reason_to_read_again(meeting, seat, django_assert_num_queries):
    find_seat(meeting, seat)
    make.note(meeting)
    now = afresh(meeting)
    with django_assert_num_queries(1):
        standing.standing_row(now, Participant, id=seat.pk)


@pytest.mark.parametrize("is_heard", [True, False])
def test_seat_that_was_left_is_gone_at_once(meeting, seat, is_heard):
    browser = client_of(seat)
    page = f"/m/{meeting.key}/"
    known = afresh(meeting).last_event
    assert browser.get(page).status_code == 200
    afresh(meeting).participants.get(pk=seat.pk).leave()
    make.note(meeting)
    if is_heard:
        heard(meeting, known)
    assert browser.get(page).status_code == 404


@pytest.mark.parametrize("is_heard", [True, False])
def test_question_of_another_theme_is_shown_at_once(meeting, is_heard):
    known = afresh(meeting).last_event
    before = afresh(meeting).item(1)
    afresh(meeting).edit(theme=make.theme(slug="et-andet"))
    if is_heard:
        heard(meeting, known)
    after = afresh(meeting).item(1)
    assert after.pk != before.pk


def test_conclusion_is_shown_at_once(meeting):
    item = afresh(meeting).item(1)
    item.write_conclusion("Vi fortsætter", item.conclusion_revision)
    assert afresh(meeting).item(1).conclusion == "Vi fortsætter"


def test_what_is_read_in_a_transaction_is_not_remembered(meeting):
    now = afresh(meeting)
    with transaction.atomic():
        now.found_at += 1
        made = Participant.objects.create(meeting=meeting, role=Role.MEMBER)
        assert standing.standing_row(now, Participant, id=made.pk) == made
        transaction.set_rollback(True)
    with pytest.raises(Participant.DoesNotExist):
        standing.standing_row(now, Participant, id=made.pk)


def test_meeting_with_the_id_of_a_deleted_one_has_nothing_of_it(meeting, seat):
    find_seat(meeting, seat)
    Participant.objects.filter(pk=seat.pk).delete()
    other = afresh(meeting)
    other.key = "another234"
    with pytest.raises(Participant.DoesNotExist):
        standing.standing_row(other, Participant, id=seat.pk)


def test_event_whose_commit_failed_counts_for_nothing(meeting, seat):
    """The next event may get its number, and be the end of the seat."""
    now = afresh(meeting)
    with suppress(ZeroDivisionError), transaction.atomic():
        with now.recording(Event.Kind.NOTE):
            pass
        raise ZeroDivisionError
    assert now.last_event == now.found_at + 1 == afresh(meeting).last_event + 1
    standing.standing_row(now, Participant, id=seat.pk)
    Participant.objects.get(pk=seat.pk).leave()
    with pytest.raises(Participant.DoesNotExist):
        find_seat(meeting, seat)


def test_nothing_is_remembered_for_more_than_a_minute(meeting, seat, django_assert_num_queries):
    find_seat(meeting, seat)
    feed.current.share_presence(set(), [])
    now = afresh(meeting)
    with django_assert_num_queries(1):
        standing.standing_row(now, Participant, id=seat.pk)
