"""Measures thousands of idle streams: memory, threads and connections, and the latency of a page beside them."""

import asyncio
import time

from tests.lab.people import Member, open_streams
from tests.lab.wire import Browser

from .machine import Usage, Watch, most_streams, rss, status
from .notes import percentile

ROOMS = 100
PAGES = 100


async def run(wanted, server, rest=10.0):
    """Measure. `rest`: seconds without requests, longer than a heartbeat."""
    count = min(wanted, most_streams())
    rooms = server.rooms(ROOMS, -(-count // ROOMS))
    people = [Member(room, cookie, server.ports[0]) for room in rooms for cookie in room["members"]][:count]
    (pid,), browser = server.pids, Browser()
    await pages(browser, people[0])
    alone = await pages(browser, people[0])
    before = costs(server, pid)
    streams = await open_streams(people)
    await asyncio.sleep(1)
    after = costs(server, pid)
    watch, usage = Watch(), Usage(server.pids)
    await asyncio.sleep(rest)
    watch.stop()
    usage.stop()
    beside = await pages(browser, people[0])
    lost = sum(stream.lost.is_set() for stream in streams)
    for stream in streams:
        stream.transport.abort()
    browser.close()
    return {
        "streams": count,
        "kB": (after["MiB"] - before["MiB"]) * 1024 / count,
        "threads": (before["threads"], after["threads"]),
        "connections": (before["connections"], after["connections"]),
        "alone": alone,
        "beside": beside,
        "idle cpu": usage.total / rest * 100,
        "lost": lost,
        "foreign": watch.foreign,
    }


def costs(server, pid):
    return {"MiB": rss([pid]), "threads": status(pid, "Threads"), "connections": server.connections()}


async def pages(browser, person):
    """Load the room's page repeatedly over more than a heartbeat. Return (p50, p95) in ms."""
    times = []
    for _ in range(PAGES):
        began = time.perf_counter()
        await browser.get(person.port, f"/m/{person.key}/", person.cookies)
        times.append((time.perf_counter() - began) * 1e3)
        await asyncio.sleep(0.1)
    return percentile(times, 0.5), percentile(times, 0.95)
