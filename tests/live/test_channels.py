"""The open streams of a topic: one joins, gets what the reader rendered, falls behind, catches up and is cut."""

import asyncio
import threading
import weakref

import pytest
from django.db import OperationalError, connection

from meetings.live import feed, messages, notify, reader, sharing, streams
from meetings.live.feed import EVERYBODY
from tests.live.board import CAN_WAIT, FOR_WALL, TOPIC, Board, Phone
from tests.live.loops import in_a_loop, until

pytestmark = pytest.mark.any_database

ULLA, PETER = 11, 12  # viewers


@pytest.fixture
def board(monkeypatch):
    monkeypatch.setattr(feed, "current", Board())
    yield feed.current
    messages.forget()
    assert not streams.channels
    assert not streams.open_streams


def render(board, after, *audiences):
    return messages.render(TOPIC, board.events_after(TOPIC, after), set(audiences))


def without_time(data):
    """What a stream is sent, without the time that a beat ends with."""
    return data.rpartition(b" ")[0] if data.startswith(b"event: beat") else data


def push(board, *audiences):
    """What the reader does, for these audiences."""
    channel = streams.channels[TOPIC]
    channel.push(render(board, channel.position, *audiences))


@in_a_loop
async def test_same_bytes_go_to_every_stream_of_an_audience(board):
    ulla, peter, wall = Phone(board, ULLA), Phone(board, PETER), Phone(board, ULLA, "wall")
    async with ulla.open(), peter.open(), wall.open():
        board.write("A note")
        push(board, "member", "wall")
        assert ulla.sent[-1] is not peter.sent[-1]
        assert ulla.sent[-1]["framed"] is peter.sent[-1]["framed"]
        assert ulla.sent[-1]["body"] == b"id: 1\nevent: change\ndata: A note, for member\n\n"
        assert wall.sent[-1]["body"] == b"id: 1\nevent: change\ndata: A note, for wall\n\n"


@in_a_loop
async def test_client_that_is_too_slow_to_take_a_message_is_cut_off(board):
    slow, quick = Phone(board, ULLA), Phone(board, PETER)
    async with slow.open(), quick.open():
        slow.flow.write_paused = True
        board.write("A note")
        push(board, "member")
        assert (slow.is_aborted, slow.numbers()) == (True, [])
        assert (quick.is_aborted, quick.numbers()) == (False, [1])


@in_a_loop
async def test_nothing_is_written_to_a_client_that_has_left(board):
    phone = Phone(board, ULLA)
    async with phone.open():
        phone.disconnected = True
        board.write("A note")
        push(board, "member")
        streams.send_beats({TOPIC: 1})
        assert (phone.is_aborted, len(phone.sent)) == (False, 2)


@in_a_loop
async def test_open_stream_holds_nothing_of_what_it_was_first_sent(board):
    phone = Phone(board, ULLA)
    response = weakref.ref(phone.response)
    async with phone.open():
        assert response() is phone.response
        del phone.response
        assert response() is None


@in_a_loop
async def test_stream_that_joined_while_a_note_was_rendered_for_others_stays_and_gets_it(board):
    phone = Phone(board, ULLA)
    async with phone.open():
        board.write("While it came")
        push(board)
        assert await phone.hears("While it came")
        assert len(streams.channels[TOPIC].subscribers) == 1, "it is in the channel again"
        streams.end_streams()
        assert await phone.has_ended()


@in_a_loop
async def test_stream_that_is_behind_gets_later_messages_only_after_those_it_lacks(board):
    """Two pushes in one turn of the loop: the first was rendered when nobody of this audience was watching."""
    phone = Phone(board, ULLA)
    async with phone.open():
        board.write("The first")
        push(board)
        board.write("The second")
        push(board, "member")
        assert await phone.hears("The second")
        assert phone.numbers() == [1, 2]


