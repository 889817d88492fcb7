"""A relay between clients and server that breaks connections at the worst moments, and counts them."""

import asyncio
from collections import Counter
from contextlib import suppress

BYTES = 65536
CUT_REQUEST, CUT_ANSWER = "cut in mid-request", "cut in mid-answer"
SWALLOWED, LATE, CUT_STREAM = "answers swallowed", "answers late", "streams cut"
ON_A_NOTE = (CUT_REQUEST, CUT_ANSWER, SWALLOWED, LATE)
LATENESS = (0.2, 2.0)  # seconds a response is delayed: long enough for the stream to overtake it


class Line:
    """Carries one request and its response on each connection, to any of the server's processes.

    `chance`: a random.Random. `stream_life`: how many pieces a stream may carry before it is cut.
    """

    def __init__(self, ports, chance, stream_life):
        self.ports, self.chance, self.stream_life = ports, chance, stream_life
        self.calm = True  # while it is, nothing is broken
        self.troubles = Counter()
        self.carrying = set()

    async def __aenter__(self):
        self.server = await asyncio.start_server(self.carry, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error):
        self.server.close()
        for task in self.carrying:
            task.cancel()
        await asyncio.gather(*self.carrying, return_exceptions=True)

    async def carry(self, reader, writer):
        self.carrying.add(asyncio.current_task())
        upstream = None
        with suppress(OSError, RuntimeError):  # one end is gone (uvloop raises RuntimeError): close the other
            request = await reader.read(BYTES)  # a phone's request is small and arrives in one piece
            answer, upstream = await asyncio.open_connection("127.0.0.1", self.chance.choice(self.ports))
            trouble = self.trouble(request)
            if trouble == CUT_REQUEST:
                self.troubles[trouble] += 1
                request = request[: self.chance.randrange(1, len(request))]
            upstream.write(request)
            await upstream.drain()
            if trouble != CUT_REQUEST:
                leaving = asyncio.create_task(self.hang_up(reader, upstream))
                await self.bring(answer, writer, trouble)
                leaving.cancel()
        for end in (upstream, writer):
            if end:
                end.close()
        self.carrying.discard(asyncio.current_task())

    def trouble(self, request):
        """Return what will go wrong on this connection, or None."""
        if self.calm:
            return None
        what = request.partition(b"\r\n")[0]
        if b"/stroem/" in what and b"poll" not in what:
            return CUT_STREAM if self.chance.random() < 0.7 else None
        if what.startswith(b"POST"):
            return self.chance.choice(ON_A_NOTE) if self.chance.random() < 0.12 else None
        return self.chance.choice((CUT_REQUEST, CUT_ANSWER)) if self.chance.random() < 0.04 else None

    async def bring(self, answer, writer, trouble):
        """Pass on the response, or as much of it as the trouble lets through."""
        pieces = self.chance.randrange(*self.stream_life) if trouble == CUT_STREAM else 0
        while piece := await answer.read(BYTES):
            if trouble and not pieces and not self.calm:
                self.troubles[trouble] += 1
                if trouble == LATE:
                    await asyncio.sleep(self.chance.uniform(*LATENESS))
                elif trouble == SWALLOWED:
                    return
                else:
                    writer.write(piece[: self.chance.randrange(len(piece))])
                    return
                trouble = None
            pieces -= 1
            writer.write(piece)
            await writer.drain()

    async def hang_up(self, reader, upstream):
        """Close the connection to the server when the client is gone."""
        with suppress(OSError):
            while await reader.read(BYTES):
                pass
        upstream.close()
