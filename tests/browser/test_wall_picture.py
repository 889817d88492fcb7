"""The wall is one picture on every screen that lies down: nothing scrolls, and what the room needs is in it."""

import re

import pytest
from playwright.sync_api import expect

from .look import look_at
from .person import PUSHED

pytestmark = pytest.mark.any_database

# From the smallest that a projector has, by laptops whose window is a part of a scaled screen, to full HD.
SIZES = ((800, 450), (1024, 768), (1280, 577), (1366, 607), (1366, 768), (1920, 1080))
COUNTS = (0, 1, 3, 10, 24, 60, 340)
WORDS = (
    "Biblioteket får nu vores spørgsmål om MitID. Det har ingen aftalt med dem.",
    "Vi skriver de samme oplysninger to steder, fordi det nye sagssystem ikke taler sammen med det gamle.",
    "Ingen ved længere, hvem der holder øje med fællespostkassen.",
    "Kvitteringer scannes nu af os selv",
)
JOINING, ASKED, ON = (".qr", ".code"), ("h1",), "#on :is(#next, a.button)"
# What of `needed` is not in the picture, whole and with nothing over it, and what makes the page scroll.
FAULTS = """needed => {
  const { scrollWidth, scrollHeight } = document.scrollingElement, faults = [], { bottom } = document.querySelector("#screen").getBoundingClientRect();
  if (scrollWidth > innerWidth || scrollHeight > innerHeight) faults.push(`the page is ${scrollWidth} × ${scrollHeight}`);
  for (const selector of needed) {
    const place = [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).at(-1);
    if (!place) { faults.push(`no ${selector}`); continue; }
    const box = place.getBoundingClientRect(), there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const isIn = box.left >= 0 && box.top >= 0 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
    const list = place.closest(".note-list")?.getBoundingClientRect();
    const isCut = list && (box.left < list.left - 1 || box.right > list.right + 1 || box.bottom > list.bottom + 1);
    if (!isIn || isCut || !place.contains(there)) faults.push(`${selector} at ${Object.values(box.toJSON()).map(Math.round)}`);
  }
  for (const place of document.querySelectorAll("#screen :is(section, ol, ul, div)"))
    if (getComputedStyle(place).overflowY !== "visible" && place.scrollHeight > place.clientHeight + 1)
      faults.push(`${place.scrollHeight} px in ${place.clientHeight}: ${place.outerHTML.slice(0, 80)}`);
  for (const place of document.querySelectorAll(".controls .button"))
    if (place.checkVisibility() && place.scrollWidth > place.clientWidth + 1) faults.push(`words beyond ${place.outerHTML.slice(0, 80)}`);
  for (const place of document.querySelectorAll("#screen :is(.poster, .intro, .joining), #screen :is(.poster, .intro, .joining) > *"))
    if (place.getBoundingClientRect().bottom > bottom + 1) faults.push(`cut: ${place.outerHTML.slice(0, 80)}`);
  return faults;
}"""

# While the question glides its picture lies over it.
STILL = "!document.getAnimations().some(({ effect }) => effect.pseudoElement?.startsWith('::view-transition'))"
WITHOUT_SCROLLING = """({ scrollWidth, scrollHeight, clientWidth, clientHeight }) =>
  scrollWidth <= clientWidth && scrollHeight <= clientHeight"""

COUNT_SWAPS = """() => { window.swaps = 0;
  document.addEventListener("live:swapped", ({ target }) => { if (target.id === "screen") window.swaps += 1; }); }"""

# Takes notes away until the last page has one column alone; returns its number, from 0.
SHORTEN = """box => {
  const gap = parseFloat(getComputedStyle(box).columnGap), column = (box.clientWidth + gap) / 6;
  const columns = () => Math.round((box.scrollWidth + gap) / column);
  while (columns() % 6 !== 1) [...box.querySelectorAll(".note")].at(-1).remove();
  return (columns() - 1) / 6;
}"""


def sees_all(lise, name, *needed, sizes=SIZES):
    """Fail with what is cut or out of sight at each size."""
    page, wrong = lise.page, []
    before = page.viewport_size
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        lise.settles()
        page.wait_for_function(STILL)
        wrong += [f"{name} at {width} × {height}: {fault}" for fault in page.evaluate(FAULTS, needed)]
    page.set_viewport_size(before)
    assert not wrong, "\n".join(wrong)


