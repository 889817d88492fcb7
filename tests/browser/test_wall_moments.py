"""What a facilitator does with the wall beside moving on: a question that takes it, a black picture, the keys."""

import pytest
from playwright.sync_api import expect

from .look import PROJECTOR, look_at
from .person import PUSHED

pytestmark = pytest.mark.any_database

SLOWLY = {"playbackRate": 0.05}  # a glide of 220 ms takes more than four seconds
# How wide the question is when its glide begins.
FROM = """() => { const start = document.startViewTransition.bind(document), { clientWidth } = document.querySelector("#screen h1");
  document.startViewTransition = change => {
    window.from = document.querySelector("#screen h1").clientWidth - clientWidth;
    return start(change); }; }"""


def question_size(lise):
    return round(lise.page.locator("#screen h1").evaluate("heading => parseFloat(getComputedStyle(heading).fontSize)"))


def test_question_takes_the_wall_until_there_is_a_note(lise, ulla):
    asking, instruction = lise.page.locator("#screen.asking"), lise.page.locator(".instruction")
    expect(instruction).to_have_text("Skriv jeres noter på telefonen. Én ting pr. note.")
    expect(instruction).to_be_visible()
    expect(lise.page.locator(".poster .qr")).to_be_in_viewport(ratio=1)
    assert question_size(lise) == 110
    look_at(lise.page, "asking-wall", [PROJECTOR])
    lise.page.emulate_media(reduced_motion="no-preference")
    lise.page.locator("#next").focus()
    lise.page.evaluate(FROM)
    ulla.writes("Den første")
    lise.sees_note("Den første", 1)
    expect(asking).to_have_count(0)
    expect(instruction).to_be_hidden()
    assert question_size(lise) == 68
    assert lise.page.evaluate("window.from") == 0
    expect(lise.page.locator("#next")).to_be_focused()
    ulla.presses_on("Den første", "Slet")
    expect(asking).to_have_count(1, timeout=PUSHED)
    assert question_size(lise) == 110


def test_bare_screen_lets_the_question_glide_too(lise, ulla):
    bare = lise.page.context.new_page()
    bare.goto(lise.wall.replace("/skaerm/", "/ekstra-skaerm/"))
    expect(bare.locator("#screen.asking .instruction")).to_be_visible()
    ulla.writes("Den første")
    expect(bare.locator("#notes-1 > .note")).to_be_visible(timeout=PUSHED)
    expect(bare.locator("#screen.asking")).to_have_count(0)


def test_what_comes_and_is_pressed_while_the_question_glides_takes_effect(lise, ulla):
    tools = lise.page.context.new_cdp_session(lise.page)
    tools.send("Animation.enable")
    tools.send("Animation.setPlaybackRate", SLOWLY)
    ulla.writes("Den første")
    expect(lise.page.locator("#screen.asking")).to_have_count(0, timeout=PUSHED)
    glides = (
        "() => document.getAnimations().some(({ effect }) => effect.pseudoElement?.startsWith('::view-transition'))"
    )
    lise.page.wait_for_function(glides)
    ulla.writes("Den anden")
    lise.sees_note("Den anden", 1)
    assert lise.page.evaluate(glides)
    box = lise.page.locator("#next").bounding_box()
    lise.page.mouse.click(box["x"] + 20, box["y"] + 20)
    lise.stands_at(2)
    lise.may_move()
    lise.page.keyboard.press("PageDown")
    for screen in (lise, ulla):
        screen.stands_at(3)
    assert not lise.page.evaluate(glides)
    # What was answered before is as large as it fits, and no larger than what is said now.
    recalled = "document.querySelector('.carry .note-list')"
    lise.page.wait_for_function(f"() => Math.round(parseFloat(getComputedStyle({recalled}).fontSize)) === 64")


def test_no_glide_for_one_who_wants_no_motion(lise, ulla):
    lise.page.emulate_media(reduced_motion="reduce")
    lise.page.evaluate("""() => { window.glides = 0; const start = document.startViewTransition.bind(document);
      document.startViewTransition = change => { window.glides += 1; return start(change); }; }""")
    ulla.writes("Den første")
    lise.sees_note("Den første", 1)
    expect(lise.page.locator("#screen.asking")).to_have_count(0)
    assert lise.page.evaluate("window.glides") == 0


def test_picture_turns_black_and_any_key_brings_it_back(lise, code):
    black = lise.page.locator("#black")
    lise.may_move()
    lise.page.keyboard.press(".")
    expect(black).to_be_visible()
    look_at(lise.page, "black-wall", [PROJECTOR])
    lise.page.keyboard.press(".")
    for turn, back in ((".", "PageDown"), ("b", "Escape"), ("B", "b")):
        lise.page.keyboard.press(turn)
        expect(black).to_be_visible()
        lise.page.keyboard.press(back)
        expect(black).to_be_hidden()
    lise.page.keyboard.press(".")
    lise.page.mouse.click(500, 500)
    expect(black).to_be_hidden()
    lise.opens("Mere")
    field = lise.page.get_by_label("Skriv en note for en anden")
    field.press_sequentially("b.f?")
    expect(field).to_have_value("b.f?")
    expect(black).to_be_hidden()
    lise.stands_at(1)


def test_keys_are_listed_and_the_whole_screen_is_one_of_them(lise, code):
    lise.page.keyboard.press("?")
    expect(lise.page.get_by_role("dialog", name="Taster")).to_be_visible()
    look_at(lise.page, "keys-wall", [PROJECTOR])
    lise.presses("Luk", exact=True, within=lise.page.locator("#keys"))
    expect(lise.page.locator("#keys")).to_be_hidden()
    lise.page.keyboard.press("f")
    lise.page.wait_for_function("() => document.fullscreenElement !== null")
    lise.page.keyboard.press("f")
    lise.page.wait_for_function("() => document.fullscreenElement === null")


def test_screen_is_kept_awake(lise):
    lise.page.add_init_script("""Object.defineProperty(navigator, "wakeLock", {
      value: { request: async kind => { (window.awake ??= []).push(kind); } } })""")
    lise.makes_a_meeting()
    lise.opens_the_lobby()
    assert lise.page.evaluate("window.awake") == ["screen"]
    lise.presses("Fuld skærm", within=lise.page.locator("#on"))
    lise.page.wait_for_function("() => document.fullscreenElement !== null")
