"""The life of a meeting as a path: one list of places, and the moves between them."""

from typing import NamedTuple

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from .log import Event
from .phases import HIDING, Arrival, Phase, steps
from .refused import Refused, Unsure
from .revised import forget_earlier
from .rows import save_fields


class Stage(models.TextChoices):
    DRAFT = "draft", "Ikke åbnet"
    LOBBY = "lobby", "Klar"
    DISCUSSION = "discussion", "I gang"
    WRAP_UP = "wrap-up", "Opsamling"
    CLOSED = "closed", "Afsluttet"


OPEN_FOR_NOTES = (Stage.DISCUSSION, Stage.WRAP_UP)
OPEN_FOR_JOINING = (Stage.LOBBY, Stage.DISCUSSION, Stage.WRAP_UP)

WHERE = {
    Stage.DRAFT: "Mødet er ikke åbnet endnu.",
    Stage.LOBBY: "Mødet er ikke gået i gang endnu.",
    Stage.DISCUSSION: "Mødet er nået til spørgsmål {number}{phase}.",
    Stage.WRAP_UP: "Mødet er nået til opsamlingen.",
    Stage.CLOSED: "Mødet er afsluttet.",
}


class Place(NamedTuple):
    """A stop on a meeting's path."""

    stage: Stage
    number: int | None = None  # of the item, in the discussion
    phase: str | None = None  # of the item, if it has phases

    @property
    def name(self):
        """Return one word for the place. Each move carries the name of the place that the mover saw."""
        return "-".join(str(part) for part in self[1:] if part) or str(self.stage)

    def leaves_behind(self, other):
        """Return whether it lies beyond the question of `other`."""
        return self.number is None or self.number > other.number


def path(meeting):
    """List every Place of a meeting's life, in order. How many items there are comes from the theme."""
    items = meeting.items.values_list("number", "phases")
    discussion = [place for number, phases in items for place in places_of_item(number, phases, meeting.length)]
    return [Place(Stage.DRAFT), Place(Stage.LOBBY), *discussion, Place(Stage.WRAP_UP), Place(Stage.CLOSED)]


def places_of_item(number, phases, length):
    """List the places of one item in a meeting of this Length: one for each of its phases, in order, or one alone."""
    return [Place(Stage.DISCUSSION, number, step.phase) for step in steps(phases, length)] or [
        Place(Stage.DISCUSSION, number)
    ]


def neighbour(places, here, step):
    """Return the place `step` (+1 or -1) away from `here`, or None.

    Steps stay between the lobby and the wrap-up and never lead back to the lobby; opening and closing are no steps.
    """
    open_places = [place for place in places if place.stage in OPEN_FOR_JOINING]
    index = open_places.index(here) + step if here in open_places else 0
    return open_places[index] if 0 < index < len(open_places) else None


