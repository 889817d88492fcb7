"""The log of a meeting: what changed, in the order of commits. It holds ids, never text."""

from typing import NamedTuple

from django.db import connection, models


class Kind(models.TextChoices):
    MOVED = "moved"  # the meeting moved to another place: every screen changes
    MOVED_BACK = "moved_back"  # the same, to an earlier place
    JOINED = "joined"  # a member took a seat
    LEFT = "left"  # a member gave the seat up; subject: the Participant it was
    PRESENT = "present"  # another number of members is here, as time went by
    NOTE = "note"  # subject: Note
    CLOCK = "clock"  # the clock of the phase was stopped, or got more time
    WAITS = "waits"  # a note was changed that the screens go on showing as it was: of which, nobody is told
    READY = "ready"  # another number of members is ready to go on; it does not say who
    SHOWN = "shown"  # all the notes that waited under the question are shown
    DOTS = "dots"  # the dots of the question are closed: every screen shows them
    GROUPED = "grouped"  # which notes stand together, or under what heading; subject: the AgendaItem
    SPOTLIGHT = "spotlight"  # the room talks about another note, or about none
    LEAD = "lead"  # the meeting is led from the leader's page, or from the wall again
    SEATED = "seated"  # a secret link gave a seat; subject: the Participant
    CONCLUSION = "conclusion"  # subject: AgendaItem
    FOLLOW_UP = "follow_up"  # subject: FollowUp
    ATTENDANCE = "attendance"  # who is on the attendance list, and as what
    MEETING_TEXT = "meeting-text"  # the next meeting, what colleagues are told
    ARRANGED = "arranged"  # where a note is in the minutes; subject: Note
    REMARK = "remark"  # subject: Remark
    APPROVAL = "approval"  # an approval, an approver's comment, or a correction begun
    POST = "post"  # a post was taken or freed, or a link was made to it; subject: PostEntry
    FACTS = "facts"  # the meeting's own facts were corrected
    HOLD = "hold"  # the deletion of the meeting was paused, or goes on
    RESET = "reset"  # the secret links, and the seats they opened, are gone
    CUT = "cut"  # the streams of a seat other than a member's end; subject: the Participant it is or was
    DOOR = "door"  # it was closed, or opened again
    HASTE = "haste"  # a phone writes too fast, was put on pause, or may go on; it does not say which


# These change nothing that the minutes say.
NOT_IN_MINUTES = (
    Kind.CLOCK,
    Kind.READY,
    Kind.JOINED,
    Kind.LEFT,
    Kind.PRESENT,
    Kind.DOTS,
    Kind.SPOTLIGHT,
    Kind.LEAD,
    Kind.SEATED,
    Kind.APPROVAL,
    Kind.POST,
    Kind.HOLD,
    Kind.RESET,
    Kind.CUT,
    Kind.DOOR,
    Kind.HASTE,
)


class Known(NamedTuple):
    """The rows that the writer of an event had in memory as it was committed: to render the event, none is read again."""

    meeting: models.Model
    note: models.Model | None


class Entry:
    """The event that `recording` will append. A verb may set its `kind` and `subject`.

    `note`: the note it is about, with its `item`, where the verb has all of it as it stands: made, or read, under the lock.
    """

    def __init__(self, kind, subject):
        self.kind = kind
        self.subject = subject
        self.note = None
        self.happened = True

    def nothing_happened(self):
        """Leave the log alone."""
        self.happened = False


GIVE_BACK = "UPDATE meetings_meeting SET last_event = last_event - 1 WHERE id = %s AND last_event = %s"
INSERT = "INSERT INTO meetings_event (meeting_id, number, kind, subject) VALUES (%s, %s, %s, %s)"


class Event(models.Model):
    """Event `number` of a meeting's log. `subject` is the id of the row that changed, where there is one."""

    Kind = Kind
    NOT_IN_MINUTES = NOT_IN_MINUTES

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    subject = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("meeting", "number"), name="event_number"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="event_kind"),
        ]

    @classmethod
    def write(cls, meeting_id, number, kind, subject):
        """Append the next event to a meeting's log, inside `recording`. Plain SQL, since each note does it."""
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [meeting_id, number, kind, subject])

    @classmethod
    def give_back(cls, meeting_id, number):
        """Let the event before `number` be the last again, as nothing happened. To roll back would undo what the verb did.

        Raises RuntimeError if the next number is taken already, by an event within: the log would lack this one.
        """
        with connection.cursor() as cursor:
            cursor.execute(GIVE_BACK, [meeting_id, number])
            if cursor.rowcount != 1:
                raise RuntimeError("A verb within another has written an event, so its number cannot be given back.")
