"""Servers and databases that stop and come back: nobody does anything about it, and nobody is away for long."""

import time

import pytest
from playwright.sync_api import expect

from tests.cluster import Cluster

from .server import POSTGRESQL, House, Server

BUSY = "Vi kan ikke gemme lige nu. Din note er gemt på telefonen og bliver sendt om lidt."
# How long each break lasts, in ms: from the error until something comes again.
BREAKS = """window.breaks = []; let since;
window.EventSource = class extends EventSource { constructor(address) { super(address);
  this.addEventListener("error", () => since ??= performance.now());
  for (const each of ["beat", "change"]) this.addEventListener(each, () => {
    if (since) window.breaks.push(performance.now() - since); since = undefined; }); } };"""


def test_a_rolling_restart_of_two_processes_takes_nobody_out_for_long(cast, server, another_server, lise, code):
    ulla, peter = cast.phone(), cast.phone(url=another_server.url)
    cast.expects("net::ERR_")
    for phone in (ulla, peter):
        phone.page.add_init_script(BREAKS)
        phone.joins(code)
        phone.is_online()
    for phone, its_own in ((ulla, server), (peter, another_server)):
        began = time.monotonic()
        assert its_own.stop() < 2
        its_own.start()
        down = (time.monotonic() - began) * 1000
        while not phone.page.evaluate("window.breaks.length"):  # wait_for_function would need eval
            assert time.monotonic() < began + 30
            phone.page.wait_for_timeout(100)
        # Three seconds, where the machine starts a process in one.
        assert phone.page.evaluate("Math.max(...window.breaks)") < max(3000, 2 * down + 1000)
        phone.is_online()
    for phone in (ulla, peter):
        phone.writes(f"Skrevet bagefter af {phone.page.url[-4:]}")
    for screen in (lise, ulla, peter):
        expect(screen.notes(1)).to_have_count(2)


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite is a file: no server of its own stops")
class TestDatabase:
    @pytest.fixture(scope="class")
    def cluster(self):
        with Cluster() as running:
            yield running

    @pytest.fixture(scope="class")
    def server(self, cluster, tmp_path_factory):
        with House(tmp_path_factory.mktemp("house"), cluster.url) as house:
            running = Server(house).start()
            yield running
            assert running.stop() < 3
            assert running.troubles() == []

    def test_notes_wait_acts_keep_their_text_and_pages_come_by_themselves(self, cast, cluster, lise, ulla, code):
        cast.expects("status 503")
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
        expect(ulla.waiting).to_have_count(0, timeout=20_000)
        lise.presses("Tilføj note")
        for text in ("Skrevet, mens databasen var væk", "Sagt højt imens"):
            lise.sees_note(text, 1, within=5000)
            ulla.sees_note(text, 1, within=5000)
        cast.expects("status 404")
        peter.sees_heading("Siden findes ikke", within=15_000)  # he has no seat, and is told so now
