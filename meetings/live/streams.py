"""Who is watching: the open streams of each meeting in this process. `reader` says what has changed.

Everything here runs on the event loop. An idle stream holds no thread and no database connection.
"""

import asyncio
from collections import Counter

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error
from django.http import HttpResponse

from meetings.room.feed import beat, catch_up, replay
from meetings.room.models import Event

from . import notify

STREAMS_A_SEAT = 12  # open at once: a person has a few tabs, not a thousand
HEARTBEAT = 8.0  # seconds; the client takes 20 of silence for a dead line

END = {"type": "http.response.body"}

rooms = {}  # meeting id -> Room
open_streams = Counter()  # seat id: how many it has here


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
        self.task, self.is_behind = asyncio.current_task(), False

    def push(self, data):
        hand_over(self.send, {"type": "http.response.body", "body": data, "more_body": True})

    def fall_behind(self):
        """Let `stay` catch up and come back into the room."""
        self.is_behind = True
        self.task.cancel()

    def cut(self):
        """End the stream."""
        self.is_behind = False
        self.task.cancel()


class Room:
    """The open streams of one meeting in this process."""

    def __init__(self, meeting_id, position):
        self.meeting_id = meeting_id
        self.position = position  # what every viewer has been sent
        self.drawn = position  # how far the reader thread has come
        self.counted, self.is_waiting = 0.0, False  # when it last told who came in, and whether it is about to
        self.viewers = set()

    def audiences(self):
        return {viewer.audience for viewer in tuple(self.viewers)}

    def push(self, lines):
        """Hand everyone what they have not had. After a reset everyone is cut: the seat behind a stream may be gone."""
        whole, last = {}, lines[-1].number
        for viewer in tuple(self.viewers):
            if viewer.is_behind:
                continue  # about to catch up: this must not come before what it lacks
            try:
                if viewer.position == self.position:
                    if viewer.audience not in whole:
                        whole[viewer.audience] = b"".join(line.drawn[viewer.audience] for line in lines)
                    data = whole[viewer.audience]
                else:
                    data = b"".join(line.drawn[viewer.audience] for line in lines if line.number > viewer.position)
            except KeyError:  # came in after this was begun to be drawn, and nobody of its audience was here then
                viewer.fall_behind()
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
                viewer.cut()


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
    except (asyncio.CancelledError, Error, ObjectDoesNotExist):  # cut, or the database, the meeting or the seat is gone
        hand_over(send, END)
        await receive()  # "http.disconnect", as soon as uvicorn has noticed
    finally:
        open_streams[seat_id] -= 1
        if not open_streams[seat_id]:
            del open_streams[seat_id]


async def stay(viewer, response, receive, run):
    """Catch up until level with the room, and stay in it until the client goes. Raises CancelledError when cut."""
    meeting_id, data = response.meeting_id, response.content
    while True:
        await viewer.send({"type": "http.response.body", "body": data, "more_body": True})
        room = rooms.get(meeting_id) or Room(meeting_id, viewer.position)
        if room.position <= viewer.position and not await stay_level(viewer, room, receive):
            return
        data, viewer.position = await run(catch_up, meeting_id, viewer.seat_id, viewer.audience, viewer.position)


async def stay_level(viewer, room, receive):
    """In the room until the client goes (False) or the viewer has fallen behind (True)."""
    room.viewers.add(viewer)  # in the same turn of the loop as the look at `position`: nothing slips between
    rooms[room.meeting_id] = room
    if len(room.viewers) == 1:
        notify.here(room.meeting_id)  # something may have come between our reading and the room's opening
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
        return False
    except asyncio.CancelledError:
        if not viewer.is_behind:
            raise
        viewer.is_behind = False
        viewer.task.uncancel()
        return True
    finally:
        room.viewers.discard(viewer)
        if not room.viewers and rooms.get(room.meeting_id) is room:
            del rooms[room.meeting_id]


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
