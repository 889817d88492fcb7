"""The cast: Lise leads the meeting, Ulla and Peter are members, Jonas is the secretary, Mads is a stranger."""

import pytest
from django.core.signing import get_cookie_signer
from django.test import Client

from meetings.access import SALT, cookie
from meetings.models import Role, RoleLink
from tests import make


def client_of(seat):
    """A browser that holds `seat`."""
    client = Client()
    name = cookie(seat.role)
    client.cookies[name] = get_cookie_signer(salt=name + SALT).sign(seat.pk)
    return client


@pytest.fixture
def meeting(db):
    """A meeting at its first question."""
    return make.meeting()


@pytest.fixture
def lise(meeting):
    client = Client()
    client.force_login(meeting.facilitator)
    return client


@pytest.fixture
def ulla(meeting):
    return client_of(make.member(meeting, "Ulla Skovgaard"))


@pytest.fixture
def peter(meeting):
    return client_of(make.member(meeting, "Peter Aagaard"))


@pytest.fixture
def jonas(meeting):
    token = RoleLink.make(meeting, Role.SECRETARY)
    return client_of(RoleLink.find(token).take_seat())


@pytest.fixture
def mads(db):
    return Client()
