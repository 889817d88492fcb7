"""Knows when somebody was last here on a seat other than a member's: in memory, and shared between the processes once a minute.

Of members nothing is noted: when somebody was here could tell who wrote what.
"""

import datetime

from django.utils import timezone

from meetings.live.streams import open_streams

from .models import Participant, Role

RECENT = datetime.timedelta(minutes=3)  # since the minute that was written down: each process writes once a minute
_here = set()  # the ids of seats that sent this process a request since `share` last wrote


def remember(seat):
    if seat.role != Role.MEMBER:
        _here.add(seat.pk)


def is_here(seat):
    """Return whether the seat sent this process a request within the last minute or so, or has a stream open here."""
    return seat.pk in _here or seat.pk in open_streams


def is_recent(last_here):
    return last_here is not None and timezone.now() - last_here < RECENT


def share(viewers):
    """Write down, for the other processes, who was here within the last minute: they and `viewers`, to the minute."""
    here = viewers | _here
    _here.difference_update(here)
    if here:
        now = timezone.now().replace(second=0, microsecond=0)
        Participant.objects.filter(pk__in=here).exclude(role=Role.MEMBER).update(last_here=now)
