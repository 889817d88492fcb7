"""Odd input: never a 500, never a long log, and refused in our form with the headers that every answer carries."""

import asyncio
import io
import logging
import socket
import time
from contextlib import suppress
from functools import partial
from uuid import uuid4

import pytest
import uvicorn
from django.test import Client
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from meetings.management.commands import serve
from teknologi_dialog import asgi, protocol
from teknologi_dialog.headers import always
from teknologi_dialog.logging import LONGEST, OnceAMinute
from tests.lab.room_client import Company, links_into, raw
from tests.live.loops import until
from tests.reading import read
from tests.test_asgi import WHOLE, handler, request  # noqa: F401 -- a fixture

pytestmark = pytest.mark.any_database

CHARSETS = """
    utf-7 utf-16 utf-32 unicode_escape raw_unicode_escape rot13 base64 zip bz2 idna punycode undefined hex utf-8-sig
    latin-1 cp037 nosuch mbcs utf-8%00 utf8-
""".split()
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=B"
TEXT = b'--B\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\xff\r\n--B--\r\n'
CANNOT_READ = "Vi kunne ikke læse det, browseren sendte"


@pytest.fixture(scope="module")
def people(installation):
    return Company(installation.standing(), *links_into(installation))


def post(cast, kind, body, path=None):
    """Post a body as it is to the address of a note, on the real server. Return the response."""
    ulla = cast["ulla"]
    headers = {"Content-Type": kind, "X-CSRFToken": ulla.cookies["csrftoken"], "Origin": ulla.server.url}
    return ulla.request("POST", path or f"/m/{ulla.key}/spoergsmaal/3/noter/", body, headers)


def secured(answer):
    return {name: answer.headers.get(name) for name in always()} == always()


def test_only_utf8_is_read(people):
    people["ulla"].get(people["ulla"].path)
    for charset in CHARSETS:
        for kind in (FORM, PARTS, "text/plain"):
            for quoted in (f"{kind}; charset={charset}", f'{kind}; charset="{charset}"'):
                answer = post(people, quoted, TEXT)
                assert (answer.status, secured(answer)) == (415, True), quoted
    assert read(answer).one("h1").text == CANNOT_READ
    for charset in ("utf-8", "UTF-8", '"utf-8"'):
        answer = post(people, f"{FORM}; charset={charset}", f"text=Ærlig&uuid={uuid4()}".encode())
        assert answer.status == 302, charset


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (FORM, b"text=%ED%A0%80&uuid=x", 400),  # half a character
        (FORM, b"%ED%A0%80=x", 400),
        (FORM, b"text=%C0%AF", 400),  # longer than it need be
        (FORM, b"text=\xff\xfe", 400),
        (FORM, b"text=%EF%BF%BD", 422),  # typed: it is only the uuid that is missing
        (PARTS, b'--B\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xed\xa0\x80\r\n--B--\r\n', 400),
        (PARTS, b'--B\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xef\xbf\xbd\r\n--B--\r\n', 422),
        (FORM, "&".join(f"f{number}=x" for number in range(2000)).encode(), 400),
        (PARTS, b"x", 422),  # no part of it is a field
        ("multipart/form-data", b"x", 400),
        ("multipart/form-data; boundary=", b"x", 400),
        (f"multipart/form-data; boundary={'B' * 3000}", b"x", 400),
        (PARTS, b'--B\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nx\r\n--B--\r\n', 400),
        (PARTS, b'--B\r\nContent-Disposition: form-data; name="t"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--B--\r\n', 422),
        (PARTS, b'--B\r\nContent-Disposition: form-data; name="text"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+2AA-\r\n--B--\r\n', 422),
    ],
    ids=range(15),
)  # fmt: skip
def test_broken_body_is_refused_in_our_form(people, kind, body, status):
    people["ulla"].get(people["ulla"].path)
    answer = post(people, kind, body)
    assert (answer.status, secured(answer)) == (status, True)
    if status == 400:
        assert read(answer).one("h1").text == CANNOT_READ


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /?x=\xff HTTP/1.1\r\n", b"400"),
        (b"GET /\xff HTTP/1.1\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nContent-Type: \xff\r\n", b"400"),
        (b"This is not HTTP\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: x\r\n" % number for number in range(150)), b"431"),
        (b"GET / HTTP/1.1\r\nX-Long: " + b"x" * 33_000 + b"\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nX-Endless: " + b"x" * 60_000, b"431"),
    ],
    ids=["query", "path", "two kinds", "kind", "no HTTP", "many", "long", "endless"],
)
def test_odd_head_is_refused_with_the_headers_of_every_answer(server, head, status):
    ending = b"" if b"Endless" in head else b"Host: localhost\r\nConnection: close\r\n\r\n"
    with raw(server, b"") as connection:
        for at in range(0, len(head + ending), 20_000):
            connection.sendall((head + ending)[at : at + 20_000])
            time.sleep(0.05)  # so that they arrive as pieces
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.split(b" ")[1] == status
    for name, value in always().items():
        assert f"{name}: {value}".lower().encode() in answer.lower()
    assert b"x-teknologi-dialog: 1" in answer.lower()


