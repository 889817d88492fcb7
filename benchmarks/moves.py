"""Measures what changes every screen at once: a phase, a reveal of many notes, and moves, which they should cost no more than."""

import asyncio
import time
from statistics import median
from urllib.parse import urlencode

from tests.lab.people import Member, open_streams
from tests.lab.wire import Browser

from .machine import Usage, Watch

TEXT = "Vi skriver de samme oplysninger to steder, fordi systemerne ikke taler sammen ({})."
PATIENCE = 15.0  # seconds until everybody must have a change
# What the facilitator presses in turn, each where the one before has led: (what it is, its path, the place that is seen).
ACTS = (
    ("a phase", "fase/pairs", "1-think"),
    ("a reveal", "vis-noterne", "1-pairs"),
    ("a move to an empty question", "gaa-til/2", "1-pairs"),
    ("a move back to all the notes", "gaa-til/1", "2-think"),
)


async def run(viewers, notes, times, server):
    """Measure in a meeting of its own each of `times`.

    Return ({act: (median seconds until every stream had it, CPU seconds of the server)}, foreign load).
    """
    watch, found = Watch(), {name: [] for name, *_ in ACTS}
    for _ in range(times):
        (room,) = server.rooms(1, viewers, phased=True)
        room["after"] = server.write(room["key"], [TEXT.format(turn) for turn in range(notes)])
        members = [Member(room, cookie, server.ports[0]) for cookie in room["members"]]
        streams = await open_streams(members)
        for name, path, seen in ACTS:
            found[name].append(await act(server, room, streams, path, seen))
            await asyncio.sleep(0.3)
        for stream in streams:
            stream.transport.abort()
    medians = {name: tuple(map(median, zip(*each, strict=True))) for name, each in found.items()}
    return medians, watch.stop().foreign


async def act(server, room, streams, path, seen):
    """Return (seconds until the last stream had the change, CPU seconds of the server)."""
    browser, port = Browser(), server.ports[0]
    page = await browser.get(port, f"/m/{room['key']}/skaerm/", room["facilitator"])
    cookies = "; ".join([room["facilitator"], *page.cookies()])
    body = urlencode({"csrfmiddlewaretoken": page.token(), "seen": seen, "sure": seen})
    before, usage = max(stream.position for stream in streams), Usage(server.pids)
    began = time.perf_counter()
    answering = asyncio.create_task(browser.post(port, f"/m/{room['key']}/{path}/", body, cookies))
    async with asyncio.timeout(PATIENCE):
        while min(stream.position for stream in streams) <= before:  # noqa: ASYNC110 -- to the millisecond
            await asyncio.sleep(0.001)
    took = time.perf_counter() - began
    answer = await answering
    assert answer.status in (200, 302), (path, answer.status)
    browser.close()
    return took, usage.stop().total
