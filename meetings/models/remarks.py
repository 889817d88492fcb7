"""What one side, or the committee, wants to have noted in the minutes: remarks and disagreement."""

import uuid

from django.db import models

from .log import Event

REMARK_LENGTH = 2000  # characters


class Side(models.TextChoices):
    MANAGEMENT = "ledelse", "Ledelsessiden"
    EMPLOYEES = "medarbejdere", "Medarbejdersiden"
    BOTH = "udvalg", "Udvalget"


class Remark(models.Model):
    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="remarks")
    uuid = models.UUIDField(default=uuid.uuid4)  # made with the form: two presses are one
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
        """The same `uuid` again returns the one that is there."""
        with meeting.recording(Event.Kind.RECORD) as entry:
            remark, made = meeting.remarks.get_or_create(uuid=uuid, defaults={"side": side, "text": text})
            if not made:
                entry.nothing_happened()
        return remark

    def mend(self, side, text):
        self._change(side=side, text=text)

    def remove(self):
        self._change(removed=True)

    def put_back(self):
        self._change(removed=False)

    def _change(self, **fields):
        with self.meeting.recording(Event.Kind.RECORD):
            for name, value in fields.items():
                setattr(self, name, value)
            self.save(update_fields=list(fields))
