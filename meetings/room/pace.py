"""Keeps one phone from drowning a room: a bucket for each seat, in memory, of notes and of other acts.

Nothing of it is written down but that the meeting has a phone that is too fast (`Meeting.haste`), and not which.
"""

import time

from django.conf import settings

from .models import Haste, Refused, Role

BURST = 3  # minutes' worth that may come at once, as when a phone's line is back
OTHERS = 10  # times as much for who leads or writes the minutes: there, texts save themselves
TELL_AGAIN = 300.0  # seconds before the same phone is told of once more
MOST_KEPT = 20_000  # buckets; beyond that everybody begins anew

TOO_FAST = "Du skriver hurtigere, end skærmen kan følge med til. Det bliver sendt om lidt."
PAUSED = "Mødelederen har sat din telefon på pause. Det, du har skrevet, er gemt på telefonen."

_levels = {}  # {(seat, what): (how much is left, when)}
_fast = {}  # {seat: when it was last told of}, of those that were refused lately


class TooFast(Refused):
    """Nothing is wrong with it, and it can be sent again in a while."""


def must_keep_pace(seat, what):
    """Raise TooFast if the seat has sent more `what` ("notes", "acts") than a person does, or is on pause."""
    bucket = seat.pk, what
    if seat.pk in _fast and seat.meeting.haste == Haste.PAUSED:
        raise TooFast(PAUSED)
    if take(bucket, rate(seat, what)):
        return
    told = _fast.get(seat.pk)
    if told is None or time.monotonic() - told > TELL_AGAIN:
        _fast[seat.pk] = time.monotonic()
        seat.meeting.notice_haste()
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
    if left >= a_minute:  # it has been quiet for a while
        _fast.pop(bucket[0], None)
    return left >= 1


def forget():
    """Begin anew with everybody."""
    _levels.clear()
    _fast.clear()
