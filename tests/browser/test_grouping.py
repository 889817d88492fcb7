"""Gathering with a mouse: a note is dragged onto another, and onto a heading; what may belong with it is marked meanwhile."""

import re

import pytest
from playwright.sync_api import expect

from .held import Held
from .look import PROJECTOR, look_at
from .person import PUSHED

pytestmark = pytest.mark.any_database

TEXTS = ("Telefonen ringer hele tiden", "Vi når ikke telefonen", "Systemet er langsomt")


def note(person, text):
    return person.page.locator(".note[id^=note-]").filter(has_text=text)


def lifts(person, text, onto):
    """Drag the note with this text over a place, and hold it there."""
    mouse = person.page.mouse
    for place, act in ((note(person, text).locator("p"), mouse.down), (onto, lambda: None)):
        box = place.bounding_box()
        mouse.move(box["x"] + 12, box["y"] + 12, steps=4)
        act()


def stands(person, *words):
    found = person.page.locator(":is(.grouped, .lists) :is(h3, .note p):visible")
    expect(found).to_have_text(words, timeout=PUSHED)


def test_notes_are_dragged_together_under_a_heading_on_every_screen(cast, lise):
    cast.expects("status 409", "Status Error Code 409")
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting())
    for text in TEXTS:
        ulla.writes(text)
    lise.sees_note(TEXTS[-1], 1)
    lifts(lise, TEXTS[0], onto=note(lise, TEXTS[1]))
    expect(note(lise, TEXTS[1])).to_have_attribute("data-likely", "")
    expect(lise.page.locator(".held")).to_have_text(TEXTS[0])
    lise.page.keyboard.press("Escape")  # which lets go of it
    expect(lise.page.locator(".held")).to_have_count(0)
    lise.page.mouse.up()
    expect(lise.page.locator("#big")).to_have_count(0)
    cast.expects("net::ERR_FAILED", "htmx:")
    lise.page.route(re.compile(r"/saml/\?"), lambda route: route.abort())
    lifts(lise, TEXTS[0], onto=note(lise, TEXTS[1]))
    lise.page.mouse.up()
    lise.sees_message("Vi har ingen forbindelse, så intet er ændret. Prøv igen om lidt.")
    lise.page.unroute_all()
    lifts(lise, TEXTS[0], onto=note(lise, TEXTS[1]))
    lise.page.mouse.up()
    expect(lise.page.get_by_label(TEXTS[1])).to_be_checked()
    look_at(lise.page, "gather", sizes=(PROJECTOR,))
    lise.page.get_by_label("Overskrift").fill("Telefonen")
    lise.page.keyboard.press("Enter")
    stands(lise, "Telefonen Ret overskriften: Telefonen", *TEXTS[:2], "Andre noter", TEXTS[2])
    stands(ulla, "Telefonen", *TEXTS[1::-1])
    lise.page.locator("h3").first.evaluate("each => each.after(document.createElement('p'))")  # as its dots stand
    lifts(lise, TEXTS[2], onto=lise.page.locator("h3").first)
    lise.page.mouse.up()
    stands(lise, "Telefonen Ret overskriften: Telefonen", *TEXTS)
    look_at(lise.page, "grouped", sizes=(PROJECTOR,))
    lifts(lise, TEXTS[0], onto=lise.page.locator("h3").first)  # it stands there: nothing happens
    lise.page.mouse.up()
    lise.presses("Fortryd")
    stands(lise, "Telefonen Ret overskriften: Telefonen", *TEXTS[:2], "Andre noter", TEXTS[2])
    stays_at_the_first_heading(lise, ulla)
    held, alone = (
        Held(lise.page, re.compile(r"/saml/\?")),
        note(lise, TEXTS[2]).get_attribute("id").removeprefix("note-"),
    )
    lise.page.locator(f"#gather-{alone}").evaluate("button => button.click()")
    lise.hides_by_request(alone)  # as another leader does just then
    held.let_go()
    expect(lise.page.locator("#message")).to_contain_text("Noten er skjult. Vis den igen, før I samler den.")
    expect(lise.page.locator("#reader")).to_be_hidden()


def stays_at_the_first_heading(lise, ulla):
    """Read on from the first heading while one more comes, where there are more than the wall has room for."""
    ulla.has_written((f"Endnu en note, som er nummer {number}" for number in range(90)), 1)
    lise.page.reload()
    notes, first = lise.page.locator(".grouped .note"), lise.page.locator(".grouped h3").first
    expect(notes).to_have_count(93)
    expect(lise.page.locator("#count")).to_have_text(re.compile("^1–"))
    ulla.has_written(["Den sidste"], 1)
    expect(notes).to_have_count(94, timeout=PUSHED)
    expect(lise.page.locator("[data-newest]")).to_have_text("1 ny")
    expect(first).to_be_in_viewport(ratio=1)
