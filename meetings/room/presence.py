"""Knows when seats other than members' were last seen: in memory, and shared between the processes once a minute.

Of members nothing is noted: when somebody was here could tell who wrote what.
"""

import datetime

from django.utils import timezone

from meetings.live.streams import open_streams

from .models import Participant, Role

RECENT = datetime.timedelta(minutes=3)  # since the minute that was written down: each process writes once a minute
_seen = set()  # the ids of seats that were seen in this process since `share` last wrote


def saw(seat):
    if seat.role != Role.MEMBER:
        _seen.add(seat.pk)


def is_here(seat):
    """Return whether this process has seen the seat within the last minute or so."""
    return seat.pk in _seen or seat.pk in open_streams


def is_recent(last_seen):
    return last_seen is not None and timezone.now() - last_seen < RECENT


def share(viewers):
    """Write down, for the other processes, who was seen here within the last minute: they and `viewers`, to the minute."""
    seen = viewers | _seen
    _seen.difference_update(seen)
    if seen:
        now = timezone.now().replace(second=0, microsecond=0)
        Participant.objects.filter(pk__in=seen).exclude(role=Role.MEMBER).update(last_seen=now)
