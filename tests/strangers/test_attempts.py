"""Counts of attempts: in the database, falling with time, of an address only what one person cannot change at will."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import RequestFactory

from meetings.models import Attempts
from meetings.strangers import attempts
from meetings.strangers.attempts import Limit, network_of

TEN = Limit("prøve", 10, 100)  # falls by one in ten seconds


@pytest.fixture
def at(monkeypatch):
    """Let it be so many seconds later."""
    began = attempts.now()

    def move(seconds):
        monkeypatch.setattr(attempts, "now", lambda: began + seconds)

    move(0)
    return move


def test_a_level_rises_by_attempts_and_falls_with_time(db, at):
    assert [TEN.count("a") for _ in range(3)] == [1, 2, 3]
    assert TEN.count("b") == 1
    at(15)
    assert TEN.level("a") == pytest.approx(1.5)
    assert TEN.count("a") == pytest.approx(2.5)
    TEN.give_back("a")
    assert TEN.level("a") == pytest.approx(1.5)
    at(1000)
    assert TEN.level("a") == 0


def test_no_more_are_taken_than_are_left(db, at):
    assert [TEN.take("a") for _ in range(12)] == [True] * 10 + [False] * 2
    at(10)
    assert [TEN.take("a"), TEN.take("a")] == [True, False]


def test_what_was_counted_before_the_clock_was_set_back_keeps_nobody_waiting(db, at):
    """It would have counted an hour more, and a pace would have let nobody through for an hour."""
    assert [TEN.take("a") for _ in range(12)] == [True] * 10 + [False] * 2
    TEN.count("b")
    at(-3600)
    assert (TEN.level("a"), TEN.level("b")) == (0, 0)
    assert TEN.take("a")
    assert TEN.level("a") == 1
    assert TEN.count("c") == 1
    assert Attempts.objects.count() == 2


def test_clocks_of_two_machines_that_differ_a_little_give_no_attempt_away(db, at):
    assert [TEN.take("a") for _ in range(10)] == [True] * 10
    for _ in range(5):
        at(-2)
        assert not TEN.take("a")
        assert TEN.level("a") == 10
        at(0)
        assert not TEN.take("a")
    for _ in range(5):
        at(-2)
        TEN.count("b")
        at(0)
        TEN.count("b")
    assert TEN.level("b") == pytest.approx(9.8)  # two seconds, once


def test_the_row_of_a_count_that_has_come_to_nothing_is_deleted_by_the_next_attempt(db, at):
    TEN.count("a")
    at(9)
    TEN.count("b")
    assert Attempts.objects.count() == 2
    at(30)
    TEN.count("c")
    assert Attempts.objects.count() == 1


def test_days_of_attempts_are_forgotten_as_soon_as_an_hour_of_them(db, at):
    """A day of paid guesses was counted to 80,000: for 17 days everybody with a right code would have paid too."""
    for _ in range(100):
        TEN.count("a")
    assert TEN.level("a") == 60
    at(10)
    assert TEN.count("a") == 60, "it is counted again as soon as there is room"
    at(10 + 510)
    assert TEN.level("a") == pytest.approx(9), "below what is free"
    at(10 + 601)
    TEN.count("b")
    assert Attempts.objects.count() == 1


def test_an_attempt_is_kept_without_whose_it_is(db):
    TEN.count("192.0.2.7/32")
    kept = str(Attempts.objects.values().get())
    assert "level" in kept
    assert "192.0.2" not in kept
    assert len(Attempts.objects.get().who) == 32


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_an_address_counts_by_what_one_person_cannot_change(address, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


@pytest.mark.django_db(transaction=True)
def test_attempts_at_once_are_all_counted():
    def count(_):
        level = TEN.count("a")
        connection.close()
        return level

    with ThreadPoolExecutor(4) as pool:
        levels = list(pool.map(count, range(20)))
    assert max(levels) == pytest.approx(20, abs=1)
