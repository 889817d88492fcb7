"""What becomes of the minutes after the meeting: both sides approve them, they are frozen, and what was wrong is corrected.

A frozen version is the text that both approved, kept as it was. What it holds is drawn up by `meetings.minutes`.
"""

from hashlib import sha256
from uuid import uuid4

from django.db import models
from django.utils import timezone

from meetings.room.models.log import Event
from meetings.room.models.notes import Note
from meetings.room.models.once import add_once
from meetings.room.models.path import Stage
from meetings.room.models.refused import Refused
from meetings.room.models.seats import APPROVERS, Role

from .remarks import REMARK_LENGTH


class Approval(models.Model):
    """One side's yes to the minutes with this SHA-256. When the minutes have changed since, it counts no more."""

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
    """What an approver asks the secretary to look at instead of approving. It is never in the minutes."""

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="comments")
    uuid = models.UUIDField(default=uuid4)  # made with the form: two presses are one
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
        """The secretary has done what there was to do about it."""
        with self.meeting.recording(Event.Kind.APPROVAL):
            self.resolved = True
            self.save(update_fields=["resolved"])


class Version(models.Model):
    """The minutes as both sides approved them. `content` is their JSON and never changes; `sha256` is its own."""

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    chair_on = models.DateField()
    deputy_on = models.DateField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("meeting", "number"), name="version_number")]

    def __str__(self):
        return f"version {self.number}"

    @property
    def on(self):
        """The day the second side approved it."""
        return max(self.chair_on, self.deputy_on)


class Correction(models.Model):
    """Why `version` differs from the one before it, in the secretary's words. It stands in the minutes."""

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="corrections")
    version = models.PositiveSmallIntegerField()
    on = models.DateField()
    text = models.CharField(max_length=REMARK_LENGTH)

    class Meta:
        ordering = ("version",)
        constraints = [models.UniqueConstraint(fields=("meeting", "version"), name="one_correction_a_version")]

    def __str__(self):
        return f"correction of version {self.version - 1}"


def fingerprint(content):
    """The SHA-256 of a text, in 64 hexadecimal digits."""
    return sha256(content.encode()).hexdigest()


def approve(meeting, role, seen, draw_up):
    """One side's yes. The second freezes what both have read as the next Version.

    `seen`: the fingerprint of what the approver read. `draw_up(meeting)`: the minutes as text, called under the lock.
    Raises Refused when they have changed in between, or the meeting goes on. A second press changes nothing.
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


def freeze(meeting, content, approved):
    meeting.versions.create(
        number=meeting.versions.count() + 1,
        content=content,
        sha256=fingerprint(content),
        chair_on=approved[Role.CHAIR],
        deputy_on=approved[Role.DEPUTY],
    )
    meeting.has_version = meeting.is_final = True
    meeting.save(update_fields=["has_version", "is_final"])


def comment(meeting, role, uuid, text):
    """Add an approver's words to the secretary. The same again with the same `uuid` adds nothing."""
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        if meeting.is_final:
            raise Refused("Referatet er endeligt godkendt. Skriv til referenten, hvis der er noget at rette.")
        new = Comment(meeting=meeting, uuid=uuid, role=role, text=text, on=timezone.localdate())
        add_once(entry, new, same=("role", "text"), meeting_id=meeting.pk, uuid=uuid)


def open_correction(meeting, text):
    """Let the final minutes be edited: the next version, which says why, and which both sides approve anew."""
    with meeting.recording(Event.Kind.APPROVAL):
        if not meeting.is_final:
            raise Refused("Referatet er ikke endeligt godkendt, så det kan rettes, som det er.")
        meeting.corrections.create(version=meeting.versions.count() + 1, on=timezone.localdate(), text=text)
        meeting.approvals.all().delete()
        meeting.is_final = False
        meeting.save(update_fields=["is_final"])


def purge_notes(meeting):
    """Delete the notes of final minutes. What stands of them in a frozen version stays. Returns whether there were any."""
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        entry.nothing_happened()
        if not meeting.is_final:  # a correction has just begun
            return False
        gone, _ = Note.objects.filter(item__meeting=meeting).delete()
        if gone:
            meeting.notes_purged = True
            meeting.save(update_fields=["notes_purged"])
    return bool(gone)
