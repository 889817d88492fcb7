"""The herd: the server is killed with streams open and notes on their way, and everybody comes back at the same moment."""

import asyncio
import time

from tests.lab.people import TEXT, Ledger, Person, come_in, open_streams, post_evenly
from tests.lab.product import product
from tests.lab.wire import Browser, listen

from .machine import Watch

WRITTEN_MEANWHILE = 5  # notes another process writes while the server is away
PATIENCE = 15.0  # seconds until a stream that is still behind has lost something


async def run(people):
    """Kill and restart under `people` streams in one room. Returns what came of it, times in seconds."""
    with product() as server:
        (room,) = server.rooms(1, people)
        everyone = [Person(room, cookie, server.ports[0]) for cookie in room["members"]]
        ledger, browser = Ledger(), Browser()
        await come_in(browser, everyone[:20])
        streams = await open_streams(everyone, ledger)
        posting = asyncio.create_task(post_evenly(ledger, everyone[:20], rate=10, seconds=2))
        await asyncio.sleep(1.9)
        server.kill()
        await posting
        await asyncio.gather(*(stream.lost.wait() for stream in streams))
        browser.close()
        last = server.write(room["key"], [TEXT.format(900_000 + turn) for turn in range(WRITTEN_MEANWHILE)])

        began = time.perf_counter()
        server.start()
        answered = time.perf_counter()
        watch = Watch(server.pids)
        herd = Herd(room, ledger, last)
        back = await herd.come_back(streams)
        watch.stop()
        return {
            "restart": answered - began,
            "current": max(back, default=0) - answered,
            "missed": herd.missed(),
            "twice": herd.twice,
            "cpu": watch.server / people * 1e3,
            "foreign": watch.foreign,
        }


class Herd:
    """Everybody's second stream. What somebody had seen before the fall and what they got since must be everything."""

    def __init__(self, room, ledger, last):
        self.room, self.ledger, self.last = room, ledger, last
        self.twice = 0
        self.got = {}  # person -> numbers seen, over both streams

    async def come_back(self, streams):
        """Everyone at once, from where they were. Returns when each had everything."""
        gate = asyncio.Semaphore(len(streams))

        async def one(old):
            async with gate:
                return await self.follow(old)

        self.got = {old.person: set(self.ledger.got[old]) for old in streams}
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
