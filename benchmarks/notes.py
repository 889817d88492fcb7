"""Measures the latency and the cost of notes on several servers side by side, so that foreign load and clock hit all alike."""

import asyncio
import gc
from contextlib import asynccontextmanager
from typing import NamedTuple

from tests.lab.people import Deliveries, come_in, open_streams, post_evenly
from tests.lab.wire import Browser

from .machine import Usage, Watch, rss

PATIENCE = 15.0  # seconds that the last notes may take
AUTHORS = 1000  # people who write, at most: each must load a page first


class Load(NamedTuple):
    rooms: int
    viewers: int  # in each room
    rate: float  # notes a second in all
    seconds: float
    more: str = ""  # what happens besides, in words

    def __str__(self):
        return f"{self.rooms:,} × {self.viewers}, {self.rate:.3g}{self.more}"


class Row(NamedTuple):
    """Times in ms, CPU in ms a note and µs a delivered note, memory in MiB, load in % of one processor."""

    load: Load
    server: object  # a Variant, or "floor"
    p50: float
    p95: float
    p99: float
    answer: float  # p95 until the author had the answer
    lost: int
    doubled: int
    failed: int
    per_note: float
    per_delivered: float
    threads: dict  # {name: ms a note}
    database: float  # ms a note in the database server's processes
    rss: float
    client: float
    foreign: float

    @property
    def wrong(self):
        return self.lost + self.doubled + self.failed


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


class Side:
    """One server with people in its rooms, who write and watch while the other sides do the same."""

    def __init__(self, name, server, load):
        self.name, self.server, self.load, self.deliveries = name, server, load, Deliveries()
        self.rooms = server.people(load.rooms, max(load.viewers, 10))  # at least ten, so that somebody else writes

    @property
    def authors(self):
        """Return who writes, so that the rooms come in turn and in each the people, the last first."""
        each = max(1, min(len(self.rooms[0]), AUTHORS // len(self.rooms)))
        return [people[-1 - turn] for turn in range(each) for people in self.rooms]

    async def open(self):
        browser = Browser()
        await come_in(browser, self.authors)
        browser.close()
        viewers = [person for people in self.rooms for person in people[: self.load.viewers]]
        self.streams = await open_streams(viewers, self.deliveries)

    def close(self):
        for stream in self.streams:
            stream.transport.abort()

    def begin(self):
        self.deliveries.begin()
        self.usage, self.database = Usage(self.server.pids), Usage(self.server.database_pids())

    async def post(self, delay):
        await post_evenly(self.deliveries, self.authors, self.load.rate, self.load.seconds, delay)
        due = self.deliveries.due()
        for _ in range(int(PATIENCE * 20)):
            if self.deliveries.delivered >= due:
                break
            await asyncio.sleep(0.05)

    def row(self, watch):
        found, sent = self.deliveries, len(self.deliveries.sent)
        return Row(
            self.load,
            self.name,
            *(percentile(found.latencies, share) * 1e3 for share in (0.5, 0.95, 0.99)),
            percentile(found.answers, 0.95) * 1e3,
            found.due() - found.delivered,
            found.doubled,
            found.failed,
            self.usage.total / sent * 1e3,
            self.usage.total / max(1, found.delivered) * 1e6,
            {name: seconds / sent * 1e3 for name, seconds in self.usage.threads.most_common()},
            self.database.total / sent * 1e3,
            rss(self.server.pids),
            watch.client,
            watch.foreign,
        )


async def open_and_play(sides):
    async with opened(sides):
        return await play(sides)


@asynccontextmanager
async def opened(sides):
    """Keep everybody's streams open meanwhile."""
    for side in sides:
        await side.open()
    await asyncio.sleep(0.5)
    gc.collect()
    gc.freeze()  # garbage collection of ours would be measured as latency
    try:
        yield
    finally:
        for side in sides:
            side.close()


async def play(sides):
    """Send the notes, one to each side in turn, and wait until the last has arrived. Return a Row of each side."""
    watch = Watch()
    for side in sides:
        side.begin()
    await asyncio.gather(
        *(side.post(turn / len(sides) / side.load.rate) for turn, side in enumerate(sides)),
    )
    for side in sides:
        side.usage.stop()
        side.database.stop()
    watch.stop()
    return [side.row(watch) for side in sides]
