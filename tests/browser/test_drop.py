"""The drop test in browsers: networks that fail, return and are slow, while people type, send and follow."""

import random

import pytest
from playwright.sync_api import expect

from .person import PATIENCE

pytestmark = pytest.mark.any_database

# What Chromium does to a page's network; bytes a second and ms. Slow is a phone at the far end of the canteen.
NETWORKS = {
    "good": {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    "slow": {"offline": False, "latency": 400, "downloadThroughput": 20_000, "uploadThroughput": 8_000},
    "gone": {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0},
}
ROUNDS = 6
HALF = "Halvt skrevet, og aldrig sendt"


class Line:
    """The network of one person's page, by Chromium's own protocol (CDP)."""

    def __init__(self, person):
        self.tools = person.page.context.new_cdp_session(person.page)
        self.tools.send("Network.enable")

    def is_(self, network):
        self.tools.send("Network.emulateNetworkConditions", NETWORKS[network])


@pytest.fixture
def jonas(cast, lise, code):
    secretary = cast.secretary()
    secretary.comes_in(lise.makes_the_secretarys_link())
    return secretary


@pytest.mark.parametrize("seed", [1, 2])
def test_bad_networks_lose_and_double_no_note(seed, cast, lise, jonas, code, ulla, peter):
    cast.expects("net::ERR_", "htmx:")  # htmx tells the console what it could not fetch
    dice, any_network = random.Random(seed), [*NETWORKS, "gone"]  # gone half of the time
    lines = {person: Line(person) for person in (lise, jonas, ulla, peter)}
    written = {ulla: [], peter: []}
    for number in range(ROUNDS):
        if number == ROUNDS // 2:  # half of them still write about the question that has been left
            lines[lise].is_("good")
            lise.is_online()
            lise.goes_on(to=2)
        for person in (lise, jonas):
            lines[person].is_(dice.choice(any_network))
        for phone in written:
            text = f"{'Ulla' if phone is ulla else 'Peter'} skriver nummer {number}"
            where = len(text) // 2
            phone.types(text[:where])
            lines[phone].is_(dice.choice(any_network))  # while typing
            phone.page.keyboard.type(text[where:])
            phone.presses("Tilføj note")
            lines[phone].is_(dice.choice(any_network))  # while it is on its way, or its answer is
            expect(phone.field).to_have_value("", timeout=PATIENCE)
            written[phone].append(text)
        ulla.page.wait_for_timeout(dice.randrange(0, 1500))  # sometimes long enough to try again, sometimes not
    ulla.types(HALF)

    for line in lines.values():
        line.is_("good")
    for phone in written:
        expect(phone.page.locator("#outbox .note")).to_have_count(0, timeout=PATIENCE)
        expect(phone.page.locator("#screen .step")).to_have_text("Spørgsmål 2 af 5", timeout=PATIENCE)
    everything = sorted(written[ulla] + written[peter])
    for person in lines:
        person.is_online()
    lise.page.reload()
    for person in (lise, ulla, peter):
        assert sorted(everywhere(person, len(everything))) == everything
    expect(jonas.notes(1)).to_have_count(ulla.notes(1).count())  # the desk stands at question 1
    expect(ulla.field).to_have_value(HALF)
    for phone, own in written.items():
        phone.page.reload()
        assert sorted(everywhere(phone, len(everything))) == everything
        assert set(own_notes(phone)) <= set(own)


def everywhere(person, wanted):
    """The texts under questions 1 and 2 on this screen, when as many as wanted have come."""
    notes = person.page.locator("#notes-1 > .note, #notes-2 > .note").locator("> p:first-child")
    expect(notes).to_have_count(wanted, timeout=PATIENCE)
    return notes.all_text_contents()


def own_notes(phone):
    return phone.own.locator("p").all_text_contents()
