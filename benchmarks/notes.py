"""Measures the latency and the cost of notes in one room or many, on the product and on the floor."""

import asyncio
import gc
from typing import NamedTuple

from tests.lab.people import Anybody, Deliveries, Member, come_in, open_streams, post_evenly
from tests.lab.wire import Browser

from .machine import Watch, rss

PATIENCE = 15.0  # seconds that the last notes may take


class Load(NamedTuple):
    name: str
    rooms: int
    viewers: int  # in each room
    rate: float  # notes a second in all
    seconds: float


class Row(NamedTuple):
    """Times in ms, CPU in ms a note and µs a delivered note, memory in MiB, foreign load in % of one processor."""

    server: str
    name: str
    p50: float
    p95: float
    p99: float
    answer: float  # p95 until the author had the answer
    lost: int
    doubled: int
    failed: int
    per_note: float
    per_delivered: float
    database: float  # ms a note in the database server's processes
    rss: float
    foreign: float


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def seats(load):
    """Return how many seats a room has: one a viewer, and at least ten, so that somebody else writes."""
    return max(load.viewers, 10)


def product_people(server, load):
    return [
        [Member(room, cookie, server.ports[turn % len(server.ports)]) for turn, cookie in enumerate(room["members"])]
        for room in server.rooms(load.rooms, seats(load))
    ]


def floor_people(server, load):
    return [[Anybody(f"room{number}", server.port) for _ in range(seats(load))] for number in range(load.rooms)]


def turns(rooms, count):
    """Return `count` authors: the rooms in turn, and in each room the people in turn, the last first."""
    return [rooms[turn % len(rooms)][-1 - turn // len(rooms) % len(rooms[0])] for turn in range(count)]


async def run(label, server, rooms, load):
    """Open the streams, post the notes, wait for the last delivery. Return a Row."""
    deliveries, browser = Deliveries(), Browser()
    authors = turns(rooms, round(load.rate * load.seconds))
    await come_in(browser, list(dict.fromkeys(authors)))
    browser.close()
    streams = await open_streams([person for room in rooms for person in room[: load.viewers]], deliveries)
    await asyncio.sleep(0.5)
    gc.collect()
    gc.freeze()  # garbage collection of ours would be measured as latency
    watch = Watch(server.pids, server.database_pids())
    await post_evenly(deliveries, authors, load.rate, load.seconds)
    for _ in range(int(PATIENCE * 20)):
        if deliveries.delivered >= deliveries.due():
            break
        await asyncio.sleep(0.05)
    watch.stop()
    memory = rss(server.pids)
    for stream in streams:
        stream.transport.abort()
    return row(label, load, deliveries, watch, memory)


def row(label, load, deliveries, watch, memory):
    return Row(
        label,
        load.name,
        *(percentile(deliveries.latencies, share) * 1e3 for share in (0.5, 0.95, 0.99)),
        percentile(deliveries.answers, 0.95) * 1e3,
        deliveries.due() - deliveries.delivered,
        deliveries.doubled,
        deliveries.failed,
        watch.server / len(deliveries.sent) * 1e3,
        watch.server / max(1, deliveries.delivered) * 1e6,
        watch.databases / len(deliveries.sent) * 1e3,
        memory,
        watch.foreign,
    )
