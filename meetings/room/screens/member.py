"""The phones' screen."""

from meetings.room.forms.notes import MissingNoteForm, note_form
from meetings.room.models import Stage
from meetings.room.visibility import Audience

from .screen import Screen, register


@register
class MemberScreen(Screen):
    audience = Audience.MEMBER
    template = "room/phone/phone.html"

    @property
    def blank_form(self):
        """Return the empty form for a note, which comes to all phones together with the question or the wrap-up."""
        if self.meeting.stage == Stage.WRAP_UP:
            return MissingNoteForm(items=self.asked)
        return note_form(self.item) if self.item and self.item.collects_notes else None

    @property
    def blank_own(self):
        """Return [(item, no notes)]: where one's own notes to what is talked about will stand."""
        return [(item, ()) for item in self.answerable]

    @property
    def answerable(self):
        """Return the items that notes are written to here: the one that is discussed, at the wrap-up all of them."""
        return self.asked if self.meeting.stage == Stage.WRAP_UP else [self.item] if self.item else []

    @property
    def newest_first(self):
        return self.notes[::-1]
