"""How long the server waits: for a request to arrive, and for a thread to answer it. Shorter here than in production."""

import asyncio
import threading
import time

import pytest

from teknologi_dialog import asgi


@pytest.fixture
def handler():
    made = asgi.Handler()
    yield made
    made.threads.shutdown()


def request(handler, method="GET", parts=({"type": "http.request", "body": b"", "more_body": False},)):
    """(status, headers, text) of a request that arrives in these parts and then no more."""
    scope = {
        "type": "http",
        "method": method,
        "path": "/privatliv/",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    left, sent = list(parts), []

    async def receive():
        if left:
            return left.pop(0)
        await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    asyncio.run(asyncio.wait_for(handler(scope, receive, send), 5))
    headers = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent).decode()


def test_a_request_that_never_arrives_whole_is_given_up(handler, monkeypatch):
    monkeypatch.setattr(asgi, "BODY", 0.1)
    half = {"type": "http.request", "body": b"text=Halv", "more_body": True}
    status, headers, text = request(handler, "POST", [half])
    assert (status, headers["connection"], text) == (408, "close", "Det tog for lang tid at sende.")


def test_who_stands_too_long_in_line_is_told_to_try_again_and_is_not_served_later(handler, monkeypatch):
    monkeypatch.setattr(asgi, "LINE", 0.1)
    done = threading.Event()
    busy = [handler.threads.submit(done.wait, 5) for _ in range(asgi.THREADS)]
    began = time.monotonic()
    status, headers, text = request(handler)
    assert time.monotonic() - began < 4, "it did not wait for the others"
    assert (status, headers["retry-after"]) == (503, "5")
    assert "Prøv igen om lidt" in text
    assert handler.threads._work_queue.qsize() == 1  # only what was cancelled
    done.set()
    assert all(job.result() for job in busy)
    assert request(handler)[0] == 200


def test_who_is_being_served_is_waited_for(handler, monkeypatch):
    monkeypatch.setattr(asgi, "LINE", 0)
    assert request(handler)[0] == 200


def test_pages_are_answered_while_files_of_the_minutes_are_waited_for(handler):
    done = threading.Event()
    busy = [handler.paper.submit(done.wait, 5) for _ in range(asgi.THREADS)]
    assert request(handler)[0] == 200
    assert not any(job.done() for job in busy)
    done.set()
