"""The attendance lists, and the other texts of the minutes that are fields of the meeting."""

import re

from .log import Event
from .revised import RevisedText
from .rows import save_fields


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
                save_fields(self, **{side: "\n".join([*getattr(self, side).splitlines(), participant.name])})
            save_fields(participant, name_placed=True)

    def revised(self, name):
        """Return one of TEXTS, or "next_meeting", as a RevisedText. The lists keep no earlier wordings."""
        kept = "" if name in self.SIDES else "next" if name == "next_meeting" else f"text-{name}"
        return RevisedText(self, self, (name,), Event.Kind.RECORD, kept)

    def write(self, name, text, seen):
        """Save one of TEXTS. `seen`: the revision of the text the writer began from. Raises Conflict."""
        self.revised(name).save(seen, **{name: text})

    @property
    def next_meeting_revision(self):
        return self.revised("next_meeting").revision

    def write_next_meeting(self, text, seen):
        """Save when to meet next. `seen`: the `next_meeting_revision` the writer began from. Raises Conflict."""
        self.revised("next_meeting").save(seen, next_meeting=text)


def _normal(name):
    return " ".join(name.casefold().split())
