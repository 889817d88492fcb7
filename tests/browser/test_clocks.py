"""The clocks by the server's time, and what the leader alone is told: the whole clock, who is ready, how to go about it."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from .facilitator import Facilitator
from .look import PHONE, PROJECTOR, look_at
from .person import PUSHED

pytestmark = pytest.mark.any_database
ALL_DAY = {"starts_at": "0.00", "ends_at": "23.59"}


def test_clock_is_right_on_phones_whose_own_is_an_hour_wrong_and_on_one_that_slept(lise, cast):
    code, phones = lise.starts_a_meeting(length="normal"), [cast.phone(), cast.phone()]
    for phone, hours in zip(phones, (-1, 1), strict=True):
        phone.page.clock.install(time=datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=hours))
        phone.takes_a_seat(code)
        expect(phone.page.locator("#clock")).to_have_text("3 minutter tilbage")
    phones[0].page.clock.fast_forward("02:00")  # its timers stood still, and its clock did not
    expect(phones[0].page.locator("#clock")).to_have_text("Højst 1 minut tilbage")
    phones[0].page.clock.fast_forward("02:00")
    expect(phones[0].page.locator("#clock")).to_have_text("Tiden er gået. Tag den tid, I har brug for.")


def test_leader_alone_is_told_how_time_goes_and_how_many_are_ready(lise, cast):
    code, ulla = lise.starts_a_meeting(length="normal", **ALL_DAY), cast.phone()
    ulla.takes_a_seat(code)
    hand = Facilitator(lise.page.context.new_page())
    hand.page.set_viewport_size(PHONE)
    hand.page.goto(lise.wall.replace("/skaerm/", "/led/"))
    whole, ready = hand.page.locator("#whole-left"), hand.page.locator("#ready")
    expect(whole).to_have_text(
        re.compile(r"^Slutter kl. 23.59 · \d+ minutter tilbage · I\ser \d+\sminutter (foran|bagud)$")
    )
    pressed = ulla.page.get_by_role("button", name="Jeg er klar")
    pressed.dblclick()
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(pressed).to_be_focused()
    expect(ready).to_have_text("1 af 1 er klar", timeout=PUSHED)
    look_at(ulla.page, "phone-ready", [PHONE])
    hand.presses("Fordel resten")
    expect(hand.page.locator("#advised-times")).to_be_visible()
    expect(whole).to_contain_text("I følger planen")
    look_at(hand.page, "leader-think", [PHONE])
    panel = lise.page.locator("#panel")
    expect(panel).to_be_hidden()
    lise.page.keyboard.press("l")
    expect(panel.locator("h2").first).to_be_focused()
    for words in ("1 af 1 er klar", "Slutter kl. 23.59", "Sådan gør I", "Luk"):
        expect(panel).to_contain_text(words)
    look_at(lise.page, "wall-panel", [PROJECTOR])
    ulla.presses("Jeg er klar")
    expect(ready).to_have_text("0 af 1 er klar", timeout=PUSHED)
    heading = panel.locator("h2").first.element_handle()
    lise.page.evaluate("htmx.trigger('#panel', 'refresh')")  # as it does by itself every five seconds
    expect(panel).to_contain_text("0 af 1 er klar")
    assert heading.evaluate("each => each === document.activeElement")  # nothing is read aloud again
    lise.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    lise.page.keyboard.press("l")
    expect(panel).to_be_visible()
    hand.presses("Led herfra")
    expect(panel).to_be_hidden()
    lise.page.keyboard.press("l")
    lise.settles()
    expect(panel).to_be_hidden()
    late = []
    ulla.page.route("**/klar/", lambda route: late.append((route, route.fetch())))
    ulla.presses("Jeg er klar")
    expect(ready).to_have_text("1 af 1 er klar", timeout=PUSHED)
    lise.moves_to(2, "together")
    expect(ulla.page.locator("#screen")).to_have_attribute("data-place", "2-together", timeout=PUSHED)
    (route, answer), shown = late.pop(), ulla.page.locator("#ready")
    expect(shown).to_be_hidden()
    with ulla.page.expect_response("**/klar/"):
        route.fulfill(response=answer)
    ulla.settles()
    expect(shown).to_be_hidden()
