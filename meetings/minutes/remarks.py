"""What one side, or the committee, wants to have noted in the minutes: remarks and disagreement."""

from uuid import uuid4

from django.db import models

from meetings.room.models.keys import mark
from meetings.room.models.log import Event

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
    deleted = models.BooleanField(default=False)

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
        with meeting.recording(Event.Kind.REMARK) as entry:
            if remark := meeting.remarks.filter(uuid=uuid, side=side, text=text, deleted=False).first():
                entry.nothing_happened()
                return remark
            if meeting.remarks.filter(uuid=uuid).exists():  # a page that was gone back to
                uuid = uuid4()
            remark = meeting.remarks.create(uuid=uuid, side=side, text=text)
            entry.subject = remark.pk
        return remark

    @property
    def revision(self):
        """Tells what it says from what it said before."""
        return mark(self.text)

    def edit(self, text, seen):
        """`seen`: the `revision` the writer began from. Returns False, and changes nothing, if it says something else now, or is gone."""
        with self.meeting.recording(Event.Kind.REMARK, self.pk) as entry:
            self.refresh_from_db(fields=["text", "deleted"])
            if self.deleted or text == self.text or seen != self.revision:
                entry.nothing_happened()
                return not self.deleted and text == self.text
            self._set(text=text)
        return True

    def take_side(self, side):
        self._change(side=side)

    def soft_delete(self):
        self._change(deleted=True)

    def restore(self):
        self._change(deleted=False)

    def _change(self, **fields):
        with self.meeting.recording(Event.Kind.REMARK, self.pk):
            self._set(**fields)

    def _set(self, **fields):
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
