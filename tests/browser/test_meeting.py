"""A whole meeting in four browsers, from "Opret møde" to the minutes as PDF and back again."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from . import scenes
from .facilitator import TODAY
from .scenes import NOTES, QUESTIONS

ATTENDEES = [
    ("Lise Holm", "Ledelsessiden", "Formand"),
    ("Anders Bruun", "Ledelsessiden", "Ingen"),
    ("Peter Aagaard", "Medarbejdersiden", "Næstformand"),
]
FACTS = {
    "Organisation (valgfrit)": "Strandby Kommune", "Sted (valgfrit)": "Rådhuset, lokale 2.14",
    "Mødeleder (valgfrit)": "Lise Holm", "Referent (valgfrit)": "Jonas Kvist", "Sagsnummer (valgfrit)": "26/012345",
}  # fmt: skip


@pytest.fixture
def lise(cast):
    return cast.facilitator(logged_in=False, permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture
def peter(cast):
    return cast.phone()


@pytest.fixture
def ulla(cast):
    return cast.phone()


@pytest.fixture
def jonas(cast):
    return cast.secretary()


def test_a_whole_meeting_from_opret_moede_to_the_minutes_as_pdf(lise, peter, ulla, jonas, tmp_path):
    lise.logs_in()
    lise.makes_a_meeting("Lokal-MED, Borgerservice", ATTENDEES, **FACTS)
    scenes.everybody_comes_in(lise, peter, ulla, jonas)
    for number, question in QUESTIONS.items():
        lise.goes_on()
        scenes.the_room_is_at(number, question, lise, peter, ulla, jonas)
        scenes.both_write_and_everybody_sees_it(number, lise, peter, ulla, jonas)
        if number == 1:
            scenes.the_first_question_has_its_troubles(lise, peter, ulla, jonas)
        if number == 5:
            scenes.what_is_agreed_is_written_down(lise, peter, jonas)
        jonas.concludes(f"Opsamling nummer {number}: vi er enige.")
    scenes.the_room_wraps_up(lise, peter, ulla, jonas)
    scenes.lise_closes(lise, peter, ulla)
    the_minutes_hold_it_all(lise, jonas, tmp_path)
    scenes.lise_opens_it_again(lise, peter)


def the_minutes_hold_it_all(lise, jonas, tmp_path):
    lise.reads_the_minutes()
    jonas.presses("Se referatet")
    for reader in (lise, jonas):
        reader.sees_heading("Lokal-MED, Borgerservice")
        reader.opens("Flere formater")
        reader.presses("Udskriv fra browseren")
        expect(reader.page).to_have_url(re.compile("/udskrift/$"))
        assert_everything_in(squeezed(reader.page.locator("main").inner_text()))
        reader.presses("Tilbage")
        expect(reader.page).to_have_url(re.compile("/referat/$"))
        with reader.page.expect_download() as fetched:
            reader.presses("Hent referat som PDF")
        name = f"{TODAY:%Y-%m-%d} Referat Lokal-MED Borgerservice Teknologien flytter opgaver.pdf"
        assert fetched.value.suggested_filename == name
        fetched.value.save_as(tmp_path / name)
        read = subprocess.run(["pdftotext", tmp_path / name, "-"], capture_output=True, check=True, text=True)
        assert_everything_in(squeezed(read.stdout))
        assert "Side 1 af" in read.stdout


def assert_everything_in(text):
    conclusions = [f"Opsamling nummer {number}: vi er enige." for number in QUESTIONS]
    written = [note for notes in NOTES.values() for note in notes] + [NOTES[1][0] + " (rettet)"]
    agreed = [
        "Fast hjælp til alle nye",
        "Anders Bruun",
        "Samira Nielsen",
        "Dobbelt indtastning",
        "Formanden",
        "beslutning",
    ]
    others = [
        "Mette har ingen telefon med.",
        "Mandag den 25. januar 2027",
        "Ulla Skovgaard",
        "26/012345",
        *QUESTIONS.values(),
    ]
    for words in conclusions + written + agreed + others:
        assert squeezed(words) in text
    assert squeezed("Det her skulle ikke have stået her.") not in text


def squeezed(text):
    """Without what a line's end changes: spaces, and hyphens that may or may not be part of the word."""
    return re.sub(r"[\s\u00ad-]+", "", text.replace("😀", "").replace("\ufffd", ""))
