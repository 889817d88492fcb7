"""Who is ready to go on, while people write unread: how many, for the leader alone, and in no row who."""

from django.db import models

from .log import Event
from .notes import mark
from .refused import Refused
from .rows import add

SLOT = "ready"  # one for each person at a place


class ReadyMark(models.Model):
    """A member is ready. `tag`: their `mark` of the place, which only they can make again; nothing else leads to them.

    It stands for as long as the meeting stays at that place.
    """

    tag = models.BinaryField(max_length=32, primary_key=True)
    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="ready_marks")

    def __str__(self):
        return "ready mark"


class HasReadyMarks:
    """The part of Meeting that lets members say they are ready. The log says that the number changed, and not by whom."""

    @property
    def asks_who_is_ready(self):
        return self.hides_notes

    def is_ready(self, secret):
        """Return whether the member who holds `secret` is ready here."""
        return self.asks_who_is_ready and self.ready_marks.filter(pk=mark(secret, self.place, SLOT)).exists()

    def count_ready(self):
        return self.ready_marks.count()

    def set_ready(self, secret, is_ready, seen):
        """Let the member who holds `secret` be ready, or not any more.

        `seen`: the name of the place the member saw. Returns False, and does nothing, if the meeting is elsewhere.
        """
        with self.recording(Event.Kind.READY) as entry:
            if self.place != seen:
                entry.nothing_happened()
                return False
            if not self.asks_who_is_ready:
                raise Refused(f"Her skal ingen sige, at de er klar. {self.where}")
            tag = mark(secret, self.place, SLOT)
            changed = add(ReadyMark(tag=tag, meeting=self)) if is_ready else self.ready_marks.filter(pk=tag).delete()[0]
            if not changed:
                entry.nothing_happened()
        return True

    def forget_ready(self, secret=None):
        """Delete the mark of the member who holds `secret`, or all. Call it inside `recording`."""
        if self.asks_who_is_ready:
            marks = self.ready_marks.all()
            (marks.filter(pk=mark(secret, self.place, SLOT)) if secret else marks).delete()
