"""What somebody writes while the page's scripts are still on their way is saved, sent or kept as if written later."""

import re

import pytest
from playwright.sync_api import expect

from .test_filled_in import SAVED, saved

pytestmark = pytest.mark.any_database

MODULES = re.compile(r"/static/js/(?!entered)")
LEFT, EARLY, LATER = "Ladt tilbage.", "Skrevet, før siden var klar.", " Skrevet siden."


class Held:
    """The scripts of `page`, but for the first: they wait from now on until they are let go."""

    def __init__(self, page):
        self.waiting, self.is_held = [], True
        page.route(MODULES, lambda route: self.waiting.append(route) if self.is_held else route.continue_())

    def let_go(self):
        self.is_held = False
        for route in self.waiting:
            route.continue_()


def opens(person, url):
    """Open the page and return its scripts, which wait."""
    held = Held(person.page)
    person.page.goto(url, wait_until="commit")
    return held


@pytest.fixture
def jonas(cast, lise, code):
    jonas = cast.secretary()
    jonas.comes_in(lise.copies_the_secretarys_link())
    jonas.is_online()
    return jonas


def test_text_that_saves_itself_is_saved(jonas):
    field, status = jonas.page.locator("#conclusion-1-text"), jonas.page.locator("#conclusion-1-status")
    held = opens(jonas, jonas.page.url)
    field.fill(EARLY)
    jonas.page.locator("#next-text").fill("Mandag")  # the focus has gone on
    held.let_go()
    expect(status).to_have_text(SAVED)
    expect(jonas.page.locator("#next-status")).to_have_text(SAVED)
    assert saved(jonas.page) == EARLY
    field.press("Control+End")
    field.press_sequentially(LATER)
    expect(status).to_have_text(SAVED)
    assert saved(jonas.page) == EARLY + LATER


def test_it_stands_below_what_was_left_unsaved(jonas):
    field, status = jonas.page.locator("#conclusion-1-text"), jonas.page.locator("#conclusion-1-status")
    jonas.page.on("dialog", lambda dialog: dialog.accept())
    field.fill(LEFT)
    expect(status).to_have_text("Ikke gemt endnu")
    held = opens(jonas, jonas.page.url)  # before it is sent
    field.fill(EARLY)
    held.let_go()
    expect(status).to_have_text(SAVED)
    assert saved(jonas.page) == f"{LEFT}\n{EARLY}"


def test_half_filled_form_is_kept_whole(jonas):
    held = opens(jonas, f"{jonas.page.url.rsplit('/', 2)[0]}/selv/")
    for name in ("text", "responsible"):
        jonas.page.locator(f"#selv-new-{name}").fill(EARLY)
    held.let_go()
    jonas.page.wait_for_load_state("load")
    for name in ("text", "responsible"):
        expect(jonas.page.locator(f"#selv-new-{name}")).to_have_value(EARLY)
    jonas.page.reload()
    for name in ("text", "responsible"):
        expect(jonas.page.locator(f"#selv-new-{name} + [data-offer]")).to_contain_text(EARLY)


def test_note_is_counted_and_kept_with_what_was_kept_before(ulla):
    ulla.field.fill(LEFT)
    held = opens(ulla, ulla.page.url)
    ulla.field.fill(EARLY)
    held.let_go()
    expect(ulla.field).to_have_value(f"{LEFT}\n{EARLY}")
    ulla.page.reload()
    expect(ulla.field).to_have_value(f"{LEFT}\n{EARLY}")
    ulla.presses("Tilføj note")
    expect(ulla.own).to_have_count(1)
