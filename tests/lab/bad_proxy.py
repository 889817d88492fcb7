"""A bad proxy: buffers whole responses, cuts connections, answers some requests 502, or answers everything by itself."""

import asyncio
import re
import threading
from contextlib import suppress

BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 20\r\nConnection: close\r\n\r\n<h1>Bad gateway</h1>"
LOGIN = "/gaest/log-paa"
PAGE = "<!doctype html><title>G\xe6stenet</title><h1>Log p\xe5 g\xe6stenettet</h1><p id=message>Velkommen"


def alone(status, text, more=""):
    """Return an answer of the proxy's own, as bytes."""
    kind = "text/html" if text.startswith("<") else "text/plain"
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}; charset=utf-8\r\n{more}Connection: close\r\n"
    body = text.encode()
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


# What some say for everything: while a container is replaced, an app is stopped, or a guest has not signed in.
ALONE = {
    "404": alone("404 Not Found", "404 page not found"),
    "403": alone("403 Forbidden", "<h1>403 - This web app is stopped.</h1>"),
    "401": alone("401 Unauthorized", "Unauthorized"),
    "200": alone("200 OK", PAGE),
    "login": alone("302 Found", "", f"Location: {LOGIN}\r\n"),
}


class BadProxy:
    """Stands in front of `server`. These can be changed while it runs, and hold for new connections:

    `holds`: an answer is passed on when it is whole, so that a stream never is.
    `cuts`: seconds after which a line is cut, whatever is on it; None: never.
    `spoils`: each so many'th thing a page's scripts ask for is answered 502; each other of what changes something only
    after the server has done it. 0: none.
    `loses`: texts; a part of a stream that holds the first of them is not passed on, and the text taken from the list.
    `alone`: the name of what it answers to everything by itself; None: it asks the server. See `answers_alone`.
    """

    def __init__(self, server):
        self.server, self.lines = server, set()  # the event loop keeps only weak references to tasks
        self.behaves()

    def behaves(self):
        self.holds, self.cuts, self.spoils, self.asked, self.spoilt = False, None, 0, 0, []
        self.alone, self.answered, self.loses = None, 0, []

    def answers_alone(self, kind):
        """End all lines, and answer everything as ALONE has it, without the server."""
        self.alone = kind
        self.loop.call_soon_threadsafe(lambda: [line.cancel() for line in tuple(self.lines)])

    def start(self):
        ready = threading.Event()
        self.thread = threading.Thread(target=asyncio.run, args=(self._run(ready),), daemon=True)
        self.thread.start()
        assert ready.wait(5)
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def stop(self):
        self.loop.call_soon_threadsafe(self.stopped.set)
        self.thread.join(5)

    async def _run(self, ready):
        self.loop, self.stopped = asyncio.get_running_loop(), asyncio.Event()
        listening = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = listening.sockets[0].getsockname()[1]
        ready.set()
        await self.stopped.wait()
        listening.close()
        for line in (lines := tuple(self.lines)):
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
        await asyncio.sleep(0.1)  # so that the loop can close their sockets

    async def _take(self, reader, writer):
        self.lines.add(asyncio.current_task())
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.CancelledError):
            async with asyncio.timeout(self.cuts):
                await self._answer(reader, writer)
                await writer.drain()
                writer.close()
                await writer.wait_closed()
        writer.transport.abort()
        self.lines.discard(asyncio.current_task())

    async def _answer(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: (\d+)", head, re.I)
        body = await reader.readexactly(int(length[1])) if length else b""
        if self.alone:
            self.answered += 1
            return writer.write(ALONE["200" if LOGIN.encode() in head.split()[1] else self.alone])
        spoils, too_late = self._judge(head)
        if spoils and not too_late:
            return writer.write(BAD_GATEWAY)
        theirs, ours = await asyncio.open_connection("127.0.0.1", self.server.port)
        try:
            ours.write(re.sub(rb"\r\nconnection: [^\r]*", b"\r\nConnection: close", head, flags=re.I) + body)
            if spoils or self.holds:
                whole = await theirs.read()
                writer.write(BAD_GATEWAY if spoils else whole)
            else:
                while part := await theirs.read(65536):
                    if self.loses and self.loses[0].encode() in part:
                        self.loses.pop(0)
                        continue
                    writer.write(part)
                    await writer.drain()
        finally:
            ours.transport.abort()

    def _judge(self, head):
        """Return (is it answered 502, is the request passed on before that)."""
        if not self.spoils or b"\r\nSec-Fetch-Dest: empty" not in head:
            return False, False
        self.asked += 1
        if self.asked % self.spoils:
            return False, False
        what = head.split(maxsplit=2)[:2]
        self.spoilt.append(b" ".join(what).decode())
        return True, what[0] == b"POST" and len([each for each in self.spoilt if each.startswith("POST")]) % 2 == 0
