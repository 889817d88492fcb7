"""Two processes behind Debian's PgBouncer: they do not hear each other, say so once, and show each note in time all the same."""

import re
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from teknologi_dialog.database import PREPARE_AFTER, postgresql
from tests.lab.clusters import Cluster
from tests.lab.pooler import PASSWORD, PgBouncer
from tests.lab.room_client import PATIENCE, RoomClient, links_into
from tests.lab.servers import Installation, Server

pytestmark = pytest.mark.postgresql

DEAF = "This process does not hear the notifications of PostgreSQL and polls twice a second instead."


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    with Cluster() as cluster, Installation(tmp_path_factory.mktemp("installation"), cluster.url) as made:
        yield made


@pytest.fixture(scope="module")
def direct(installation):
    return installation.env["DATABASE_URL"]


@contextmanager
def servers(installation, pooler):
    """Two processes that connect through `pooler`."""
    direct = installation.env["DATABASE_URL"]
    installation.env["DATABASE_URL"] = pooler.url
    running = [Server(installation).start(), Server(installation).start()]
    try:
        yield running
        assert [server.troubles() for server in running] == [[], []]
    finally:
        installation.env["DATABASE_URL"] = direct
        for server in running:
            server.kill()


def logged(server):
    return server.written.read_text()


def wait_for(words, server):
    deadline = time.monotonic() + PATIENCE
    while words not in logged(server):
        assert time.monotonic() < deadline, logged(server)
        time.sleep(0.05)


def test_deaf_processes_say_so_once_and_show_each_note_before_the_next_beat(installation, direct):
    with PgBouncer(direct) as pooler, servers(installation, pooler) as (one, other):
        for server in (one, other):
            wait_for(DEAF, server)
        (room,) = links_into(installation)
        key = room["key"]
        ulla, peter = RoomClient(one, key, room["ulla"]), RoomClient(other, key, room["peter"])
        wall = RoomClient(other, key, room["lise"])
        screens = [peter.listen(), wall.listen("skaerm")]
        for number in range(6):
            assert ulla.write(f"Skrevet bag en pooler {number}").status == 200
            assert all(screen.hears(f"Skrevet bag en pooler {number}") for screen in screens)
        assert RoomClient(one, key, room["jonas"]).get(f"/m/{key}/referat.pdf").body.startswith(b"%PDF")
        assert ulla.get_at_once(ulla.path) == {200}
        assert "teknologien-flytter-opgaver" in installation.manage("dumpdata", "meetings.theme")
        beats = [int(data.split()[0]) for _, event, data in screens[0].heard if event == "beat"]
        assert beats == sorted(beats)
        for client in (ulla, peter, wall):
            client.leave()
        for server in (one, other):
            assert re.findall(" (?:WARNING|ERROR) .*", logged(server)) == [
                f" WARNING meetings.live.notify: {DEAF} The likely cause is a connection pooler in transaction mode;"
                " see deploy/pgbouncer.ini."
            ]


def test_the_limits_on_what_takes_too_long_hold_behind_it(direct):
    with PgBouncer(direct) as pooler, psycopg.connect(pooler.url) as connection:
        for name, value in (
            ("lock_timeout", "5s"),
            ("statement_timeout", "10s"),
            ("idle_in_transaction_session_timeout", "10s"),
        ):
            assert connection.execute(f"SHOW {name}").fetchone() == (value,)


def prepared(url):
    """How many of one query, asked again and again, the server has prepared."""
    own = connection.copy()
    own.settings_dict = {**own.settings_dict, **postgresql(url)}
    try:
        with own.cursor() as cursor:
            for _ in range(2 * PREPARE_AFTER):
                cursor.execute("SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["SELECT COUNT%"])
                (number,) = cursor.fetchone()
        return number
    finally:
        own.close()


@pytest.mark.django_db
def test_queries_are_prepared_only_where_no_pooler_is_between(direct):
    assert prepared(direct) == 1
    for mode in ("transaction", "session"):
        with PgBouncer(direct, {"pool_mode = transaction": f"pool_mode = {mode}"}) as pooler:
            assert prepared(pooler.url) == 0


def test_session_pooling_hears_at_once_and_says_nothing(installation, direct):
    sessions = {"pool_mode = transaction": "pool_mode = session"}
    with PgBouncer(direct, sessions) as pooler, servers(installation, pooler) as (one, other):
        (room,) = links_into(installation)
        ulla, peter = RoomClient(one, room["key"], room["ulla"]), RoomClient(other, room["key"], room["peter"])
        screen = peter.listen()
        time.sleep(3)  # longer than a probe is waited for
        screen.beats()
        assert ulla.write("Skrevet bag en pooler med sessioner").status == 200
        assert screen.hears("Skrevet bag en pooler med sessioner")
        peter.leave()
        assert [" WARNING " in logged(server) for server in (one, other)] == [False, False]


def test_refusal_by_a_pooler_is_logged_without_the_password(installation, direct):
    """Its defaults refuse the limits that the program asks for as it connects."""
    with (
        PgBouncer(direct, {"ignore_startup_parameters = options": ""}) as pooler,
        servers(installation, pooler) as (one, _),
    ):
        wait_for("unsupported startup parameter: options", one)
        time.sleep(2.5)  # it has tried again twice
        assert (
            len(re.findall("Lost the database while listening.*unsupported startup parameter: options", logged(one)))
            == 1
        )
        assert PASSWORD not in logged(one)
