"""The projector's screen, and the same without the facilitator's buttons."""

from django.utils.functional import cached_property

from meetings.room.models import Reason, Stage
from meetings.room.visibility import SHOWN, Audience, wall_sees_as

from .screen import Screen, newest_first, register


@register
class WallScreen(Screen):
    audience = Audience.WALL
    template = "room/wall/wall.html"
    has_controls = True  # the wall's keys need them, also where they are not shown
    reasons = list(Reason)

    @property
    def has_acts(self):
        """Return whether it shows the facilitator's buttons: not while the meeting is led from the leader's page."""
        return not self.meeting.led_apart

    @property
    def is_led_apart(self):
        """Return whether its buttons are there for the keys alone."""
        return self.has_controls and not self.has_acts

    @property
    def sees_as(self):
        return wall_sees_as(self.meeting)

    def about_follow_up(self, follow_up_id):
        """Render its note too where the lanes are on the wall: only untaken notes are proposals."""
        return self.about_source(follow_up_id) if self.item and self.item.has_lanes else {}

    @cached_property
    def shows_overview(self):
        """Return whether all notes are on screen at once, by heading."""
        return self.meeting.overview

    @cached_property
    def overview(self):
        """Return it as Screen does, of the item being discussed or of all."""
        item = self.item
        if not item:
            return super().overview
        return [(item, self.shown_count, self.with_dots(item, item.by_heading(self.notes)))]

    @property
    def offers_overview(self):
        if self.item:
            return self.item.collects_notes and not self.meeting.hides_notes
        return self.meeting.stage == Stage.WRAP_UP

    @property
    def is_asking(self):
        """Return whether the question takes the wall: there are no notes to show beside it yet."""
        item = self.item
        asks = bool(item) and item.collects_notes and not item.has_lanes and not self.meeting.hides_notes
        return asks and not self.gives_dots and not self.notes and not self.shows_overview

    @property
    def next_phase(self):
        """Return the phase that "next" leads to, or None where it leaves the question."""
        return self._phase_beside(+1)

    @property
    def phase_before(self):
        return self._phase_beside(-1)

    def _phase_beside(self, step):
        phases = [each.phase for each in self.steps]
        index = phases.index(self.phase) + step if self.phase in phases else -1
        return phases[index] if 0 <= index < len(phases) else None

    @property
    def offers_to_show(self):
        """Return whether "Vis noterne" is offered: while people write unread, and where notes wait."""
        return self.waiting_count > 0 or self.is_silent

    @property
    def proposal_count(self):
        """Count what dots can be given to: the notes, and in place of those under a heading of the group that group."""
        if not self.meeting.has_groups:
            return self.shown_count
        return sum(1 if heading else sum(note.sight == SHOWN for note in notes) for heading, notes in self.groups)

    @property
    def has_other_act(self):
        """Return whether something else than to go on is what comes now: its button is the filled one."""
        return self.gives_dots or (bool(self.item) and self.offers_to_show and not self.has_new_notes)

    @property
    def has_new_notes(self):
        """Return whether those that wait are new ones, beside notes that are shown."""
        return not self.meeting.hides_notes and self.shown_count > 0

    @property
    def asks(self):
        """Return whether the notes stand beside the question, or will as soon as there are some."""
        item = self.item
        beside = bool(item) and item.collects_notes and not item.has_lanes and not self.gives_dots
        return beside and not (self.meeting.hides_notes or self.spotlight or self.shows_overview)

    @property
    def lists_by(self):
        return None if self.sorts else super().lists_by

    @property
    def sorts(self):
        """Return whether notes are proposals here, which leave the list as they become a follow-up."""
        return bool(self.item and self.item.has_lanes) and not self.shows_overview

    @property
    def readable_here(self):
        return self.shown_count if self.item else self.readable_count

    @property
    def lists_newest_first(self):
        return self.sorts

    @property
    def taken(self):
        """Return the ids of the notes that have become a follow-up: they leave the proposals."""
        return self.now.taken

    @cached_property
    def beside_spotlight(self):
        """Return (the note before the one in the spotlight, the one after), each of them or None, as they stand on the wall."""
        pk = self.spotlight.pk
        found = [note for note in self._around_spotlight() if not note.hidden]
        index = next((index for index, note in enumerate(found) if note.pk == pk), None)
        if index is None:
            return None, None
        return found[index - 1] if index else None, found[index + 1] if index + 1 < len(found) else None

    @property
    def next_proposal(self):
        """Return the proposal that is sorted after the one in the spotlight, or None: the next, else the first that was left."""
        left = [note for note in self._around_spotlight() if not note.hidden and note.pk != self.spotlight.pk]
        return self.beside_spotlight[1] or next(iter(left), None)

    def _around_spotlight(self):
        if self.item.has_lanes:
            return [note for _, notes in self.proposals for note in notes]
        is_here = self.spotlight.item_id == self.item.pk
        item, notes = (self.item, self.notes) if is_here else (self.recalled, self.recalled_notes)
        return [note for _, under in item.by_heading(notes, item.group_of) for note in under]

    @cached_property
    def proposals(self):
        """Return [(item, notes)] of what can still become a follow-up here: the item's own, the recalled.

        Those with most dots are first, and else the newest.
        """
        items = [item for item in (self.item, self.recalled) if item and item.collects_notes]
        return [(item, newest_first(self._untaken(self.now.notes_here[item.pk]))) for item in items]

    def _untaken(self, notes):
        return [note for note in self.not_gone(notes) if note.pk not in self.taken]


@register
class BareScreen(WallScreen):
    """The wall for a second room, or a laptop at home: nothing on it is anybody's own, and nothing can be done there."""

    audience = sees_as = Audience.SCREEN
    has_acts = has_controls = False
