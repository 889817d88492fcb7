"""The clock of the whole meeting, for the leader alone: when it ends, what the plan still needs, and the rest shared anew."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from .log import Event
from .path import OPEN_FOR_JOINING, Stage
from .phases import Length, Phase, wrap_up_minutes
from .refused import Refused
from .rows import save_fields

LAST_KEEPS = 10 * 60  # seconds that the last question has at least, where there are so many
WRAP_UP = "wrap-up"  # its seconds stand with the last item's, in `AgendaItem.shared`
SAME = 2  # seconds: two plans that differ by less are one, as when two people press at once


class WholeClock(NamedTuple):
    """What the leader is told. `later`: seconds planned for what follows the phase it is in, or None without a plan."""

    ends: datetime.datetime
    phase_ends: datetime.datetime | None
    later: int | None
    can_share: bool
    is_shared: bool

    @property
    def is_over(self):
        return self.ends <= timezone.now()

    @property
    def finish(self):
        """Return when the meeting would end by its plan, if it goes on from now, or None without a plan."""
        now = timezone.now()
        return None if self.later is None else max(now, self.phase_ends or now) + datetime.timedelta(seconds=self.later)


class PlansTime:
    """The part of Meeting that knows when it ends, and how long what is left of it should take.

    `seen`: the name of the place the leader saw. Both verbs return False, and do nothing, if the meeting is elsewhere.
    """

    @property
    def ends(self):
        """Return when the meeting is to end."""
        return self.on_its_day(self.ends_at)

    def on_its_day(self, time):
        """Return the moment of this time on the day of the meeting, or on a later one if it was opened then."""
        day = min(max(self.date, self.opened_on or self.date), timezone.localdate())
        return timezone.make_aware(datetime.datetime.combine(day, time))

    def whole_clock(self, items):
        """Return the WholeClock, or None without clocks and while the meeting is not open. `items`: all of the meeting."""
        if not self.has_clock or self.stage not in OPEN_FOR_JOINING:
            return None
        has_plan = self.length != Length.NONE and self.stage != Stage.WRAP_UP
        later = sum(item.plan_in(self.length)[phase] for item, phase in self._later(items)) + self._for_wrap_up(items)
        is_shared = any(item.shared for item in items)
        return WholeClock(
            self.ends, self.phase_ends, later if has_plan else None, bool(self.phase), bool(self.phase) and is_shared
        )

    def share_time_left(self, seen):
        """Give the phases that are left the time that is left, as their advised minutes are to each other.

        The last question keeps its ten minutes before the wrap-up has its own. A phase whose time is up, or whose clock
        was stopped, is given none, unless nothing follows. Raises Refused where there is no time, or no clock.
        """
        with self.recording(Event.Kind.CLOCK) as entry:
            if self.place != seen:
                entry.nothing_happened()
                return False
            self._must_have_a_clock()
            now, items = timezone.now(), list(self.items.all())
            left = (self.ends - now).total_seconds()
            if left <= 0:
                raise Refused("Tiden er gået, så der er ingen at fordele. Tag den tid, I har brug for.")
            plans, ends = self._shared_out(items, left, now)
            if all(is_same(item.shared, plans[item.number]) for item in items) and is_near(ends, self.phase_ends):
                entry.nothing_happened()
                return True
            for item in items:
                item.shared = plans[item.number]
            self._keep_plan(items, ends)
        return True

    def return_to_advised_times(self, seen):
        """Let the phases last as advised again, and the one it is in go on for as much longer or shorter."""
        with self.recording(Event.Kind.CLOCK) as entry:
            if self.place != seen:
                entry.nothing_happened()
                return False
            self._must_have_a_clock()
            now, items = timezone.now(), list(self.items.all())
            if not any(item.shared for item in items):
                entry.nothing_happened()
                return True
            here = next(item for item in items if item.number == self.item_number)
            ends, planned = self.phase_ends, here.plan_in(self.length)[self.phase]
            for item in items:
                item.shared = {}
            if ends and ends > now and planned:
                ends = now + (ends - now) * (here.plan_in(self.length)[self.phase] / planned)
            self._keep_plan(items, ends)
        return True

    def _keep_plan(self, items, phase_ends):
        type(items[0]).objects.bulk_update(items, ["shared"])
        save_fields(self, phase_ends=phase_ends)

    def _later(self, items):
        """Yield (item, phase) of each phase after the one it is in."""
        for item in items:
            phases = list(item.plan_in(self.length))
            if item.number == self.item_number and self.phase in phases:
                phases = phases[phases.index(self.phase) + 1 :]
            if item.number >= (self.item_number or 0):
                yield from ((item, phase) for phase in phases)

    def _for_wrap_up(self, items):
        """Return the seconds planned for the wrap-up."""
        return items[-1].shared.get(WRAP_UP, wrap_up_minutes(self.length) * 60)

    def _shared_out(self, items, left, now):
        """Return ({item number: its `shared`}, when the phase it is in ends) for `left` seconds from now."""
        advised = {
            (item.number, step.phase): step.minutes * 60 for item in items for step in item.steps_in(self.length)
        }
        here, last = (self.item_number, Phase(self.phase)), items[-1].number
        weights = {(item.number, phase): advised[item.number, phase] for item, phase in self._later(items)}
        if unused := self._unused(items, now):
            weights[here] = advised[here] * unused
        weights = weights or {here: advised[here]}
        keeps = min(LAST_KEEPS, left)
        for_wrap_up = min(wrap_up_minutes(self.length) * 60, left - keeps)
        rest, total = left - for_wrap_up, sum(weights.values())
        of_last = sum(weight for (number, _), weight in weights.items() if number == last)
        for_last = rest if of_last == total else min(rest, max(keeps, rest * of_last / total))
        plans = {item.number: dict(item.shared) for item in items}
        ends = self.phase_ends
        for key, weight in weights.items():
            number, phase = key
            factor = for_last / of_last if number == last else (rest - for_last) / (total - of_last)
            plans[number][phase.value] = round(advised[key] * factor)
            if key == here:
                ends = now + datetime.timedelta(seconds=weight * factor)
        plans[last][WRAP_UP] = round(for_wrap_up)
        return plans, ends

    def _unused(self, items, now):
        """Return the share of the phase it is in that is left, from 0 to 1."""
        here = next(item for item in items if item.number == self.item_number)
        planned = here.plan_in(self.length)[self.phase]
        if not self.phase_ends or not planned:
            return 0
        return min(1, max(0, (self.phase_ends - now).total_seconds() / planned))


def is_same(plan, other):
    return plan.keys() == other.keys() and all(abs(plan[key] - other[key]) <= SAME for key in plan)


def is_near(one, other):
    return one == other or (bool(one and other) and abs((one - other).total_seconds()) <= SAME)
