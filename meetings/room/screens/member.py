"""The phones' screen."""

from meetings.room.forms.notes import note_form
from meetings.room.visibility import Audience

from .screen import Screen, register


@register
class MemberScreen(Screen):
    audience = Audience.MEMBER
    template = "room/phone/phone.html"

    @property
    def blank_form(self):
        """Return the empty form for a note, which comes to all phones together with the question."""
        return note_form(self.item) if self.item and self.item.collects_notes else None

    @property
    def newest_first(self):
        return self.notes[::-1]
