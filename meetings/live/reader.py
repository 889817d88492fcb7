"""The thread that reads the log for everybody who is watching: draws what the bell says has changed, once an audience."""

import logging
import threading
import time
from queue import Empty, SimpleQueue

from django.db import connection

from meetings.room.feed import draw, is_gone, log_after
from meetings.room.models import Event, Meeting

from . import notify
from .streams import heartbeat, rooms

ARRIVALS = 1.0  # seconds between two counts of who is here: when hundreds come at once, each would be told of each

logger = logging.getLogger(__name__)
_queue = SimpleQueue()
_stop = object()
_started = []


def start(loop):
    _started[:] = [notify.listen(_queue.put), loop.create_task(heartbeat())]
    threading.Thread(target=read, args=(loop,), name="reader", daemon=True).start()


def stop():
    stop_listening, pulse = _started
    pulse.cancel()
    _queue.put(_stop)
    stop_listening()


def read(loop):
    """In a thread of its own: draw what the bell says has changed, and hand it to the loop."""
    while True:
        rung = {_queue.get()}
        try:
            while True:
                rung.add(_queue.get_nowait())
        except Empty:
            pass
        if _stop in rung:
            connection.close()
            return
        for room in behind() if notify.EVERYTHING in rung else map(rooms.get, rung):
            if room:
                look(room, loop)


def behind():
    """The rooms whose log has gone on, or that are gone: one question for all, as SQLite's bell rings so twice a second."""
    connection.close_if_unusable_or_obsolete()  # the database may have been away
    watched = dict(rooms)
    if not watched:
        return []
    try:
        last = dict(Meeting.objects.filter(pk__in=watched).values_list("pk", "last_event"))
    except Exception:  # each will find out for itself, and say so
        connection.close()
        return list(watched.values())
    return [room for meeting_id, room in watched.items() if last.get(meeting_id) != room.drawn]


def look(room, loop):
    try:
        events = log_after(room.meeting_id, room.drawn)
        if events and can_wait(room, events, loop):
            return
        lines = draw(room.meeting_id, events, room.audiences())
        gone = not lines and is_gone(room.meeting_id)
    except Exception as error:  # the database is away for a moment: the bell rings everything when it is back
        logger.warning("Could not read the log (%s).", type(error).__name__)
        connection.close()
        loop.call_soon_threadsafe(room.cut)  # better to begin again than to look alive and be behind
        return
    if lines:
        room.drawn = lines[-1].number
        loop.call_soon_threadsafe(room.push, lines)
    elif gone:
        loop.call_soon_threadsafe(room.cut)


def can_wait(room, events, loop):
    """Whether people have only come in, and it was just told that others had: then they are told together, in a moment."""
    now = time.monotonic()
    if any(kind != Event.Kind.JOINED for _, kind, _ in events) or now >= room.counted + ARRIVALS:
        room.counted = now
        return False
    if not room.is_waiting:
        room.is_waiting = True
        loop.call_soon_threadsafe(loop.call_later, room.counted + ARRIVALS + 0.05 - now, tell_of_arrivals, room)
    return True


def tell_of_arrivals(room):
    room.is_waiting = False
    notify.here(room.meeting_id)
