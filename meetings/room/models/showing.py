"""Notes that wait: written, and in nobody's bytes but their author's until all are shown together."""

import secrets

from .log import Event
from .notes import Note
from .phases import HIDING, Arrival
from .refused import Refused


class HidesNotes:
    """The part of Meeting that lets notes wait and shows them. Each note is shown once, and then stays so."""

    @property
    def hides_notes(self):
        """Return whether the phase is one in which everybody writes without being read."""
        return self.phase in HIDING

    def lets_notes_wait(self, item):
        """Return whether what is written now under `item` waits until it is shown. Call it inside `recording`."""
        return item.number == self.item_number and (self.hides_notes or self.arrival == Arrival.BATCHED)

    def show_notes(self, seen):
        """Show all notes that wait under the question being discussed, in an order that tells nothing.

        `seen`: the name of the place the facilitator saw. Returns False, and shows nothing, if the meeting is elsewhere: a
        question that somebody has just gone on to is still written to. Where none waits, nothing happens.
        """
        with self.recording(Event.Kind.SHOWN) as entry:
            if self.place != seen:
                entry.nothing_happened()
                return False
            if self.item_number is None:
                raise Refused(f"Her er ingen noter, der venter. {self.where}")
            if not self._show(Note.objects.filter(item__meeting=self, item__number=self.item_number, deleted=False)):
                entry.nothing_happened()
        return True

    def _show_all(self):
        """Show every note of the meeting that waits, as its question is left. What is deleted would be shown when restored."""
        self._show(Note.objects.filter(item__meeting=self))

    def _show(self, notes):
        """Show those of `notes` that wait, and return how many. They share out their ranks at random, once for all."""
        found = list(notes.filter(waiting=True).only("pk", "rank"))
        ranks = [note.rank for note in found]
        secrets.SystemRandom().shuffle(ranks)
        for note, rank in zip(found, ranks, strict=True):
            note.rank, note.waiting = rank, False
        Note.objects.bulk_update(found, ["rank", "waiting"])
        return len(found)
