"""A page's thread renders what it has changed, from what it has in hand; what it meets on the way is left to one thread."""

import asyncio
import threading
from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction

from meetings.live import feed, messages, notify, reader, streams
from tests.live.board import CAN_WAIT, TOPIC, Board, Phone

pytestmark = pytest.mark.django_db(transaction=True)

ULLA = 11  # a viewer


@pytest.fixture
def board(monkeypatch):
    monkeypatch.setattr(feed, "current", Board())
    yield feed.current
    messages.forget()
    assert not streams.channels


def watched(board, scenario):
    """Run `scenario(phone, page)` while a phone is watching. `page(text)` writes it as a page does, in a thread."""
    phone = Phone(board, ULLA)

    async def run():
        loop = asyncio.get_running_loop()

        def answer(text, then):
            try:
                with reader.rendering_own(loop):
                    with transaction.atomic():
                        notify.on_commit(TOPIC, board.write(text))
                        then("in the transaction")
                    then("after it")
            finally:
                connection.close()

        async with phone.open():
            await scenario(phone, lambda text, then=lambda when: None: asyncio.to_thread(answer, text, then))

    asyncio.run(run())
    return phone


def test_thread_that_wrote_reads_no_log(board):
    async def scenario(phone, page):
        for text in ("A note", "Another"):
            await page(text)
            assert await phone.hears(f"{text}, for member")

    assert watched(board, scenario).numbers() == [1, 2]
    assert board.rendered == [([1], {"member"}), ([2], {"member"})]
    assert board.known == ["all about A note", "all about Another"]
    assert board.reads == 0


def test_what_another_process_wrote_before_it_comes_first(board):
    async def scenario(phone, page):
        board.write("From another process")
        await page("A note")
        assert await phone.hears("A note")

    assert watched(board, scenario).numbers() == [1, 2]
    assert board.rendered == [([1, 2], {"member"})]
    assert board.known == [None]


def test_change_that_another_thread_has_rendered_is_rendered_once(board):
    async def scenario(phone, page):
        def beat(when):
            if when == "after it":
                reader.update(streams.channels[TOPIC], phone.loop, at_once=True)

        phone.loop = asyncio.get_running_loop()
        await page("A note", beat)
        assert await phone.hears("A note")

    assert watched(board, scenario).numbers() == [1]
    assert len(board.rendered) == 1


def test_page_that_fails_after_its_change_renders_it_all_the_same(board):
    async def scenario(phone, page):
        def fail(when):
            if when == "after it":
                raise ZeroDivisionError

        with suppress(ZeroDivisionError):
            await page("A note", fail)
        assert await phone.hears("A note")

    watched(board, scenario)
    assert board.known == ["all about A note"]


def failed_query():
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert connection.errors_occurred


def test_query_of_the_page_that_failed_is_no_reason_to_render_nothing(board):
    async def scenario(phone, page):
        def fail(when):
            if when == "in the transaction":
                with transaction.atomic():
                    failed_query()
                    transaction.set_rollback(True)

        def rendered(*what, render=board.render):
            assert not connection.errors_occurred
            return render(*what)

        board.render = rendered
        await page("A note", fail)
        assert await phone.hears("A note")
        assert phone.sent[-1] != streams.END

    watched(board, scenario)


def test_query_that_failed_while_a_change_was_rendered_is_no_error_of_the_page(board):
    async def scenario(phone, page):
        def failed(*what):
            failed_query()
            raise DatabaseError

        def page_goes_on(when):
            assert not connection.errors_occurred

        board.render = failed
        await page("A note", page_goes_on)
        assert await phone.has_ended(), "it reconnects"

    watched(board, scenario)


def test_change_is_with_the_screens_before_its_page_is_ready(board):
    async def scenario(phone, page):
        def wait_for_the_screen(when):
            if when == "after it":
                future = asyncio.run_coroutine_threadsafe(phone.hears("A note"), phone.loop)
                assert future.result(5)

        phone.loop = asyncio.get_running_loop()
        await page("A note", wait_for_the_screen)

    watched(board, scenario)


def test_change_that_nobody_knows_the_end_of_is_looked_for_in_the_log(board):
    """The connection broke as it was committed, say: the database may have taken it."""

    async def scenario(phone, page):
        def fail(when):
            raise ZeroDivisionError

        with suppress(ZeroDivisionError):
            await page("Perhaps a note", fail)
        assert await phone.hears("Perhaps a note")

    watched(board, scenario)
    assert (board.reads, board.known) == (1, [None])


def test_page_waits_for_no_other_and_the_one_that_renders_looks_again(board):
    async def scenario(phone, page):
        rendering, go_on, render = threading.Event(), threading.Event(), board.render

        def slow(*what):
            rendering.set()
            go_on.wait(60)
            return render(*what)

        board.render = slow
        first = asyncio.create_task(page("The first"))
        assert await asyncio.to_thread(rendering.wait, 30)
        for text in ("The second", "The third"):
            await asyncio.wait_for(page(text), 20)
        assert not first.done()
        assert "The" not in phone.heard()
        go_on.set()
        await first
        assert await phone.hears("The third")

    assert watched(board, scenario).numbers() == [1, 2, 3]
    assert [numbers for numbers, _ in board.rendered] == [[1], [2, 3]]


def test_beat_waits_for_the_one_that_renders(board):
    """Or each of the streams would take the beat for a sign that it lacks something, and read the log for itself."""

    async def scenario(phone, page):
        loop, waits = asyncio.get_running_loop(), threading.Event()
        channel = streams.channels[TOPIC]

        def beat():
            waits.set()
            reader.update(channel, loop, at_once=True)
            assert channel.rendered_to == 1

        with channel.lock:
            await page("A note")
            beating = asyncio.create_task(asyncio.to_thread(beat))
            assert await asyncio.to_thread(waits.wait, 30)
            await asyncio.sleep(0.05)
            assert not beating.done()
        await beating
        assert await phone.hears("A note")

    watched(board, scenario)


def test_those_who_join_while_a_batch_is_due_cost_nothing(board, monkeypatch):
    monkeypatch.setattr(reader, "BATCH", 60)

    async def scenario(phone, page):
        for _ in range(3):
            await page(CAN_WAIT)
        assert phone.numbers() == [1]
        assert (board.reads, len(board.rendered)) == (0, 1)
        await page("A note")
        assert await phone.hears("A note")

    assert watched(board, scenario).numbers() == [1, 2, 3, 4]
    assert [numbers for numbers, _ in board.rendered] == [[1], [2, 3, 4]]


def test_reader_is_not_woken_by_what_its_own_process_wrote(board):
    async def scenario(phone, page):
        reader.start(asyncio.get_running_loop())
        try:
            await asyncio.sleep(0.3)  # what the listener notifies when it begins is over
            before = board.reads
            await page("A note")
            assert await phone.hears("A note")
            await asyncio.sleep(0.7)  # longer than SQLite's poll
            assert board.reads == before
            board.write("From another process")
            await asyncio.to_thread(commit_elsewhere)
            assert await phone.hears("From another process")
        finally:
            reader.stop()

    watched(board, scenario)
    assert board.known == ["all about A note", None]


def commit_elsewhere():
    """Notify as another process does: by the database alone."""
    try:
        if connection.vendor == "postgresql":
            notify._notify_postgresql(f"{TOPIC} another-process")
        else:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA user_version = 1")
    finally:
        connection.close()
