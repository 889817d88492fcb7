"""What is printed stays in memory for minutes, and no longer: it holds the names and words of a meeting that may be erased."""

import threading
import time

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import _caches

from meetings.minutes.exports import once

pytestmark = pytest.mark.any_database


def memory():
    """Return all that this process keeps of what was printed, past the cache's own door."""
    return str(_caches["printed"])


def wait_for(thing):
    deadline = time.monotonic() + 30
    while not thing():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_file_is_gone_from_memory_when_its_time_is_over_though_nobody_asks_for_it(monkeypatch):
    monkeypatch.setattr(once, "_sweep_is_due", threading.Lock())  # not that of another test
    caches["printed"].clear()
    monkeypatch.setattr(once, "SWEEP", 0.05)
    caches["printed"].set("pdf/1", b"Lise Holm", 60)
    caches["printed"].set("pdf/2", b"Peter Aagaard", 60)
    assert "Lise Holm" in memory()
    caches["printed"].touch("pdf/1", 0.1)
    wait_for(lambda: "Lise Holm" not in memory())
    assert caches["printed"].get("pdf/2") == b"Peter Aagaard"
    caches["printed"].touch("pdf/2", 0.1)
    wait_for(lambda: "Peter Aagaard" not in memory())
    wait_for(lambda: not once._sweep_is_due.locked())  # nothing is left to look for
