"""A phone without a browser: enters by a link, posts notes and reads the stream."""

import http.client
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from tests.lab.wire import Message, head, position

PATIENCE = 60  # seconds: on a machine with ten other passes to run, a document may take some of them
AT_ONCE = 5  # seconds: after `Listener.beats`, only what is pushed comes so soon
BEAT = 15  # seconds within which a beat comes: after twenty of silence, a screen says that it is not connected

SEATS = """
from meetings.management.demo_meeting import demo_meeting
from meetings.models import RoleLink
for _ in range(%d):
    meeting = demo_meeting()
    print(meeting.key, *(RoleLink.make(meeting, role) for role in ("facilitator", "secretary", "member", "member")))
"""


def links_into(installation, times=1):
    """Return so many of {"key", and a fresh link for each of "lise", "jonas", "ulla", "peter"}, into a meeting at its third
    question: the demo's, which is the same as long as it can be.
    """
    printed = installation.manage("shell", "--no-imports", "-c", SEATS % times)
    people = ("key", "lise", "jonas", "ulla", "peter")
    return [dict(zip(people, line.split(), strict=True)) for line in printed.splitlines()]


def line_to(url, timeout, comes_from=None):
    """Connect to the server at `url`, accepting any certificate. `comes_from`: another loopback address to connect from."""
    parts, source = urlsplit(url), (comes_from, 0) if comes_from else None
    if parts.scheme == "http":
        return http.client.HTTPConnection(parts.hostname, parts.port, timeout, source)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return http.client.HTTPSConnection(
        parts.hostname, parts.port, timeout=timeout, source_address=source, context=context
    )


def raw(server, request, room=None):
    """Open a connection and send `request`. `room`: bytes of its receive buffer."""
    connection = socket.socket()
    if room:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    connection.settimeout(PATIENCE)
    connection.connect(("127.0.0.1", server.port))
    connection.sendall(request)
    return connection


class RoomClient:
    """Has pressed the button of a secret link. `entered`: the answer to that."""

    def __init__(self, server, key, token, comes_from=None):
        self.server, self.comes_from, self.cookies, self.listeners = server, comes_from, {}, []
        self.path = f"/m/{key}/plads/{token}/"
        answer = self.entered = self.post(self.path, uuid=uuid4())
        while answer.status == 302:
            self.path = answer.headers["Location"]
            answer = self.get(self.path)
        self.key = key

    def request(self, method, path, body=None, headers=()):
        """Return an http.client.HTTPResponse with its body read into `.body`."""
        connection = line_to(self.server.url, PATIENCE, self.comes_from)
        connection.connect()
        with suppress(ConnectionError):  # refused before all of it was sent: the response has arrived
            connection.request(method, path, body, {"Cookie": self.carried(), **dict(headers)})
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.partition(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def carried(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def head(self, method, path, *headers):
        """Return the head of a request with this phone's cookies, for `raw`."""
        more = "".join(f"{header}\r\n" for header in headers)
        return f"{head(method, path, self.server.port, self.carried(), more)}\r\n".encode()

    def get(self, path):
        return self.request("GET", path)

    def get_at_once(self, path):
        """Return the statuses of concurrent requests, enough to occupy every page thread."""
        with ThreadPoolExecutor(8) as pool:
            return {answer.status for answer in pool.map(self.get, [path] * 24)}

    def post(self, path, **data):
        if "csrftoken" not in self.cookies:
            self.get(self.path)
        data["csrfmiddlewaretoken"] = self.cookies["csrftoken"]
        headers = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true", "Origin": self.server.url}
        return self.request("POST", path, urlencode(data), headers)

    def write(self, text, number=3, uuid=None):
        return self.post(f"/m/{self.key}/spoergsmaal/{number}/noter/", text=text, uuid=uuid or uuid4())

    def listen(self, audience="deltager", after=None):
        path = f"/m/{self.key}/stroem/{audience}/?after={self.seen() if after is None else after}"
        self.listeners.append(Listener(self, path))
        return self.listeners[-1]

    def leave(self):
        for listener in self.listeners:
            listener.close()

    def seen(self):
        return position(self.get(self.path).body)


class Company(dict):
    """The four people of the tests by name, and newcomers, each with a seat of their own."""

    def __init__(self, server, tokens):
        super().__init__(
            {name: RoomClient(server, tokens["key"], tokens[name]) for name in ("lise", "jonas", "ulla", "peter")}
        )
        self.newcomers, self.come = [], lambda: RoomClient(server, tokens["key"], tokens["ulla"])

    def newcomer(self):
        self.newcomers.append(self.come())
        return self.newcomers[-1]

    def leave(self):
        for client in (*self.values(), *self.newcomers):
            client.leave()


class Listener:
    """An open stream. `heard`: the Messages so far; `ended` is set when the server ends it."""

    def __init__(self, client, path):
        self.connection = line_to(client.server.url, PATIENCE)
        self.connection.request("GET", path, headers={"Cookie": client.carried(), "Accept": "text/event-stream"})
        self.socket = self.connection.sock
        self.answer = self.connection.getresponse()
        self.heard, self.ended, self.news = [], threading.Event(), threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        block = []
        try:
            for line in self.answer:
                if line.strip():
                    block.append(line.decode().rstrip("\n"))
                    continue
                self._take(Message.read("\n".join(block)))
                block = []
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            pass  # cut by the server or by `close`
        self.ended.set()
        with self.news:
            self.news.notify_all()

    def _take(self, message):
        with self.news:
            self.heard.append(message)
            self.news.notify_all()

    def hears(self, words, within=AT_ONCE):
        """Return whether `words` arrive within so many seconds."""
        with self.news:
            return self.news.wait_for(lambda: any(words in data for _, _, data in self.heard), within)

    def beats(self):
        """Wait for the next beat. The one after it, which brings what was not pushed, is eight seconds away."""
        with self.news:
            before = max(1, self._count_beats())  # a stream begins with one
            assert self.news.wait_for(lambda: self._count_beats() > before, BEAT)

    def _count_beats(self):
        return sum(event == "beat" for _, event, _ in self.heard)

    def numbers(self):
        return [number for number, _, _ in self.heard if number]

    def close(self):
        with suppress(OSError):  # the server may have ended it
            self.socket.shutdown(socket.SHUT_RDWR)
        self.reader.join(PATIENCE)
        self.answer.close()
        self.connection.close()
