"""The log of a meeting: what changed, in the order it was committed. It holds no text, only what to draw again."""

from django.db import connection, models


class Kind(models.TextChoices):
    MOVED = "moved"  # the meeting moved to another place: every screen changes
    MOVED_BACK = "moved_back"  # the same, to an earlier place
    JOINED = "joined"  # a member took a seat
    LEFT = "left"  # a member gave it up; subject: the Participant it was
    NOTE = "note"  # subject: Note
    CONCLUSION = "conclusion"  # subject: AgendaItem
    FOLLOW_UP = "follow_up"  # subject: FollowUp
    RECORD = "record"  # who was there, when we meet next, what is told to colleagues
    ARRANGED = "arranged"  # where a note stands in the minutes; subject: Note
    REMARK = "remark"  # subject: Remark
    APPROVAL = "approval"  # an approver's yes or comment, a correction begun
    FACTS = "facts"  # the meeting's own facts were corrected
    RESET = "reset"  # the secret links, and the seats they opened, are gone


OUTSIDE = (Kind.JOINED, Kind.LEFT, Kind.APPROVAL, Kind.RESET)  # changes nothing that stands in the minutes


class Entry:
    """The event that `recording` will append. A verb may set its `kind` and `subject`."""

    def __init__(self, kind, subject):
        self.kind = kind
        self.subject = subject
        self.happened = True

    def nothing_happened(self):
        self.happened = False


LAST = "UPDATE meetings_meeting SET last_event = %s WHERE id = %s"
LINE = "INSERT INTO meetings_event (meeting_id, number, kind, subject) VALUES (%s, %s, %s, %s)"


class Event(models.Model):
    """Line `number` of one meeting's log. `subject` is the id of the row that changed, where there is one."""

    Kind = Kind
    OUTSIDE = OUTSIDE

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
        """The next line of a meeting's log, inside `recording`. Plain SQL: it is written at each note."""
        with connection.cursor() as cursor:
            cursor.execute(LAST, [number, meeting_id])
            cursor.execute(LINE, [meeting_id, number, kind, subject])
