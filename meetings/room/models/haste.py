"""Whether a phone of the meeting writes faster than people do. Which, is known only to the process that it writes to."""

from django.db import models

from .log import Event
from .rows import save_fields


class Haste(models.TextChoices):
    """What the facilitator knows, and has decided."""

    NONE = ""
    SEEN = "seen"
    PAUSED = "paused"


class HasHaste:
    """The part of Meeting that a fast phone is told to, and that puts it on pause."""

    def notice_haste(self):
        """Tell the facilitator that a phone is too fast. Once: it may send a thousand notes."""
        self._set_haste(Haste.SEEN, only_from=(Haste.NONE,))

    def pause_haste(self):
        """Take nothing from phones that are too fast, until they are let go on."""
        self._set_haste(Haste.PAUSED, only_from=(Haste.SEEN,))

    def end_haste(self):
        """Let every phone write again."""
        self._set_haste(Haste.NONE, only_from=(Haste.SEEN, Haste.PAUSED))

    def _set_haste(self, haste, only_from):
        with self.recording(Event.Kind.HASTE) as entry:
            if self.haste not in only_from:
                return entry.nothing_happened()
            save_fields(self, haste=haste)
