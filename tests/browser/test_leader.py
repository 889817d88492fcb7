"""A meeting led from a phone in one hand, while the wall moves and shows nothing that is the leader's alone."""

import pytest
from playwright.sync_api import expect

from .facilitator import Facilitator
from .look import PHONE, look_at, shoot
from .person import PUSHED

pytestmark = pytest.mark.any_database

PRIVATE = "#screen :is(summary, .tools, .open, .is-away), #more, #next, #previous"
# Whether of a long question three whole lines stand in the button.
CUTS_A_LONG_QUESTION = """cut => {
  const { textContent } = cut;
  cut.textContent += " uønskede konsekvenser".repeat(9);
  const box = cut.getBoundingClientRect(), { overflowY, lineHeight } = getComputedStyle(cut);
  const lines = Math.round(box.height / parseFloat(lineHeight)), isWhole = Math.abs(lines * parseFloat(lineHeight) - box.height) < 1;
  cut.textContent = textContent;
  return overflowY === "hidden" && isWhole && lines === 3;
}"""


def shows_nothing_private(wall):
    expect(wall.page.get_by_role("button", name="Led fra skærmen")).to_be_visible(timeout=PUSHED)
    expect(wall.page.locator(PRIVATE).locator("visible=true")).to_have_count(0)


def test_meeting_is_led_from_a_phone(cast, lise):
    lise.makes_a_meeting()
    ulla, hand = cast.phone(), lise
    ulla.takes_a_seat(lise.opens_the_lobby())
    wall = Facilitator(lise.page.context.new_page())
    wall.page.goto(lise.wall)
    hand.page.set_viewport_size(PHONE)
    hand.page.goto(lise.wall)
    hand.presses("Led mødet fra telefonen")
    dock = hand.page.locator(".dock")
    expect(dock.locator("#next")).to_be_in_viewport(ratio=1)
    hand.presses("Led herfra")
    shows_nothing_private(wall)
    hand.goes_on(to=1)
    wall.stands_at(1)
    for text in ("Det første", "Det andet"):
        ulla.writes(text)
        hand.sees_note(text, 1)
    hand.presses("Vis stort", within=hand.notes(1).filter(has_text="Det andet"))
    expect(hand.page.locator("#big")).to_be_focused()
    expect(wall.page.locator("#big")).to_have_text("Det andet", timeout=PUSHED)
    shows_nothing_private(wall)
    look_at(hand.page, "leader-big", [PHONE])
    hand.presses("Alle noter")
    wall.sees_note("Det andet", 1)
    hand.page.locator("#notes-1 .note").first.locator("summary").click()
    hand.presses("Den nævner en person")
    expect(hand.page.locator(".note.is-hidden")).to_contain_text("Det andet")
    wall.sees_no_note("Det andet", 1)
    shows_nothing_private(wall)
    shoot(wall.page, "leader-wall")
    hand.page.evaluate("document.documentElement.style.fontSize = '150%'")
    look_at(hand.page, "leader-150", [PHONE])
    assert hand.page.locator("#next .cut").evaluate(CUTS_A_LONG_QUESTION)
    hand.page.evaluate("document.documentElement.style.fontSize = ''")
    wall.page.reload()
    shows_nothing_private(wall)
    wall.page.keyboard.press("PageDown")  # a clicker
    wall.stands_at(2)
    hand.stands_at(2)
    shows_nothing_private(wall)
    hand.opens("Mere")
    hand.page.locator("#jump").get_by_role("button", name="5").click()
    hand.stands_at(5)
    ulla.writes("Et forslag")
    hand.sees_note("Et forslag", 5)
    hand.presses("Vis stort", within=hand.notes(5).first)
    hand.page.locator("#sort-selv").click()
    wall.sees_follow_up("Et forslag", "selv")
    hand.sees("Flyttet til Det kan vi selv")
    expect(hand.page.locator("#talk")).to_be_hidden()
    look_at(hand.page, "leader-sorted", [PHONE])
    shows_nothing_private(wall)
    hand.presses("Led fra skærmen")
    expect(wall.page.locator("#next")).to_be_visible(timeout=PUSHED)
    expect(wall.page.locator("#more")).to_be_visible()
