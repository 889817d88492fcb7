"""One note big: opened by a click or a key, walked by the arrows, named on every phone, and gone with the question."""

import pytest
from playwright.sync_api import expect

from .look import PHONE, look_at
from .person import PUSHED

pytestmark = pytest.mark.any_database

TEXTS = ("Vi mangler tid", "Vi skriver det samme to steder", "Ingen ved, hvem der holder øje med fællespostkassen")


def shows(wall, text):
    expect(wall.page.locator("#big")).to_have_text(text, timeout=PUSHED)


def shows_all(wall):
    expect(wall.page.locator("#big")).to_have_count(0, timeout=PUSHED)
    expect(wall.notes(1)).to_have_count(len(TEXTS))


def names(phone, text):
    expect(phone.page.locator("#talk .typed")).to_have_text(text, timeout=PUSHED)
    expect(phone.page.locator("#talk")).to_be_visible()


@pytest.fixture
def ulla(cast, lise):
    phone = cast.phone()
    phone.takes_a_seat(lise.starts_a_meeting())
    for text in TEXTS:
        phone.writes(text)
    lise.sees_note(TEXTS[-1], 1)
    return phone


def test_note_is_opened_walked_from_and_closed_by_keys_and_only_the_clickers_keys_move_on(cast, lise, ulla):
    keyboard, mette = lise.page.keyboard, cast.facilitator()
    mette.page.goto(lise.wall)
    lise.notes(1).first.locator(".open").click()
    for wall in (lise, mette):
        shows(wall, TEXTS[0])
    names(ulla, TEXTS[0])
    expect(lise.page.locator("#big")).to_be_focused()
    lise.may_move()
    for key, text in (
        ("ArrowLeft", TEXTS[0]),  # there is none before it, and the meeting does not move
        ("ArrowRight", TEXTS[1]),
        ("ArrowRight", TEXTS[2]),
        ("ArrowRight", TEXTS[2]),
        ("ArrowLeft", TEXTS[1]),
    ):
        keyboard.press(key)
        shows(lise, text)
    names(ulla, TEXTS[1])
    lise.page.reload()
    shows(lise, TEXTS[1])
    keyboard.press("Escape")
    for wall in (lise, mette):
        shows_all(wall)
    expect(ulla.page.locator("#talk")).to_be_hidden()
    opener = lise.notes(1).nth(1).locator(".open")
    opener.focus()
    keyboard.press("ArrowDown")
    expect(lise.notes(1).nth(2).locator(".open")).to_be_focused()
    keyboard.press("ArrowUp")
    keyboard.press("Enter")
    shows(lise, TEXTS[1])
    keyboard.press("Escape")
    expect(opener).to_be_focused()
    keyboard.press("Enter")
    shows(mette, TEXTS[1])
    lise.may_move()
    keyboard.press("PageDown")
    for screen in (lise, mette, ulla):
        screen.stands_at(2)
    expect(lise.page.locator("#big")).to_have_count(0)
    expect(ulla.page.locator("#talk")).to_be_hidden()


def test_note_in_the_spotlight_looks_as_it_should_and_goes_as_it_is_deleted(lise, ulla):
    lise.notes(1).first.locator(".open").click()
    shows(lise, TEXTS[0])
    names(ulla, TEXTS[0])
    look_at(lise.page, "spotlight-wall")
    look_at(ulla.page, "spotlight-phone", [PHONE])
    size = lise.page.locator("#big").evaluate("big => parseFloat(getComputedStyle(big).fontSize)")
    assert size == pytest.approx(115, abs=6)
    ulla.presses_on(TEXTS[0], "Slet")
    expect(lise.page.locator("#big")).to_have_count(0, timeout=PUSHED)
    expect(lise.notes(1)).to_have_count(2)
    expect(ulla.page.locator("#talk")).to_be_hidden()
    ulla.has_written(["Vi skriver det samme to steder. " * 8], 1)
    expect(lise.notes(1)).to_have_count(3, timeout=PUSHED)
    lise.notes(1).last.locator(".open").click()
    expect(lise.page.locator("#big")).to_contain_text("to steder. Vi skriver")
    for _ in range(5):
        lise.page.keyboard.press("+")
    lise.settles()
    assert lise.page.locator("#big").evaluate("big => big.scrollHeight <= big.clientHeight + 1")
