"""Who comes first when all threads are busy: a note waits behind no thousand pages that strangers ask for."""

import asyncio

import pytest
from django.http import HttpResponse

from meetings.room import door
from teknologi_dialog import asgi
from teknologi_dialog.fair_queue import FairQueue
from tests.test_asgi import all_busy, handler  # noqa: F401 -- a fixture

pytestmark = pytest.mark.any_database
WHOLE = {"type": "http.request", "body": b"", "more_body": False}


def seat(number, name="seat_member"):
    """Return the Cookie header of a seat as the door signs it."""
    response = HttpResponse()
    response.set_signed_cookie(name, f"{number}.hemmeligt", salt=door.SALT)
    return f"{name}={response.cookies[name].value}"


def asked(who, cookie="", address="198.51.100.1"):
    """Return the scope of a request for a page that reads no database. `who` is only for the test."""
    headers = [(b"host", b"localhost"), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "GET", "path": "/her/", "query_string": b"", "headers": headers}
    return scope | {"client": (address, 1), "who": who}


def order_of_answers(handler, scopes):  # noqa: F811
    """Return who was answered, first to last, where all came in this order while every thread was busy."""
    answered = []

    async def receive():
        return WHOLE

    async def ask(scope):
        async def send(message):
            if message["type"] == "http.response.start":
                answered.append((scope["who"], message["status"]))

        await handler(scope, receive, send)

    async def ask_all():
        with all_busy(handler.pools["page"]):
            asking = [asyncio.create_task(ask(scope)) for scope in scopes]
            await asyncio.sleep(0.1)
        await asyncio.wait_for(asyncio.gather(*asking), 60)

    asyncio.run(ask_all())
    assert {status for _, status in answered} == {204}
    return [who for who, _ in answered]


STRANGERS = [asked("stranger") for _ in range(100)]


@pytest.fixture
def one_thread(monkeypatch):
    """Let pages be answered in the order they began: two threads are not equally fast."""
    monkeypatch.setitem(asgi.POOLS, "page", 1)


def test_note_waits_behind_few_of_a_hundred_strangers(one_thread, handler):  # noqa: F811
    came = order_of_answers(handler, [*STRANGERS, asked("ulla", seat(7))])
    assert len(came) == 101
    assert came.index("ulla") == 2  # behind those that had a place before it came


def order_of_places(scopes):
    """Return who was given the one place there is, first to last, where all came in this order while it was taken."""

    async def take_all():
        queue, taken = FairQueue(1), []

        async def take(scope):
            await queue.take(scope)
            taken.append(scope["who"])
            queue.leave()

        await queue.take(asked("first"))
        taking = [asyncio.create_task(take(scope)) for scope in scopes]
        await asyncio.sleep(0)
        queue.leave()
        await asyncio.gather(*taking)
        assert (queue.free, queue.sides) == (1, ({}, {}))
        return taken

    return asyncio.run(take_all())


@pytest.mark.parametrize(
    "cookie",
    [
        "seat_member=7.hemmeligt",
        "seat_member=7.hemmeligt:1xWrEv:fcuL9NLttNJFz0ZWOwnizSq1p78U9Wjghdpi6juMh2w",
        seat(7).replace("seat_member", "seat_facilitator"),
        "sessionid=xyz",
    ],
)
def test_made_up_cookie_is_a_strangers(cookie):
    strangers = [asked("stranger", cookie) for _ in range(30)]
    assert order_of_places([*strangers, asked("ulla", seat(7))]).index("ulla") <= 1


@pytest.mark.parametrize("name", ["seat_member", "seat_facilitator", "seat_approver", door.LAST_USER])
def test_whoever_has_a_seat_or_has_logged_in_comes_next(name):
    assert order_of_places([*STRANGERS, asked("lise", seat(7, name))]).index("lise") <= 1


def test_one_address_with_a_hundred_requests_waits_for_the_others_in_turn():
    joins = asked("joins", address="203.0.113.5")
    same_network = [asked("stranger", address=f"2001:db8::{number:x}") for number in range(1, 60)]
    assert order_of_places([*STRANGERS, *same_network, joins]).index("joins") == 2


def test_one_seat_with_many_requests_waits_for_the_others_in_turn():
    many = [asked("hurried", seat(8)) for _ in range(asgi.OF_ONE_SEAT)]
    assert order_of_places([*many, asked("ulla", seat(7))]).index("ulla") == 1


def test_forty_phones_behind_one_address_come_in_their_order():
    assert order_of_places([asked(number) for number in range(40)]) == list(range(40))


def test_strangers_come_while_seats_want_every_thread():
    seats = [asked("seat", seat(number)) for number in range(100)]
    assert order_of_places([*seats, asked("joins")]).index("joins") == 1


def test_request_that_gave_up_costs_its_seat_no_turn():
    async def first_served():
        queue, served = FairQueue(1), []

        async def take(name, scope):
            await queue.take(scope)
            served.append(name)

        await queue.take(asked("first"))
        gone, *_ = [
            asyncio.create_task(take(name, asked(name, seat(number))))
            for name, number in (("gone", 7), ("next", 7), ("other", 8))
        ]
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        queue.leave()
        await asyncio.sleep(0)
        return served

    assert asyncio.run(first_served()) == ["next"]


def test_request_that_gave_up_leaves_its_place_to_the_others():
    async def give_up():
        queue = FairQueue(1)
        await queue.take(asked("first"))
        gone = [asyncio.create_task(queue.take(asked("gone"))) for _ in range(3)]
        kept = asyncio.create_task(queue.take(asked("kept")))
        await asyncio.sleep(0)
        gone[0].cancel()
        gone[1].cancel()
        queue.leave()  # to the third, which is cancelled at the same moment
        gone[2].cancel()
        await asyncio.wait_for(kept, 30)
        queue.leave()
        assert (queue.free, queue.sides) == (1, ({}, {}))

    asyncio.run(give_up())


def test_queue_is_empty_after_requests_that_waited_too_long(handler, monkeypatch):  # noqa: F811
    monkeypatch.setattr(asgi, "QUEUE_TIMEOUT", 0.05)
    statuses = []

    async def receive():
        return WHOLE

    async def send(message):
        statuses.append(message.get("status"))

    async def ask_all():
        with all_busy(handler.pools["page"]):
            await asyncio.gather(*(handler(asked("late"), receive, send) for _ in range(20)))

    asyncio.run(ask_all())
    assert [status for status in statuses if status] == [503] * 20
    assert handler.fair["page"].free == asgi.POOLS["page"] + asgi.AHEAD
