"""Question 5 as a sorting table: by keys and by touch, with who and when at once, and the way back."""

import pytest
from playwright.sync_api import expect

from .look import look_at
from .person import PUSHED

pytestmark = pytest.mark.any_database

TEXTS = ("Support om natten", "En superbruger i hver vagt", "Et ark om, hvad vi gør, når systemet er nede")

# How far a lane was scrolled to a side, what travelled over the picture, and whether its row was seen before: the stream
# may bring it first, and then it is hidden for 500 ms.
SCROLLED = """() => { window.scrolled = 0; addEventListener("focusin", ({ target }) => {
  window.scrolled = Math.max(window.scrolled, target.closest(".lane")?.scrollLeft ?? 0); });
  new MutationObserver(changes => { window.travelled ??= changes.flatMap(({ addedNodes }) => [...addedNodes])
    .find(each => each.matches?.(".travels"))?.textContent; }).observe(document.body, { childList: true });
  let since;
  const look = now => {
    const row = document.querySelector(".lanes .followup");
    if (row && !window.travelled && now - (since ??= now) < 400) window.flashed ||= getComputedStyle(row).opacity !== "0";
    if (!window.travelled) requestAnimationFrame(look);
  };
  window.flashed = false;
  requestAnimationFrame(look); }"""


def shows(wall, text):
    expect(wall.page.locator("#big")).to_have_text(text, timeout=PUSHED)
    expect(wall.page.locator("[data-key^=sort][aria-disabled]")).to_have_count(0)  # they rest a moment


@pytest.fixture
def ulla(cast, lise):
    phone = cast.phone()
    phone.takes_a_seat(lise.starts_a_meeting(at=5))
    for text in TEXTS:
        phone.writes(text)
    expect(lise.page.locator("#proposals .note")).to_have_count(len(TEXTS))
    return phone


def test_proposals_are_sorted_by_keys_and_asked_by_whom_and_when(lise, ulla):
    keyboard, who = lise.page.keyboard, lise.page.get_by_label("Hvem?")
    lise.page.locator("#proposals .open").first.click()
    shows(lise, TEXTS[2])
    expect(ulla.page.locator("#talk .typed")).to_have_text(TEXTS[2], timeout=PUSHED)
    lise.page.evaluate(SCROLLED)
    keyboard.press("ArrowLeft")
    shows(lise, TEXTS[1])
    lise.sees_follow_up(TEXTS[2], "selv")
    expect(who).to_be_focused()
    assert lise.page.evaluate("window.scrolled") == 0  # it travels into its lane, and the lane stays where it is
    assert lise.page.evaluate("[window.travelled, window.flashed]") == [TEXTS[2], False]
    expect(lise.page.locator(".travels")).to_have_count(0)
    keyboard.type("Åse og Jens")
    keyboard.press("ArrowLeft")  # it moves the caret
    keyboard.press("Tab")
    keyboard.type("15.1.2030")
    look_at(lise.page, "sorting-wall")
    keyboard.press("Enter")
    lise.sees("Åse og Jens, senest 15. januar 2030")
    expect(lise.page.locator("#big")).to_be_focused()
    keyboard.press("ArrowDown")  # leave it
    shows(lise, TEXTS[0])
    keyboard.press("Backspace")
    shows(lise, TEXTS[1])
    keyboard.press("ArrowRight")
    shows(lise, TEXTS[0])
    lise.sees_follow_up(TEXTS[1], "opad")
    expect(who).to_be_focused()
    keyboard.press("ArrowLeft")  # nothing is typed there: it sorts on
    lise.sees("Alle noter er fordelt.")
    for text, lane in ((TEXTS[0], "selv"), (TEXTS[1], "opad"), (TEXTS[2], "selv")):
        expect(ulla.page.locator(f".lane.{lane}").filter(has_text=text)).to_be_visible()
    lise.presses("Fortryd")
    shows(lise, TEXTS[0])
    keyboard.press("Escape")
    expect(lise.page.locator("#proposals .open")).to_have_text([TEXTS[0]])
    lise.may_move()
    keyboard.press("PageDown")
    lise.sees_heading("Det er vi nået frem til")


def test_double_tap_sorts_one_proposal(lise, ulla):
    lise.page.locator("#proposals .open").first.click()
    shows(lise, TEXTS[2])
    lise.page.locator("#sort-opad").dblclick()
    shows(lise, TEXTS[1])
    expect(lise.page.locator(".lane.opad .followup")).to_have_count(1)
    lise.settles()
    expect(lise.page.locator("#big")).to_have_text(TEXTS[1])
