"""Dots: what each member finds most important, which nobody else is told anything of until all dots are closed."""

from collections import Counter
from contextlib import contextmanager
from typing import NamedTuple

from django.db import models, transaction

from .log import Event
from .notes import mark, new_id
from .phases import Phase
from .refused import Refused, Unsure
from .rows import add, save_fields

DOTS = 3  # each member has, one at most for a proposal
CLOSED = "Prikkerne er lukket, så de kan ikke ændres mere."
GONE = "Forslaget er ikke på listen mere, så det kan ikke få en prik."
ALL_GIVEN = "Du har givet alle dine prikker. Fjern en af dem, før du giver en ny."  # the phone says so too (dots.js)
ASKS = {
    "asks": "Skal prikkerne lukkes?",
    "again": "Tryk igen, hvis de skal lukkes.",
    "yes": "Luk prikkerne",
    "no": "Vent lidt",
}


class RandomKey(models.BigIntegerField):
    """A random whole number as a primary key. SQLite lays the rows of a file by it, so they do not lie as they came."""

    def db_type(self, connection):
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Dot(models.Model):
    """One of the DOTS that a member has for the proposals of a question.

    `mark`: the `mark` of its slot, so that each slot is given once, whoever asks, and nobody but the holder of the secret
    knows whose it is. `proposal`: the id of a note or a group. It has no time, no seat, and no event.
    """

    id = RandomKey(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey("AgendaItem", models.CASCADE, related_name="dots")
    mark = models.BinaryField(max_length=32, unique=True)
    proposal = models.BigIntegerField()

    def __str__(self):
        return f"dot {self.pk}"


class OwnDots(NamedTuple):
    """The dots of one member: the ids of the proposals that have one, how many are `left`, and how many came back.

    A dot comes back as its proposal leaves the list, and goes there again if the proposal does.
    """

    given: frozenset = frozenset()
    left: int = DOTS
    lost: int = 0


def proposals(item):
    """Return {id: the ids whose dots are its own} of what can be given a dot under `item`: the notes that the phones show.

    Notes under a heading that the group has worded are one proposal, with the id of their NoteGroup; what a note was given
    before counts for it. It is decided here and nowhere else.
    """
    notes = item.notes.filter(waiting=False, removed=False, hidden=False)
    found = {}
    for pk, group in notes.values_list("pk", "group"):
        proposal = group if group and group in item.worded else pk
        found.setdefault(proposal, {proposal}).add(pk)
    return found


def counted(items):
    """Return {id of a note or a group: the dots of its proposal} under those of `items` whose dots are closed."""
    closed = [item for item in items if item.dots_closed]
    given = Counter(Dot.objects.filter(item__in=closed).values_list("proposal", flat=True)) if closed else {}
    found = {}
    for ids in (ids for item in closed for ids in proposals(item).values()):
        if dots := sum(given[pk] for pk in ids):
            found |= dict.fromkeys(ids, dots)
    return found


def _spare(dots, there):
    """List those of one member's `dots` that can be given anew. `there`: as `proposals`.

    Their proposal is not on the list, or has been gathered with another that has a dot of theirs too.
    """
    seen, spare = set(), []
    for dot in filter(None, dots):
        proposal = next((pk for pk, ids in there.items() if dot.proposal in ids), None)
        if proposal is None or proposal in seen:
            spare.append(dot)
        seen.add(proposal)
    return spare


class HasDots:
    """The part of Meeting that takes the dots of its members, closes them and forgets them."""

    def give_dot(self, proposal, secret):
        """Give the proposal with this id a dot of the holder of `secret`. If it has one already nothing happens.

        Raises Refused if dots are not given now, if the proposal is not on the list, and if all are given.
        """
        with self._with_open_dots() as item:
            there = proposals(item)
            if proposal not in there:
                raise Refused(GONE)
            slots = self._slots(item, secret)
            if there[proposal] & {dot.proposal for dot in slots.values() if dot}:
                return
            if any(add(Dot(item=item, mark=slot, proposal=proposal)) for slot, dot in slots.items() if not dot):
                return
            spare = _spare(slots.values(), there)
            if not spare:
                raise Refused(ALL_GIVEN)
            save_fields(spare[0], proposal=proposal)

    def take_dot_back(self, proposal, secret):
        """Take the dot of the holder of `secret` from a proposal. If it has none nothing happens. Raises Refused as `give_dot`."""
        with self._with_open_dots() as item:
            of_it = proposals(item).get(proposal, {proposal})
            item.dots.filter(mark__in=self._slots(item, secret), proposal__in=of_it).delete()

    def own_dots(self, item, secret):
        """Return the OwnDots of the holder of `secret` under `item`."""
        there, slots = proposals(item), self._slots(item, secret).values()
        given = {dot.proposal for dot in slots if dot}
        found = frozenset(pk for pk, ids in there.items() if ids & given)
        return OwnDots(found, DOTS - len(found), len(_spare(slots, there)))

    def close_dots(self, seen, sure=True):
        """Close the dots of the question being discussed, for good: from now on every screen shows how many there are.

        `seen`: the name of the place the facilitator saw. Returns False, and closes nothing, if the meeting is elsewhere.
        If they are closed already nothing happens. Raises Unsure if whoever closes them is not `sure`.
        """
        with self.recording(Event.Kind.DOTS) as entry:
            if self.place != seen:
                entry.nothing_happened()
                return False
            if self.phase != Phase.CHOOSE:
                raise Refused(f"Her gives ingen prikker. {self.where}")
            item = self.item(self.item_number)
            if item.dots_closed:
                entry.nothing_happened()
                return True
            if not sure:
                raise Unsure("Når prikkerne er lukket, kan alle se dem, og ingen kan ændre sine.", **ASKS)
            save_fields(item, dots_closed=True)
        return True

    @contextmanager
    def _with_open_dots(self):
        """Lock the meeting and yield the item whose dots can be given. No event: it would tell that somebody gives one."""
        with transaction.atomic():
            self._lock()
            if self.phase != Phase.CHOOSE:
                raise Refused(f"Prikkerne kan ikke ændres nu. {self.where}")
            item = self.item(self.item_number)
            if item.dots_closed:
                raise Refused(CLOSED)
            yield item

    def _slots(self, item, secret):
        """Return {the mark of each slot: its Dot, or None}."""
        marks = [mark(secret, f"{item.number}-{Phase.CHOOSE}", f"dot {slot}") for slot in range(DOTS)]
        found = {bytes(dot.mark): dot for dot in item.dots.filter(mark__in=marks)}
        return {each: found.get(each) for each in marks}

    def _left_open(self, there):
        """Return the items whose dots, if there are any, close as the meeting goes on to the Place `there`, beyond them."""
        items = self.items.filter(models.Exists(Dot.objects.filter(item=models.OuterRef("pk"))), dots_closed=False)
        return items.filter(number__lt=there.number) if there.number else items

    def _close_given_dots(self, there):
        """Close the dots of each question that the meeting leaves behind, if there are any, from whichever of its phases."""
        left = list(self._left_open(there).values_list("pk", flat=True))
        self.items.filter(pk__in=left).update(dots_closed=True)

    def _forget_dots(self):
        """Delete every dot. Called as the meeting closes; if it is reopened, dots can be given anew."""
        Dot.objects.filter(item__meeting=self).delete()
        self.items.filter(dots_closed=True).update(dots_closed=False)