class OnPath:
    """The part of Meeting that says where it is and moves it.

    `seen` is the name of the place the mover saw. A move returns the kind of its event, or False, and then it changed
    nothing, if the meeting is elsewhere: a double click or two facilitators move it one step. Raises Refused if the move
    leads nowhere from here, and Unsure if it is asked first and whoever moves has not said that they are `sure`.
    """

    @property
    def here(self):
        return Place(Stage(self.stage), self.item_number, self.phase or None)

    @property
    def place(self):
        """Return the name of the place where the meeting is."""
        return self.here.name

    @property
    def where(self):
        """Return where the meeting is, as a Danish sentence."""
        phase = f": {Phase(self.phase).label}" if self.phase else ""
        return WHERE[self.stage].format(number=self.item_number, phase=phase)

    @property
    def is_open(self):
        """Return whether people can take a seat."""
        return self.stage in OPEN_FOR_JOINING

    def must_be_open_for_notes(self):
        """Raise Refused unless notes can be written, edited, hidden and shown now."""
        if self.stage == Stage.CLOSED:
            raise Refused("Mødet er afsluttet, så der kan ikke skrives eller rettes flere noter.")
        if self.stage not in OPEN_FOR_NOTES:
            raise Refused("Mødet er ikke gået i gang endnu. Vent med at skrive noter, til mødelederen starter.")

    def open_lobby(self):
        """Let people in. Returns False if the meeting is not a draft."""
        return self._move(Stage.DRAFT, lambda places: Place(Stage.LOBBY))

    def advance(self, seen, sure=True):
        """Go to the next place: the first question, the next, or the wrap-up."""
        refusal = "Mødet kan ikke gå videre herfra."
        return self._move(seen, lambda places: neighbour(places, self.here, +1), refusal, sure)

    def go_back(self, seen, sure=True):
        """Go to the place before. Nothing is lost by it."""
        refusal = "Mødet kan ikke gå tilbage herfra."
        return self._move(seen, lambda places: neighbour(places, self.here, -1), refusal, sure)

    def go_to(self, number, seen, sure=True):
        """Go to item `number`: to its first phase, or where it has notes already to the one in which all talk together."""

        def find(places):
            there = [place for place in places if place.number == number]
            if len(there) > 1 and self.items.filter(number=number, notes__deleted=False).exists():
                there = [place for place in there if place.phase == Phase.TOGETHER]
            return self._if_in(OPEN_FOR_NOTES, next(iter(there), None))

        return self._move(seen, find, f"Mødet kan ikke gå til spørgsmål {number}.", sure)

    def go_to_phase(self, phase, seen, sure=True):
        """Go to this phase of the item being discussed, past those between."""

        def find(places):
            return next((place for place in places if place.number and place[1:] == (self.item_number, phase)), None)

        return self._move(seen, find, "Mødet kan ikke gå til den fase.", sure)

    def wrap_up(self, seen, sure=True):
        """Go straight to the wrap-up."""
        wrap_up = Place(Stage.WRAP_UP)
        refusal = "Mødet kan ikke gå til opsamlingen."
        return self._move(seen, lambda places: self._if_in([Stage.DISCUSSION], wrap_up), refusal, sure)

    def close(self, seen):
        """End the meeting. What was deleted is deleted for good, and what the meeting no longer needs is forgotten."""
        closed = Place(Stage.CLOSED)
        return self._move(seen, lambda places: self._if_in(OPEN_FOR_NOTES, closed), "Mødet kan ikke afsluttes.")

    def is_forgotten(self, today):
        """Return whether the meeting was held, or at least opened, on an earlier day and nobody has closed it."""
        return self.is_open and max(self.date, self.opened_on or self.date) < today

    def close_if_forgotten(self, today):
        """End the meeting as `close` does, from the lobby too, if it is forgotten. Returns False if it is not."""

        def find(places):
            return Place(Stage.CLOSED) if self.is_forgotten(today) else None

        try:
            return self._move(self.place, find)
        except (Refused, ObjectDoesNotExist):  # somebody was first
            return False

    def reopen(self):
        """Go back to the wrap-up, for what was forgotten. Returns False if the meeting is not closed."""

        def find(places):
            if self.has_version:
                raise Refused(
                    "Referatet er godkendt, så mødet kan ikke genåbnes. Begynd en rettelse i referatet i stedet."
                )
            return Place(Stage.WRAP_UP)

        return self._move(Stage.CLOSED, find)

    def _if_in(self, stages, place):
        return place if self.stage in stages else None

    def _why_stay(self, there):
        """Return why it is asked, in Danish, before the meeting goes from here to `there`, or None. Without phases: never."""
        if there == self.here or not self.phase:
            return None
        if self.phase == Phase.THINK:
            return "I skriver stadig hver for sig."
        item = self.item(self.item_number)
        if self.hides_notes and item.writes_together_in(self.phase, self.length):
            return "I skriver stadig."
        has_agreed = item.has_lanes and self.follow_ups.not_deleted().exists()
        is_empty = item.collects_notes and not item.notes.filter(deleted=False).exists()
        if there.number != item.number and is_empty and not has_agreed:
            return f"Der er ingen noter til spørgsmål {item.number}."
        chooses = self.phase == Phase.CHOOSE and item.collects_notes and not item.dots_closed
        if (chooses and there.leaves_behind(self.here)) or self._left_open(there).exists():
            return "Prikkerne er ikke lukket. Er der givet nogen, bliver de lukket og vist, når I går videre."
        return None

    def _move(self, seen, find, refusal="", sure=True):
        """Move to the Place that `find(places)` returns; if that is None, raise Refused with the Danish `refusal`."""
        with self.recording(Event.Kind.MOVED) as entry:
            here, places = self.here, path(self)
            if here.name != seen:
                entry.nothing_happened()
                return False
            there = find(places)
            if there is None:
                raise Refused(f"{refusal} {self.where}")
            if not sure and (why := self._why_stay(there)):
                raise Unsure(why)
            if places.index(there) < places.index(here):
                entry.kind = Event.Kind.MOVED_BACK
            if there.number != here.number or there.phase == Phase.CHOOSE:  # nobody can choose what is not shown
                self._show_all()
            elif self.hides_notes and there.phase not in HIDING and self.arrival == Arrival.AT_ONCE:
                self._take_over_changes()  # nothing else would bring what was changed while nobody was to see it
            self._close_given_dots(there)
            self._stand_at(there)
            if here.stage in (Stage.DRAFT, Stage.CLOSED):
                self._let_in()
            if here.stage == Stage.CLOSED:
                self._seat_tickets()
            if there.stage == Stage.CLOSED:
                self._erase_deleted()
                self._compact()
        return entry.kind

    def _stand_at(self, place):
        phase = place.phase or ""
        if place != self.here:
            self.forget_ready()
        ends = self.phase_ends if place == self.here else self._end_of(place)
        where = {"stage": place.stage, "item_number": place.number, "phase": phase, "phase_ends": ends}
        save_fields(self, **where, spotlight=None, overview=False)

    def _erase_deleted(self):
        follow_ups = self.follow_ups.filter(deleted=True)
        forget_earlier(self, [follow_up.revised for follow_up in follow_ups])
        follow_ups.delete()
