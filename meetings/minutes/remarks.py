"""Remarks and disagreement that one side, or the whole committee, wants in the minutes."""

from uuid import uuid4

from django.db import models

from meetings.room.models.deletable import Deletable
from meetings.room.models.log import Event
from meetings.room.models.once import add_once
from meetings.room.models.revised import RevisedText

REMARK_LENGTH = 2000  # characters


class RemarkSide(models.TextChoices):
    MANAGEMENT = "ledelse", "Ledelsessiden"
    EMPLOYEES = "medarbejdere", "Medarbejdersiden"
    BOTH = "udvalg", "Udvalget"


class Remark(Deletable):
    KIND = Event.Kind.REMARK
    GONE = "En anden har fjernet bemærkningen. Din tekst står stadig i feltet."

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="remarks")
    uuid = models.UUIDField(default=uuid4)  # made with the form, so that a double press adds one
    side = models.CharField(max_length=12, choices=RemarkSide)
    text = models.CharField(max_length=REMARK_LENGTH)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("meeting", "uuid"), name="remark_uuid"),
            models.CheckConstraint(condition=models.Q(side__in=RemarkSide.values), name="remark_side"),
            models.CheckConstraint(condition=~models.Q(text=""), name="remark_has_text"),
        ]

    def __str__(self):
        return f"remark {self.pk}"

    @classmethod
    def add(cls, meeting, *, uuid, side, text):
        """Add a remark. The same again with the same `uuid` returns the one that is there."""
        with meeting.recording(cls.KIND) as entry:
            new = cls(meeting=meeting, uuid=uuid, side=side, text=text)
            remark = add_once(entry, new, same=("side", "text", "deleted"), meeting_id=meeting.pk, uuid=uuid)
            entry.subject = remark.pk
        remark.meeting = meeting
        return remark

    @property
    def revised(self):
        return RevisedText(self.meeting, self, ("text",), self.KIND, f"remark-{self.pk}")

    @property
    def revision(self):
        return self.revised.revision

    def edit(self, text, seen):
        """Save the text. `seen`: the `revision` the writer began from. Raises Conflict, or Refused if it is deleted."""
        self.revised.save(seen, text=text)

    def set_side(self, side):
        self._change(side=side)
