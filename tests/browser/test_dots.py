"""Dots on a phone: given, kept over a lost line and a reload, in nobody's sight until they are closed."""

import re

import pytest
from playwright.sync_api import expect

from .look import PHONE, PROJECTOR, look_at
from .person import PUSHED

pytestmark = pytest.mark.any_database

TEXTS = (
    "Fast hjælp til nye i sagssystemet, så det ikke altid er sidemanden",
    "Én indgang til at melde fejl",
    "Slut med at skrive de samme oplysninger to steder",
    "Luk chatten ti minutter hver time",
)
WAITS = "Ingen forbindelse. Dit valg er gemt på telefonen og bliver sendt, når forbindelsen er tilbage."
CLOSED = "Prikkerne er lukket"
GIVE, BACK = re.compile("^Giv en prik"), re.compile("^Fjern")


def row(phone, text):
    return phone.page.locator("#dots .note").filter(has_text=text)


def left(phone, words):
    expect(phone.page.locator("#own-dots-4")).to_have_text(words)


def test_dots_are_given_kept_sent_again_and_shown_when_they_are_closed(cast, lise):
    cast.expects("net::ERR_FAILED")
    ulla, code = cast.phone(), lise.starts_a_meeting(length="normal", arrival="at-once")
    ulla.takes_a_seat(code)
    lise.moves_to(4, "choose")
    ulla.has_written(TEXTS, 4)
    expect(ulla.page.locator("#dots .note")).to_have_count(len(TEXTS), timeout=PUSHED)
    row(ulla, TEXTS[0]).get_by_role("button", name=GIVE).click()
    left(ulla, "Du har 2 prikker tilbage.")
    ulla.has_the_script_of_dots()  # a press before it is there counts as well
    expect(row(ulla, TEXTS[0]).get_by_role("button", name=BACK)).to_be_visible()
    ulla.listens()
    ulla.page.route("**/prikker/*/", lambda route: route.abort())
    row(ulla, TEXTS[1]).get_by_role("button", name=GIVE).click()
    ulla.sees(WAITS)
    ulla.hears(WAITS)
    ulla.page.reload()
    expect(row(ulla, TEXTS[1]).get_by_role("button", name=BACK)).to_be_visible()
    left(ulla, "Du har 2 prikker tilbage.")
    ulla.page.unroute("**/prikker/*/")
    left(ulla, "Du har 1 prik tilbage.")
    look_at(ulla.page, "dots-phone", [PHONE])
    look_at(lise.page, "dots-wall", [PROJECTOR])
    lise.hides_by_request(row(ulla, TEXTS[0]).get_attribute("id").removeprefix("note-"))
    left(
        ulla,
        "Et forslag med din prik er ikke på listen mere, så du har fået prikken tilbage. Du har 2 prikker tilbage.",
    )
    ulla.page.route("**/stroem/**", lambda route: route.abort())
    ulla.page.reload()
    ulla.has_the_script_of_dots()
    lise.presses("Luk prikkerne")
    expect(lise.page.locator("#message")).to_contain_text("ingen kan ændre sine")
    lise.presses("Luk prikkerne", within=lise.page.locator("#message"))
    expect(lise.notes(4).first).to_contain_text(f"{TEXTS[1]} 1 prik")
    row(ulla, TEXTS[2]).get_by_role("button", name=GIVE).click()
    expect(ulla.page.locator("#dots-message")).to_contain_text(CLOSED)
    ulla.page.unroute("**/stroem/**")
    expect(ulla.notes(4).first).to_contain_text("1 prik", timeout=PUSHED)
    expect(ulla.page.locator("#dots")).to_be_hidden()
    expect(ulla.page.locator("#message")).to_contain_text(CLOSED)  # as the list went, with the answer in it
    look_at(ulla.page, "dots-closed-phone", [PHONE])
    look_at(lise.page, "dots-closed-wall", [PROJECTOR])
