"""The phones' screen."""

from django.utils.functional import cached_property

from meetings.room.forms.notes import MissingNoteForm, note_form
from meetings.room.models import Stage
from meetings.room.models.dots import DOTS
from meetings.room.visibility import Audience

from .screen import Screen, newest_first, register


@register
class MemberScreen(Screen):
    audience = Audience.MEMBER
    template = "room/phone/phone.html"
    lists_newest_first = True
    most_dots = DOTS

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

    def own_dots(self, secret):
        """Return the OwnDots of the holder of `secret`, or None where no dots are given: theirs alone, and never in a region."""
        return self.meeting.own_dots(self.item, secret) if self.gives_dots else None

    @cached_property
    def overview(self):
        return [
            (item, count, [(heading, newest_first(notes)) for heading, notes in groups])
            for item, count, groups in super().overview
        ]
