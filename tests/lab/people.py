"""The members and viewers of many rooms, played by one process: their requests, their streams, and the deliveries to them."""

import asyncio
import time
from array import array
from collections import Counter
from urllib.parse import urlencode
from uuid import uuid4

from tests.lab.wire import Browser, listen

TEXT = "nr{:06}. Vi skriver de samme oplysninger to steder, fordi systemerne ikke taler sammen."
AT_ONCE = 40  # concurrent page loads and stream openings


class Member:
    """A member who has a seat's cookie. `port`: of the server process that serves this phone."""

    def __init__(self, room, cookie, port):
        self.room, self.cookies, self.port = room, cookie, port
        self.key, self.token = room["key"], None

    async def come_in(self, browser):
        """Load the room's page, which gives the CSRF token that posting a note needs."""
        page = await browser.get(self.port, f"/m/{self.key}/", self.cookies)
        self.token = page.token()
        self.cookies = "; ".join([self.cookies, *page.cookies()])

    def stream(self):
        return f"/m/{self.key}/stroem/deltager/?after={self.room['after']}"

    def form(self):
        return f"/m/{self.key}/spoergsmaal/{self.room['number']}/noter/"


class Anybody:
    """A viewer of the floor, which has no seats. `token` has the usual length, so that a request has the same size."""

    cookies, token = "csrftoken=" + "x" * 32, "x" * 64

    def __init__(self, key, port):
        self.key, self.port = key, port

    async def come_in(self, browser):
        pass

    def stream(self):
        return f"/{self.key}"

    form = stream


class Deliveries:
    """Records when each note was sent and when each stream received it, since `begin`."""

    def __init__(self):
        self.got, self.number = {}, 0
        self.begin()

    def begin(self):
        """Count anew. Notes that were sent before do not count where they arrive late."""
        self.sent = {}  # number of a note: (when, its author)
        self.latencies = array("d")  # seconds until a note reached a stream that is not its author's
        self.answers = array("d")  # seconds until its author had the answer
        self.delivered = self.doubled = self.failed = 0
        for got in self.got.values():
            got.clear()

    def joins(self, stream, person):
        stream.person = person
        self.got[stream] = set()

    def heard(self, stream, numbers, now):
        got = self.got[stream]
        for number in map(int, numbers):
            if number not in self.sent:
                continue
            if number in got:
                self.doubled += 1
                continue
            got.add(number)
            self.delivered += 1
            began, author = self.sent[number]
            if author is not stream.person:
                self.latencies.append(now - began)

    async def post(self, browser, author):
        number = self.number = self.number + 1
        fields = {"csrfmiddlewaretoken": author.token, "uuid": uuid4(), "text": TEXT.format(number)}
        body = urlencode(fields)
        began = time.perf_counter()
        self.sent[number] = began, author
        try:
            answer = await browser.post(author.port, author.form(), body, author.cookies)
        except (OSError, asyncio.IncompleteReadError):
            self.failed += 1
            return
        self.answers.append(time.perf_counter() - began)
        self.failed += answer.status not in (200, 204)

    def due(self):
        """Return the number of expected deliveries: every note, once, to every stream of its room."""
        notes = Counter(author.key for _, author in self.sent.values())
        return sum(notes[stream.person.key] for stream in self.got)


async def open_streams(people, deliveries=None):
    """Open a stream for each, `AT_ONCE` at a time. Return the streams."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(person):
        async with gate:
            stream = await listen(person.port, person.stream(), person.cookies, deliveries and deliveries.heard)
            if deliveries:
                deliveries.joins(stream, person)
            return stream

    return await asyncio.gather(*map(one, people))


async def come_in(browser, people):
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(person):
        async with gate:
            await person.come_in(browser)

    await asyncio.gather(*map(one, people))


async def post_evenly(deliveries, authors, rate, seconds, delay=0.0):
    """Post `rate` notes a second for so many seconds, without waiting for the answers, the authors in turn."""
    browser, began, posts = Browser(), time.perf_counter() + delay, []
    for turn in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, began + turn / rate - time.perf_counter()))
        posts.append(asyncio.create_task(deliveries.post(browser, authors[turn % len(authors)])))
    await asyncio.wait(posts, timeout=60)
    browser.close()
