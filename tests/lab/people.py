"""Everybody in the rooms, played by one process: who they are, how they post, and what each of them has seen."""

import asyncio
import time
from array import array
from collections import Counter
from urllib.parse import urlencode
from uuid import uuid4

from tests.lab.wire import Browser, listen

TEXT = "nr{:06}. Vi skriver de samme oplysninger to steder, fordi systemerne ikke taler sammen."
AT_ONCE = 40  # how many may be on their way in side by side


class Person:
    """A member with a seat, before the door. `port`: the process that their phone happened to reach."""

    def __init__(self, room, cookie, port):
        self.room, self.cookies, self.port = room, cookie, port
        self.key, self.token = room["key"], None

    async def come_in(self, browser):
        """Load the room's page: it gives the CSRF token that a note needs, as it does in a phone."""
        page = await browser.get(self.port, f"/m/{self.key}/", self.cookies)
        self.token = page.token()
        self.cookies = "; ".join([self.cookies, *page.cookies()])

    def stream(self):
        return f"/m/{self.key}/stroem/deltager/?after={self.room['after']}"

    def form(self):
        return f"/m/{self.key}/spoergsmaal/{self.room['number']}/noter/"


class Anybody:
    """A viewer of the floor, which knows nobody. `token` is of the usual length, so that a note weighs the same."""

    cookies, token = "csrftoken=" + "x" * 32, "x" * 64

    def __init__(self, key, port):
        self.key, self.port = key, port

    async def come_in(self, browser):
        pass

    def stream(self):
        return f"/{self.key}"

    form = stream


class Ledger:
    """What was sent when, and when each stream got it."""

    def __init__(self):
        self.sent, self.got = {}, {}
        self.latencies = array("d")  # seconds until a note reached somebody who did not write it
        self.answers = array("d")  # seconds until its author had the answer
        self.doubled = self.failed = 0

    def joins(self, stream, person):
        stream.person = person
        self.got[stream] = set()

    def heard(self, stream, numbers, now):
        got = self.got[stream]
        for number in map(int, numbers):
            if number in got:
                self.doubled += 1
                continue
            got.add(number)
            began, author = self.sent[number]
            if author is not stream.person:
                self.latencies.append(now - began)

    async def post(self, browser, author, number):
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
        """How many deliveries there should have been: every note, once, to every stream of its room."""
        notes = Counter(author.key for _, author in self.sent.values())
        return sum(notes[stream.person.key] for stream in self.got)

    @property
    def delivered(self):
        return sum(len(got) for got in self.got.values())


async def open_streams(people, ledger=None):
    """A stream for each, a few at a time. Returns the streams."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(person):
        async with gate:
            stream = await listen(person.port, person.stream(), person.cookies, ledger and ledger.heard)
            if ledger:
                ledger.joins(stream, person)
            return stream

    return await asyncio.gather(*map(one, people))


async def come_in(browser, people):
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(person):
        async with gate:
            await person.come_in(browser)

    await asyncio.gather(*map(one, people))


async def post_evenly(ledger, authors, rate, seconds, first=0):
    """`rate` notes a second for so many seconds, whether or not the answers keep up; each by the next author."""
    browser, began, posts = Browser(), time.perf_counter(), []
    for turn in range(round(rate * seconds)):
        await asyncio.sleep(max(0.0, began + turn / rate - time.perf_counter()))
        posts.append(asyncio.create_task(ledger.post(browser, authors[turn % len(authors)], first + turn)))
    await asyncio.wait(posts, timeout=60)
    browser.close()
