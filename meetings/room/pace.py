"""Keeps one phone from drowning a room: a bucket for each seat, in memory, of notes and of other acts.

Nothing of it is written down but the mark of a phone that is too fast (`models/haste.py`): no number and no time.
"""

import time

from django.conf import settings

from .models import Refused, Role

BURST = 3  # minutes' worth that may come at once, as when a phone's line is back
OTHERS = 10  # times as much for who leads or writes the minutes: there, texts save themselves
TELL_AGAIN = 300.0  # seconds before the same phone is told of once more
MOST_KEPT = 20_000  # buckets; beyond that everybody begins anew

TOO_FAST = "Du skriver hurtigere, end skærmen kan følge med til."
PAUSED = "Mødelederen har sat din telefon på pause."

_levels = {}  # {(seat, what): (how much is left, when)}
_told = {}  # {seat: when the facilitator was last told of it}


class TooFast(Refused):
    """Nothing is wrong with it, and it can be sent again later: by the script that sent it, or else by hand."""

    by_itself, by_hand = "Det bliver sendt om lidt.", "Vent lidt, og send det så igen."

    def words(self, by_script):
        """Return the sentence, and what becomes of what was sent."""
        return f"{self} {self.by_itself if by_script else self.by_hand}"


class Paused(TooFast):
    by_itself, by_hand = "Det bliver sendt, når du må skrive igen.", "Send det igen, når du må skrive igen."


def must_keep_pace(seat, what):
    """Raise TooFast if the seat has sent more `what` ("notes", "acts") than a person does, or is on pause."""
    if seat.meeting.is_on_pause(seat):
        raise Paused(PAUSED)
    if take((seat.pk, what), rate(seat, what)):
        return
    told, now = _told.get(seat.pk), time.monotonic()
    # Who leads is only slowed: on pause, they could not even end the pause.
    if seat.role == Role.MEMBER and (told is None or now - told > TELL_AGAIN):
        _told[seat.pk] = now
        seat.meeting.notice_haste(seat)
    raise TooFast(TOO_FAST)


def rate(seat, what):
    """Return how many a minute."""
    most = settings.NOTES_A_MINUTE if what == "notes" else settings.ACTS_A_MINUTE
    return most if seat.role == Role.MEMBER else most * OTHERS


def take(bucket, a_minute):
    """Take one out of a bucket, which fills again evenly. Returns whether there was one."""
    now = time.monotonic()
    left, at = _levels.get(bucket, (a_minute * BURST, now))
    left = min(a_minute * BURST, left + (now - at) * a_minute / 60)
    if len(_levels) > MOST_KEPT:
        forget()
    _levels[bucket] = max(0, left - 1) if left >= 1 else left, now
    return left >= 1


def forget():
    """Begin anew with everybody."""
    _levels.clear()
    _told.clear()
