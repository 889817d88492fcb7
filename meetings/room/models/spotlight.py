"""The one note that the room talks about: every wall shows it big, every phone names it."""

from .log import Event
from .path import Stage
from .refused import Refused
from .rows import save_fields


class HasSpotlight:
    """The part of Meeting that knows which note is in the spotlight: `spotlight`, its id, or None.

    It goes with the question: a move clears it (`_stand_at`), and so do hiding and deleting the note.
    """

    def put_in_spotlight(self, note):
        """Let every screen show `note`. Raises Refused if it is hidden, deleted, sorted, or of another question."""
        with self.recording(Event.Kind.SPOTLIGHT) as entry:
            note.refresh_from_db(fields=["hidden", "deleted", "item"])
            self._must_be_here(note)
            if self.spotlight == note.pk:
                return entry.nothing_happened()
            save_fields(self, spotlight=note.pk)

    def end_spotlight(self, on=None):
        """Show all notes again; with `on`, the id of a note, only if it is that one."""
        with self.recording(Event.Kind.SPOTLIGHT) as entry:
            if self.spotlight is None or on not in (None, self.spotlight):
                return entry.nothing_happened()
            save_fields(self, spotlight=None)

    def _must_be_here(self, note):
        if note.deleted:
            raise Refused("Noten er slettet, så den kan ikke vises stort.")
        if note.hidden:
            raise Refused("Noten er skjult. Vis den igen, før I taler om den.")
        here = self.item(self.item_number) if self.stage == Stage.DISCUSSION else None
        if here is None or note.item.number not in (here.number, here.recalls):
            raise Refused(f"Noten hører til et andet spørgsmål. {self.where}")
        if here.has_lanes and note.became:
            raise Refused("Noten er allerede fordelt. Fortryd det, før I taler om den igen.")