@in_a_loop
async def test_stream_that_falls_behind_after_a_push_is_sent_nothing_twice(board):
    phone = Phone(board, ULLA)
    async with phone.open():
        board.write("The first")
        push(board, "member")
        board.write("The second")
        push(board)
        assert await phone.hears("The second")
        assert phone.numbers() == [1, 2]


@in_a_loop
async def test_stream_that_is_ahead_of_the_channel_is_sent_only_what_it_lacks(board):
    """It caught up with an event that the reader had not rendered yet when it joined."""
    ulla = Phone(board, ULLA)
    async with ulla.open():
        board.write("The first")
        peter = Phone(board, PETER)
        async with peter.open():
            board.write("The second")
            push(board, "member")
            assert ulla.numbers() == [1, 2]
            assert peter.numbers() == [2]


@in_a_loop
async def test_stream_that_began_before_a_push_and_joins_after_it_catches_up(board):
    ulla, peter = Phone(board, ULLA), Phone(board, PETER)
    async with ulla.open():
        board.write("Before Peter came")
        push(board, "member")
        async with peter.open():
            assert await peter.hears("Before Peter came")


@in_a_loop
async def test_stream_that_is_behind_and_cut_in_the_same_turn_is_cut(board):
    phone = Phone(board, ULLA)
    async with phone.open():
        board.write("While it left")
        push(board)
        streams.channels[TOPIC].cut()
        assert await phone.has_ended()


@in_a_loop
async def test_viewer_removed_while_catching_up_is_cut(board):
    phone = Phone(board, ULLA)
    async with phone.open():
        board.write("While the seat went")
        board.viewers.remove(ULLA)
        push(board)
        assert await phone.has_ended()
        assert "While the seat went" not in phone.heard()


@pytest.mark.parametrize(("cuts", "ended", "open_still"), [(ULLA, [ULLA], [PETER]), (EVERYBODY, [ULLA, PETER], [])])
@in_a_loop
async def test_message_ends_the_streams_it_cuts_after_they_got_it(board, cuts, ended, open_still):
    phones = {viewer: Phone(board, viewer) for viewer in (ULLA, PETER)}
    async with phones[ULLA].open(), phones[PETER].open():
        board.write("Somebody must leave", cuts)
        push(board, "member")
        for viewer in ended:
            assert await phones[viewer].has_ended()
        await asyncio.sleep(0)
        assert [viewer for viewer in phones if phones[viewer].sent[-1] != streams.END] == open_still
        assert all(phone.numbers() == [1] for phone in phones.values())


@pytest.mark.parametrize("after", [None, 9])
def test_unknown_position_gets_everything(board, after):
    board.write("A note")
    data, position = messages.missed(TOPIC, "member", after, board.head(TOPIC))
    assert (data, position) == (b"id: 1\nevent: change\ndata: everything, for member\n\n", 1)


def test_many_who_missed_the_same_cost_one_rendering(board):
    for text in ("One", "Two"):
        board.write(text)
    first, *others = [messages.missed(TOPIC, "member", 0, board.head(TOPIC)) for _ in range(3)]
    assert others == [first, first]
    assert board.rendered == [([1, 2], {"member"})]


@in_a_loop
async def test_what_changes_nothing_for_an_audience_sends_it_nothing_and_the_next_beat_says_how_far_it_came(board):
    ulla, wall = Phone(board, ULLA), Phone(board, PETER, "wall")
    async with ulla.open(), wall.open():
        for text in ("A note", FOR_WALL):
            board.write(text)
        push(board, "member", "wall")
        before = len(ulla.sent)
        board.write(FOR_WALL)
        push(board, "member", "wall")
        assert wall.numbers() == [1, 2, 3]
        assert (ulla.numbers(), len(ulla.sent)) == ([1], before)
        streams.send_beats({TOPIC: 3})
        assert without_time(ulla.sent[-1]["body"]) == b"event: beat\ndata: 3 1"
        assert without_time(wall.sent[-1]["body"]) == b"event: beat\ndata: 3 3"
        board.write("Another note")
        push(board, "member", "wall")
        streams.send_beats({TOPIC: 4})
        assert (ulla.numbers(), without_time(ulla.sent[-1]["body"])) == ([1, 4], b"event: beat\ndata: 4 4")


