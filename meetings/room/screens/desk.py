"""The secretary's screen during the meeting, and what the working minutes share with it."""

from django.utils.functional import cached_property

from meetings.room.models import Attendee
from meetings.room.visibility import Audience, counts_of

from .screen import Screen, register


class SecretarysScreen(Screen):
    """All items with their notes, and the attendance list."""

    sides = Attendee.Side.choices

    @cached_property
    def notes_by_item(self):
        """Return [(item, its notes, oldest first)]."""
        return [(item, self.not_gone(self.now.all_notes[item.pk])) for item in self.items]

    def groups_of(self, item):
        return self.in_groups(item, dict(self.notes_by_item)[item])

    def is_on_screen(self, item):
        return True

    @property
    def with_earlier(self):
        """Return the names of the texts that have earlier wordings."""
        return self.now.with_earlier

    @property
    def attendance(self):
        """Return [(side in Danish, attendees)], only the sides somebody is on; the absent are the last."""
        listed = [each for each in self.now.attendees if each.side]
        sides = [
            (label, [each for each in listed if each.side == side and not each.absent]) for side, label in self.sides
        ]
        groups = [*sides, ("Afbud", [each for each in listed if each.absent])]
        return [(label, attendees) for label, attendees in groups if attendees]

    @property
    def names_to_place(self):
        """List those whose name was given when joining, and is not on the list."""
        return [each for each in self.now.attendees if not each.side]

    @property
    def last_act(self):
        return self.now.last_act


@register
class DeskScreen(SecretarysScreen):
    audience = Audience.DESK
    template = "room/desk/desk.html"

    def about_follow_up(self, follow_up_id):
        return self.about_source(follow_up_id)

    @property
    def groups_by_item(self):
        """Return [(item, its notes by the headings of the group)]."""
        return [(item, self.in_groups(item, notes)) for item, notes in self.notes_by_item]

    @cached_property
    def counts(self):
        """Return the Counts of the item being discussed; of a whole screen from the notes, which are read anyway."""
        if self.item and not self.now.note_ids:
            return counts_of(self.audience, self.now.all_notes[self.item.pk])
        return super().counts

    @cached_property
    def feeding(self):
        """Return the ids of the items whose notes are proposals: those with lanes, and those that these recall."""
        with_lanes = [item for item in self.items if item.has_lanes]
        numbers = {item.number for item in with_lanes} | {item.recalls for item in with_lanes}
        return {item.pk for item in self.items if item.number in numbers}
