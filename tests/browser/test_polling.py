"""Polling, where a proxy buffers or cuts streams."""

import re

import pytest
from playwright.sync_api import expect

from .person import PATIENCE

pytestmark = pytest.mark.any_database

STREAM = re.compile(r"/stroem/\?after=|/stream/\?after=|\?after=")
POLL = re.compile(r"\?poll&")


def blocked(phone, answer):
    """Its streams get `answer`; its questions go through. Time can be moved on."""
    phone.page.clock.install()
    phone.page.route(STREAM, answer)
    phone.page.reload()


@pytest.mark.parametrize("how", ["held back", "cut", "429"])
def test_polling_brings_changes_and_streaming_is_tried_again(how, cast, lise, ulla, peter):
    cast.expects("net::ERR_FAILED", "status 429", "net::ERR_ABORTED")
    answers = {
        "held back": lambda route: None,
        "cut": lambda route: route.abort(),
        "429": lambda route: route.fulfill(status=429, body="Siden er åben for mange steder."),
    }
    blocked(ulla, answers[how])
    with ulla.page.expect_request(POLL):
        ulla.page.clock.fast_forward(6500)
    ulla.is_online()
    for text in ("Den første", "Den anden"):
        peter.writes(text)
        ulla.sees_note(text, 1, within=PATIENCE)
    ulla.writes("Min egen")
    expect(ulla.notes(1)).to_have_text(["Min egen", "Den anden", "Den første"])
    lise.goes_on(to=2)
    ulla.stands_at(2, within=PATIENCE)

    ulla.page.unroute(STREAM)
    with ulla.page.expect_request(STREAM):
        ulla.page.clock.fast_forward(95_000)
    peter.stands_at(2)
    peter.writes("Strømmer igen")
    ulla.sees_note("Strømmer igen", 2)
    ulla.is_online()


def test_lost_connection_is_announced_once_and_shown_under_the_button(cast, ulla):
    cast.expects("net::ERR_INTERNET_DISCONNECTED")
    ulla.is_online()
    ulla.listens()
    ulla.page.context.set_offline(True)
    ulla.is_offline()
    lost = "Forbindelsen er væk. Dine noter er gemt på telefonen."
    ulla.sees(lost, within=PATIENCE)
    ulla.page.wait_for_timeout(3000)
    assert ulla.said() == [lost]
    ulla.page.context.set_offline(False)
    ulla.is_online()
    ulla.sees_no(lost)
    ulla.hears(lost, "Forbindelsen er tilbage.")


def test_polling_page_whose_seat_is_deleted_says_so(cast, lise, ulla):
    cast.expects("net::ERR_", "status 404")
    blocked(ulla, lambda route: route.abort())
    ulla.is_online()
    ulla.page.context.clear_cookies()
    ulla.sees_heading("Siden findes ikke", within=PATIENCE)
