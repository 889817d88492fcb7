"""What has changed since an approver last approved or wrote stands first when that approver comes back."""

from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.minutes.compose import compose, frozen
from meetings.models import LastRead, Meeting, Role, RoleLink, approve, cancel_correction, open_correction
from tests import documents, make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database


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
    make.approve(meeting)
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


class TestLive:
    """The stream says that something has changed; what is the reader's own is fetched."""

    def marker(self, client, meeting):
        url = reverse("review-stream", args=[meeting.key], query={"poll": ""})
        return read(client.get(url)).one("#approval")

    def own(self, client, meeting):
        return read(client.get(reverse("review", args=[meeting.key]), headers={"HX-Request": "true"}))

    def test_withdrawn_approval_is_told_and_no_longer_given(self, meeting, chair):
        press(chair, "approve", meeting)
        before = page(chair, meeting).one("#approval")
        assert self.marker(chair, meeting)["data-is"] == before["data-is"]
        assert "Du har godkendt referatet" in self.own(chair, meeting).one("#own")
        write(meeting, "I februar.")
        url = reverse("review-stream", args=[meeting.key], query={"after": meeting.last_event, "poll": ""})
        fresh = read(chair.get(url)).all("#approval")[-1]
        assert (fresh["data-is"] != before["data-is"], fresh["data-text"] != before["data-text"]) == (True, True)
        own = self.own(chair, meeting)
        assert "Referatet er ændret, siden du godkendte det." in own.one("#own")
        assert "Du har godkendt" not in own
        assert "I februar." in own.one("#text .changes")
        assert own.one("#comment-seen")["value"] == compose(Meeting.objects.get(pk=meeting.pk)).state.sha256
        assert not own.has("form textarea"), "what is being written is left alone"

    @pytest.mark.parametrize("act", ["the other approves", "answer", "correction"])
    def test_what_else_changes_the_page_is_told(self, meeting, chair, deputy, act):
        press(chair, "comment", meeting, uuid=uuid4(), text="Ret datoen.")
        if act == "correction":
            make.approve(Meeting.objects.get(pk=meeting.pk))
        before = self.marker(chair, meeting)
        if act == "the other approves":
            press(deputy, "approve", meeting)
        elif act == "answer":
            meeting.comments.last().answer(Role.SECRETARY, uuid4(), "Det er gjort.")
        else:
            open_correction(Meeting.objects.get(pk=meeting.pk), "Datoen.")
        after = self.marker(chair, meeting)
        assert after["data-is"] != before["data-is"]
        assert (after["data-edition"] != before["data-edition"]) is (act == "correction")

    def test_stream_holds_nothing_of_the_text(self, meeting, chair):
        url = reverse("review-stream", args=[meeting.key], query={"poll": ""})
        assert BEFORE in page(chair, meeting)
        assert BEFORE not in chair.get(url).content.decode()
