"""What somebody writes while the page's scripts are still on their way is saved, sent or kept as if written later."""

import re

import pytest
from playwright.sync_api import expect

from .held import Held
from .test_filled_in import SAVED, saved

pytestmark = pytest.mark.any_database

MODULES = re.compile(r"/static/js/(?!entered)")
LEFT, EARLY, LATER = "Ladt tilbage.", "Skrevet, før siden var klar.", " Skrevet siden."


def opens(page, url):
    """Open the page and return its scripts, which wait."""
    held = Held(page, MODULES)
    page.goto(url, wait_until="commit")
    return held


@pytest.fixture
def desk(cast, lise, code):
    """Return the page itself: that of a Person waits until it has loaded."""
    jonas = cast.secretary()
    jonas.comes_in(lise.makes_the_secretarys_link())
    jonas.is_online()
    return jonas.page


def test_text_that_saves_itself_is_saved(desk):
    field, status = desk.locator("#conclusion-1-text"), desk.locator("#conclusion-1-status")
    held = opens(desk, desk.url)
    field.fill(EARLY)
    desk.locator("#next-text").fill("Mandag")  # the focus has gone on
    held.let_go()
    expect(status).to_have_text(SAVED)
    expect(desk.locator("#next-status")).to_have_text(SAVED)
    assert saved(desk) == EARLY
    field.press("Control+End")
    field.press_sequentially(LATER)
    expect(status).to_have_text(SAVED)
    assert saved(desk) == EARLY + LATER


def test_it_stands_below_what_was_left_unsaved(desk):
    field, status = desk.locator("#conclusion-1-text"), desk.locator("#conclusion-1-status")
    desk.on("dialog", lambda dialog: dialog.accept())
    field.fill(LEFT)
    expect(status).to_have_text("Ikke gemt endnu")
    held = opens(desk, desk.url)  # before it is sent
    field.fill(EARLY)
    held.let_go()
    expect(status).to_have_text(SAVED)
    assert saved(desk) == f"{LEFT}\n{EARLY}"


def test_half_filled_form_is_kept_whole(desk):
    held = opens(desk, f"{desk.url.rsplit('/', 2)[0]}/selv/")
    for name in ("text", "responsible"):
        desk.locator(f"#selv-new-{name}").fill(EARLY)
    held.let_go()
    desk.wait_for_load_state("load")
    for name in ("text", "responsible"):
        expect(desk.locator(f"#selv-new-{name}")).to_have_value(EARLY)
    desk.reload()
    for name in ("text", "responsible"):
        expect(desk.locator(f"#selv-new-{name} + [data-offer]")).to_contain_text(EARLY)


def test_note_is_counted_and_kept_with_what_was_kept_before(ulla):
    page, field = ulla.page, ulla.field
    field.fill(LEFT)
    held = opens(page, page.url)
    field.fill(EARLY)
    held.let_go()
    expect(field).to_have_value(f"{LEFT}\n{EARLY}")
    ulla.page.reload()
    expect(ulla.field).to_have_value(f"{LEFT}\n{EARLY}")
    ulla.presses("Tilføj note")
    expect(ulla.own).to_have_count(1)
