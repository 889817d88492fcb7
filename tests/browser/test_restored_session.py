"""Chromium with windows, whose profile outlives it: the session it restores puts no old text beside a new revision."""

import json
import os
import shutil
import subprocess
import time
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.lab.servers import free_port, is_open

from .conftest import ARGS
from .secretary import Secretary

pytestmark = pytest.mark.any_database

FIRST, MEANWHILE, LAST = "Først.", " Af en anden.", " Til sidst."
FIELD, STATUS = "#conclusion-1-text", "#conclusion-1-status"
GOES_ON = {"session": {"restore_on_startup": 1}}  # with the pages that were open
OPTIONS = ["--headless=new", "--restore-last-session", "--password-store=basic"]  # without it cookies are lost


class Profile:
    """A profile in `folder`, which one Chromium after another uses."""

    def __init__(self, playwright, folder):
        self.path = shutil.which("chromium") or shutil.which("chromium-browser")
        assert self.path, "Chromium mangler: `make test` installerer den (Debian: apt-get install chromium)."
        self.playwright, self.folder = playwright, folder
        (folder / "Default").mkdir()
        (folder / "Default" / "Preferences").write_text(json.dumps(GOES_ON))

    def start(self):
        """Return the page that is open then."""
        port = free_port()
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                [self.path, *ARGS, *OPTIONS, f"--remote-debugging-port={port}", f"--user-data-dir={self.folder}"],
                env=os.environ | {"HOME": str(self.folder)}, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while not is_open(port):
            assert self.process.poll() is None, (self.folder / "log.txt").read_text()
            assert time.monotonic() < deadline, (self.folder / "log.txt").read_text()
            time.sleep(0.05)
        self.browser = self.connect(f"http://127.0.0.1:{port}")
        (context,) = self.browser.contexts
        return context.pages[0] if context.pages else context.wait_for_event("page")

    def connect(self, url, tries=6):
        """Who connects while its first window opens can wait for ever, on a busy machine above all: so more than once."""
        for _ in range(tries - 1):
            with suppress(TimeoutError):
                return self.playwright.chromium.connect_over_cdp(url, timeout=10_000)
        return self.playwright.chromium.connect_over_cdp(url)

    def close(self):
        self.browser.new_browser_cdp_session().send("Browser.close")
        self.process.wait(30)


@pytest.fixture
def profile(playwright, tmp_path):
    made = Profile(playwright, tmp_path)
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def test_restored_page_shows_what_was_written_since_and_the_next_key_keeps_it(profile, lise, code):
    jonas = Secretary(profile.start())
    jonas.enters_by(lise.makes_the_secretarys_link())
    jonas.is_online()
    desk = jonas.page.url
    jonas.concludes(FIRST)
    profile.close()

    lise.page.goto(desk)
    lise.page.locator(FIELD).press("Control+End")
    lise.page.locator(FIELD).press_sequentially(MEANWHILE)
    expect(lise.page.locator(STATUS)).to_contain_text("Gemt kl.")

    page = profile.start()
    expect(page).to_have_url(desk)
    expect(page.locator("#connection .words")).to_have_text("Forbundet")
    expect(page.locator(FIELD)).to_have_value(FIRST + MEANWHILE)
    page.locator(FIELD).press("Control+End")
    page.locator(FIELD).press_sequentially(LAST)
    expect(page.locator(STATUS)).to_contain_text("Gemt kl.")
    page.reload()
    expect(page.locator(FIELD)).to_have_value(FIRST + MEANWHILE + LAST)
