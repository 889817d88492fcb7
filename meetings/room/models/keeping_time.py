"""The clock of a phase: it advises, and nothing is cut off when it has run out."""

import datetime

from django.utils import timezone

from .log import Event
from .phases import Phase
from .refused import Refused
from .rows import save_fields

MORE = datetime.timedelta(minutes=2)


class KeepsTime:
    """The part of Meeting that knows when its phase ends: `phase_ends`, a time by the server's clock, or None.

    `seen`: the name of the place the facilitator saw. Both verbs return False, and do nothing, if the meeting is elsewhere.
    """

    def give_more_time(self, seen):
        """Let the phase end two minutes later, or in two minutes where its time is up or its clock was stopped."""
        now = timezone.now()
        return self._set_clock(seen, lambda: max(self.phase_ends or now, now) + MORE)

    def stop_clock(self, seen):
        """Let the phase have no clock."""
        return self._set_clock(seen, lambda: None)

    def _set_clock(self, seen, end):
        with self.recording(Event.Kind.CLOCK) as entry:
            if self.place != seen:
                entry.nothing_happened()
                return False
            self._must_have_a_clock()
            ends = end()
            if ends == self.phase_ends:
                entry.nothing_happened()
            save_fields(self, phase_ends=ends)
        return True

    def _must_have_a_clock(self):
        if not self.phase or not self.has_clock:
            raise Refused(f"Her er intet ur. {self.where}")

    def _end_of(self, place):
        """Return when the phase at `place` ends, if the meeting goes there now, or None without a clock."""
        if not place.phase or not self.has_clock:
            return None
        plan = self.items.get(number=place.number).plan_in(self.length)
        return timezone.now() + datetime.timedelta(seconds=plan[Phase(place.phase)])

    @property
    def now_in_ms(self):
        """Return the server's time, by which a phone finds out how wrong its own is."""
        return round(timezone.now().timestamp() * 1000)