def test_lobby_always_shows_how_to_come_in_and_how_to_start(lise):
    lise.makes_a_meeting()
    lise.opens_the_lobby()
    sees_all(lise, "lobby", *JOINING, *ASKED, ON)
    lise.opens("Mere")
    lise.presses("Luk døren")
    lise.sees("Døren er lukket")
    lise.page.keyboard.press("Escape")
    sees_all(lise, "shut lobby", *ASKED, "#join", ON)


def turns_the_pages(lise):
    """Look through an overview of more notes than one picture holds."""
    page, sheet = lise.page, lise.page.locator("#sheet")
    with page.expect_response("**/overblik/"):  # the stream may have brought it before, and then its button is not free
        page.keyboard.press("o")
    expect(page.locator("#sheets-pager")).to_be_visible()
    sees_all(lise, "overview of many", *ASKED, "#sheets-pager", ON)
    page.locator("#sheets-after").click()
    expect(sheet).to_have_text(re.compile("^Side 2 af "))
    expect(page.locator("#sheets .note").first).not_to_be_in_viewport()
    page.locator("#sheets").focus()
    page.keyboard.press("ArrowLeft")
    expect(sheet).to_have_text(re.compile("^Side 1 af "))
    expect(page.locator("#sheets .note").first).to_be_in_viewport(ratio=1)
    last = page.locator("#sheets").evaluate(SHORTEN)
    for _ in range(last):
        page.locator("#sheets-after").click()
        lise.settles()
    expect(sheet).to_have_text(f"Side {last + 1} af {last + 1}")
    expect(page.locator("#sheets .note").last).to_be_in_viewport(ratio=0.98)
    page.keyboard.press("l")
    expect(page.locator("#panel-heading")).to_be_focused()
    page.keyboard.press("Escape")  # closes the leader's panel and not the room's overview
    expect(page.locator("#panel")).to_be_hidden()
    lise.settles()
    expect(page.locator("#sheets")).to_be_visible()
    page.evaluate(COUNT_SWAPS)
    with page.expect_response("**/overblik/luk/"):
        page.keyboard.press("Escape")
    lise.stands_at(1)
    expect(page.locator("#notes-1 > .note")).to_have_count(340)
    lise.settles()
    assert page.evaluate("window.swaps") == 1  # the stream and the answer both bring it
    assert page.locator("#notes-1 .reasons [form]").count() == 0  # 1,700 of them take a browser a fifth of a second


