"""What a meeting knows of numbers that look like CPR numbers and are none, so that nobody is asked twice."""

from django.utils.crypto import salted_hmac

from meetings.cpr import numbers

from .log import Event
from .rows import save_fields


class KnowsNoCpr:
    """The part of Meeting that remembers which numbers somebody has said are no CPR numbers, by their HMAC."""

    def doubtful(self, *texts):
        """Return the digits of each number in `texts` that looks like a CPR number, and of which nobody has said that
        it is none.
        """
        known = self.no_cpr.split()
        return [number for text in texts for number in numbers(text) if self._print_of(number) not in known]

    def is_no_cpr(self, digits):
        """Remember that each of these numbers is no CPR number. No screen shows it, so the log is left alone."""
        with self.recording(Event.Kind.MEETING_TEXT) as entry:
            known = dict.fromkeys([*self.no_cpr.split(), *map(self._print_of, digits)])
            save_fields(self, no_cpr=" ".join(list(known)[-MOST:]))
            entry.nothing_happened()

    def _print_of(self, number):
        return salted_hmac("no CPR number", f"{self.pk} {number}", algorithm="sha256").hexdigest()[:16]


MOST = 500  # numbers that are remembered
