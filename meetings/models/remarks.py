"""What one side, or the committee, wants to have noted in the minutes: remarks and disagreement."""

from uuid import uuid4

from django.db import models

from .keys import mark
from .log import Event

REMARK_LENGTH = 2000  # characters


class Side(models.TextChoices):
    MANAGEMENT = "ledelse", "Ledelsessiden"
    EMPLOYEES = "medarbejdere", "Medarbejdersiden"
    BOTH = "udvalg", "Udvalget"


class Remark(models.Model):
    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="remarks")
    uuid = models.UUIDField(default=uuid4)  # made with the form: two presses are one
    side = models.CharField(max_length=12, choices=Side)
    text = models.CharField(max_length=REMARK_LENGTH)
    removed = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("meeting", "uuid"), name="remark_uuid"),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="remark_side"),
            models.CheckConstraint(condition=~models.Q(text=""), name="remark_has_text"),
        ]

    def __str__(self):
        return f"remark {self.pk}"

    @classmethod
    def add(cls, meeting, *, uuid, side, text):
        """The same again under the same `uuid` returns the one that is there."""
        with meeting.recording(Event.Kind.RECORD) as entry:
            if remark := meeting.remarks.filter(uuid=uuid, side=side, text=text, removed=False).first():
                entry.nothing_happened()
                return remark
            if meeting.remarks.filter(uuid=uuid).exists():  # a page that was gone back to
                uuid = uuid4()
            return meeting.remarks.create(uuid=uuid, side=side, text=text)

    @property
    def revision(self):
        """Tells what it says from what it said before."""
        return mark(f"{self.side}{self.text}")

    def mend(self, seen, side, text):
        """`seen`: the `revision` the writer began from. Returns False, and changes nothing, if it is another now, or gone."""
        with self.meeting.recording(Event.Kind.RECORD) as entry:
            self.refresh_from_db(fields=["side", "text", "removed"])
            if self.removed or seen != self.revision:
                entry.nothing_happened()
                return False
            self.side, self.text = side, text
            self.save(update_fields=["side", "text"])
        return True

    def remove(self):
        with self.meeting.recording(Event.Kind.RECORD):
            self.removed = True
            self.save(update_fields=["removed"])
