"""The phones of the meeting that write faster than people do, and those that are on pause: as marks, which name no seat.

All processes obey them, and a restart forgets none. A mark is an HMAC of the seat's id under SECRET_KEY; it says nothing
of when, and it goes when the phones may write again, or with the seats when the meeting is closed.
"""

from django.db import models
from django.utils.crypto import salted_hmac

from .log import Event
from .rows import save_fields

MOST = 50  # marks; more fast phones are only slowed


class Haste(models.TextChoices):
    """What the facilitator is told."""

    NONE = ""
    SEEN = "seen"
    PAUSED = "paused"


class HasHaste:
    """The part of Meeting that a fast phone is told to, and that puts it on pause."""

    @property
    def haste(self):
        return Haste.SEEN if self.hasty else Haste.PAUSED if self.paused else Haste.NONE

    @property
    def hasty_phones(self):
        """Return how many phones the facilitator is told of now: the fast ones, or else those on pause."""
        return len((self.hasty or self.paused).split())

    def is_on_pause(self, seat):
        return bool(self.paused) and mark_of(seat) in self.paused

    def notice_haste(self, seat):
        """Tell the facilitator that a phone is too fast. Once: it may send a thousand notes."""
        with self.recording(Event.Kind.HASTE) as entry:
            known, mark = f"{self.hasty} {self.paused}".split(), mark_of(seat)
            if mark in known or len(known) >= MOST:
                return entry.nothing_happened()
            save_fields(self, hasty=f"{self.hasty} {mark}".strip())

    def pause_haste(self):
        """Take nothing from the phones that are too fast, until they are let go on."""
        with self.recording(Event.Kind.HASTE) as entry:
            if not self.hasty:
                return entry.nothing_happened()
            save_fields(self, hasty="", paused=f"{self.paused} {self.hasty}".strip())

    def end_haste(self):
        """Let every phone write again."""
        with self.recording(Event.Kind.HASTE) as entry:
            if not self.haste:
                return entry.nothing_happened()
            save_fields(self, hasty="", paused="")


def mark_of(seat):
    return salted_hmac("haste", str(seat.pk), algorithm="sha256").hexdigest()[:16]
