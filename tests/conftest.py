"""Fixtures: Lise leads the meeting, Ulla and Peter are members, Jonas is the secretary, Mads is a stranger."""

import datetime
from contextlib import contextmanager
from time import monotonic

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.template import defaulttags
from django.test import Client
from django.utils import timezone

from meetings.models import Role, RoleLink
from meetings.room import pace, presence
from meetings.room.door import keep_seat
from meetings.room.models import agenda
from tests import make
from tests.lab.room_client import Company, links_into
from tests.lab.servers import POSTGRESQL, Installation


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("postgresql") and not POSTGRESQL:
            item.add_marker(pytest.mark.skip("needs PostgreSQL"))


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Serve static files from their source folders; a manifest exists only where they were collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def unhurried(request):
    """Let a test on PostgreSQL think for as long as a busy machine makes it, in the transaction it is rolled back with.

    The product ends one in which nothing happens for ten seconds; a hash, which yields to all other work, may take that.
    """
    if POSTGRESQL and "db" in request.fixturenames:
        request.getfixturevalue("db")
        if connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


MORNING = datetime.time(10)


class Clock(datetime.datetime):
    """What `{% now %}` looks at, which is not `timezone.now`."""

    @classmethod
    def now(cls, tz=None):
        return timezone.now().astimezone(tz)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Let every test begin at the same time, a few days after the meetings of `make`. `clock(date)` moves it to that day.

    It moves this process alone: a server of `tests.lab` has the machine's clock.
    """

    def move_to(date, time=None):
        begins = datetime.datetime.combine(date, time or MORNING, timezone.get_default_timezone())
        moved = monotonic()

        def now():
            gone = 0 if time else monotonic() - moved
            return begins.astimezone(datetime.UTC) + datetime.timedelta(seconds=gone)

        monkeypatch.setattr(timezone, "now", now)
        monkeypatch.setattr(defaulttags, "datetime", Clock)

    move_to(datetime.date(2026, 11, 26))
    return move_to


@pytest.fixture(autouse=True)
def nothing_printed():
    """Empty the cache of printed PDFs."""
    caches["printed"].clear()


@pytest.fixture(autouse=True)
def rested():
    """Let every seat be one that has sent nothing: ids come again when a test is rolled back."""
    pace.forget()
    presence._here.clear()
    presence._heard.clear()
    agenda._room.clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Use a fast password hash, since nearly every test makes a user."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@contextmanager
def undone():
    """Roll back what is done within: a whole meeting costs ten times what a request does, and so is made once a test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(seat):
    """Return a client that holds `seat`, or is logged in as its user."""
    client = Client()
    if seat.user:
        client.force_login(seat.user)
    else:
        client.cookies.update(keep_seat(HttpResponse(), seat).cookies)
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


# --- The real server, and the four as phones without a browser --------------------------------------------------------


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    with Installation(tmp_path_factory.mktemp("installation")) as made:
        yield made


@pytest.fixture
def server(installation):
    standing = installation.standing()
    yield standing
    assert standing.troubles() == []


@pytest.fixture
def tokens(installation):
    """Fresh links into one meeting at its third question: facilitator, secretary, and two members."""
    if not installation.unused:
        installation.unused = links_into(installation, 6)  # at a time: the process that makes them takes half a second
    return installation.unused.pop()


@pytest.fixture
def cast(server, tokens):
    company = Company(server, tokens)
    yield company
    company.leave()
