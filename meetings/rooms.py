"""Who is watching: the open streams of each meeting in this process, and the thread that reads the log for them.

Everything here runs on the event loop but `read` and `look`. An idle stream holds no thread and no database connection.
"""

import asyncio
import logging
import threading
from collections import Counter
from contextlib import suppress
from queue import Empty, SimpleQueue

from django.db import connection

from . import bell
from .live import beat, catch_up, draw, is_gone, replay
from .models import Event, Meeting

STREAMS_A_SEAT = 12  # open at once: a person has a few tabs, not a thousand
HEARTBEAT = 8.0  # seconds; the client takes 20 of silence for a dead line

logger = logging.getLogger(__name__)
rooms = {}  # meeting id -> Room
_queue = SimpleQueue()
_stop = object()
_started = []


def crowded(seat):
    """Whether this seat has as many streams open here as one person can use."""
    room = rooms.get(seat.meeting_id)
    return room is not None and room.seats[seat.pk] >= STREAMS_A_SEAT


class Viewer:
    """One open stream."""

    def __init__(self, send, response):
        self.send, self.position = send, response.position
        self.audience, self.seat_id = response.audience, response.seat_id
        self.task = asyncio.current_task()

    def push(self, data):
        """Hand over without waiting; a client too slow to drain is cut off and catches up when it comes back."""
        sending = self.send({"type": "http.response.body", "body": data, "more_body": True})
        try:
            sending.send(None)
        except StopIteration:
            return
        sending.close()
        self.task.cancel()


class Room:
    """The open streams of one meeting in this process."""

    def __init__(self, meeting_id, position):
        self.meeting_id = meeting_id
        self.position = position  # what every viewer has been sent
        self.drawn = position  # how far the reader thread has come
        self.viewers = set()
        self.seats = Counter()  # seat id: how many of the viewers are its own

    def let_in(self, viewer):
        self.viewers.add(viewer)
        self.seats[viewer.seat_id] += 1

    def let_out(self, viewer):
        self.viewers.discard(viewer)
        self.seats[viewer.seat_id] -= 1

    def audiences(self):
        return {viewer.audience for viewer in tuple(self.viewers)}

    def push(self, lines):
        """Hand everyone what they have not had. After a reset everyone is cut: the seat behind a stream may be gone."""
        whole, last = {}, lines[-1].number
        for viewer in tuple(self.viewers):
            try:
                if viewer.position == self.position:
                    if viewer.audience not in whole:
                        whole[viewer.audience] = b"".join(line.drawn[viewer.audience] for line in lines)
                    data = whole[viewer.audience]
                else:
                    data = b"".join(line.drawn[viewer.audience] for line in lines if line.number > viewer.position)
            except KeyError:  # came in after this was drawn, and nobody else of its audience was here: begin again
                viewer.task.cancel()
                continue
            viewer.position = max(viewer.position, last)
            if data:
                viewer.push(data)
        self.position = last
        if any(line.kind == Event.Kind.RESET for line in lines):
            self.cut()
        for seat_id in (line.subject for line in lines if line.kind == Event.Kind.LEFT):
            self.cut(seat_id)

    def cut(self, seat_id=None):
        """End every stream, or those of one seat. The clients come back by themselves, spread out, if they may."""
        for viewer in tuple(self.viewers):
            if seat_id in (None, viewer.seat_id):
                viewer.task.cancel()


async def stream(response, receive, send, run):
    """Keep a Stream open until the client goes, falls behind, or the server stops. `run`: a call in a page thread."""
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers(response)})
    viewer = Viewer(send, response)
    meeting_id, data = response.meeting_id, response.content
    while True:
        await send({"type": "http.response.body", "body": data, "more_body": True})
        room = rooms.get(meeting_id)
        if room is None:
            room = rooms[meeting_id] = Room(meeting_id, viewer.position)
            _queue.put(meeting_id)  # something may have come between our reading and the room's opening
        if room.position <= viewer.position:
            break
        data, viewer.position = await run(catch_up, meeting_id, viewer.audience, viewer.position)
    room.let_in(viewer)  # in the same turn of the loop as the look at `position`: nothing slips between
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    except asyncio.CancelledError:
        ending = send({"type": "http.response.body"})
        with suppress(StopIteration):
            ending.send(None)
        ending.close()
    finally:
        room.let_out(viewer)
        if not room.viewers and rooms.get(meeting_id) is room:
            del rooms[meeting_id]


def headers(response):
    cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
    wanted = [(name, value) for name, value in response.items() if name.lower() != "content-length"]
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in wanted + cookies]


def end_streams():
    for room in tuple(rooms.values()):
        room.cut()


async def heartbeat():
    while True:
        await asyncio.sleep(HEARTBEAT)
        replay.cache_clear()  # what a meeting was is not kept after it is erased
        for room in tuple(rooms.values()):
            data = beat(room.position)
            for viewer in tuple(room.viewers):
                viewer.push(data)


# --- The reader thread -----------------------------------------------------------------------------------------------


def start(loop):
    _started[:] = [bell.listen(_queue.put), loop.create_task(heartbeat())]
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
        for room in behind() if bell.EVERYTHING in rung else map(rooms.get, rung):
            if room:
                look(room, loop)


def behind():
    """The rooms whose log has gone on, or that are gone: one question for all, as SQLite's bell rings so twice a second."""
    watched = dict(rooms)
    if not watched:
        return []
    try:
        last = dict(Meeting.objects.filter(pk__in=watched).values_list("pk", "last_event"))
    except Exception:  # each will find out for itself, and say so
        return list(watched.values())
    return [room for meeting_id, room in watched.items() if last.get(meeting_id) != room.drawn]


def look(room, loop):
    try:
        lines = draw(room.meeting_id, room.drawn, room.audiences())
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
