"""What two people write in at once: nobody overwrites words that they have not seen, in any of the texts."""

from uuid import uuid4

import pytest

from meetings.models import Conflict, Lane, Meeting, Refused, Remark, revision_of
from tests import make


class Text:
    """One revised text of a meeting, read afresh each time, as each request does."""

    def __init__(self, find, name, write):
        self.find, self.name, self.write = find, name, write

    def now(self, meeting):
        return getattr(self.find(Meeting.objects.get(pk=meeting.pk)), self.name)

    def save(self, meeting, text, seen):
        self.write(self.find(Meeting.objects.get(pk=meeting.pk)), text, seen)


def itself(meeting):
    return meeting


TEXTS = {
    "conclusion": Text(
        lambda meeting: meeting.items.get(number=1), "conclusion", lambda item, *words: item.write_conclusion(*words)
    ),
    "next meeting": Text(itself, "next_meeting", lambda meeting, *words: meeting.write_next_meeting(*words)),
    "remark": Text(lambda meeting: meeting.remarks.get(), "text", lambda remark, *words: remark.edit(*words)),
    **{
        name: Text(itself, name, lambda meeting, *words, name=name: meeting.write(name, *words))
        for name in Meeting.TEXTS
    },
}


@pytest.fixture
def meeting(db):
    meeting = make.meeting()
    Remark.add(meeting, uuid=uuid4(), side="ledelse", text="Vi er uenige.")
    return meeting


@pytest.fixture
def follow_up(meeting):
    return meeting.add_follow_up(lane=Lane.SELF, text="Før", uuid=uuid4())


@pytest.fixture(params=TEXTS)
def text(request):
    return TEXTS[request.param]


def last_event(meeting):
    return Meeting.objects.get(pk=meeting.pk).last_event


def test_text_over_the_words_one_has_seen_is_saved(text, meeting):
    before = last_event(meeting)
    text.save(meeting, "Mine ord", revision_of(text.now(meeting)))
    text.save(meeting, "Mine nye ord", revision_of("Mine ord"))
    assert (text.now(meeting), last_event(meeting)) == ("Mine nye ord", before + 2)


def test_text_over_words_one_has_not_seen_is_refused_with_those_words(text, meeting):
    seen = revision_of(text.now(meeting))
    text.save(meeting, "Den andens ord", seen)
    before = last_event(meeting)
    with pytest.raises(Conflict) as caught:
        text.save(meeting, "Mine ord", seen)
    assert (text.now(meeting), last_event(meeting)) == ("Den andens ord", before)
    assert caught.value.text == "Den andens ord"
    text.save(meeting, "Begges ord", caught.value.revision)
    assert text.now(meeting) == "Begges ord"


def test_same_text_again_is_no_conflict_and_no_event(text, meeting):
    seen = revision_of(text.now(meeting))
    text.save(meeting, "Mine ord", seen)
    before = last_event(meeting)
    text.save(meeting, "Mine ord", seen)
    assert (text.now(meeting), last_event(meeting)) == ("Mine ord", before)


def test_fields_of_a_follow_up_have_one_revision(follow_up):
    seen = follow_up.revision
    follow_up.edit(seen, text="Den andens ord")
    with pytest.raises(Conflict) as caught:
        follow_up.edit(seen, responsible="Anders")
    assert (caught.value.theirs["text"], caught.value.theirs["responsible"]) == ("Den andens ord", "")
    follow_up.edit(caught.value.revision, responsible="Anders")
    follow_up.refresh_from_db()
    assert (follow_up.text, follow_up.responsible) == ("Den andens ord", "Anders")


def test_text_of_what_somebody_deleted_is_refused(meeting, follow_up):
    remark = meeting.remarks.get()
    follow_up.soft_delete()
    remark.soft_delete()
    with pytest.raises(Refused, match="En anden har fjernet det imens"):
        follow_up.edit(follow_up.revision, text="Efter")
    with pytest.raises(Refused, match="En anden har fjernet bemærkningen"):
        remark.edit("Efter", remark.revision)
    assert (meeting.follow_ups.get().text, meeting.remarks.get().text) == ("Før", "Vi er uenige.")


def test_revision_tells_which_of_two_fields_holds_a_word():
    assert revision_of("Anders", "") != revision_of("", "Anders")
    assert revision_of("") == 0
