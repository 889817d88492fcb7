"""What members write: notes, each under one agenda item."""

from uuid import uuid4

from django.db import models

from .deletable import Deletable
from .log import Event
from .refused import Refused
from .rows import save_fields

NOTE_LENGTH = 280  # characters


class Note(Deletable):
    """One thing one member wrote under one agenda item.

    `uuid` is made by the phone, so sending again is harmless. `author` only lets members edit their own notes; it is
    never shown, and is deleted when the meeting closes. A note has no time, which would tell a small group the author.
    """

    KIND = Event.Kind.NOTE

    item = models.ForeignKey("AgendaItem", models.CASCADE, related_name="notes")
    uuid = models.UUIDField(default=uuid4, unique=True)
    author = models.ForeignKey("Participant", models.SET_NULL, null=True, related_name="notes")
    text = models.CharField(max_length=NOTE_LENGTH)
    hidden = models.BooleanField(default=False)
    left_out = models.BooleanField(default=False)  # of the minutes, by the secretary; the room still shows it
    prompt = models.PositiveSmallIntegerField(null=True)  # which of the item's prompts it is about, from 0

    class Meta:
        ordering = ("id",)
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="note_has_text")]

    def __str__(self):
        return f"note {self.pk}"

    @property
    def became(self):
        """The follow-up this note became, or None. `follow_ups` may be prefetched."""
        return next((follow_up for follow_up in self.follow_ups.all() if not follow_up.deleted), None)

    @property
    def meeting(self):
        return self.item.meeting

    def must_be_changeable(self):
        self.meeting.must_be_open_for_notes()

    def edit(self, text):
        """Change the text, as its author wishes."""
        self._change(text=text)

    def hide(self):
        self._change(hidden=True)

    def show(self):
        self._change(hidden=False)

    def arrange(self, **fields):
        """Say where it is in the minutes: `left_out` or not, and under which `prompt` of its item (from 0, or None)."""
        if (prompt := fields.get("prompt")) is not None and not 0 <= prompt < len(self.item.prompts):
            raise Refused("Vælg et af spørgsmålets hjælpespørgsmål.")
        with self.meeting.recording(Event.Kind.ARRANGED, self.pk):
            if not Note.objects.filter(pk=self.pk).exists():
                raise Refused("Noten er slettet.")
            save_fields(self, **fields)

    def agree(self, lane):
        """Make it a follow-up in `lane` with the same text. A second press returns the one it already became."""
        if self.hidden:
            raise Refused("Noten er skjult. Vis den igen, før I gør noget ved den.")
        return self.meeting.add_follow_up(lane=lane, text=self.text, note=self)
