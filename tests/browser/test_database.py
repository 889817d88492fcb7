"""A PostgreSQL restart: notes wait, acts keep their text, and pages reload by themselves."""

import pytest
from playwright.sync_api import expect

from tests.lab.clusters import Cluster
from tests.lab.servers import PROMPT, Installation, Server

from .person import PATIENCE

pytestmark = pytest.mark.postgresql
BUSY = "Vi kan ikke gemme lige nu. Din note er gemt på telefonen og bliver sendt om lidt."


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as running:
        yield running


@pytest.fixture(scope="module")
def server(cluster, tmp_path_factory):
    with Installation(tmp_path_factory.mktemp("installation"), cluster.url) as installation:
        running = Server(installation).start()
        yield running
        assert running.stop() < PROMPT
        assert running.troubles() == []


def test_notes_wait_acts_keep_their_text_and_pages_return_while_postgresql_restarts(cast, cluster, lise, ulla, code):
    cast.expects("status 503", "Status Error Code 503")
    cluster.stop()
    ulla.sends("Skrevet, mens databasen var væk")
    ulla.sees(BUSY)
    expect(ulla.waiting).to_have_text(["Skrevet, mens databasen var væk"])
    lise.opens("Mere")
    lise.fills(**{"Skriv en note for en anden": "Sagt højt imens"})
    lise.presses("Tilføj note")
    lise.sees_message("Vi kan ikke gemme lige nu. Det, du skrev, står stadig i feltet. Prøv igen om lidt.")
    expect(lise.page.get_by_label("Skriv en note for en anden")).to_have_value("Sagt højt imens")
    peter = cast.phone()
    peter.page.goto(ulla.page.url)
    peter.sees_heading("Prøv igen om lidt")

    cluster.start()
    expect(ulla.waiting).to_have_count(0)
    lise.presses("Tilføj note")
    for text in ("Skrevet, mens databasen var væk", "Sagt højt imens"):
        lise.sees_note(text, 1, within=PATIENCE)
        ulla.sees_note(text, 1, within=PATIENCE)
    cast.expects("status 404")
    peter.sees_heading("Siden findes ikke")  # he has no seat, and is told so now