CHUNKED = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ncode\r\n"
ONE = b"GET /log-ind/ HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_bodies_in_chunks_are_read_one_after_the_other(server):
    with raw(server, (CHUNKED + b"0\r\n\r\n" + ONE) * 2) as connection:
        answers = b""
        while answers.count(b"HTTP/1.1 ") < 4:
            answers += connection.recv(65536)
    assert [part[:3] for part in answers.split(b"HTTP/1.1 ")[1:]] == [b"403", b"200"] * 2


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (CHUNKED + b"0\r\nX-Forwarded-For: 198.51.100.9\r\n\r\n", b"400"),
        (CHUNKED + b"0\r\nCookie: seat_member=x\r\nX-Endless: x\r\n", b"400"),
        (CHUNKED + b"0\r\nX-Endless: " + b"x" * 200_000, b"431"),
        (CHUNKED + b"1;" + b"x" * 200_000, b"431"),
        (CHUNKED + b"1\r\nx\r\n" * 40_000, b"431"),
        (ONE + b"GET / HTTP/1.1\r\nX-Endless: " + b"x" * 200_000, b"431"),
    ],
    ids=["address after a body", "cookie", "endless header", "endless chunk", "bytes in chunks", "second head"],
)
def test_what_is_no_body_is_refused_after_the_head_too(server, sent, status):
    """Headers after a body were taken for the request's own: past what a proxy says of an address. None of this had an
    end: 900 MB of it were kept in memory."""
    with raw(server, b"") as connection:
        with suppress(ConnectionError):  # it may be closed before all is sent
            for at in range(0, len(sent), 20_000):
                connection.sendall(sent[at : at + 20_000])
                time.sleep(0.01)  # so that it arrives as pieces
        answer = b""
        with suppress(ConnectionError):
            while piece := connection.recv(65536):
                answer += piece
    assert answer.split(b"HTTP/1.1 ")[-1].startswith(status), answer[-300:]


async def nothing(scope, receive, send):
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def speak(kind, app=nothing):
    """Return a new protocol of one connection, which has to be made where a loop runs."""
    config = uvicorn.Config(app, http=kind, log_config=None)
    config.load()
    return kind(config=config, server_state=ServerState(), app_state={})


def test_limits_of_a_head_add_nothing_to_the_dictionary_of_each_connection():
    async def attributes(kind):
        return set(vars(speak(kind)))

    assert asyncio.run(attributes(protocol.Protocol)) == asyncio.run(attributes(HttpToolsProtocol))


