"""What was agreed in the meeting: what we do ourselves, and what is sent upward."""

from uuid import uuid4

from django.db import models, transaction

from meetings import danish

from .deletable import Deletable
from .log import Event
from .notes import Note
from .once import add_once
from .revised import RevisedText


class Lane(models.TextChoices):
    SELF = "selv", "Det kan vi selv"
    UP = "opad", "Det sender vi opad"


COUNTED = {Lane.SELF: ("aftale", "aftaler"), Lane.UP: ("sag", "sager")}
EXPECTED = [
    (Lane.SELF, "responsible", "mangler en ansvarlig"),
    (Lane.SELF, "deadline", "mangler en frist"),
    (Lane.UP, "sent_to", "mangler en modtager"),
    (Lane.UP, "carried_by", "mangler en, der tager {} med"),
]


class FollowUpQuerySet(models.QuerySet):
    def not_deleted(self):
        return self.filter(deleted=False)

    def missing(self):
        """List what is not filled in yet, as short Danish clauses."""
        follow_ups = list(self.not_deleted())
        found = [
            (sum(each.lane == lane and not getattr(each, name) for each in follow_ups), lane, words)
            for lane, name, words in EXPECTED
        ]
        return [
            f"{danish.count(number, *COUNTED[lane])} {words.format('den' if number == 1 else 'dem')}"
            for number, lane, words in found
            if number
        ]


class FollowUp(Deletable):
    """What was agreed.

    We do it ourselves (`responsible`, `deadline`) or send it upward (`sent_to`, `request`, `carried_by`, `deadline`).
    """

    KIND = Event.Kind.FOLLOW_UP
    GONE = "En anden har fjernet det imens. Det, du skrev, står stadig i felterne."
    WRITTEN = (
        "text",
        "responsible",
        "sent_to",
        "request",
        "carried_by",
        "due",
        "due_words",
    )  # together: they have one revision

    class Request(models.TextChoices):
        INFORM = "orientering", "orientering"
        DISCUSS = "drøftelse", "drøftelse"
        DECIDE = "beslutning", "beslutning"

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="follow_ups")
    uuid = models.UUIDField(default=uuid4)  # made with the form, so that a double press adds one
    lane = models.CharField(max_length=4, choices=Lane)
    text = models.CharField(max_length=1000)
    responsible = models.CharField(max_length=200, blank=True)
    sent_to = models.CharField(max_length=200, blank=True)
    request = models.CharField(max_length=12, choices=Request, blank=True)
    carried_by = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    due_words = models.CharField(max_length=20, blank=True)  # instead of a date: "løbende"
    note = models.ForeignKey(Note, models.SET_NULL, null=True, related_name="follow_ups")

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("meeting", "uuid"), name="follow_up_uuid"),
            models.CheckConstraint(condition=models.Q(lane__in=Lane.values), name="follow_up_lane"),
            models.CheckConstraint(condition=~models.Q(text=""), name="follow_up_has_text"),
            models.CheckConstraint(
                condition=models.Q(due__isnull=True) | models.Q(due_words=""), name="follow_up_due_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_lane_display()} {self.pk}"

    @property
    def deadline(self):
        """Return a date, a word, or "" when there is none."""
        return self.due or self.due_words

    @property
    def is_open(self):
        """Return whether nobody has said yet by whom it is done, or when."""
        return not (self.responsible or self.carried_by) or not self.deadline

    @property
    def revised(self):
        """Return WRITTEN as a RevisedText."""
        return RevisedText(self.meeting, self, self.WRITTEN, self.KIND, f"follow-up-{self.pk}")

    @property
    def revision(self):
        return self.revised.revision

    def put_back(self, shown):
        """Let it be the note again that it was made of. `shown`: let that take the spotlight."""
        with transaction.atomic():
            self.soft_delete()
            if shown:
                self.meeting.pass_spotlight_to(self.note)

    def edit(self, seen, **fields):
        """Save some of WRITTEN. `seen`: the `revision` the writer began from.

        Raises Conflict, and Refused if the follow-up is deleted.
        """
        self.revised.save(seen, **fields)


class HasFollowUps:
    """The part of Meeting that keeps what was agreed."""

    def add_follow_up(self, *, lane, text="", uuid=None, note=None, **fields):
        """Add what was agreed: `text`, or the text of a `note`.

        The same `uuid`, or a note that already became one, returns the one that is there.
        """
        uuid = uuid or uuid4()
        with self.recording(FollowUp.KIND) as entry:
            text = note.text_to_agree_on() if note else text
            if note and lane == Lane.UP:
                fields = {"sent_to": self.committee.parent_name, "request": FollowUp.Request.DISCUSS, **fields}
            new = FollowUp(meeting=self, uuid=uuid, lane=lane, text=text, note=note, **fields)
            follow_up = note and self.follow_ups.not_deleted().filter(note=note).first()
            if follow_up:
                entry.nothing_happened()
            else:
                follow_up = add_once(entry, new, meeting_id=self.pk, uuid=uuid)
            entry.subject = follow_up.pk
        follow_up.meeting = self
        return follow_up
