"""HTTP and server-sent events as bytes on a socket, so that one process can play everybody and cost little itself."""

import asyncio
import gzip
import re
import time
from collections import defaultdict
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

HEADERS = (
    "Host: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nUser-Agent: Mozilla/5.0 (Linux; Android 14) benchmarks\r\n"
    "Accept-Language: da\r\nAccept-Encoding: gzip, deflate, br\r\nSec-Fetch-Site: same-origin\r\n"
)
NUMBER = re.compile(rb"nr(\d{6})\.")  # the number in the text of each note of ours
KEPT = 3.0  # seconds an idle connection may be reused; the server closes it after five


class Message(NamedTuple):
    """A server-sent event. `number`: of the event in the meeting's log; a heartbeat has none."""

    number: int | None
    event: str
    data: str

    @classmethod
    def read(cls, block):
        fields = {}
        for line in block.split("\n"):
            name, _, value = line.partition(": ")
            fields[name] = f"{fields[name]}\n{value}" if name in fields else value
        return cls(int(fields["id"]) if "id" in fields else None, fields["event"], fields.get("data", ""))


def messages(body):
    """Return every Message in the body of a response."""
    return [Message.read(block) for block in body.decode().split("\n\n")[:-1]]


def position(page):
    """Return the event number after which the stream of a page (its bytes) is to begin."""
    return int(LexborHTMLParser(page).body.attributes["data-after"])


class Answer(NamedTuple):
    status: int
    headers: list  # [(name in lower case, value)]
    body: bytes

    def header(self, name):
        return next((value for found, value in self.headers if found == name), None)

    def cookies(self):
        return [value.partition(";")[0] for name, value in self.headers if name == "set-cookie"]

    def token(self):
        """Return the value of the CSRF cookie, which a form must send."""
        (found,) = [value for name, _, value in (each.partition("=") for each in self.cookies()) if name == "csrftoken"]
        return found


def head(method, path, port, cookies="", more=""):
    """Return the head of a request as a phone sends it, without the empty line."""
    carried = f"Cookie: {cookies}\r\n" if cookies else ""
    return f"{method} {path} HTTP/1.1\r\n{HEADERS.format(port=port)}{carried}{more}"


class Browser:
    """Sends requests over kept-alive connections, as a proxy does. Shared by all people: `cookies` identify the person."""

    def __init__(self):
        self.idle = defaultdict(list)  # port -> [(reader, writer, since)]

    async def get(self, port, path, cookies=""):
        return await self.send(port, f"{head('GET', path, port, cookies)}\r\n".encode())

    async def post(self, port, path, body, cookies=""):
        """Send `body` (url-encoded text) as htmx sends a form."""
        more = f"HX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return await self.send(port, f"{head('POST', path, port, cookies, more)}\r\n{body}".encode())

    async def send(self, port, request):
        reader, writer = await self.connection(port)
        writer.write(request)
        answer = await read(reader)
        if answer.header("transfer-encoding"):  # a refusal, whose body `read` has left in the connection
            writer.close()
            return answer
        self.idle[port].append((reader, writer, time.monotonic()))
        return answer

    async def connection(self, port):
        while self.idle[port]:
            reader, writer, since = self.idle[port].pop()
            if time.monotonic() - since < KEPT and not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", port)

    def close(self):
        for kept in self.idle.values():
            for _, writer, _ in kept:
                writer.close()


async def read(reader):
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines[1:] if line)]
    body = await reader.readexactly(next((int(value) for name, value in headers if name == "content-length"), 0))
    if ("content-encoding", "gzip") in headers:
        body = gzip.decompress(body)
    return Answer(int(lines[0].split()[1]), headers, body)


class Stream(asyncio.Protocol):
    """An open stream. Calls `heard(stream, numbers, when)` with the numbers of our notes as they arrive."""

    def __init__(self, request, heard):
        self.request, self.heard = request, heard
        self.rest, self.position, self.status = b"", 0, None
        self.answered = asyncio.get_running_loop().create_future()  # time of the first bytes; None if it was refused
        self.lost = asyncio.Event()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data):
        now = time.perf_counter()
        data = self.rest + data
        whole = data.rfind(b"\n\n") + 2
        if whole < 2:
            self.rest = data
            return
        self.rest = data[whole:]
        if self.status is None:
            self.status = int(data[9:12])
        if (last := data.rfind(b"\nid: ", 0, whole)) >= 0:
            self.position = int(data[last + 5 : data.index(b"\n", last + 5)])
        if numbers := NUMBER.findall(data, 0, whole):
            self.heard(self, numbers, now)
        if not self.answered.done():
            self.answered.set_result(now)

    def connection_lost(self, error):
        self.lost.set()
        if not self.answered.done():
            self.answered.set_result(None)


async def listen(port, path, cookies="", heard=lambda *what: None):
    """Open a stream and wait for its first bytes. Raise ConnectionError if it is refused."""
    request = f"{head('GET', path, port, cookies, 'Accept: text/event-stream' + chr(13) + chr(10))}\r\n".encode()
    _, stream = await asyncio.get_running_loop().create_connection(lambda: Stream(request, heard), "127.0.0.1", port)
    if await stream.answered is None or stream.status != 200:
        raise ConnectionError(f"{path}: {stream.status}")
    return stream