def test_question_is_one_picture_with_any_number_of_notes(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    written = 0
    for count in COUNTS:
        ulla.has_written((f"{WORDS[turn % 4]} ({turn})" for turn in range(written, count)), 1)
        written = count
        expect(lise.notes(1)).to_have_count(count, timeout=PUSHED)
        newest = ("#notes-1 > .note",) if count else ()
        if count:
            expect(lise.page.locator("#screen")).not_to_have_class(re.compile("asking"))
        sees_all(lise, f"{count} notes", *JOINING, *ASKED, ON, *newest)
    turns_the_pages(lise)
    lise.goes_on(to=2)
    ulla.stands_at(2)
    ulla.writes(WORDS[0])
    lise.sees_note(WORDS[0], 2)
    sees_all(lise, "question with what was answered", *JOINING, *ASKED, ON, "#notes-2 > .note", "#notes-1")
    ulla.has_written((f"{WORDS[turn % 4]} ({turn})" for turn in range(1, 60)), 2)
    expect(lise.notes(2)).to_have_count(60, timeout=PUSHED)
    sees_all(
        lise, "60 beside more", *JOINING, *ASKED, ON, "#notes-2 > .note", "#notes-1", "#pager", "[data-of=notes-1]"
    )
    lise.page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    lise.page.keyboard.press("+")
    lise.settles()
    expect(lise.notes(2).last).to_be_in_viewport(ratio=0.98)
    lise.page.keyboard.press("?")
    expect(lise.page.locator("#keys")).to_be_visible()
    assert lise.page.locator("#keys").evaluate(WITHOUT_SCROLLING)


def keeps_the_page_as_one_comes(lise, ulla):
    """Turn the proposals by their list and by their buttons, and back, while one more comes."""
    page, sight = lise.page, lise.page.locator("[data-of=proposals] [data-in-sight]")
    first = re.compile(r"^1–\d+ af 2[45]$")
    expect(sight).to_have_text(first)
    page.locator("#proposals .open").first.focus()
    page.keyboard.press("ArrowRight")
    expect(sight).not_to_have_text(first)
    lise.stands_at(5)
    held = page.locator(":focus")
    text = held.inner_text()
    expect(held).to_be_in_viewport(ratio=0.98)  # a page begins on a whole pixel
    ulla.has_written(["En til"], 5)
    expect(page.locator("#proposals .note")).to_have_count(25, timeout=PUSHED)
    lise.settles()
    expect(held).to_have_text(text)
    expect(held).to_be_in_viewport(ratio=0.98)
    expect(sight).not_to_have_text(first)
    while not first.match(sight.inner_text()):
        page.locator("#proposals-before").click()
    expect(page.locator("#proposals .note").first).to_be_in_viewport(ratio=1)


def turns_by_itself(lise):
    """A bare screen has nothing to press: its pages turn, and the arrows turn them too."""
    bare, first = lise.page.context.new_page(), re.compile(r"^1–\d+ af 25$")
    bare.clock.install()
    bare.goto(lise.wall.replace("/skaerm/", "/ekstra-skaerm/"))
    sight = bare.locator("[data-of=proposals] [data-in-sight]")
    expect(sight).to_have_text(first)
    expect(bare.locator("#screen a")).to_have_count(0)
    bare.clock.run_for(15_000)
    expect(sight).not_to_have_text(first)
    bare.keyboard.press("ArrowLeft")
    expect(sight).to_have_text(first)
    bare.clock.run_for(15_000)
    expect(sight).to_have_text(first)  # somebody has turned them
    bare.close()


def agree_on(lise, count, lane):
    """Turn the first `count` proposals into follow-ups, by requests; the last of them is in sight."""
    agreed, form = lise.page.locator(f".lane.{lane} .followup"), {"csrfmiddlewaretoken": lise.token()}
    buttons = lise.page.locator(f"#proposals button.{lane}")
    for path in buttons.evaluate_all("all => all.map(each => each.getAttribute('formaction'))")[:count]:
        assert lise.page.request.post(path, form=form, max_redirects=0).status == 302
    expect(agreed).to_have_count(count, timeout=PUSHED)
    expect(agreed.last).to_be_in_viewport(ratio=0.98)


def test_last_questions_wrap_up_and_end_are_one_picture(cast, lise):
    ulla, proposals = cast.phone(), lise.page.locator("#proposals .note")
    ulla.takes_a_seat(lise.starts_a_meeting(at=4))
    ulla.has_written([f"{WORDS[turn % 4]} ({turn})" for turn in range(12)], 4)
    lise.sees_note("(11)", 4)
    sees_all(lise, "question 4", *JOINING, *ASKED, ON, "#notes-4 > .note")
    lise.goes_on(to=5)
    ulla.has_written([f"{WORDS[turn % 4]} ({turn})" for turn in range(12, 24)], 5)
    expect(proposals).to_have_count(24, timeout=PUSHED)
    sees_all(lise, "24 proposals", *JOINING, *ASKED, ON, ".lane.selv", ".lane.opad", "#proposals-after")
    keeps_the_page_as_one_comes(lise, ulla)
    turns_by_itself(lise)
    for lane in ("opad", "selv"):
        agree_on(lise, 12, lane)
    expect(proposals).to_have_count(1)
    sees_all(lise, "12 in each lane", *JOINING, *ASKED, ON, "#in-selv-before", "#in-opad-before")
    lise.goes_on()
    lise.sees_heading("Det er vi nået frem til")
    sees_all(lise, "wrap-up", *JOINING, *ASKED, ON, "#in-selv-after", "#in-opad-after")
    lise.page.keyboard.press("o")
    lise.sees_heading("Alle noter fra mødet")
    sees_all(lise, "overview", *ASKED, "#sheets .note", ON, "#overview")
    look_at(lise.page, "overview-wall")
    lise.page.keyboard.press("Escape")
    lise.sees_heading("Det er vi nået frem til")
    lise.presses("Afslut mødet", within=lise.page.locator("#on"))
    lise.presses("Afslut alligevel")
    lise.sees_heading("Tak for i dag")
    sees_all(lise, "closed", *ASKED, ".lane.selv", ".lane.opad", ".ahead")


def test_plus_and_minus_scale_the_text_and_the_browser_keeps_it(lise, code):
    def size():
        return lise.page.locator("#count").evaluate("element => parseFloat(getComputedStyle(element).fontSize)")

    before = size()
    lise.page.keyboard.press("+")
    assert size() == pytest.approx(before * 1.15, abs=0.1)
    look_at(lise.page, "larger-text-wall")
    lise.page.reload()
    assert size() == pytest.approx(before * 1.15, abs=0.1)
    lise.opens("Mere")
    lise.presses("Mindre tekst")
    lise.page.keyboard.press("-")
    assert size() == pytest.approx(before * 0.9, abs=0.1)
    lise.page.keyboard.press("Escape")
    sees_all(lise, "smaller text", *JOINING, *ASKED, ON)
    lise.opens("Mere")
    field = lise.page.get_by_label("Skriv en note for en anden")
    field.press_sequentially("1+1-1")
    expect(field).to_have_value("1+1-1")
    assert size() == pytest.approx(before * 0.9, abs=0.1)
    for width, height in SIZES:
        lise.page.set_viewport_size({"width": width, "height": height})
        assert lise.page.locator("#more > .sheet").evaluate(WITHOUT_SCROLLING)


def test_screen_that_stands_is_a_page_with_the_buttons_at_its_foot(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    ulla.has_written(WORDS * 3, 1)
    expect(lise.notes(1)).to_have_count(12, timeout=PUSHED)
    lise.page.set_viewport_size({"width": 600, "height": 900})
    lise.settles()
    assert lise.page.evaluate("document.scrollingElement.scrollHeight > innerHeight")
    expect(lise.page.locator("#next")).to_be_in_viewport(ratio=1)


TOOLS = "getComputedStyle(document.querySelector('#notes-1 > .note:last-child .tools')).opacity"


def test_next_is_among_the_first_stops_of_tab_and_the_notes_are_one(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    ulla.has_written([f"{WORDS[turn % 4]} ({turn})" for turn in range(60)], 1)
    expect(lise.notes(1)).to_have_count(60, timeout=PUSHED)
    stops, page = [], lise.page
    page.evaluate("document.activeElement.blur()")
    for _ in range(20):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        if stops[-1] == "" or page.evaluate("document.activeElement === document.body"):
            break
    assert stops.index("next") < 4
    assert sum(stop.startswith(("open-", "turn-")) for stop in stops) == 2

    # The arrows turn the list that has the focus, and do not move the meeting; a clicker's keys do.
    lise.presses("Ældre noter")
    page.locator("#notes-1 > .note .open").first.focus()
    lise.settles()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#count")).not_to_have_text(re.compile(r"^1–"))
    lise.settles()
    lise.stands_at(1)
    page.keyboard.press("PageDown")
    lise.stands_at(2)


def test_mouse_that_rests_leaves_the_words_free(lise, ulla):
    ulla.writes(WORDS[0])
    lise.sees_note(WORDS[0], 1)
    lise.notes(1).last.hover()
    lise.page.wait_for_function(f"() => {TOOLS} === '1'")
    lise.page.wait_for_function(f"() => {TOOLS} === '0'")  # a moment later
    ulla.writes(WORDS[1])
    lise.sees_note(WORDS[1], 1)
    lise.settles()
    assert lise.page.evaluate(TOOLS) == "0"
    lise.notes(1).last.hover()
    lise.page.wait_for_function(f"() => {TOOLS} === '1'")


def test_touch_board_shows_the_buttons_of_the_note_that_is_tapped(cast):
    lise = cast.facilitator(has_touch=True)
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    ulla.writes(WORDS[0])
    lise.sees_note(WORDS[0], 1)
    assert lise.page.evaluate(TOOLS) == "0"


def test_last_question_says_that_all_notes_are_sorted(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting(at=5))
    lise.sees("Skriv jeres noter på telefonen")
    ulla.writes(WORDS[0])
    lise.agrees(WORDS[0], "Det kan vi selv")
    lise.sees("Alle noter er fordelt.")