def test_a_head_that_never_ends_gets_408_and_a_silent_connection_is_closed(monkeypatch):
    monkeypatch.setattr(protocol, "HEAD_TIMEOUT", 0.2)

    async def meet(sent):
        made = partial(speak, protocol.Protocol)
        listening = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*listening.sockets[0].getsockname())
        writer.write(sent)
        said = await asyncio.wait_for(reader.read(), 5)
        writer.close()
        listening.close()
        return said

    begun = b"GET / HTTP/1.1\r\nHost: local"
    answers = asyncio.run(meet(ONE + begun)).split(b"HTTP/1.1 ")
    assert [each[:3] for each in answers[1:]] == [b"204", b"408"]
    answer = asyncio.run(meet(begun))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"Content-Security-Policy: default-src 'self'" in answer
    assert asyncio.run(meet(b"")) == b""


async def large(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x" * 16 * 2**20})


async def fetch(loop, listening):
    """Ask for the large answer. Return the socket, of which nothing has been read."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
    client.setblocking(False)
    await loop.sock_connect(client, listening.sockets[0].getsockname())
    await loop.sock_sendall(client, ONE)
    return client


async def listening_for(made):
    """Serve the large answer, and append to `made` the protocol of each connection."""
    loop = asyncio.get_running_loop()
    speaks = lambda: made.append(speak(protocol.Protocol, large)) or made[-1]  # noqa: E731
    listening = await loop.create_server(speaks, "127.0.0.1", 0)
    serve.limit_what_is_unread(listening.sockets[0])
    return loop, listening


@pytest.mark.parametrize(("taken", "stays"), [(0, False), (64, False), (64 * 1024, True)])
def test_an_answer_that_is_not_read_is_not_kept(monkeypatch, taken, stays):
    """`taken`: bytes that the client reads at a time, every 30 ms."""
    monkeypatch.setattr(protocol, "READ_TIMEOUT", 3.0 if stays else 0.2)

    async def meet():
        loop, listening = await listening_for(made := [])
        with await fetch(loop, listening) as client:
            for _ in range(120 if stays else 15):
                await asyncio.sleep(0.03)
                with suppress(ConnectionError):
                    await loop.sock_recv(client, taken) if taken else b""
            is_closing = made[0].transport.is_closing()
        listening.close()
        return is_closing

    assert asyncio.run(meet()) is not stays


def test_answers_that_are_not_read_fill_no_more_memory_than_there_is_for_them(monkeypatch):
    monkeypatch.setattr(protocol, "MOST_UNREAD", 40 * 2**20)

    async def meet():
        loop, listening = await listening_for(made := [])
        clients = []
        for _ in range(5):
            clients.append(await fetch(loop, listening))
            await until(lambda: len(made) == len(clients) and made[-1].transport)
            await until(lambda: made[-1]._reading or made[-1].transport.is_closing())
        dropped = [each.transport.is_closing() for each in made]
        for client in clients:
            client.close()
        listening.close()
        await until(lambda: not protocol._unread)
        return dropped

    assert asyncio.run(meet()) == [True, True, True, False, False]


def test_the_system_gives_up_a_client_that_takes_nothing():
    async def of_a_connection():
        config = uvicorn.Config(nothing, host="127.0.0.1", port=0, lifespan="off", log_config=None)
        config.load()
        server = serve.Server(config, lambda: None)
        server.lifespan = config.lifespan_class(config)
        await server.startup()
        with socket.create_connection(server.servers[0].sockets[0].getsockname()):
            await until(lambda: server.server_state.connections)
            [connection] = server.server_state.connections
            same = connection.transport.get_extra_info("socket")
            found = same.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
        await server.shutdown()
        return found

    assert asyncio.run(of_a_connection()) == serve.NOT_TAKEN


def test_who_asks_much_at_once_and_goes_costs_the_log_nothing(server):
    """Uvicorn would write to the closed connection."""
    one = b"GET /log-ind/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for ending in (b"", b"no HTTP\r\n\r\n"):
        for _ in range(3):
            raw(server, one * 20 + ending).close()
    with raw(server, one * 20) as connection:  # in turn, each is answered
        answers = b""
        while answers.count(b"HTTP/1.1 200 OK") < 20:
            answers += connection.recv(65536)
    assert "Traceback" not in server.written.read_text()


# --- What the server answers by itself -------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [408, 413, 415, 500, 503])
def test_what_is_answered_before_any_view_carries_the_same_headers(handler, monkeypatch, settings, status):  # noqa: F811
    _, page, _ = request(handler)
    parts, scope = WHOLE, {}
    if status == 408:
        monkeypatch.setattr(asgi, "BODY_TIMEOUT", 0.1)
        parts = [{"type": "http.request", "body": b"text=Halv", "more_body": True}]
    elif status == 413:
        parts = [{"type": "http.request", "body": b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}]
    elif status == 415:
        scope = {"headers": [(b"host", b"localhost"), (b"content-type", b"text/plain; charset=zip")]}
    elif status == 500:
        monkeypatch.setattr(handler, "get_response", lambda request: 1 / 0)
    else:
        monkeypatch.setitem(asgi.QUEUES, "page", 0)
    found, headers, text = request(handler, "POST", parts=parts, **scope)
    assert found == status
    assert read(text).one("h1")
    ours = {name.lower() for name in always()}
    assert ours == {"content-security-policy", "x-frame-options", "x-content-type-options", "referrer-policy"}
    assert {name: headers.get(name) for name in ours} == {name: page[name] for name in ours}


def test_whatever_breaks_is_answered_in_our_form_and_told_in_one_line(handler, monkeypatch, console):  # noqa: F811
    def fails(request):
        raise RuntimeError("hemmeligt")

    monkeypatch.setattr(handler, "get_response", fails)
    for _ in range(3):
        status, _, text = request(handler, "POST")
        assert (status, read(text).one("h1").text) == (500, "Det virker ikke lige nu")
    assert console.getvalue().endswith("A request could not be answered (RuntimeError).\n")
    assert console.getvalue().count("\n") == 1


# --- The log ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def console(monkeypatch):
    """What is written to the console meanwhile, from a fresh minute on."""
    written, out = io.StringIO(), logging.getHandlerByName("console")
    monkeypatch.setattr(out, "stream", written)
    (each,) = [found for found in out.filters if isinstance(found, OnceAMinute)]
    monkeypatch.setattr(each, "last", {})
    return written


def test_what_strangers_ask_wrong_costs_the_log_one_line_a_minute(cast, server):
    def lines():
        return server.written.read_text().splitlines()

    before, began = len(lines()), time.monotonic()
    for number in range(40):
        with raw(server, b"Not HTTP %d\r\n\r\n" % number) as connection:
            assert connection.recv(65536).startswith(b"HTTP/1.1 400")
        post(cast, f"{PARTS}; charset=utf-7", TEXT)
        post(cast, PARTS, b"x")
        fields = "&".join(f"f{field}=x" for field in range(2000))
        assert read(cast["ulla"].get(f"/log-ind/?{fields}")).one("h1").text == CANNOT_READ
        cast["ulla"].request("GET", "/", headers={"Host": "fremmed.example", "Upgrade": "x", "Connection": "upgrade"})
    assert len(lines()) - before <= 1 + (time.monotonic() - began) // 60


@pytest.mark.urls("tests.test_pages")
def test_the_same_failure_is_told_once_a_minute_with_the_end_of_its_traceback(db, console, monkeypatch):
    careless = Client(raise_request_exception=False)
    for _ in range(30):
        assert careless.get("/i-stykker/").status_code == 500
    told = console.getvalue()
    assert told.count("ERROR in tests.test_pages.breaks") == 1
    assert len(told) < LONGEST + 200
    monkeypatch.setattr("teknologi_dialog.logging.MINUTE", 0)
    careless.get("/i-stykker/")
    assert "ERROR in tests.test_pages.breaks (29 more since the last)" in console.getvalue()
