"""What every wall shows beside a question: the one note that the room talks about, big, or all of them at once."""

from .log import Event
from .path import OPEN_FOR_NOTES, Stage
from .refused import Refused
from .rows import save_fields


class HasSpotlight:
    """The part of Meeting that knows which note is in the spotlight: `spotlight`, its id, or None; and `overview`.

    Both go with the place: a move clears them (`_stand_at`). Hiding and deleting the note end its spotlight.
    """

    def put_in_spotlight(self, note):
        """Let every screen show `note`. Raises Refused if it is hidden, deleted, sorted, or of another question."""
        with self.recording(Event.Kind.SPOTLIGHT) as entry:
            if refusal := self._why_not(note):
                raise Refused(refusal)
            if self.spotlight == note.pk:
                return entry.nothing_happened()
            save_fields(self, spotlight=note.pk)

    def pass_spotlight_to(self, note):
        """Let every screen show `note` next, or all of them where it is None or cannot be shown."""
        with self.recording(Event.Kind.SPOTLIGHT):
            save_fields(self, spotlight=None if note is None or self._why_not(note) else note.pk)

    def end_spotlight(self, on=None):
        """Show all notes again; with `on`, the id of a note, only if it is that one."""
        with self.recording(Event.Kind.SPOTLIGHT) as entry:
            if self.spotlight is None or on not in (None, self.spotlight):
                return entry.nothing_happened()
            save_fields(self, spotlight=None)

    def show_overview(self):
        """Let every wall show all notes at once: of the question, at the wrap-up of the meeting. It ends the spotlight."""
        with self.recording(Event.Kind.SPOTLIGHT) as entry:
            if self.stage not in OPEN_FOR_NOTES or self.hides_notes:
                raise Refused(f"Der er ingen noter at vise. {self.where}")
            if self.overview and self.spotlight is None:
                return entry.nothing_happened()
            save_fields(self, overview=True, spotlight=None)

    def end_overview(self):
        """Let every wall show again what belongs to the place."""
        with self.recording(Event.Kind.SPOTLIGHT) as entry:
            if not self.overview:
                return entry.nothing_happened()
            save_fields(self, overview=False, spotlight=None)

    def _why_not(self, note):
        """Return why `note` cannot be shown now, as it stands under the lock, or ""."""
        note.refresh_from_db(fields=["hidden", "deleted", "waiting", "item"])
        if note.deleted:
            return "Noten er slettet, så den kan ikke vises stort."
        if note.waiting:
            return "Noten er ikke vist endnu. Vis noterne først."
        if note.hidden:
            return "Noten er skjult. Vis den igen, før I taler om den."
        here = self.item(self.item_number) if self.stage == Stage.DISCUSSION else None
        if here is None or note.item.number not in (here.number, here.recalls):
            return f"Noten hører til et andet spørgsmål. {self.where}"
        if here.has_lanes and note.became:
            return "Noten er allerede fordelt. Læg den tilbage, før I taler om den igen."
        return ""
