"""Clients without a browser: each holds a stream, updates its screen by it, and retries requests until they are answered."""

import asyncio
from contextlib import asynccontextmanager, suppress
from itertools import count
from urllib.parse import urlencode

from tests.lab.wire import Message, head, messages, position, read

from .screen import Screen

PATIENCE = 4.0  # seconds for an answer; a phone has ten, and less of it makes more clients send again
SILENCE = 20.0  # seconds without a beat: the stream is dead
NO_ANSWER = {408, 425, 429}  # and what begins with 5
LOST = (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError)


class Client:
    """A client. `cookies`: the seat's, as a browser sends it. `stream`: the path of its audience's stream."""

    def __init__(self, cookies, home, stream, line, chance):
        self.cookies, self.home, self.stream = cookies, home, stream
        self.line, self.chance = line, chance
        self.awake, self.nudge = asyncio.Event(), asyncio.Event()
        self.awake.set()
        self.connections = set()
        self.resent = self.naps = self.tries = self.slowed = 0  # slowed: how often the server found us too fast

    async def come_in(self):
        page = await self.load()
        self.token = page.token()
        self.cookies = "; ".join([self.cookies, *page.cookies()])

    async def load(self):
        """Load the page anew, and stream from its position."""
        answer = await self.insist("GET", self.home)
        assert answer.status == 200, f"{self.home}: {answer.status}"
        self.break_off()
        self.screen, self.position = fresh(answer)
        self.nudge.set()
        return answer

    # --- Asking -----------------------------------------------------------------------------------------------------

    async def insist(self, method, path, **fields):
        """Repeat the same request with growing delays, and at once when the connection returns, until there is an answer."""
        for tries in count():
            await self.awake.wait()
            with suppress(*LOST):
                answer = await self.ask(method, path, fields)
                self.slowed += answer.status == 429
                if answer.status < 500 and answer.status not in NO_ANSWER:
                    return answer
            self.resent += method == "POST"
            await self.rest(min(0.5 * 2**tries, 8.0))

    async def ask(self, method, path, fields=None, patience=PATIENCE):
        """Return the whole response. Raise one of LOST when none came."""
        more, body = "", ""
        if method == "POST":
            body = urlencode({"csrfmiddlewaretoken": self.token, **fields})
            more = f"HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        async with asyncio.timeout(patience), self.connected() as (reader, writer):
            writer.write(
                f"{head(method, path, self.line.port, self.cookies, more)}Connection: close\r\n\r\n{body}".encode()
            )
            return await read(reader)

    @asynccontextmanager
    async def connected(self):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.line.port)
        self.connections.add(writer)
        try:
            yield reader, writer
        finally:
            self.connections.discard(writer)
            writer.transport.abort()

    async def rest(self, seconds):
        """Wait about so long, but no longer than until the connection is back."""
        self.nudge.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.nudge.wait(), seconds * (0.5 + self.chance.random()))

    async def nap(self, seconds):
        """Sleep as a phone does: open connections break, nothing is sent or received."""
        self.naps += 1
        self.awake.clear()
        self.break_off()
        await asyncio.sleep(seconds)
        self.awake.set()
        self.nudge.set()

    def break_off(self):
        for writer in tuple(self.connections):
            writer.transport.abort()

    # --- Following --------------------------------------------------------------------------------------------------

    async def follow(self):
        """Stream, and when it breaks poll once for what was missed and stream again, as `connection.js` does."""
        while True:
            await self.awake.wait()
            with suppress(*LOST):
                await self.listen()
                continue
            with suppress(*LOST):
                await self.catch_up()
            await self.rest(min(0.5 * 2**self.tries, 8.0))
            self.tries += 1

    async def listen(self):
        """Stream until it breaks, or until it must begin anew: the log is ahead of us, or the page was loaded again."""
        screen = self.screen
        async with asyncio.timeout(SILENCE) as silence, self.connected() as (reader, writer):
            request = head("GET", f"{self.stream}?after={self.position}", self.line.port, self.cookies)
            writer.write(f"{request}Accept: text/event-stream\r\n\r\n".encode())
            if b" 200 " not in (await reader.readuntil(b"\r\n\r\n"))[:16]:
                raise EOFError
            async for message in streamed(reader):
                if self.tries:
                    self.tries = 0
                    self.nudge.set()
                silence.reschedule(asyncio.get_running_loop().time() + SILENCE)
                if self.screen is not screen or self.take(message) > self.position:
                    return
            raise EOFError

    async def catch_up(self):
        began, screen = self.position, self.screen
        answer = await self.ask("GET", f"{self.stream}?poll&after={began}")
        if answer.status == 200 and began == self.position and screen is self.screen:
            for message in messages(answer.body):
                self.take(message)

    def draw(self, fragment):
        self.screen.draw(fragment, self.position)

    def take(self, message):
        """Apply a message to the screen. Return the number of the log's last event."""
        if message.event == "beat":
            reached, sent, _ = map(int, message.data.split())
            if sent <= self.position:
                self.position = max(self.position, reached)
            return sent
        self.position = message.number
        self.draw(message.data)
        return self.position


async def streamed(reader):
    """Yield each Message of a stream when it is complete."""
    rest = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        rest += (await reader.readexactly(size + 2))[:-2]
        *whole, rest = rest.split(b"\n\n")
        for each in whole:
            yield Message.read(each.decode())


def fresh(answer):
    """Return (Screen, position) of a page that was just loaded."""
    return Screen(answer.body), position(answer.body)
