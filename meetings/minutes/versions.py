"""The minutes that both sides have approved, frozen as numbered versions, and the corrections that begin the next."""

from hashlib import sha256

from django.db import models
from django.utils import timezone

from meetings.room.models.log import Event
from meetings.room.models.notes import Note
from meetings.room.models.refused import Refused
from meetings.room.models.rows import save_fields
from meetings.room.models.seats import Role

from .remarks import REMARK_LENGTH


class Version(models.Model):
    """The minutes as both sides approved them. `content`: JSON that never changes. `sha256`: of `content`."""

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
    """The secretary's reason why `version` differs from the one before it. It is in the minutes."""

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
    """Return the SHA-256 of a text, in 64 hexadecimal digits."""
    return sha256(content.encode()).hexdigest()


def freeze(meeting, content, approved):
    """Keep `content` as the meeting's next Version, and make the minutes final. `approved`: {role: day}, of both sides.

    The earlier wordings of its texts are deleted at once.
    """
    meeting.versions.create(
        number=meeting.versions.count() + 1,
        content=content,
        sha256=fingerprint(content),
        chair_on=approved[Role.CHAIR],
        deputy_on=approved[Role.DEPUTY],
    )
    meeting.earlier_wordings.all().delete()
    save_fields(meeting, has_version=True, is_final=True)


def open_correction(meeting, text):
    """Begin the next version of final minutes. `text` is the reason; both sides approve anew."""
    with meeting.recording(Event.Kind.APPROVAL):
        if not meeting.is_final:
            raise Refused("Referatet er ikke endeligt godkendt, så det kan rettes, som det er.")
        meeting.corrections.create(version=meeting.versions.count() + 1, on=timezone.localdate(), text=text)
        meeting.approvals.all().delete()
        save_fields(meeting, is_final=False)


def purge_notes(meeting):
    """Delete the notes of final minutes; frozen versions keep theirs. Returns whether there were any."""
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        entry.nothing_happened()  # that anybody sees
        if not meeting.is_final:  # a correction has just begun
            return False
        gone, _ = Note.objects.filter(item__meeting=meeting).delete()
        if gone:
            save_fields(meeting, notes_purged=True)
    return bool(gone)
