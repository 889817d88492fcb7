"""The drop test, short: whatever breaks, nothing is lost and nothing shows twice. `make drop-test` plays ten thousand notes."""

import pytest

from tests.drop import drop
from tests.lab.servers import POSTGRESQL


@pytest.mark.any_database
def test_killed_servers_lose_no_note_of_a_meeting_by_the_method_and_show_none_too_early():
    """What waits is nowhere but with its author, and a reveal that is killed shows all of it or nothing."""
    assert drop(notes=30, clients=3, postgresql=bool(POSTGRESQL), phased=True)


def test_killed_servers_and_cut_connections_lose_and_double_no_note():
    """A phone writes no more than it may at once, so with the limits that stand none may be met, whatever is sent again."""
    assert drop(notes=80, clients=8, postgresql=bool(POSTGRESQL), as_people=True)
