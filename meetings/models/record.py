"""What the meeting leaves behind: the members' notes and what was agreed."""

import uuid

from django.db import models

from .log import Event

NOTE_LENGTH = 280  # characters


class NoteQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back by their author."""
        return self.filter(deleted=False)

    def shown(self):
        """What the room and the minutes show."""
        return self.standing().filter(hidden=False)


class Note(models.Model):
    """One thing one member wrote under one agenda item. `uuid` is made by the phone, so a re-send is harmless.

    `author` only lets a member mend their own note; it is cut when the meeting closes and is never shown. There is no
    time on a note: in a group of eight it would tell who wrote it.
    """

    item = models.ForeignKey("AgendaItem", models.CASCADE, related_name="notes")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    author = models.ForeignKey("Participant", models.SET_NULL, null=True, related_name="notes")
    text = models.CharField(max_length=NOTE_LENGTH)
    hidden = models.BooleanField(default=False)
    deleted = models.BooleanField(default=False)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="note_has_text")]

    def __str__(self):
        return f"note {self.pk}"

    @property
    def became(self):
        """The follow-up this note was made into, or None. `follow_ups` may be prefetched."""
        return next((follow_up for follow_up in self.follow_ups.all() if not follow_up.removed), None)

    def mend(self, text):
        """The author's own correction."""
        self._change(text=text)

    def take_back(self):
        self._change(deleted=True)

    def put_back(self):
        self._change(deleted=False)

    def hide(self):
        self._change(hidden=True)

    def show(self):
        self._change(hidden=False)

    def _change(self, **fields):
        meeting = self.item.meeting
        with meeting.recording(Event.Kind.NOTE, self.pk):
            meeting.must_take_notes()
            for name, value in fields.items():
                setattr(self, name, value)
            self.save(update_fields=list(fields))

    def agree(self, lane):
        """Make it a follow-up in `lane` with the same words. A second press returns the one it already became."""
        return self.item.meeting.add_follow_up(lane=lane, text=self.text, note=self)


class Lane(models.TextChoices):
    SELF = "selv", "Det kan vi selv"
    UP = "opad", "Det sender vi opad"


class FollowUpQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(removed=False)

    def lane(self, lane):
        return self.standing().filter(lane=lane)


class FollowUp(models.Model):
    """What was agreed: done by ourselves (`responsible`, `due`) or sent upward (`sent_to`, `request`, `carried_by`, `due`)."""

    class Request(models.TextChoices):
        INFORM = "orientering", "orientering"
        DISCUSS = "drøftelse", "drøftelse"
        DECIDE = "beslutning", "beslutning"

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="follow_ups")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True)  # made with the form: two presses are one follow-up
    lane = models.CharField(max_length=4, choices=Lane)
    text = models.CharField(max_length=1000)
    responsible = models.CharField(max_length=200, blank=True)
    sent_to = models.CharField(max_length=200, blank=True)
    request = models.CharField(max_length=12, choices=Request, blank=True)
    carried_by = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    note = models.ForeignKey(Note, models.SET_NULL, null=True, related_name="follow_ups")
    removed = models.BooleanField(default=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=models.Q(lane__in=Lane.values), name="follow_up_lane"),
            models.CheckConstraint(condition=~models.Q(text=""), name="follow_up_has_text"),
        ]

    def __str__(self):
        return f"{self.get_lane_display()} {self.pk}"

    def mend(self, **fields):
        self._change(**fields)

    def remove(self):
        self._change(removed=True)

    def put_back(self):
        self._change(removed=False)

    def _change(self, **fields):
        with self.meeting.recording(Event.Kind.FOLLOW_UP, self.pk):
            for name, value in fields.items():
                setattr(self, name, value)
            self.save(update_fields=list(fields))

    @property
    def who(self):
        """Whoever has to act: the responsible, or who carries the matter upward."""
        return self.responsible if self.lane == Lane.SELF else self.carried_by
