"""Measures a join wave: many people load the join page, join, load the room and open a stream within some seconds."""

import asyncio
import time
from urllib.parse import urlencode
from uuid import uuid4

from tests.lab.wire import Browser, listen, position

from .machine import Usage, Watch
from .notes import percentile

STEPS = ("join page", "join", "room loaded", "stream open")


async def run(people, seconds, server):
    """Measure `people` who arrive evenly spread over `seconds`, at each process in turn. Return percentiles in ms, errors (the first three in words) and CPU."""
    (room,) = server.rooms(1, 0, "lobby")
    watch, usage = Watch(), Usage(server.pids)
    times, wholes, streams, failures = {step: [] for step in STEPS}, [], [], []
    browser = Browser()
    ways = [Newcomer(browser, port, room["key"], times, streams) for port in server.ports]

    async def one(turn):
        await asyncio.sleep(seconds * turn / people)
        began = time.perf_counter()
        try:
            await ways[turn % len(ways)].join()
            wholes.append((time.perf_counter() - began) * 1e3)
        except (OSError, asyncio.IncompleteReadError, AssertionError) as error:
            failures.append(repr(error))

    await asyncio.gather(*map(one, range(people)))
    watch.stop()
    usage.stop()
    cut = sum(stream.lost.is_set() for stream in streams)
    for stream in streams:
        stream.transport.abort()
    browser.close()
    return {
        "steps": {step: (percentile(took, 0.5), percentile(took, 0.95)) for step, took in times.items()},
        "whole": (percentile(wholes, 0.5), percentile(wholes, 0.95)),
        "errors": len(failures) + cut,
        "failures": failures[:3],
        "cpu": usage.total / people * 1e3,
        "foreign": watch.foreign,
    }


class Newcomer:
    """The four steps of joining, timed; each person has cookies of their own."""

    def __init__(self, browser, port, key, times, streams):
        self.browser, self.port, self.key, self.times, self.streams = browser, port, key, times, streams

    async def join(self):
        path = f"/m/{self.key}/"
        page = await self.timed("join page", self.browser.get(self.port, f"{path}ind/"))
        assert page.status == 200, page.status
        cookies = page.cookies()
        fields = {"csrfmiddlewaretoken": page.token(), "uuid": uuid4(), "name": ""}
        answer = await self.timed(
            "join", self.browser.post(self.port, f"{path}ind/", urlencode(fields), "; ".join(cookies))
        )
        leads = answer.header("location") or ""
        assert (answer.status, leads.partition("?")[0]) == (302, path), (answer.status, leads)
        cookies = "; ".join(cookies + answer.cookies())
        room = await self.timed("room loaded", self.browser.get(self.port, leads, cookies))
        assert room.status == 200, room.status
        after = position(room.body)
        self.streams.append(
            await self.timed("stream open", listen(self.port, f"{path}stroem/deltager/?after={after}", cookies))
        )

    async def timed(self, step, work):
        began = time.perf_counter()
        result = await work
        self.times[step].append((time.perf_counter() - began) * 1e3)
        return result
