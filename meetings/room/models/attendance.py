"""Who was there, and the other texts of the minutes that the secretary writes on the meeting itself."""

import re

from .keys import mark
from .log import Event


class HasAttendance:
    """The part of Meeting that holds the attendance lists, what is told to colleagues, and when to meet next."""

    SIDES = ("management_side", "employee_side", "others", "absent")  # the lists, one name a line
    TEXTS = (*SIDES, "communication")  # save themselves while the secretary writes

    def is_listed(self, name):
        """Return whether an attendance list holds `name`, whatever follows it in brackets or after a comma."""
        listed = (re.split("[(,]", line)[0] for side in self.SIDES for line in getattr(self, side).splitlines())
        return _normal(name) in map(_normal, listed)

    def place_name(self, participant, side):
        """Put the participant's name on the list `side` (one of SIDES), or, with None, leave it off every list."""
        with self.recording(Event.Kind.RECORD):
            if side and not self.is_listed(participant.name):
                setattr(self, side, "\n".join([*getattr(self, side).splitlines(), participant.name]))
                self.save(update_fields=[side])
            participant.name_placed = True
            participant.save(update_fields=["name_placed"])

    def write(self, name, text, seen):
        """Save one of TEXTS. `seen`: the `mark` of the text the writer began from.

        Returns False, and saves nothing, when somebody else has written something else since.
        """
        with self.recording(Event.Kind.RECORD) as entry:
            now = getattr(self, name)
            if text == now or seen != mark(now):
                entry.nothing_happened()
                return text == now
            setattr(self, name, text)
            self.save(update_fields=[name])
        return True

    def write_next_meeting(self, text, seen):
        """`seen`: the `next_meeting_revision` the writer began from. Returns False if somebody wrote something else since."""
        with self.recording(Event.Kind.RECORD) as entry:
            if text == self.next_meeting or seen != self.next_meeting_revision:
                entry.nothing_happened()
                return text == self.next_meeting
            self.next_meeting = text
            self.next_meeting_revision += 1
            self.save(update_fields=["next_meeting", "next_meeting_revision"])
        return True


def _normal(name):
    return " ".join(name.casefold().split())
