"""Notes that wait: written, and in nobody's bytes but their author's until all are shown together."""

import secrets

from .log import Event
from .notes import Note
from .phases import HIDING, Arrival, Length
from .refused import Refused
from .rows import save_fields


class HidesNotes:
    """The part of Meeting that lets notes wait and shows them. Each note is shown once, and then stays so."""

    @property
    def hides_notes(self):
        """Return whether the phase is one in which everybody writes without being read."""
        return self.phase in HIDING

    @property
    def lets_some_wait(self):
        """Return whether notes may be written in this meeting that are not shown at once."""
        return self.length != Length.NONE or self.arrival == Arrival.BATCHED

    def lets_notes_wait(self, item):
        """Return whether what is written now under `item` waits until it is shown. Call it inside `recording`."""
        return item.number == self.item_number and (self.hides_notes or self.arrival == Arrival.BATCHED)

    def show_notes(self, seen, first=False):
        """Show all notes that wait under the question being discussed, in an order that tells nothing.

        `seen`: the name of the place the facilitator saw. Returns False, and shows nothing, if the meeting is elsewhere: a
        question that somebody has just gone on to is still written to. Where none waits, nothing happens. `first`: whether
        the facilitator saw that none was shown yet, in a phase in which people write. If some are, another has shown them
        just then, or the same press has come twice: nothing happens, or what came meanwhile would be shown alone.
        """
        with self.recording(Event.Kind.SHOWN) as entry:
            if self.place != seen:
                entry.nothing_happened()
                return False
            if self.item_number is None:
                raise Refused(f"Her er ingen noter, der venter. {self.where}")
            notes = Note.objects.filter(item__meeting=self, item__number=self.item_number)
            if first and notes.filter(waiting=False, removed=False, hidden=False).exists():
                entry.nothing_happened()
                return True
            changed = self._take_over_changes()
            if not self._show(notes.filter(deleted=False)) and not changed:
                entry.nothing_happened()
        return True

    def _show_all(self):
        """Show every note of the meeting that waits, as its question is left. What is deleted would be shown when restored."""
        self._take_over_changes()
        self._show(Note.objects.filter(item__meeting=self))

    def _take_over_changes(self):
        """Let the screens show every note as its author has left it. Returns whether any was edited or deleted."""
        notes = Note.objects.filter(item__meeting=self)
        removed = list(notes.filter(deleted=True, removed=False).values_list("pk", flat=True))
        if self.spotlight in removed:
            save_fields(self, spotlight=None)
        Note.objects.filter(pk__in=removed).update(removed=True)
        return bool(notes.exclude(shown_text="").update(shown_text="") + len(removed))

    def _show(self, notes):
        """Show those of `notes` that wait, and return how many. They share out their ranks at random, once for all."""
        found = list(notes.filter(waiting=True).only("pk", "rank"))
        ranks = [note.rank for note in found]
        secrets.SystemRandom().shuffle(ranks)
        for note, rank in zip(found, ranks, strict=True):
            note.rank, note.waiting = rank, False
        Note.objects.bulk_update(found, ["rank", "waiting"])
        return len(found)