@pytest.mark.parametrize(
    ("texts", "data"),
    [
        ([FOR_WALL, FOR_WALL], b"event: beat\ndata: 2 0"),
        (["A note", FOR_WALL], b"id: 1\nevent: change\ndata: A note, for member\n\n"),
    ],
)
def test_stream_that_missed_what_changes_nothing_for_it_begins_without_it(board, texts, data):
    for text in texts:
        board.write(text)
    missed, position = messages.missed(TOPIC, "member", 0, board.head(TOPIC))
    assert (without_time(missed), position) == (data, 2)


def test_beat_says_the_time_as_it_is_sent_also_where_nothing_is_rendered_again(board, monkeypatch):
    board.write(FOR_WALL)
    told = []
    for seconds in (1_795_756_800.25, 1_795_756_803.5):
        monkeypatch.setattr(messages.time, "time", lambda: seconds)  # noqa: B023 -- called within the turn
        told += [messages.missed(TOPIC, "member", after, board.head(TOPIC))[0] for after in (0, 1)]
    beats = [b"event: beat\ndata: 1 0 %d\n\n", b"event: beat\ndata: 1 1 %d\n\n"]
    assert told == [beat % now for now in (1_795_756_800_250, 1_795_756_803_500) for beat in beats]
    assert len(board.rendered) == 1


@in_a_loop
async def test_stream_that_has_not_come_as_far_as_the_log_catches_up_at_the_beat(board):
    phone = Phone(board, ULLA)
    async with phone.open():
        board.write("Nobody rendered it")
        streams.send_beats({TOPIC: 1})
        assert await phone.hears("Nobody rendered it")
        assert "beat\ndata: 1" not in phone.heard()


@in_a_loop
async def test_beat_says_how_far_it_came_to_streams_that_are_not_catching_up(board):
    ulla, peter = Phone(board, ULLA), Phone(board, PETER, "wall")
    async with ulla.open(), peter.open():
        board.write("A note")
        push(board, "member")  # nobody rendered it for the wall
        streams.send_beats({TOPIC: 1, 99: 1})
        assert without_time(ulla.sent[-1]["body"]) == b"event: beat\ndata: 1 1"
        assert "data: 1" not in peter.heard()


