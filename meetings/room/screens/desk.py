"""The secretary's screen during the meeting, and what the working minutes share with it."""

from django.utils.functional import cached_property

from meetings.room.models import Meeting
from meetings.room.visibility import Audience

from .screen import Screen, register

SIDES = {
    "management_side": "Ledelsessiden",
    "employee_side": "Medarbejdersiden",
    "others": "Øvrige",
    "absent": "Afbud",
}


class SecretarysScreen(Screen):
    """All items with their notes."""

    @cached_property
    def notes_by_item(self):
        """[(item, its notes, oldest first)]"""
        return [(item, self.seen_under(self.now.all_notes[item.pk])) for item in self.items]

    @property
    def with_earlier(self):
        """The names of the texts that have earlier wordings."""
        return self.now.with_earlier


@register
class DeskScreen(SecretarysScreen):
    audience = Audience.DESK
    template = "room/desk/desk.html"
    sides = property(lambda self: SIDES.items())

    def about_follow_up(self, follow_up_id):
        return self.about_source(follow_up_id)

    @cached_property
    def feeding(self):
        """The ids of the items whose notes are proposals: those with lanes, and those that an item with lanes recalls."""
        with_lanes = [item for item in self.items if item.has_lanes]
        numbers = {item.number for item in with_lanes} | {item.recalls for item in with_lanes}
        return {item.pk for item in self.items if item.number in numbers}

    @property
    def attendance(self):
        """[(side in Danish, names in Danish)], only the sides somebody is on."""
        sides = [(SIDES[side], getattr(self.meeting, side).splitlines()) for side in Meeting.SIDES]
        return [(label, ", ".join(names)) for label, names in sides if names]

    @cached_property
    def names_to_place(self):
        """Participants whose name the attendance lists do not hold."""
        return [seat for seat in self.meeting.participants.to_place() if not self.meeting.is_listed(seat.name)]
