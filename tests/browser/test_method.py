"""A whole meeting by the method: six members, one at home, one without JavaScript, one by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from .cast import LAPTOP
from .facilitator import Facilitator
from .look import PHONE, PROJECTOR, look_at
from .person import PUSHED
from .phone import Phone
from .test_wall_picture import ASKED, ON, sees_all

pytestmark = pytest.mark.any_database

ALL_DAY = {"starts_at": "0.00", "ends_at": "23.59"}
WORDS = {  # what each of the six has to say
    "ulla": "Vi skriver de samme oplysninger to steder.",
    "karen": "Hjemmefra kan jeg ikke se, hvem der har svaret borgeren.",
    "bo": "Robotten sender alle tvivlssager til os.",
    "ida": "Telefonen ringer, når systemet er nede.",
    "peter": "Kvitteringerne scanner vi nu selv.",
    "anna": "Ingen ved, hvem der holder øje med fællespostkassen.",
}
LATER = ("Vi ved ikke, hvem der har nøglen", "Skærmen er for lille til to vinduer")
PROPOSALS = ("Én indgang til at melde fejl", "Fast hjælp til nye i sagssystemet")


@pytest.fixture
def six(cast, lise):
    """{name: member} in the first question, where each thinks alone."""
    code = lise.starts_a_meeting(length="normal", arrival="batched", **ALL_DAY)
    people = {
        "ulla": cast.phone(),
        "karen": cast.someone(Phone, cast.server.url, LAPTOP),
        "bo": cast.phone(java_script_enabled=False),
        "ida": cast.phone(),
        "peter": cast.phone(),
        "anna": cast.phone(),
    }
    for person in people.values():
        person.takes_a_seat(code)
    return people


def place(person, name):
    expect(person.page.locator("#screen")).to_have_attribute("data-place", name, timeout=PUSHED)


def everybody_is_at(name, six, lise):
    """See each screen there. Without JavaScript it is loaded anew."""
    place(lise, name)
    six["bo"].page.reload()
    for person in six.values():
        place(person, name)


def writes_by_keyboard(ida, text):
    expect(ida.field).to_be_focused()  # who comes from the door, and who unfolds it
    ida.page.keyboard.type(text)
    ida.page.keyboard.press("Tab")
    ida.page.keyboard.press("Enter")
    expect(ida.own.filter(has_text=text)).to_be_visible()


def shown(person):
    """Return the texts of the notes that the person sees of all, in their order."""
    return [text.strip() for text in person.page.locator("[id^=note-].note p").all_text_contents()]


def test_six_members_hold_a_meeting_by_the_method(lise, six):
    ulla, karen, bo, ida = (six[name] for name in ("ulla", "karen", "bo", "ida"))
    everybody_is_at("1-think", six, lise)
    hand = Facilitator(lise.page.context.new_page())
    hand.page.set_viewport_size(PHONE)
    hand.page.goto(lise.wall.replace("/skaerm/", "/led/"))
    for name in ("ulla", "karen", "bo"):
        six[name].writes(WORDS[name])
    writes_by_keyboard(ida, WORDS["ida"])
    for name in ("peter", "anna"):
        six[name].has_written([WORDS[name]], 1)
    expect(lise.page.locator("#count")).to_contain_text("6", timeout=PUSHED)
    bo.page.reload()
    for reader, person in {"lise": lise, **six}.items():
        page = person.page.content()
        assert [name for name, text in WORDS.items() if text in page and name != reader] == [], reader
    look_at(karen.page, "method-think-home", [LAPTOP])
    look_at(lise.page, "method-think-wall", [PROJECTOR])

    lise.page.keyboard.press("PageDown")
    lise.sees_message("I skriver stadig hver for sig. Tryk igen, hvis mødet skal flyttes. Flyt mødet")
    lise.may_move()
    lise.page.keyboard.press("PageDown")
    everybody_is_at("1-pairs", six, lise)
    for person in (ulla, karen, bo):
        person.sees("Læg telefonen.")
    look_at(ulla.page, "method-pairs", [PHONE])
    look_at(lise.page, "method-pairs-wall", [PROJECTOR])
    place(hand, "1-pairs")
    look_at(hand.page, "method-pairs-leader", [PHONE])

    lise.goes_on()
    everybody_is_at("1-together", six, lise)
    lise.may_move()
    lise.page.keyboard.press("v")
    expect(lise.notes(1)).to_have_count(6, timeout=PUSHED)
    expect(karen.page.locator("[id^=note-].note")).to_have_count(6, timeout=PUSHED)
    bo.page.reload()
    order = shown(lise)
    assert sorted(order) == sorted(WORDS.values())
    assert shown(karen)[::-1] == order
    assert shown(bo)[::-1] == order

    ida.page.locator("summary", has_text="Skriv en note").press("Enter")
    writes_by_keyboard(ida, "Det sidste ord")
    ulla.sees("1 ny venter")
    assert "Det sidste ord" not in lise.page.content()
    six["peter"].has_written(LATER, 1)
    ulla.sees("3 nye venter")
    expect(lise.page.locator("#show-notes")).to_have_text("3 nye noter venter · Vis dem")
    sees_all(lise, "3 new notes", "#previous", "#show-notes", ON)
    look_at(ulla.page, "method-together", [PHONE])
    look_at(lise.page, "method-together-wall", [PROJECTOR])
    sees_all(lise, "all together", *ASKED, ON, "#phase-together", sizes=[(800, 450)])
    place(hand, "1-together")
    look_at(hand.page, "method-together-leader", [PHONE])
    lise.moves_to(4, "together")
    everybody_is_at("4-together", six, lise)
    for name, text in zip(("peter", "anna"), PROPOSALS, strict=True):
        six[name].has_written([text], 4)
    lise.moves_to(4, "choose")
    everybody_is_at("4-choose", six, lise)
    place(hand, "4-choose")
    look_at(hand.page, "method-choose-leader", [PHONE])
    bo.page.reload()
    for person, text in ((bo, PROPOSALS[0]), (ida, PROPOSALS[0]), (karen, PROPOSALS[1])):
        row = person.page.locator("#dots .note").filter(has_text=text)
        row.get_by_role("button", name=re.compile("^Giv en prik")).press("Enter")
        expect(row.get_by_role("button", name=re.compile("^Fjern"))).to_be_visible()
    lise.presses("Luk prikkerne")
    lise.presses("Luk prikkerne", within=lise.page.locator("#message"))
    expect(lise.notes(4).first).to_contain_text(f"{PROPOSALS[0]} 2 prikker", timeout=PUSHED)
    expect(hand.notes(4).first).to_contain_text("2 prikker", timeout=PUSHED)
    look_at(hand.page, "method-dots-leader", [PHONE])
    lise.moves_to(5, "together")
    everybody_is_at("5-together", six, lise)
    look_at(ulla.page, "method-agree", [PHONE])
    look_at(lise.page, "method-agree-wall", [PROJECTOR])
    place(hand, "5-together")
    look_at(hand.page, "method-agree-leader", [PHONE])
    lise.agrees(PROPOSALS[0], "Det kan vi selv")
    lise.sees_follow_up(PROPOSALS[0], "selv")
    ulla.sees(PROPOSALS[0])
    lise.goes_on()
    everybody_is_at("wrap-up", six, lise)
    lise.presses("Afslut mødet", within=lise.page.locator("#on"))
    lise.presses("Afslut alligevel")
    lise.sees_heading("Tak for i dag")
    bo.page.reload()
    for person in six.values():
        person.sees_heading("Mødet er afsluttet. Tak, fordi du var med.")
    lise.reads_the_minutes()
    page = lise.page.locator("main").inner_text()
    assert [text for text in (*WORDS.values(), "Det sidste ord", *LATER, *PROPOSALS) if text not in page] == []
    assert not re.search(r"\bprik(ker)?\b", page)
