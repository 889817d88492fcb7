"""Who is watching: the open streams of each meeting in this process, and the thread that reads the log for them.

Everything here runs on the event loop but `read` and `look`. An idle stream holds no thread and no database connection.
"""

import asyncio
import logging
import threading
from collections import Counter
from queue import Empty, SimpleQueue

from django.db import Error, connection
from django.http import HttpResponse

from . import bell
from .live import beat, catch_up, draw, is_gone, replay
from .models import Event, Meeting

STREAMS_A_SEAT = 12  # open at once: a person has a few tabs, not a thousand
HEARTBEAT = 8.0  # seconds; the client takes 20 of silence for a dead line

logger = logging.getLogger(__name__)
END = {"type": "http.response.body"}

rooms = {}  # meeting id -> Room
open_streams = Counter()  # seat id: how many it has here
_queue = SimpleQueue()
_stop = object()
_started = []


def crowded(seat_id):
    """Whether this seat has as many streams open here as one person can use."""
    return open_streams[seat_id] >= STREAMS_A_SEAT


def too_many():
    return HttpResponse("Siden er åben for mange steder.", status=429, headers={"Retry-After": "30"})


class Viewer:
    """One open stream."""

    def __init__(self, send, response):
        self.send, self.position = send, response.position
        self.audience, self.seat_id = response.audience, response.seat_id
        self.task = asyncio.current_task()

    def push(self, data):
        hand_over(self.send, {"type": "http.response.body", "body": data, "more_body": True})


class Room:
    """The open streams of one meeting in this process."""

    def __init__(self, meeting_id, position):
        self.meeting_id = meeting_id
        self.position = position  # what every viewer has been sent
        self.drawn = position  # how far the reader thread has come
        self.viewers = set()

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
    seat_id = response.seat_id
    if crowded(seat_id):  # asked again, on the loop: many may have come while the first were being drawn
        await send(opening(refusal := too_many()))
        return await send({**END, "body": refusal.content})
    open_streams[seat_id] += 1
    try:
        await send(opening(response))
        await stay(Viewer(send, response), response, receive, run)
    except (asyncio.CancelledError, Error, Meeting.DoesNotExist):  # cut, or the database or the meeting is gone
        hand_over(send, END)
        await receive()  # "http.disconnect", as soon as uvicorn has noticed
    finally:
        open_streams[seat_id] -= 1
        if not open_streams[seat_id]:
            del open_streams[seat_id]


async def stay(viewer, response, receive, run):
    """Catch up until level with the room, and stay in it."""
    meeting_id, data = response.meeting_id, response.content
    while True:
        await viewer.send({"type": "http.response.body", "body": data, "more_body": True})
        room = rooms.get(meeting_id)
        if room is None:
            room = rooms[meeting_id] = Room(meeting_id, viewer.position)
            _queue.put(meeting_id)  # something may have come between our reading and the room's opening
        if room.position <= viewer.position:
            break
        data, viewer.position = await run(catch_up, meeting_id, viewer.audience, viewer.position)
    room.viewers.add(viewer)  # in the same turn of the loop as the look at `position`: nothing slips between
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        room.viewers.discard(viewer)
        if not room.viewers and rooms.get(meeting_id) is room:
            del rooms[meeting_id]


def hand_over(send, message):
    """Without waiting. A client too slow to take it is cut off, and catches up when it comes back.

    Its connection is broken off: uvicorn would close it only when everything has been read, which may be never.
    """
    sending = send(message)
    try:
        sending.send(None)
    except StopIteration:
        return
    sending.close()
    send.__self__.transport.abort()


def opening(response):
    return {"type": "http.response.start", "status": response.status_code, "headers": headers(response)}


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
    connection.close_if_unusable_or_obsolete()  # the database may have been away
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
