"""Pasted text: counted alike on phone and server, recognised when saved, shown with its line breaks."""

import re

import pytest
from playwright.sync_api import expect

from meetings.text import clean

from .person import PATIENCE

pytestmark = pytest.mark.any_database

SAVED = re.compile(r"^Gemt kl\. \d+\.\d\d$")
TYPED = "Skærm\u2028bord"  # as Teams sends it
KEPT = "Skærm\nbord"
TABLE = "Navn\tTid\nUlla\t10\nbla\u030a\uf0b7\u200b"  # from a spreadsheet, from a Mac, from Word
SHOWN = """word => [...document.querySelectorAll("body *")]
  .filter(each => each.checkVisibility() && !each.closest(".hidden, textarea, select, button:not(.open)")
    && [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.includes(word)))
  .map(each => each.innerText)"""


def shown(person, count):
    """What the `count` places say where the text is on the person's screen, with the line breaks one sees."""
    for word in KEPT.split("\n"):
        expect(person.page.get_by_text(word).locator("visible=true").first).to_be_visible(timeout=PATIENCE)
    found = person.page.evaluate(SHOWN, "Skærm")
    assert len(found) == count, found
    return found


def keeps_the_break(person, count=1):
    """The first word ends its line, or is a paragraph of its own."""
    assert [bool(re.search("Skærm$", text, re.MULTILINE)) for text in shown(person, count)] == [True] * count


def test_line_breaks_are_kept_on_every_screen(cast, lise):
    code = lise.starts_a_meeting(at=5)
    ulla, peter = cast.phone(), cast.phone()
    for phone in (ulla, peter):
        phone.takes_a_seat(code)
    jonas = cast.secretary(permissions=["clipboard-read", "clipboard-write"])
    jonas.comes_in(lise.makes_the_secretarys_link())
    ulla.sends(TYPED)
    expect(ulla.own).to_have_count(1)
    keeps_the_break(ulla)  # among her own, which are not repeated among everybody's
    keeps_the_break(peter)
    keeps_the_break(lise)
    keeps_the_break(jonas)

    for lane, field in (("aftale", "Hvad er aftalt?"), ("sag", "Hvad handler sagen om?")):
        jonas.adds(lane, **{field: TYPED})
    jonas.plans_the_next_meeting(TYPED)
    keeps_the_break(jonas, 3)
    keeps_the_break(ulla, 3)
    keeps_the_break(lise, 3)
    lise.goes_on()
    lise.sees("Det er vi nået frem til")
    keeps_the_break(lise, 3)

    lise.presses("Afslut mødet")
    lise.presses("Afslut alligevel")
    lise.sees_heading("Tak for i dag")
    jonas.presses("Se referatet")
    jonas.sees_heading("Referat af møde i")
    jonas.is_online()
    keeps_the_break(jonas, 3)
    jonas.opens("Send til godkendelse")
    readers = []
    for post in ("formand", "næstformand"):
        jonas.presses(f"Kopiér link til {post}en")
        jonas.sees(f"Linket er kopieret. Send det til {post}en.")
        readers.append(cast.phone())
        readers[-1].enters_by(jonas.page.evaluate("navigator.clipboard.readText()"))
        readers[-1].opens("Skriv en kommentar til referenten")
        readers[-1].fills(**{"Din kommentar til referenten": TYPED})
        readers[-1].presses("Send kommentar")
        readers[-1].sees("Din kommentar er sendt til referenten.")
    expect(jonas.page.get_by_text("skriver:")).to_have_count(2, timeout=PATIENCE)
    keeps_the_break(jonas, 5)
    for reader in readers:
        expect(reader.page.get_by_text("skriver:")).to_have_count(2, timeout=PATIENCE)
        keeps_the_break(reader, 6)  # the page is live: both comments, and four places in the minutes
        reader.presses("Godkend referatet")
    jonas.sees("Endeligt godkendt, version 1", within=PATIENCE)
    expect(jonas.page.locator("#correction-text")).to_be_attached()  # the page has opened itself again
    jonas.opens("Ret i det godkendte referat")
    jonas.fills(**{"Hvad er rettet, og hvorfor?": TYPED})
    jonas.presses("Begynd rettelsen")
    jonas.sees("Version 2")
    keeps_the_break(jonas, 6)


def test_autosaved_text_that_the_server_cleaned_is_no_conflict(cast, lise):
    lise.starts_a_meeting()
    jonas = cast.secretary()
    jonas.comes_in(lise.makes_the_secretarys_link())
    jonas.is_online()
    field, status = jonas.page.get_by_label("Konklusion"), jonas.page.locator("#conclusion-1-status")
    field.fill(TABLE)
    expect(status).to_have_text(SAVED, timeout=PATIENCE)
    for more in (" Og mere.", " Og endnu mere."):
        field.press("End")
        field.press_sequentially(more)
        expect(status).to_have_text("Ikke gemt endnu")
        expect(status).to_have_text(SAVED, timeout=PATIENCE)
    expect(jonas.page.locator("#conclusion-1-conflict")).to_be_empty()
    expect(field).to_have_value(f"{TABLE} Og mere. Og endnu mere.")  # nobody's field is changed while they write
    jonas.page.reload()
    expect(field).to_have_value("Navn | Tid\nUlla | 10\nblå• Og mere. Og endnu mere.")
    expect(status).to_have_text("Gemt")


@pytest.mark.parametrize("text", [TABLE.rstrip("\u200b"), "🙂👩🏽\u200d💻", "Et\nto\n", "  A\u030arhus "])
def test_the_phone_counts_as_the_server_does(ulla, text):
    rest = 280 - len(clean(text))
    ulla.field.fill(text)
    expect(ulla.page.locator("[data-count-for='note-text-1']")).to_have_text(f"Du har {rest} tegn tilbage")
    ulla.field.fill("x" * rest + text.strip(" \n"))
    expect(ulla.page.locator("[data-count-for='note-text-1']")).to_have_text("Du har 0 tegn tilbage")
    ulla.presses("Tilføj note")
    expect(ulla.own).to_have_count(1)
    assert ulla.refused.count() == 0
