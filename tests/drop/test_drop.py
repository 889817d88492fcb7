"""The drop test, short: whatever breaks, nothing is lost and nothing shows twice. `make drop-test` plays ten thousand notes."""

from tests.drop import drop
from tests.lab.servers import POSTGRESQL


def test_killed_servers_and_cut_connections_lose_and_double_no_note():
    """A phone writes no more than it may at once, so with the limits that stand none may be met, whatever is sent again."""
    assert drop(notes=200, clients=10, postgresql=bool(POSTGRESQL), as_people=True)
