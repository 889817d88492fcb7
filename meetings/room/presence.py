"""Knows when somebody was last here: in memory, and shared between the processes once a minute.

Of a member nothing is written down but that the seat is among those that are here: heard from within AWAY_AFTER. All of
a process are written at once, to the same minute, whether or not they were heard from since the last time, and what
members send is not counted: only the pages and streams that they ask for. So neither the row nor the database's log
tells who wrote a note, nor when. A phone that has gone is left out a quarter of an hour later.
"""

import datetime
from contextlib import suppress
from itertools import batched

from django.db import models, transaction
from django.utils import timezone

from meetings.live.streams import open_streams

from .models import Meeting, Participant, Role, Stage
from .models.seats import RECENT, this_minute

AWAY_AFTER = datetime.timedelta(minutes=15)
AT_ONCE = 500  # seats a statement: what a larger one is compiled in stays with the process, and SQLite takes 32,766
_here = set()  # the ids of seats that sent this process a request since `share` last wrote; none of members
_heard = {}  # {id of a seat: when this process last heard from it}: of members by their pages, of all by their streams


def remember(seat, asks):
    """Note that the holder of a seat sent a request. `asks`: whether it changes nothing."""
    if seat.role != Role.MEMBER:
        _here.add(seat.pk)
    elif asks:
        _heard[seat.pk] = timezone.now()


def is_here(seat):
    """Return whether the seat sent this process a request within the last minute or so, or has a stream open here."""
    return seat.pk in _here or seat.pk in open_streams


def is_recent(last_here):
    return last_here is not None and timezone.now() - last_here < RECENT


def share(viewers):
    """Write down, for the other processes, who is here, to the minute: of members those heard from, else who was within the last."""
    here = viewers | _here
    _here.difference_update(here)
    _write(Participant.objects.exclude(role=Role.MEMBER), here)
    now = timezone.now()
    _heard.update(dict.fromkeys(viewers, now))
    for seat, heard in list(_heard.items()):
        if now - heard >= AWAY_AFTER:
            _heard.pop(seat, None)
    _write(Participant.objects.filter(role=Role.MEMBER), set(_heard))


def _write(seats, here):
    """Write down which of `seats` are here, in one transaction. Locked in order: two processes may write the same."""
    minute = this_minute()
    with transaction.atomic():
        for some in batched(sorted(here), AT_ONCE, strict=False):
            found = list(seats.filter(pk__in=some).order_by("pk").select_for_update().values_list("pk", flat=True))
            Participant.objects.filter(pk__in=found).update(last_here=minute)


def tell(meeting_ids):
    """Let the screens of these meetings show how many members are here, where that is another number now.

    Yields the id of each meeting that was told, since each is a transaction of its own.
    """
    seats = Participant.objects.filter(meeting_id__in=meeting_ids, role=Role.MEMBER)
    counts = seats.filter(last_here__gte=timezone.now() - RECENT).order_by().values_list("meeting_id")
    present = dict(counts.annotate(models.Count("pk")))
    told = Meeting.objects.filter(pk__in=meeting_ids).exclude(stage=Stage.CLOSED).values_list("pk", "present_told")
    for meeting_id, number in told:
        if present.get(meeting_id, 0) != number:
            with suppress(Meeting.DoesNotExist):  # erased meanwhile, or due
                Meeting.find(id=meeting_id).tell_present()
                yield meeting_id
