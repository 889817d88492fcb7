"""Many live tabs of one browser, which over HTTP/1.1 has six lines to a server: each loads, and each button is answered."""

import re

import pytest
from playwright.sync_api import expect

from .facilitator import Facilitator
from .look import PROJECTOR, look_at
from .person import PATIENCE, PUSHED
from .phone import Phone

pytestmark = pytest.mark.any_database

STREAM = re.compile(r"/stroem/\w+/\?after=")
PLACES = ("referent/1/", "referent/2/", "referat/", "referent/3/", "referent/4/", "referent/5/", "skaerm/", "referat/")
TURN = """hidden => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_nine_tabs_of_one_browser_all_load_and_a_press_in_the_first_goes_through(lise, code):
    context = lise.page.context
    for place in PLACES:
        page = context.new_page()
        page.goto(lise.wall.replace("skaerm/", place))
        expect(page.locator("#connection .words")).to_have_text("Forbundet")
    lise.goes_on(to=2)
    for page in context.pages:
        expect(page.locator("#connection .words")).to_have_text("Forbundet")
    last_wall = Facilitator(context.pages[-2])
    last_wall.stands_at(2)
    lise.goes_on(to=3)
    last_wall.stands_at(3)


def test_hidden_tab_gives_its_stream_back_and_catches_up_when_it_is_seen(lise, ulla, peter):
    ended = []
    ulla.page.on("requestfailed", lambda request: STREAM.search(request.url) and ended.append(request.url))
    ulla.is_online()
    ulla.page.clock.install()
    ulla.page.evaluate(TURN, True)
    ulla.page.clock.run_for(6000)
    ulla.settles()
    for _ in range(50):
        if ended:
            break
        ulla.page.wait_for_timeout(100)
    assert len(ended) == 1
    ulla.sends("Fra en skjult fane")
    peter.sees_note("Fra en skjult fane", 1)
    peter.writes("Mens den er skjult")
    lise.goes_on(to=2)
    expect(ulla.page.locator("#screen .step")).to_have_text("Spørgsmål 1 af 5")
    ulla.page.evaluate(TURN, False)
    ulla.stands_at(2)
    ulla.is_online()


def test_press_without_an_answer_never_stands_beside_forbundet(cast, lise, ulla):
    cast.expects("net::ERR_", "htmx:")
    lise.is_online()
    lise.page.route(re.compile(r"/videre/|/stroem/"), lambda route: route.abort())  # its open stream stays open
    lise.goes_on()
    lise.is_offline(within=PUSHED)
    lise.page.wait_for_timeout(3000)
    lise.is_offline()
    look_at(lise.page, "offline-wall", [PROJECTOR])
    lise.page.unroute(re.compile(r"/videre/|/stroem/"))
    lise.is_online(within=PATIENCE)
    lise.goes_on(to=2)


def test_half_written_note_is_the_same_in_two_tabs_and_no_word_of_it_is_lost(ulla):
    beside = Phone(ulla.page.context.new_page())
    beside.page.goto(ulla.page.url)
    ulla.types("Vi mangler")
    expect(beside.field).to_have_value("Vi mangler")
    beside.field.press_sequentially(" tid")
    expect(ulla.field).to_have_value("Vi mangler tid")
    ulla.presses("Tilføj note")
    expect(ulla.own).to_contain_text(["Vi mangler tid"])
    expect(beside.field).to_have_value("")
    # As a tab that slept, and has not heard what was written in the other.
    ulla.types("Det ene")
    expect(beside.field).to_have_value("Det ene")
    beside.page.evaluate("""() => { const name = Object.keys(localStorage).find(name => / note /.test(name));
      localStorage.setItem(name, localStorage.getItem(name).replace("Det ene", "Det ene, skrevet imens")); }""")
    beside.field.fill("Det andet")
    expect(beside.field).to_have_value("Det ene, skrevet imens\nDet andet")
    expect(ulla.field).to_have_value("Det ene, skrevet imens\nDet andet")


OVER = """() => [...document.querySelectorAll(".controls :is(button, summary)")]
  .filter(each => each.checkVisibility() && !each.closest(".sheet, #leaving")).filter(each => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    return !each.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2)); })
  .map(each => each.textContent.trim())"""


def test_message_that_the_page_is_not_left_yet_lies_over_no_button_of_the_wall(cast, lise, code):
    cast.expects("net::ERR_")
    lise.goes_on(to=2)
    lise.page.route("**/her/", lambda route: route.abort())
    lise.opens("Mere")
    lise.presses("Hvem har plads?")
    lise.sees("Ingen forbindelse. Siden åbner, når forbindelsen er tilbage.")
    lise.page.locator("#screen").click(position={"x": 60, "y": 300})  # beside "Mere", which closes it
    for width, height in ((1920, 1080), (1024, 768), (1366, 607)):
        lise.page.set_viewport_size({"width": width, "height": height})
        lise.settles()
        assert lise.page.evaluate(OVER) == []
    lise.presses("Bliv her")
    expect(lise.page.locator("#leaving")).to_have_count(0)
