"""What has changed since an approver last approved or wrote stands first when that approver comes back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.minutes.compose import compose, frozen
from meetings.models import LastRead, Meeting, Role, RoleLink, approve, cancel_correction, open_correction
from tests import documents
from tests.conftest import client_of
from tests.reading import read


@pytest.fixture
def meeting(db):
    return documents.everything()


@pytest.fixture
def chair(meeting):
    return client_of(RoleLink.find(RoleLink.make(meeting, Role.CHAIR)).take_seat())


@pytest.fixture
def deputy(meeting):
    return client_of(RoleLink.find(RoleLink.make(meeting, Role.DEPUTY)).take_seat())


def page(client, meeting):
    return read(client.get(reverse("review", args=[meeting.key])))


def told(client, meeting):
    """[(place, old, new)] of what the page says has changed; None if it says nothing."""
    found = page(client, meeting)
    if not found.has(".changes"):
        return None
    each = found.one(".changes").all(".change")
    return [tuple(part.text for part in change.all(".label, dd")) for change in each]


def press(client, name, meeting, **data):
    seen = page(client, meeting).all("[name=seen]")[0].value
    return client.post(reverse(name, args=[meeting.key]), {"seen": seen, **data})


def write(meeting, text):
    fresh = Meeting.objects.get(pk=meeting.pk)
    fresh.write_next_meeting(text, fresh.next_meeting_revision)


BEFORE = "Mandag den 25. januar 2027 kl. 9.00."
CHANGED = [(BEFORE, "I februar.")]
WAYS = {
    "approve": {},
    "comment": {"uuid": uuid4(), "text": "Ret datoen."},
    "object": {"uuid": uuid4(), "text": "Ret datoen."},
}


@pytest.mark.parametrize("way", WAYS)
def test_change_since_one_last_answered_stands_before_the_text(meeting, chair, deputy, way):
    assert told(chair, meeting) is None
    assert press(chair, way, meeting, **WAYS[way]).status_code == 302
    assert told(chair, meeting) is None
    write(meeting, "I februar.")
    assert told(chair, meeting) == CHANGED
    found = page(chair, meeting)
    assert found.one(".changes h2").text == "Det er ændret, siden du sidst svarede"
    assert found.one(".changes h3").text == "Næste møde"
    assert found.source.index('class="changes') < found.source.index("<article")
    assert told(deputy, meeting) is None, "who has not answered yet reads it all"


def test_answer_to_what_is_there_now_begins_anew(meeting, chair):
    press(chair, "approve", meeting)
    write(meeting, "I februar.")
    press(chair, "approve", meeting)
    assert told(chair, meeting) is None
    write(meeting, "I marts.")
    assert told(chair, meeting) == [("I februar.", "I marts.")]


def test_comment_on_an_older_page_hides_no_change(meeting, chair):
    press(chair, "approve", meeting)
    seen = page(chair, meeting).all("[name=seen]")[0].value
    write(meeting, "I februar.")
    url = reverse("comment", args=[meeting.key])
    assert chair.post(url, {"seen": seen, "uuid": uuid4(), "text": "Fint."}).status_code == 302
    assert told(chair, meeting) == CHANGED


def test_correction_is_compared_with_the_version_both_approved(meeting, chair, deputy):
    documents.approved_by_both(meeting)
    assert not LastRead.objects.exists()
    open_correction(meeting, "Datoen var forkert.")
    write(meeting, "I februar.")
    for client in (chair, deputy):
        assert told(client, meeting) == [*CHANGED, ("Version 2", "Datoen var forkert.")]
    approve(meeting, Role.CHAIR, compose(Meeting.objects.get(pk=meeting.pk)).state.sha256, frozen)
    assert told(chair, meeting) is None
    correction = meeting.corrections.get()
    correction.edit(correction.revision, text="Den var gal.")
    assert told(chair, meeting) == [("Version 2", "Datoen var forkert.", "Den var gal.")]
    cancel_correction(meeting, 2)
    assert not LastRead.objects.exists()
    assert told(chair, meeting) is None


def test_nothing_read_is_kept_once_the_minutes_are_final(meeting, chair, deputy):
    press(chair, "approve", meeting)
    assert LastRead.objects.get().content == frozen(Meeting.objects.get(pk=meeting.pk))
    press(deputy, "approve", meeting)
    assert Meeting.objects.get(pk=meeting.pk).is_final
    assert not LastRead.objects.exists()
