"""Who is watching: a viewer comes into a room, falls behind, catches up and is cut."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
from django.db import connections
from django.urls import reverse

from meetings.live import streams as rooms
from meetings.room.feed import draw, log_after
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


class Screen:
    """An open stream as the server sees it, without the network: what it has been sent, and a line that can be cut."""

    def __init__(self, client, meeting):
        self.answer = client.get(reverse("member-stream", args=[meeting.key]), {"after": meeting.last_event})
        self.sent, self.sent_more, self.gone = [], asyncio.Event(), asyncio.Event()

    async def send(self, message):
        self.sent.append(message)
        self.sent_more.set()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    @asynccontextmanager
    async def open(self, run):
        """While it is open; whatever happens meanwhile, the client goes in the end."""
        staying = asyncio.create_task(rooms.stream(self.answer, self.receive, self.send, run))
        try:
            await self.has(len)
            yield
        finally:
            self.gone.set()
            await staying

    async def has(self, wanted):
        async with asyncio.timeout(5):
            while not wanted(self.sent):
                await self.sent_more.wait()
                self.sent_more.clear()
        return True


def says(words):
    return lambda sent: any(words.encode() in message.get("body", b"") for message in sent)


def ended(sent):
    return sent[-1] == rooms.END


def drawn_for_nobody(room):
    """What the reader began to draw when nobody was here."""
    return draw(room.meeting_id, log_after(room.meeting_id, room.drawn), [])


@pytest.fixture
def page_thread():
    with ThreadPoolExecutor(1) as pool:
        yield lambda function, *args: asyncio.get_running_loop().run_in_executor(pool, function, *args)
        pool.submit(connections.close_all).result()


def test_a_screen_that_comes_while_a_note_is_drawn_for_others_stays_and_gets_it(ulla, meeting, page_thread):
    meeting.refresh_from_db()
    phone = Screen(ulla, meeting)

    async def scenario():
        async with phone.open(page_thread):
            await page_thread(make.note, meeting, "Mens den kom")
            room = rooms.rooms[meeting.pk]
            room.push(await page_thread(drawn_for_nobody, room))
            assert await phone.has(says("Mens den kom"))
            assert rooms.rooms[meeting.pk].viewers, "it is in the room again"
            rooms.end_streams()
            assert await phone.has(ended)

    asyncio.run(scenario())
    assert meeting.pk not in rooms.rooms
    assert not rooms.open_streams


def test_what_comes_right_after_waits_for_what_the_screen_lacks(ulla, meeting, page_thread):
    """Two pushes in one turn of the loop: the first was begun when nobody of this audience was here."""
    meeting.refresh_from_db()
    phone = Screen(ulla, meeting)

    async def scenario():
        async with phone.open(page_thread):
            await page_thread(make.note, meeting, "Den første")
            room = rooms.rooms[meeting.pk]
            first = await page_thread(drawn_for_nobody, room)
            await page_thread(make.note, meeting, "Den anden")
            events = await page_thread(log_after, meeting.pk, first[-1].number)
            second = await page_thread(draw, meeting.pk, events, ["member"])
            room.push(first)
            room.push(second)
            assert await phone.has(says("Den anden"))
            assert says("Den første")(phone.sent)

    asyncio.run(scenario())


def test_a_screen_that_is_behind_and_cut_in_the_same_moment_is_cut(ulla, meeting, page_thread):
    meeting.refresh_from_db()
    phone = Screen(ulla, meeting)

    async def scenario():
        async with phone.open(page_thread):
            await page_thread(make.note, meeting, "Mens den gik")
            room = rooms.rooms[meeting.pk]
            room.push(await page_thread(drawn_for_nobody, room))
            room.cut()
            assert await phone.has(ended)

    asyncio.run(scenario())
    assert meeting.pk not in rooms.rooms


def test_a_screen_whose_seat_is_taken_while_it_catches_up_is_cut(ulla, meeting, page_thread):
    meeting.refresh_from_db()
    phone = Screen(ulla, meeting)

    async def scenario():
        async with phone.open(page_thread):
            await page_thread(make.note, meeting, "Mens pladsen gik")
            room = rooms.rooms[meeting.pk]
            lines = await page_thread(drawn_for_nobody, room)
            await page_thread(meeting.participants.filter(name="Ulla Skovgaard").delete)
            room.push(lines)
            assert await phone.has(ended)
            assert not says("Mens pladsen gik")(phone.sent)

    asyncio.run(scenario())
