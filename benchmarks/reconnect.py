"""Measures a thundering herd: the server is killed under open streams, and all reconnect at the same moment."""

import asyncio
import time

from tests.lab.people import TEXT, Deliveries, Member, come_in, open_streams, post_evenly
from tests.lab.wire import Browser, listen

from .machine import Usage, Watch

WRITTEN_MEANWHILE = 5  # notes another process writes while the server is away
PATIENCE = 15.0  # seconds until a stream that is still behind has lost something


async def run(people, server):
    """Kill and restart the server under `people` streams in one room. Return the figures, times in seconds."""
    (room,) = server.rooms(1, people)
    everyone = [Member(room, cookie, server.ports[0]) for cookie in room["members"]]
    deliveries, browser = Deliveries(), Browser()
    await come_in(browser, everyone[:20])
    streams = await open_streams(everyone, deliveries)
    posting = asyncio.create_task(post_evenly(deliveries, everyone[:20], rate=10, seconds=2))
    await asyncio.sleep(1.9)
    server.kill()
    await posting
    await asyncio.gather(*(stream.lost.wait() for stream in streams))
    browser.close()
    last = server.write(room["key"], [TEXT.format(900_000 + turn) for turn in range(WRITTEN_MEANWHILE)])

    began = time.perf_counter()
    server.start()
    answered = time.perf_counter()
    watch, usage = Watch(), Usage(server.pids)
    herd = Herd(room, deliveries, last)
    back = await herd.come_back(streams)
    watch.stop()
    usage.stop()
    return {
        "restart": answered - began,
        "current": max(back, default=0) - answered,
        "missed": herd.missed(),
        "twice": herd.twice,
        "cpu": usage.total / people * 1e3,
        "foreign": watch.foreign,
    }


class Herd:
    """The second stream of everybody. Notes seen on both streams together must be all notes."""

    def __init__(self, room, deliveries, last):
        self.room, self.deliveries, self.last = room, deliveries, last
        self.twice = 0
        self.got = {}  # person -> numbers seen, over both streams

    async def come_back(self, streams):
        """Reconnect all at once, from their positions. Return the times at which each was current."""
        gate = asyncio.Semaphore(len(streams))

        async def one(old):
            async with gate:
                return await self.follow(old)

        self.got = {old.person: set(self.deliveries.got[old]) for old in streams}
        return [when for when in await asyncio.gather(*map(one, streams)) if when]

    async def follow(self, old):
        current = asyncio.get_running_loop().create_future()

        def heard(stream, numbers, now):
            fresh = set(map(int, numbers)) - self.got[old.person]
            self.twice += len(numbers) - len(fresh)
            self.got[old.person] |= fresh
            if stream.position >= self.last and not current.done():
                current.set_result(now)

        after = max(old.position, self.room["after"])
        path = f"/m/{self.room['key']}/stroem/deltager/?after={after}"
        stream = await listen(old.person.port, path, old.person.cookies, heard)
        try:
            return await asyncio.wait_for(current, PATIENCE)
        except TimeoutError:
            return None
        finally:
            stream.transport.abort()

    def missed(self):
        """Count notes that some viewer got and another did not."""
        everything = set().union(*self.got.values())
        return sum(len(everything - got) for got in self.got.values())
