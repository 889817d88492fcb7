"""The minutes that both sides have approved, frozen as numbered versions."""

from hashlib import sha256

from django.db import models
from django.utils import timezone

from meetings.room.models.attendance import LastAct
from meetings.room.models.clocks import Clock, notes_are_due
from meetings.room.models.closing import Receipt
from meetings.room.models.erasing import Erasure
from meetings.room.models.grouping import NoteGroup
from meetings.room.models.log import Event
from meetings.room.models.notes import Note
from meetings.room.models.refused import Refused
from meetings.room.models.roles import Role
from meetings.room.models.rows import save_fields
from meetings.room.models.traces import clear_on_commit

from .remarks import REMARK_LENGTH


class Version(models.Model):
    """The minutes as both sides approved them. `content`: JSON that never changes. `sha256`: of `content`.

    `taken_away_on`: the day the text of an older version was deleted, since it held personal data; `content` is then "".
    """

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    chair_on = models.DateField()
    deputy_on = models.DateField()
    chair_comment = models.CharField(max_length=REMARK_LENGTH, blank=True)
    deputy_comment = models.CharField(max_length=REMARK_LENGTH, blank=True)
    taken_away_on = models.DateField(null=True)
    chair_how = models.CharField(max_length=60)  # the post was taken
    deputy_how = models.CharField(max_length=60)
    about_posts = models.JSONField(default=list)  # sentences

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("meeting", "number"), name="version_number")]

    def __str__(self):
        return f"version {self.number}"

    @property
    def on(self):
        """Return the day the second side approved it."""
        return max(self.chair_on, self.deputy_on)


def fingerprint(content):
    """Return the SHA-256 of a text, in 64 hexadecimal digits."""
    return sha256(content.encode()).hexdigest()


def freeze(meeting, content, approved):
    """Keep `content` as the meeting's next Version, and make the minutes final.

    `approved`: {role: Approval}, of both sides. The earlier wordings of its texts are deleted at once, and what the
    approvers had read, and what a correction has kept.
    """
    chair, deputy = approved[Role.CHAIR], approved[Role.DEPUTY]
    posts, freed = meeting.read_posts()
    how = {post.role: post.how.label for post in posts}
    meeting.versions.create(
        number=meeting.versions.count() + 1,
        content=content,
        sha256=fingerprint(content),
        chair_on=chair.on,
        deputy_on=deputy.on,
        chair_comment=chair.comment,
        deputy_comment=deputy.comment,
        chair_how=how[Role.CHAIR],
        deputy_how=how[Role.DEPUTY],
        about_posts=unusual(posts, freed),
    )
    meeting.earlier_wordings.all().delete()
    LastAct.objects.filter(meeting=meeting).delete()
    meeting.last_read.all().delete()
    meeting.corrections.update(before="")
    if meeting.notes_purged:  # they were rows again while they were corrected
        Note.objects.filter(item__meeting=meeting).delete()
        NoteGroup.objects.filter(item__meeting=meeting).delete()
    deadlines = meeting.follow_ups.not_deleted().aggregate(last=models.Max("due"))
    save_fields(
        meeting,
        has_version=True,
        is_final=True,
        approved_on=max(chair.on, deputy.on),
        last_deadline=deadlines["last"],
        approval_due=None,
        shared_at=None,
        held_days=0,
    )


def unusual(posts, freed):
    """Return the sentences that the minutes hold on the two posts: on more links than one, and on one that was freed."""
    return (*filter(None, (post.about_links for post in posts)), *freed)


def purge_before_correction(meeting, today):
    """Delete the notes of final minutes if they are due, since a correction would keep them. Call it in `recording`."""
    if notes_are_due(meeting, today):
        _purge(meeting, today)


def may_take_away(meeting, version):
    """Return whether a later version is a correction that removes personal data, and the text is still there."""
    later = meeting.versions.filter(number__gt=version.number).values("number")
    return not version.taken_away_on and meeting.corrections.filter(version__in=later, is_personal=True).exists()


def take_away(meeting, number):
    """Delete the text of an older version. Its number, dates and SHA-256 stay.

    Raises Refused unless a later version is a correction that removes personal data. A second press changes nothing.
    """
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        version = meeting.versions.get(number=number)
        if version.taken_away_on:
            return entry.nothing_happened()
        if not may_take_away(meeting, version):
            raise Refused("Teksten kan først tages væk, når en godkendt rettelse har fjernet oplysninger om en person.")
        save_fields(version, content="", chair_comment="", deputy_comment="", taken_away_on=timezone.localdate())


def purge_due_notes(meeting, today):
    """Delete the notes of final minutes if their clock has run out; frozen versions keep theirs. Returns how many it were."""
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        if not notes_are_due(meeting, today):  # a correction has just begun, or a hold
            entry.nothing_happened()
            return 0
        return _purge(meeting, today)


def _purge(meeting, today):
    notes = Note.objects.filter(item__meeting=meeting)
    number = notes.count()
    if number:
        Erasure.leave(meeting, Clock.NOTES, today, notes=number)
        notes.delete()
    NoteGroup.objects.filter(item__meeting=meeting).delete()
    Receipt.objects.filter(item__meeting=meeting).delete()
    clear_on_commit()
    save_fields(meeting, notes_purged=True)
    return number
