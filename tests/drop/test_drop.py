"""The drop test, short: whatever breaks, nothing is lost and nothing shows twice. `make drop-test` plays ten thousand notes."""

from tests.drop import drop
from tests.lab.servers import POSTGRESQL


def test_nothing_is_lost_and_nothing_shows_twice_whatever_breaks():
    assert drop(notes=200, clients=10, postgresql=bool(POSTGRESQL))
