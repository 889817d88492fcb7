"""What the meeting leaves behind: the members' notes and what was agreed."""

import uuid

from django.db import connection, models

from .log import Event
from .refused import Refused

NOTE_LENGTH = 280  # characters
SHOWN = "SELECT COUNT(*) FROM meetings_note WHERE item_id = %s AND NOT hidden AND NOT deleted"


class NoteQuerySet(models.QuerySet):
    def standing(self):
        """Not taken back by their author."""
        return self.filter(deleted=False)

    def shown(self):
        """What the room shows."""
        return self.standing().filter(hidden=False)

    def in_minutes(self):
        return self.shown().filter(left_out=False)


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
    left_out = models.BooleanField(default=False)  # of the minutes, by the secretary; the room still shows it
    prompt = models.PositiveSmallIntegerField(null=True)  # which of the item's prompts it is about, from 0

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

    @classmethod
    def count_shown(cls, item_id):
        """How many the room shows under an item. Plain SQL: it is asked at each note."""
        with connection.cursor() as cursor:
            cursor.execute(SHOWN, [item_id])
            return cursor.fetchone()[0]

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
            self._set(**fields)

    def arrange(self, **fields):
        """Where it stands in the minutes: `left_out`, and under which `prompt` of its item (a number from 0, or None)."""
        if (prompt := fields.get("prompt")) is not None and not 0 <= prompt < len(self.item.prompts):
            raise Refused("Vælg et af spørgsmålets hjælpespørgsmål.")
        with self.item.meeting.recording(Event.Kind.ARRANGED, self.pk):
            if not Note.objects.filter(pk=self.pk).exists():
                raise Refused("Noten er slettet.")
            self._set(**fields)

    def _set(self, **fields):
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))

    def agree(self, lane):
        """Make it a follow-up in `lane` with the same words. A second press returns the one it already became."""
        if self.hidden:
            raise Refused("Noten er skjult. Vis den igen, før I gør noget ved den.")
        return self.item.meeting.add_follow_up(lane=lane, text=self.text, note=self)


class Lane(models.TextChoices):
    SELF = "selv", "Det kan vi selv"
    UP = "opad", "Det sender vi opad"


class FollowUpQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(removed=False)

    def lacks(self):
        """What is not filled in yet: [(how many, lane, Danish words)], only what is."""
        looked_for = [
            (Lane.SELF, "responsible", "mangler en ansvarlig"),
            (Lane.SELF, "due", "mangler en frist"),
            (Lane.UP, "sent_to", "mangler en modtager"),
            (Lane.UP, "carried_by", "mangler en, der tager den med"),
        ]
        standing = list(self.standing())
        found = [
            (sum(f.lane == lane and not getattr(f, name) for f in standing), lane, words)
            for lane, name, words in looked_for
        ]
        return [each for each in found if each[0]]


class FollowUp(models.Model):
    """What was agreed: done by ourselves (`responsible`, `due`) or sent upward (`sent_to`, `request`, `carried_by`, `due`)."""

    class Request(models.TextChoices):
        INFORM = "orientering", "orientering"
        DISCUSS = "drøftelse", "drøftelse"
        DECIDE = "beslutning", "beslutning"

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="follow_ups")
    uuid = models.UUIDField(default=uuid.uuid4)  # made with the form: two presses are one follow-up
    revision = models.PositiveIntegerField(default=0)
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
            models.UniqueConstraint(fields=("meeting", "uuid"), name="follow_up_uuid"),
            models.CheckConstraint(condition=models.Q(lane__in=Lane.values), name="follow_up_lane"),
            models.CheckConstraint(condition=~models.Q(text=""), name="follow_up_has_text"),
        ]

    def __str__(self):
        return f"{self.get_lane_display()} {self.pk}"

    def mend(self, seen, **fields):
        """`seen`: the `revision` the writer began from. Returns False, and changes nothing, if somebody mended or removed it since."""
        with self.meeting.recording(Event.Kind.FOLLOW_UP, self.pk) as entry:
            self.refresh_from_db(fields=["revision", "removed", *fields])
            is_there = not self.removed and all(getattr(self, name) == value for name, value in fields.items())
            if is_there or self.removed or seen != self.revision:
                entry.nothing_happened()
                return is_there
            self._set(**fields, revision=self.revision + 1)
        return True

    def remove(self):
        self._change(removed=True)

    def put_back(self):
        self._change(removed=False)

    def _change(self, **fields):
        with self.meeting.recording(Event.Kind.FOLLOW_UP, self.pk):
            self._set(**fields)

    def _set(self, **fields):
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
