"""How the server waits: for a request to arrive, and for a thread to answer it. Its time limits are shorter here."""

import asyncio
import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connections
from django.http import HttpResponse
from django.urls import reverse

from meetings.minutes.exports import FORMATS
from teknologi_dialog import asgi
from tests.reading import read
from tests.room.test_access import TABLE, patterns

KEY = "bcdfghjkmn"  # of no meeting
SEND_AGAIN = "Det er ikke gemt. Gå tilbage i browseren, og send det igen."
MAKE_SHORTER = "Det er ikke gemt. Gå tilbage i browseren, gør teksten kortere, og send den igen."
WHOLE = ({"type": "http.request", "body": b"", "more_body": False},)


@pytest.fixture
def handler():
    made = asgi.Handler()
    yield made
    for pool in made.pools.values():
        together = threading.Barrier(pool._max_workers)  # so that each thread closes its own
        for job in [pool.submit(close_connections, together) for _ in range(pool._max_workers)]:
            job.result()
        pool.shutdown()


def close_connections(together):
    together.wait(60)
    connections.close_all()


def request(handler, method="GET", path="/privatliv/", parts=WHOLE, headers=((b"host", b"localhost"),)):
    """(status, headers, text) of a request that arrives in these parts and then no more."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": headers,
    }
    left, sent = list(parts), []

    async def receive():
        if left:
            return left.pop(0)
        await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    asyncio.run(asyncio.wait_for(handler(scope, receive, send), 30))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent).decode()


@contextmanager
def all_busy(pool):
    """Every thread of `pool` is busy meanwhile."""
    done = threading.Event()
    jobs = [pool.submit(done.wait, 60) for _ in range(pool._max_workers)]
    try:
        yield
        assert not any(job.done() for job in jobs), "they were waited for"
    finally:
        done.set()
    assert all(job.result() for job in jobs)


def test_request_that_never_arrives_whole_gets_408(handler, monkeypatch):
    monkeypatch.setattr(asgi, "BODY_TIMEOUT", 0.1)
    half = {"type": "http.request", "body": b"text=Halv", "more_body": True}
    status, headers, text = request(handler, "POST", parts=[half])
    assert (status, headers["connection"]) == (408, "close")
    assert heading_and_way(text) == ("Det tog for lang tid at sende", SEND_AGAIN)


def test_request_that_is_too_long_gets_a_danish_page_with_a_way_back(handler, settings):
    long = {"type": "http.request", "body": b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), "more_body": False}
    status, headers, text = request(handler, "POST", parts=[long])
    assert (status, headers["content-type"]) == (413, "text/html; charset=utf-8")
    assert heading_and_way(text) == ("Det er for meget at sende på én gang", MAKE_SHORTER)


def test_bodies_that_never_end_fill_no_more_memory_than_there_is_for_them(handler, monkeypatch):
    """Two thousand of them took 400 MB, and as many more as a line could bring within half a minute."""
    monkeypatch.setattr(asgi, "MOST_HELD", 100_000)
    monkeypatch.setattr(asgi, "SMALL", 16_000)
    statuses = []

    async def ask(size, more):
        parts = [{"type": "http.request", "body": b"x" * size, "more_body": more}]

        async def receive():
            return parts.pop() if parts else await asyncio.Event().wait()

        async def send(message):
            statuses.append((size, message["status"])) if "status" in message else None

        headers = [(b"host", b"localhost"), (b"content-type", b"text/plain")]
        scope = {"type": "http", "method": "PUT", "path": "/her/", "query_string": b"", "headers": headers}
        await handler(scope, receive, send)

    async def ask_all():
        endless = [asyncio.create_task(ask(20_000, more=True)) for _ in range(8)]
        await asyncio.sleep(0)  # each comes so far without waiting
        assert statuses == [(20_000, 503)] * 3
        assert handler.held == 100_000
        await ask(10_000, more=False)
        assert statuses[3:] == [(10_000, 403)], "a small one is not read"
        for task in endless:
            task.cancel()
        await asyncio.gather(*endless)

    asyncio.run(asyncio.wait_for(ask_all(), 30))
    assert handler.held == 0


def heading_and_way(text):
    """Return the heading of a page and what it says one can do."""
    page = read(text)
    assert page.one("a.button")["href"] == "/"
    return page.one("h1").text, page.one(".lead").text


def test_request_queued_too_long_gets_503_and_is_cancelled(handler, monkeypatch):
    monkeypatch.setattr(asgi, "QUEUE_TIMEOUT", 0.1)
    with all_busy(handler.pools["page"]):
        status, headers, text = request(handler)
        assert (status, headers["retry-after"]) == (503, "5")
        assert "Prøv igen om lidt" in read(text).one("h1")
        assert handler.pools["page"]._work_queue.qsize() == 1  # only the cancelled one
    assert request(handler)[0] == 200


def test_request_that_a_thread_has_begun_is_not_cancelled(handler, monkeypatch):
    monkeypatch.setattr(asgi, "QUEUE_TIMEOUT", 0)
    assert request(handler)[0] == 200


class Gone:
    """A client, as uvicorn knows it, that has closed its connection."""

    disconnected = True

    async def receive(self):
        return WHOLE[0]

    async def send(self, message):
        raise AssertionError("It has gone.")


def test_page_for_a_client_that_has_gone_is_not_made_and_what_it_sent_is(handler, monkeypatch):
    made, scope = [], {"type": "http", "path": "/privatliv/", "query_string": b"", "headers": ()}
    monkeypatch.setattr(handler, "get_response", lambda request: made.append(request.method) or HttpResponse())
    client = Gone()
    asyncio.run(handler({**scope, "method": "GET"}, client.receive, client.send))
    assert made == []
    with pytest.raises(AssertionError):
        asyncio.run(handler({**scope, "method": "POST"}, client.receive, client.send))
    assert made == ["POST"]


def test_pages_are_answered_while_all_export_threads_are_busy(handler):
    with all_busy(handler.pools["export"]):
        assert request(handler)[0] == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("extension", FORMATS)
def test_files_of_the_minutes_are_answered_while_all_page_threads_are_busy(handler, extension):
    with all_busy(handler.pools["page"]):
        assert request(handler, path=reverse("minutes-file", args=[KEY, extension]))[0] == 404  # no such meeting


def test_only_files_of_the_minutes_run_in_export_threads():
    pools = {pattern.name: getattr(pattern.callback, "pool", "page") for pattern in patterns()}
    files = ("minutes-file", "version-file", "reading-file")
    hashing = ("log-in", "change-password", "choose-password")
    expected = dict.fromkeys(TABLE, "page") | dict.fromkeys(files, "export") | dict.fromkeys(hashing, "password")
    assert pools == expected


def test_an_address_that_is_not_ours_is_answered_by_a_page_thread(handler):
    assert handler.pool_for("POST", "/findes/ikke/") == "page"


@pytest.mark.urls("tests.test_admin")
def test_only_what_may_hash_a_password_runs_in_the_password_thread(handler):
    for path in ("/log-ind/", "/adgangskode/", "/admin/auth/user/add/", "/admin/auth/user/1/password/"):
        assert (handler.pool_for("POST", path), handler.pool_for("GET", path)) == ("password", "page"), path


def test_logins_beyond_a_short_queue_get_503_slowly_and_pages_are_answered_meanwhile(handler, monkeypatch):
    monkeypatch.setitem(asgi.QUEUES, "password", 0)
    with all_busy(handler.pools["password"]):
        began = time.monotonic()
        status, headers, text = request(handler, "POST", "/log-ind/")
        assert (status, headers["retry-after"]) == (503, "5")
        assert "Prøv igen om lidt" in read(text).one("h1")
        assert time.monotonic() - began >= asgi.PAUSE
        assert request(handler)[0] == 200
