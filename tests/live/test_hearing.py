"""Whether a process hears PostgreSQL's notifications: it goes deaf when a probe is late, says so once, and recovers."""

import asyncio
import time

import pytest

from meetings.live import feed, messages, notify, reader
from tests.live.board import Board, Phone
from tests.live.loops import in_a_loop, until

ULLA = 11  # a viewer


@pytest.fixture
def hearing(monkeypatch):
    monkeypatch.setattr(notify, "PATIENCE", 0.05)
    return notify.Hearing()


def send(hearing):
    hearing.sent += 1
    hearing.expect()


@pytest.mark.any_database
class TestHearing:
    def test_probe_that_is_late_makes_it_deaf_and_is_logged_once_until_one_is_heard(self, hearing, caplog):
        for times in (1, 2):
            for _ in range(3):
                send(hearing)
                time.sleep(0.06)
                hearing.judge()
                assert hearing.is_deaf
            assert caplog.messages == [notify.DEAF] * times
            hearing.hear(hearing.sent)
            hearing.judge()
            assert not hearing.is_deaf

    def test_probe_that_comes_back_before_it_is_expected_is_not_waited_for(self, hearing):
        """The listener's thread may be quicker than the thread that sent it."""
        hearing.sent += 1
        hearing.hear(1)
        hearing.expect()
        time.sleep(0.06)
        hearing.judge()
        assert not hearing.is_deaf

    def test_later_probes_do_not_lengthen_the_wait_for_the_first(self, hearing):
        for _ in range(4):
            send(hearing)
            time.sleep(0.02)
        hearing.judge()
        assert hearing.is_deaf

    def test_probe_is_not_expected_on_another_connection_than_it_was_sent_for(self, hearing):
        send(hearing)
        hearing.forget()
        time.sleep(0.06)
        hearing.judge()
        assert not hearing.is_deaf


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@in_a_loop
async def test_deaf_connection_is_replaced_by_one_that_hears(monkeypatch, caplog):
    """Deaf without a pooler: the notifications go where the connection does not listen."""
    monkeypatch.setattr(feed, "current", Board())
    monkeypatch.setattr(notify, "_hearing", notify.Hearing())
    phone = Phone(feed.current, ULLA)

    reader.start(asyncio.get_running_loop())
    try:
        async with phone.open():
            await until(lambda: notify._hearing.heard)
            assert not notify._hearing.is_deaf
            monkeypatch.setattr(notify, "CHANNEL", "elsewhere")
            monkeypatch.setattr(notify, "PATIENCE", 0.1)
            notify.here(notify.EVERYTHING)
            await until(lambda: notify._hearing.is_deaf)
            feed.current.write("While deaf")
            assert await phone.hears("While deaf")
            monkeypatch.setattr(notify, "PATIENCE", 60.0)
            monkeypatch.setattr(notify, "LISTEN_AGAIN", 0.0)
            await until(lambda: not notify._hearing.is_deaf)
    finally:
        reader.stop()
    messages.forget()
    assert caplog.messages == [notify.DEAF]
