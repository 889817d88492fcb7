"""Moving on: every screen follows, it is announced once, and repeated presses are one step."""

import pytest
from playwright.sync_api import expect

from .held import Held
from .test_wall_picture import SIZES, sees_all

pytestmark = pytest.mark.any_database

# Whether the picture of the QR code is there as soon as the page has moved.
KEPT = """() => document.addEventListener("live:swapped", ({ target }) => {
  if (target.id === "screen") window.kept = document.querySelector("#qr").complete; })"""
LISTEN = """() => { window.said = [];
  new MutationObserver(() => window.said.push(document.getElementById("say").textContent))
    .observe(document.getElementById("say"), {childList: true, characterData: true, subtree: true}); }"""


def test_a_move_is_announced_once_on_every_screen(lise, ulla):
    for screen in (lise, ulla):
        screen.page.evaluate(LISTEN)
    lise.page.evaluate(KEPT)
    lise.goes_on(to=2)
    assert lise.page.evaluate("window.kept")
    ulla.stands_at(2)
    lise.goes_on(to=3)
    ulla.stands_at(3)
    announced = [f"Mødelederen er gået videre til spørgsmål {words}" for words in (
        "2 af 5: Hvordan belaster de?", "3 af 5: Hvem belaster de?")]  # fmt: skip
    for screen in (lise, ulla):
        screen.settles()
        assert screen.page.evaluate("window.said") == announced


def test_two_facilitators_pressing_next_at_once_move_one_step(lise, cast, ulla):
    mette = cast.facilitator()
    mette.page.goto(lise.wall)
    held = []
    mette.page.route("**/videre/", lambda route: held.append(route))
    with mette.page.expect_request("**/videre/"):
        mette.goes_on()
    lise.goes_on(to=2)
    held[0].continue_()
    mette.sees_message("Mødet var allerede flyttet. Mødet er nået til spørgsmål 2.")
    for screen in (lise, mette, ulla):
        screen.stands_at(2)


def test_a_double_click_and_a_clicker_pressed_twice_move_one_step(lise, ulla):
    lise.page.locator("#next").dblclick()
    lise.stands_at(2)
    lise.may_move()
    lise.page.keyboard.press("PageDown")
    lise.stands_at(3)
    lise.page.keyboard.press("PageDown")
    lise.may_move()
    lise.page.keyboard.press("PageDown")
    for screen in (lise, ulla):
        screen.stands_at(4)


def test_press_while_the_one_before_is_under_way_goes_on_from_where_that_led(lise, ulla):
    lise.goes_on(to=2)
    lise.may_move()
    held = Held(lise.page, "**/videre/")
    lise.goes_on()
    lise.may_move()
    lise.goes_on()  # nothing has happened yet: not one more step
    lise.goes_back()
    held.let_go()
    for screen in (lise, ulla):
        screen.stands_at(2)
    assert len(held.waiting) == 1
    lise.goes_on(to=3)


def test_a_presenter_clicker_moves_and_does_nothing_while_somebody_types(lise, ulla):
    for key, number in (("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("PageUp", 1)):
        lise.may_move()
        lise.page.keyboard.press(key)
        lise.stands_at(number)
        ulla.stands_at(number)

    lise.opens("Mere")
    lise.page.get_by_label("Skriv en note for en anden").click()
    for key in ("ArrowRight", "PageDown", "ArrowLeft", "PageUp"):
        lise.page.keyboard.press(key)
    lise.page.keyboard.type("Vi venter")
    lise.opens("Mere")
    lise.may_move()
    lise.page.keyboard.press("ArrowRight")
    for screen in (lise, ulla):
        screen.stands_at(2)  # one step from where it stood before all those keys
    assert lise.page.get_by_label("Skriv en note for en anden").input_value() == "Vi venter"


def test_clicker_pressed_again_leaves_those_who_write_and_their_phones_lie_down(lise, cast):
    code, ulla, peter = lise.starts_a_meeting(length="normal"), cast.phone(), cast.phone()
    for phone in (ulla, peter):
        phone.takes_a_seat(code)
    ulla.types("Halvt skrevet")
    lise.page.locator("#next").dblclick()
    lise.sees_message("I skriver stadig hver for sig. Tryk igen, hvis mødet skal flyttes. Flyt mødet")
    sees_all(lise, "a move that is asked first", ".qr", ".code", "#message button", sizes=SIZES[::4])
    lise.may_move()
    lise.page.keyboard.press("PageDown")
    for phone in (ulla, peter):
        expect(phone.page.locator("#screen[data-place='1-pairs']")).to_be_visible()
    expect(lise.page.locator("#message")).to_be_hidden()
    expect(peter.field).to_be_hidden()
    expect(ulla.field).to_have_value("Halvt skrevet")
    expect(ulla.field).to_be_focused()
    ulla.presses("Tilføj note")
    expect(ulla.own).to_contain_text(["Halvt skrevet"])
    ulla.page.locator("#screen .question").click()
    expect(ulla.field).to_be_hidden()
    peter.page.locator("summary", has_text="Skriv en note").click()
    expect(peter.field).to_be_focused()
    clock = lise.page.locator("#clock")
    for is_shown in (True, False, True):
        expect(clock).to_be_visible(visible=is_shown)
        lise.page.keyboard.press("t")


def test_the_pages_own_shortcuts_are_left_alone(lise, code):
    lise.may_move()
    for key in ("Alt+ArrowRight", "Control+PageDown", "Shift+ArrowRight"):
        lise.page.keyboard.press(key)
    lise.page.keyboard.press("ArrowRight")
    lise.stands_at(2)


def test_button_rendered_again_unchanged_does_not_swallow_a_press(lise, code):
    lise.goes_on(to=2)
    lise.may_move()
    lise.page.evaluate("""async () => {
      const { modules } = await import(document.querySelector("script[type=module]").src);
      modules["js/live/render.js"].render(document.getElementById("on").outerHTML, false);
      document.getElementById("next").click();
    }""")
    lise.stands_at(3)
