"""A feed of plain texts, and phones that watch it without a network: for tests of `live`, which needs no meeting."""

import asyncio
from contextlib import asynccontextmanager
from queue import SimpleQueue
from types import SimpleNamespace

from django.core.exceptions import ObjectDoesNotExist

from meetings.live import streams
from meetings.live.feed import Change, Head, Written

TOPIC = 1
CAN_WAIT = "somebody joined"
FOR_WALL = "only the wall shows it"


class Board:
    """A `live.feed.Feed` with one topic. Its events are (number, text, whose streams it cuts)."""

    def __init__(self):
        self.events = []
        self.viewers = set()
        self.rendered = []  # [the numbers of the events of one rendering, the audiences]
        self.known = []  # of each rendering
        self.reads = 0  # of the log
        self.shared = SimpleQueue()  # who was watching, at each round

    def write(self, text, cuts=None):
        """Return the event as its writer hands it over."""
        event = len(self.events) + 1, text, cuts
        self.events.append(event)
        return Written(len(self.events), event, f"all about {text}")

    def head(self, topic):
        return Head("board", len(self.events))

    def last_numbers(self, topics):
        return {TOPIC: len(self.events)}

    def check_viewer(self, topic, viewer):
        if viewer not in self.viewers:
            raise ObjectDoesNotExist

    def share_presence(self, viewers, topics):
        self.shared.put(viewers)
        return iter(topics)

    def events_after(self, topic, number):
        self.reads += 1
        return self.events[number:]

    def can_wait(self, events, audiences):
        return all(text == CAN_WAIT for _, text, _ in events)

    def render(self, topic, events, audiences, known=None):
        self.rendered.append(([number for number, _, _ in events], audiences))
        self.known.append(known)
        return [
            Change(number, {audience: html(text, audience) for audience in audiences}, cuts)
            for number, text, cuts in events
        ]

    def render_whole(self, topic, audience):
        return f"everything, for {audience}"


def html(text, audience):
    return "" if text == FOR_WALL and audience != "wall" else f"{text}, for {audience}"


class Phone:
    """An open stream as the server sees it, uvicorn's connection and its transport: what it has been sent, a client that can leave."""

    disconnected = False

    def __init__(self, board, viewer, audience="member"):
        board.viewers.add(viewer)
        after = len(board.events)
        self.response = streams.Stream(TOPIC, viewer, audience, after, board.head(TOPIC))
        self.sent, self.sent_more, self.left = [], asyncio.Event(), asyncio.Event()
        self.transport, self.flow, self.is_aborted = self, SimpleNamespace(write_paused=False), False

    async def send(self, message):
        self.sent.append(message)
        self.sent_more.set()

    def write(self, chunk):
        """Take a chunk as HTTP frames it."""
        length, _, body = chunk.partition(b"\r\n")
        assert len(body) == int(length, 16) + 2
        self.sent.append({"body": body.removesuffix(b"\r\n"), "framed": chunk})
        self.sent_more.set()

    def abort(self):
        self.is_aborted = True
        self.left.set()

    async def receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    @asynccontextmanager
    async def open(self):
        """Meanwhile the stream is open, unless the server ends it."""
        staying = asyncio.create_task(streams.serve(self.response, self.receive, self.send, asyncio.to_thread))
        try:
            async with asyncio.timeout(30):
                while len(self.sent) < 2:  # the opening, and what was missed
                    await self.has_more()
            yield
        finally:
            self.left.set()
            await staying

    async def hears(self, text):
        async with asyncio.timeout(30):
            while text not in self.heard():
                await self.has_more()
        return True

    async def has_ended(self):
        async with asyncio.timeout(30):
            while self.sent[-1] != streams.END:
                await self.has_more()
        return True

    async def has_more(self):
        await self.sent_more.wait()
        self.sent_more.clear()

    def heard(self):
        """Everything it has been sent, as one text."""
        return b"".join(message.get("body", b"") for message in self.sent).decode()

    def numbers(self):
        """The numbers of the events it has been sent, in that order."""
        return [int(line.removeprefix("id: ")) for line in self.heard().splitlines() if line.startswith("id: ")]
