"""PostgreSQL stops and comes back: pages say so and recover by themselves, and open streams stay open and catch up."""

import socket
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.db.utils import ConnectionHandler

from teknologi_dialog.settings import database
from tests.lab.clusters import Cluster
from tests.lab.servers import PROMPT, Installation, Server
from tests.reading import read

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        yield running


@pytest.fixture(scope="module")
def installation(cluster, tmp_path_factory):
    with Installation(tmp_path_factory.mktemp("installation"), cluster.url) as made:
        yield made


@pytest.fixture
def server(installation):
    """One for each test: a stream is cut where the server has just heard that the database is back, and it goes again."""
    running = Server(installation).start()
    yield running
    assert running.stop() < PROMPT
    assert running.troubles() == []


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_pages_get_503_and_recover_and_streams_stay_open(how, cast, cluster):
    ulla, peter = cast["ulla"], cast["peter"]
    streams = [peter.listen(), cast["lise"].listen("skaerm"), cast["jonas"].listen("referent")]
    assert ulla.get_at_once(ulla.path) == {200}
    stroem, noter = f"/m/{ulla.key}/stroem/deltager/?after=1", f"/m/{ulla.key}/spoergsmaal/3/noter/"
    text = f"Skrevet efter {how}"
    note = {"text": text, "uuid": uuid4()}

    getattr(cluster, how)()
    assert ulla.get_at_once(ulla.path) == {503}
    page = ulla.get(ulla.path)
    assert (page.status, page.headers["Retry-After"], page.headers["Cache-Control"]) == (503, "5", "no-store")
    assert read(page).one("h1").text == "Prøv igen om lidt"
    assert "Siden kommer af sig selv" in read(page)
    assert [ulla.get(path).status for path in (stroem, f"{stroem}&poll")] == [503, 503]
    refused = ulla.post(noter, **note)
    assert refused.status == 503
    assert "Vi kan ikke gemme lige nu. Gå tilbage, og send det igen om lidt." in read(refused)
    assert ulla.get("/privatliv/").status == 200  # needs no database

    cluster.start()
    assert ulla.get_at_once(ulla.path) == {200}
    assert [ulla.post(noter, **note).status for _ in range(2)] == [200, 200]
    assert all(stream.hears(text) for stream in streams)
    assert not any(stream.ended.is_set() for stream in streams)
    page = read(cast["lise"].get(f"/m/{ulla.key}/skaerm/"))
    assert [each.text for each in page.all("p")].count(text) == 1


def test_connecting_to_a_database_that_does_not_answer_times_out(db):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"postgresql://postgres@127.0.0.1:{mute.getsockname()[1]}/postgres"
        with pytest.raises(OperationalError, match="timeout"):
            ConnectionHandler({"default": database(url)})["default"].ensure_connection()


@pytest.mark.parametrize(
    ("setting", "value"),
    [("lock_timeout", "5s"), ("statement_timeout", "10s"), ("idle_in_transaction_session_timeout", "10s")],
)
def test_postgresql_ends_what_takes_too_long(transactional_db, setting, value):
    with connection.cursor() as cursor:
        assert cursor.execute(f"SHOW {setting}").fetchone() == (value,)