@pytest.mark.django_db(transaction=True)
class TestReader:
    """With the reader's own thread, which is notified through the database's engine."""

    @pytest.fixture(autouse=True)
    def seldom(self, monkeypatch):
        monkeypatch.setattr(reader, "BATCH", 1.5)

    @in_a_loop
    async def test_events_that_can_wait_are_rendered_in_one_batch(self, board):
        phone = Phone(board, ULLA)
        reader.start(asyncio.get_running_loop())
        try:
            async with phone.open():
                for _ in range(6):
                    board.write(CAN_WAIT)
                    notify.here(TOPIC)
                    await phone.hears("id: 1\n")
                await phone.hears("id: 6\n")
        finally:
            reader.stop()
        assert phone.numbers() == [1, 2, 3, 4, 5, 6]
        batches = [numbers for numbers, _ in board.rendered]
        assert len(batches) == 2, batches  # the first at once, the others together

    @in_a_loop
    async def test_event_that_cannot_wait_takes_along_those_that_did(self, board, monkeypatch):
        monkeypatch.setattr(reader, "BATCH", 60)
        phone = Phone(board, ULLA)
        reader.start(asyncio.get_running_loop())
        try:
            async with phone.open():
                for text in (CAN_WAIT, CAN_WAIT, "A note"):
                    board.write(text)
                    notify.here(TOPIC)
                    if text == CAN_WAIT:
                        await phone.hears("id: 1\n")
                        await until(lambda: len(board.events) == 1 or streams.channels[TOPIC].is_deferred)
                await phone.hears("A note")  # long before the batch is due
                assert phone.numbers() == [1, 2, 3]
        finally:
            reader.stop()

    @in_a_loop
    async def test_event_that_came_before_the_channel_existed_is_not_lost(self, board):
        phone = Phone(board, ULLA)
        board.write("Between the reading and the joining")
        reader.start(asyncio.get_running_loop())
        try:
            await asyncio.sleep(0.2)  # what the listener notifies when it begins is over
            async with phone.open():
                assert await phone.hears("Between the reading and the joining")
        finally:
            reader.stop()

    @in_a_loop
    async def test_topic_that_is_gone_ends_its_streams(self, board):
        phone = Phone(board, ULLA)
        reader.start(asyncio.get_running_loop())
        try:
            async with phone.open():
                board.last_numbers = lambda topics: {}
                notify.here(TOPIC)
                assert await phone.has_ended()
        finally:
            reader.stop()

    @in_a_loop
    async def test_who_watches_is_shared_until_it_is_stopped(self, board, monkeypatch):
        monkeypatch.setattr(sharing, "EVERY", 0.02)
        phone = Phone(board, ULLA)
        reader.start(asyncio.get_running_loop())
        try:
            async with phone.open():
                while await asyncio.to_thread(board.shared.get, timeout=30) != {ULLA}:
                    pass
                assert "sharing" in {thread.name for thread in threading.enumerate()}
        finally:
            reader.stop()
        await until(lambda: "sharing" not in {thread.name for thread in threading.enumerate()})

    @in_a_loop
    async def test_beat_brings_what_nobody_notified_us_of_and_its_number(self, board, monkeypatch):
        monkeypatch.setattr(streams, "HEARTBEAT", 0.3)
        phone = Phone(board, ULLA)
        reader.start(asyncio.get_running_loop())
        try:
            async with phone.open():
                await phone.hears("event: beat\ndata: 0 0 ")
                board.write("A note")
                assert await phone.hears("event: beat\ndata: 1 1 ")
                assert phone.heard().index("A note") < phone.heard().index("data: 1 1 ")
        finally:
            reader.stop()

    @in_a_loop
    async def test_beat_does_not_overtake_events_that_wait_for_a_batch(self, board, monkeypatch):
        monkeypatch.setattr(streams, "HEARTBEAT", 0.1)
        monkeypatch.setattr(reader, "BATCH", 60)
        phone = Phone(board, ULLA)
        reader.start(asyncio.get_running_loop())
        try:
            async with phone.open():
                for _ in range(2):
                    board.write(CAN_WAIT)
                    notify.here(TOPIC)
                assert await phone.hears("event: beat\ndata: 2 2 ")
                assert phone.numbers()[-1] == 2
        finally:
            reader.stop()

    @in_a_loop
    async def test_without_a_reading_of_the_log_there_is_no_beat_and_the_loop_goes_on(self, board, caplog):
        """The database is away first, and then slow."""
        phone, read, asked, answers = Phone(board, ULLA), board.last_numbers, threading.Event(), threading.Event()

        def away(topics):
            raise OperationalError

        def slow(topics):
            asked.set()
            answers.wait(60)
            return read(topics)

        def read_and_beat(loop):
            reader.update_and_beat(loop)
            connection.close()

        loop = asyncio.get_running_loop()
        async with phone.open():
            board.write("A note")
            board.last_numbers = away
            await asyncio.to_thread(read_and_beat, loop)
            board.last_numbers = slow
            reading = asyncio.create_task(asyncio.to_thread(read_and_beat, loop))
            assert await asyncio.to_thread(asked.wait, 30)
            await asyncio.sleep(0.01)
            assert without_time(phone.heard().encode()) == b"event: beat\ndata: 0 0", "only what it began with"
            answers.set()
            await reading
            assert await phone.hears("event: beat\ndata: 1 1 ")
            assert phone.numbers() == [1]
        assert caplog.messages == ["Could not read the log for a heartbeat (OperationalError)."]
