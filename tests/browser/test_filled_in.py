"""What a browser fills in by itself, after Back or a restart, never overwrites what was written since."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.any_database

SAVED = re.compile(r"^Gemt kl\. \d+\.\d\d$")
FIRST, LATER, LAST = "Første linje.", " Skrevet i referatet.", " Til sidst."
# As an engine does that minds no autocomplete="off": while the page loads.
FILL_IN = """document.addEventListener("readystatechange", () => {
  const field = document.querySelector("#conclusion-1-text");
  if (field) field.value = "Gammel tekst";
});"""


def conclusion(page):
    return page.locator("#conclusion-1-text")


def writes(page, text):
    conclusion(page).click()
    conclusion(page).press("Control+End")
    conclusion(page).press_sequentially(text)
    expect(page.locator("#conclusion-1-status")).to_have_text(SAVED)


def saved(page):
    """As the minutes have it."""
    found = page.request.get(re.sub("/(referent|referat).*", "/referat.json", page.url)).json()
    return found["minutes"]["questions"][0]["conclusion"]


@pytest.fixture
def link(lise, code):
    return lise.makes_the_secretarys_link()


def test_back_shows_what_was_written_since_and_the_next_key_keeps_it(cast, link):
    jonas = cast.secretary()
    jonas.comes_in(link)
    page = jonas.page
    writes(page, FIRST)
    jonas.presses("Se referatet")
    jonas.sees_heading("Referat af møde i")  # both pages have the field
    writes(page, LATER)
    page.go_back()
    expect(conclusion(page)).to_have_value(FIRST + LATER)
    writes(page, LAST)
    assert saved(page) == FIRST + LATER + LAST


def test_text_the_browser_fills_in_all_the_same_is_set_right(cast, link):
    jonas = cast.secretary()
    jonas.comes_in(link)
    page = jonas.page
    writes(page, FIRST)
    page.add_init_script(FILL_IN)
    page.reload()
    jonas.is_online()
    expect(conclusion(page)).to_have_value(FIRST)
    writes(page, LAST)
    assert saved(page) == FIRST + LAST


# As WebKit does when it shows a page that it had kept: a moment after `pageshow`. (Seen in WebKitGTK 2.50.)
RESET = """dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
queueMicrotask(() => document.querySelector("#conclusion-1-text").form.reset());"""


def test_form_that_is_reset_on_a_kept_page_gets_its_text_back(cast, link):
    jonas = cast.secretary()
    jonas.comes_in(link)
    writes(jonas.page, FIRST)
    jonas.page.evaluate(RESET)
    expect(conclusion(jonas.page)).to_have_value(FIRST)
    writes(jonas.page, LAST)
    assert saved(jonas.page) == FIRST + LAST
