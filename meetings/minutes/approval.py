"""Approves the minutes, one side at a time, or asks the secretary for a change. The second approval freezes them."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from meetings.room.models.log import Event
from meetings.room.models.once import add_once
from meetings.room.models.path import Stage
from meetings.room.models.refused import Refused
from meetings.room.models.rows import save_fields
from meetings.room.models.seats import APPROVERS, Role

from .remarks import REMARK_LENGTH
from .versions import fingerprint, freeze


class Approval(models.Model):
    """One side's approval of the minutes with this SHA-256. It no longer counts once the minutes have changed."""

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="approvals")
    role = models.CharField(max_length=12, choices=Role)
    sha256 = models.CharField(max_length=64)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("meeting", "role"), name="one_approval_a_side"),
            models.CheckConstraint(condition=models.Q(role__in=APPROVERS), name="approval_role"),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.on}"


class Comment(models.Model):
    """A request from an approver to the secretary, instead of an approval. It is never in the minutes."""

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="comments")
    uuid = models.UUIDField(default=uuid4)  # made with the form, so that a double press adds one
    role = models.CharField(max_length=12, choices=Role)
    text = models.CharField(max_length=REMARK_LENGTH)
    on = models.DateField()
    resolved = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("meeting", "uuid"), name="comment_uuid"),
            models.CheckConstraint(condition=models.Q(role__in=APPROVERS), name="comment_role"),
        ]

    def __str__(self):
        return f"comment {self.pk}"

    def resolve(self):
        """Mark the request as done."""
        with self.meeting.recording(Event.Kind.APPROVAL):
            save_fields(self, resolved=True)


def approve(meeting, role, seen, draw_up):
    """Record one side's approval. The second side's freezes the minutes as the next Version.

    `seen`: the fingerprint of what the approver read. `draw_up(meeting)`: returns the minutes as text; it is called
    under the lock. Raises Refused if they have changed in between, or if the meeting is not closed. A second press
    changes nothing.
    """
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        if meeting.is_final:
            return entry.nothing_happened()
        if meeting.stage != Stage.CLOSED:
            raise Refused("Mødet er ikke afsluttet, så referatet kan ikke godkendes endnu.")
        content = draw_up(meeting)
        if fingerprint(content) != seen:
            raise Refused("Referatet er ændret, siden du åbnede siden. Læs det igen, før du godkender det.")
        if not meeting.approvals.filter(role=role, sha256=seen).exists():
            meeting.approvals.update_or_create(role=role, defaults={"sha256": seen, "on": timezone.localdate()})
        approved = dict(meeting.approvals.filter(sha256=seen).values_list("role", "on"))
        if len(approved) == len(APPROVERS):
            freeze(meeting, content, approved)


def comment(meeting, role, uuid, text):
    """Add an approver's words to the secretary. The same again with the same `uuid` adds nothing."""
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        if meeting.is_final:
            raise Refused("Referatet er endeligt godkendt. Skriv til referenten, hvis der er noget at rette.")
        new = Comment(meeting=meeting, uuid=uuid, role=role, text=text, on=timezone.localdate())
        add_once(entry, new, same=("role", "text"), meeting_id=meeting.pk, uuid=uuid)
