"""A closed meeting whose minutes are to be approved, and the three who work on them."""

import datetime

import pytest

from meetings.models import Lane, Role, Stage
from tests import make
from tests.conftest import client_of


@pytest.fixture
def closed(db):
    meeting = make.meeting(stage=Stage.CLOSED, notes=["Vi skriver det samme to steder.", "Telefonen ringer."])
    meeting.add_follow_up(lane=Lane.SELF, text="Systemtime hver onsdag.", due=datetime.date(2027, 1, 13))
    return meeting


@pytest.fixture
def formand(closed):
    return client_of(make.by_link(closed, Role.CHAIR))


@pytest.fixture
def naestformand(closed):
    return client_of(make.by_link(closed, Role.DEPUTY))


@pytest.fixture
def referent(closed):
    return client_of(make.by_link(closed, Role.SECRETARY))
