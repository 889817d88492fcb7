"""Fixtures of the browser tests: one server, one Chromium, and people who enter through its pages."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.lab.chromium import ARGS, program
from tests.lab.servers import PROMPT, Installation, Server

from .cast import Cast
from .person import PATIENCE

# They end with this folder, not with the session: Playwright keeps a loop running, and Django's ORM refuses to work in one.


@pytest.fixture(scope="package")
def installation(tmp_path_factory):
    with Installation(tmp_path_factory.mktemp("installation")) as made:
        yield made


@pytest.fixture(scope="package")
def server(installation):
    running = Server(installation).start()
    yield running
    assert running.stop() < PROMPT
    assert running.troubles() == []


@pytest.fixture(scope="package")
def another_server(installation):
    """A second server process on the same database."""
    running = Server(installation).start()
    yield running
    assert running.stop() < PROMPT
    assert running.troubles() == []


@pytest.fixture(scope="package")
def playwright():
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def chromium(playwright):
    # A name that is not localhost, as phones in the room see it: then the browser grants no clipboard and no randomUUID.
    browser = playwright.chromium.launch(
        executable_path=program(), args=[*ARGS, "--host-resolver-rules=MAP dialog.test 127.0.0.1"]
    )
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def logins():
    """Sessions of logged-in facilitators, by server: logging in once is enough."""
    return {}


@pytest.fixture
def cast(chromium, server, logins):
    """The people of a test. At its end no browser has reported an error."""
    company = Cast(chromium, server, logins)
    yield company
    company.leave()
    assert company.troubles() == []


# --- Who is in most tests ---------------------------------------------------------------------------------------------


@pytest.fixture
def lise(cast):
    return cast.facilitator(permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture
def code(lise):
    """Of a meeting at its first question."""
    return lise.starts_a_meeting()


@pytest.fixture
def ulla(cast, code):
    return member(cast, code)


@pytest.fixture
def peter(cast, code):
    return member(cast, code)


def member(cast, code):
    phone = cast.phone()
    phone.takes_a_seat(code)
    return phone
