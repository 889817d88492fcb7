"""Approves the minutes, one side at a time. The second approval freezes them."""

from django.db import models
from django.utils import timezone

from meetings.room.models.log import Event
from meetings.room.models.path import Stage
from meetings.room.models.refused import Refused
from meetings.room.models.roles import APPROVERS, Role

from .last_read import remember_read
from .remarks import REMARK_LENGTH
from .versions import fingerprint, freeze


class Approval(models.Model):
    """One side's approval of the minutes with this SHA-256. It no longer counts once the minutes have changed.

    `comment`: words that belong to the approval and are printed with it, or "".
    """

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="approvals")
    role = models.CharField(max_length=12, choices=Role)
    sha256 = models.CharField(max_length=64)
    on = models.DateField()
    comment = models.CharField(max_length=REMARK_LENGTH, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("meeting", "role"), name="one_approval_a_side"),
            models.CheckConstraint(condition=models.Q(role__in=APPROVERS), name="approval_role"),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.on}"


def approve(meeting, role, seen, draw_up, comment=""):
    """Record one side's approval, and close what that side had asked for. The second side's freezes the next Version.

    `seen`: the fingerprint of what the approver read. `draw_up(meeting)`: returns the minutes as text; it is called
    under the lock. Raises Refused if they have changed in between, or if the meeting is not closed. A second press
    changes nothing, unless it comes with other words.
    """
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        if meeting.is_final:
            if comment:  # what is frozen cannot take it, and it must not be lost without a word
                raise Refused("Referatet er allerede endeligt godkendt, så kommentaren kom ikke med.")
            return entry.nothing_happened()
        if meeting.stage != Stage.CLOSED:
            raise Refused("Mødet er ikke afsluttet, så referatet kan ikke godkendes endnu.")
        if not meeting.is_taken(role):
            raise Refused("Pladsen er frigivet. Den skal tages igen, før du kan godkende.")
        content = draw_up(meeting)
        if fingerprint(content) != seen:
            raise Refused("Referatet er ændret, siden du åbnede siden. Læs det igen, før du godkender det.")
        given = meeting.approvals.filter(role=role, sha256=seen).first()
        is_new = not given or (comment and given.comment != comment)
        if is_new:
            given = {"sha256": seen, "on": timezone.localdate(), "comment": comment}
            meeting.approvals.update_or_create(role=role, defaults=given)
        remember_read(meeting, role, content, seen)
        answered = meeting.comments.filter(role=role, is_open=True).update(is_open=False)
        if not (is_new or answered):
            return entry.nothing_happened()
        approved = {each.role: each for each in meeting.approvals.filter(sha256=seen)}
        if len(approved) == len(APPROVERS):
            freeze(meeting, content, approved)


def withdraw(meeting, role):
    """Withdraw one side's approval. Raises Refused once the minutes are final. Without an approval nothing happens."""
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        must_not_be_final(meeting, "Referatet er endeligt godkendt, så godkendelsen kan ikke tages tilbage.")
        gone, _ = meeting.approvals.filter(role=role).delete()
        if not gone:
            entry.nothing_happened()


def must_not_be_final(meeting, sentence):
    if meeting.is_final:
        raise Refused(sentence)
