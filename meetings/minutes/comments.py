"""What the approvers write to the secretary before the minutes are final, and the answers. It is never in the minutes."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from meetings.room.models.log import Event
from meetings.room.models.once import add_once
from meetings.room.models.refused import Refused
from meetings.room.models.roles import APPROVERS, Role
from meetings.room.models.rows import save_fields

from .last_read import remember_read
from .remarks import REMARK_LENGTH, Remark, RemarkSide

FINAL = "Referatet er endeligt godkendt. Skriv til referenten, hvis der er noget at rette."


class Comment(models.Model):
    """Words from an approver to the secretary; with `is_objection`, why that side cannot approve.

    With `remark_side` they are a remark that is asked for in the minutes, in the name of that side.

    A comment is open until it is answered, and its writer may open it again. An objection is closed by its writer only.
    An approval closes all of its side's.
    """

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="comments")
    uuid = models.UUIDField(default=uuid4)  # made with the form, so that a double press adds one
    role = models.CharField(max_length=12, choices=Role)
    is_objection = models.BooleanField(default=False)
    remark_side = models.CharField(max_length=12, choices=RemarkSide, blank=True)
    text = models.CharField(max_length=REMARK_LENGTH)
    on = models.DateField()
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("meeting", "uuid"), name="comment_uuid"),
            models.CheckConstraint(condition=models.Q(role__in=APPROVERS), name="comment_role"),
        ]

    def __str__(self):
        return f"comment {self.pk}"

    @property
    def is_waiting(self):
        """Return whether it is a comment that the secretary has to answer."""
        return self.is_open and not self.is_objection

    def answer(self, role, uuid, text):
        """Add an answer, which closes a comment. `role`: of who answers. The same again with the same `uuid` adds nothing."""
        with self.meeting.recording(Event.Kind.APPROVAL) as entry:
            new = Answer(comment=self, uuid=uuid, role=role, text=text, on=timezone.localdate())
            if add_once(entry, new, same=("text",), comment_id=self.pk, uuid=uuid) is new:
                self.refresh_from_db(fields=["is_open"])
                save_fields(self, is_open=self.is_open and self.is_objection)

    def put_in_minutes(self, role):
        """Add the remark that is asked for, and answer that it is there. The same again adds nothing. `role`: of who does it."""
        Remark.add(self.meeting, uuid=self.uuid, side=self.remark_side, text=self.text)
        self.answer(role, self.uuid, "Bemærkningen er sat i referatet.")

    def reopen(self):
        """Open it again. Raises Refused once the minutes are final."""
        self._set_open(True)

    def close(self):
        """Lift an objection, or close a comment that needs no answer."""
        self._set_open(False)

    def _set_open(self, is_open):
        with self.meeting.recording(Event.Kind.APPROVAL) as entry:
            if self.meeting.is_final:
                raise Refused(FINAL)
            self.refresh_from_db(fields=["is_open"])
            if self.is_open == is_open:
                return entry.nothing_happened()
            save_fields(self, is_open=is_open)
            if is_open and self.is_objection:
                self.meeting.approvals.filter(role=self.role).delete()


class Answer(models.Model):
    """An answer to a comment, from the secretary or the facilitator."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="answers")
    uuid = models.UUIDField(default=uuid4)  # made with the form, so that a double press adds one
    role = models.CharField(max_length=12, choices=Role)
    text = models.CharField(max_length=REMARK_LENGTH)
    on = models.DateField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=("comment", "uuid"), name="answer_uuid")]

    def __str__(self):
        return f"answer {self.pk}"


def comment(meeting, role, uuid, text, is_objection=False, side="", seen="", draw_up=None):
    """Add an approver's words to the secretary. The same again with the same `uuid` adds nothing.

    `side`: in whose name they are asked for as a remark in the minutes, if they are.

    `seen` and `draw_up`: as in `approve`; what has changed is told from what the writer had read.
    An objection withdraws its side's approval. Raises Refused once the minutes are final.
    """
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        if meeting.is_final:
            raise Refused(FINAL)
        words = {"role": role, "text": text, "is_objection": is_objection, "remark_side": side}
        new = Comment(meeting=meeting, uuid=uuid, on=timezone.localdate(), **words)
        added = add_once(entry, new, same=words, meeting_id=meeting.pk, uuid=uuid)
        if added is new and is_objection:
            meeting.approvals.filter(role=role).delete()
        if added is new and draw_up:
            remember_read(meeting, role, draw_up(meeting), seen)


def thread(meeting):
    """Return the meeting's comments with their answers, in the order they came."""
    return list(meeting.comments.prefetch_related("answers"))
