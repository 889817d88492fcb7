"""The same meeting without JavaScript: every act is a form, every response a page."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.any_database


@pytest.fixture
def lise(cast):
    return cast.facilitator(java_script_enabled=False)


@pytest.fixture
def code(lise):
    """Of a meeting at its first question."""
    return lise.starts_a_meeting()


@pytest.fixture
def ulla(cast, code):
    phone = cast.phone(java_script_enabled=False)
    phone.joins(code, name="Ulla Skovgaard")
    return phone


def jonas_comes_in(cast, lise):
    lise.opens("Mere")
    lise.presses("Hvem har plads?")
    lise.presses("Lav et nyt link til referenten")
    expect(lise.page.locator(".secret")).to_be_hidden()
    lise.opens("Vis linket")
    jonas = cast.secretary(java_script_enabled=False)
    jonas.enters_by(lise.page.locator(".secret").inner_text())
    lise.presses("Tilbage til mødet")
    return jonas


def test_a_member_writes_edits_deletes_and_gets_back(lise, ulla):
    ulla.writes("Vi skriver det samme to steder.")
    ulla.sees_note("Vi skriver det samme to steder.", 1)
    ulla.presses_on("Vi skriver", "Ret")
    ulla.page.get_by_label("Ret noten").fill("Vi skriver det samme tre steder.")
    ulla.presses("Gem")
    expect(ulla.own).to_contain_text("Vi skriver det samme tre steder.")
    ulla.presses_on("Vi skriver", "Slet")
    ulla.sees("Noten er slettet")
    lise.page.reload()
    expect(lise.notes(1)).to_have_count(0)
    ulla.presses("Fortryd")
    expect(ulla.own).to_contain_text("Vi skriver det samme tre steder.")
    lise.page.reload()
    lise.sees_note("Vi skriver det samme tre steder.", 1)


def test_errors_come_with_the_text_still_in_the_field(cast, code, ulla):
    ulla.field.fill("å" * 281)
    ulla.presses("Tilføj note")
    ulla.sees("Noten må højst være på 280 tegn. Du har skrevet 1 tegn for mange")
    expect(ulla.field).to_have_value("å" * 281)
    ulla.field.fill("")
    ulla.presses("Tilføj note")
    ulla.sees("Skriv en note, før du tilføjer den")

    stranger = cast.phone(java_script_enabled=False)
    stranger.page.goto("/")
    stranger.fills(Mødekode="000 000")
    stranger.presses("Deltag")
    stranger.sees("Vi kan ikke finde et møde med den kode. Tjek koden på skærmen, og prøv igen.")
    expect(stranger.page.get_by_label("Mødekode")).to_have_value("000 000")
    stranger.fills(Mødekode=code)
    stranger.presses("Deltag")
    stranger.presses("Deltag")
    stranger.stands_at(1)


def test_the_facilitator_moves_on_and_a_note_from_before_stays_with_its_question(lise, ulla):
    ulla.field.fill("Skrevet, før vi gik videre")
    lise.goes_on(to=2)
    lise.goes_on(to=3)
    lise.goes_back(to=2)
    ulla.presses("Tilføj note")
    ulla.stands_at(2)
    lise.page.reload()
    lise.sees_note("Skrevet, før vi gik videre", 1)
    expect(lise.notes(2)).to_have_count(0)
    ulla.presses("Hent nye noter")
    ulla.stands_at(2)


def test_the_facilitator_writes_hides_and_shows(lise, ulla):
    lise.opens("Mere")
    lise.fills(**{"Skriv en note for en anden": "Mette har ingen telefon"})
    lise.presses("Tilføj note")
    lise.sees_note("Mette har ingen telefon", 1)
    lise.hides("Mette har ingen telefon", 1)
    lise.sees_note("1 note er skjult · Vis den", 1)
    ulla.page.reload()
    expect(ulla.notes(1)).to_have_count(0)
    lise.presses("Vis", within=lise.notes(1))
    ulla.page.reload()
    ulla.sees_note("Mette har ingen telefon", 1)


def test_the_secretary_concludes_and_writes_what_is_agreed(cast, lise, ulla):
    jonas = jonas_comes_in(cast, lise)
    jonas.page.get_by_label("Konklusion").fill("Vi er enige om det meste.")
    jonas.presses("Gem", within=jonas.page.locator("form").filter(has=jonas.page.get_by_label("Konklusion")))
    expect(jonas.page.get_by_label("Konklusion")).to_have_value("Vi er enige om det meste.")
    jonas.sees("Gemt")

    jonas.presses("Tilføj aftale")
    jonas.fills(**{"Hvem er ansvarlig?": "Anders Bruun", "Hvornår er fristen?": "31.2.2027"})
    jonas.presses("Tilføj aftale")
    jonas.sees("Skriv, hvad I har aftalt")
    jonas.sees("Der er kun 28 dage i februar 2027. Skriv fx 28.2.2027")
    expect(jonas.page.get_by_label("Hvem er ansvarlig?")).to_have_value("Anders Bruun")
    expect(jonas.page.get_by_label("Hvornår er fristen?")).to_have_value("31.2.2027")
    jonas.fills(**{"Hvad er aftalt?": "Fast hjælp til nye", "Hvornår er fristen?": "28.2.2027"})
    jonas.presses("Tilføj aftale")
    jonas.sees_follow_up("Fast hjælp til nye", "selv")

    jonas.presses("Ret", within=jonas.row("selv", "Fast hjælp til nye"))
    jonas.fills(**{"Hvad er aftalt?": "Fast hjælp til alle"})
    jonas.presses("Gem og luk")
    jonas.sees_follow_up("Fast hjælp til alle", "selv")
    jonas.presses("Ret", within=jonas.row("selv", "Fast hjælp til alle"))
    jonas.presses("Fjern aftalen")
    expect(jonas.row("selv", "Fast hjælp")).to_have_count(0)

    jonas.page.get_by_label("Hvornår og hvor?").fill("25. januar kl. 9")
    jonas.presses("Gem", within=jonas.page.locator("form").filter(has_text="Hvornår og hvor?"))
    expect(jonas.page.get_by_label("Hvornår og hvor?")).to_have_value("25. januar kl. 9")


def test_the_meeting_is_closed_and_read(lise, ulla):
    ulla.writes("Står i referatet")
    for _ in range(5):
        lise.goes_on()
    lise.sees_heading("Det er vi nået frem til")
    lise.presses("Afslut mødet", within=lise.page.locator("#on"))
    lise.sees("5 spørgsmål har ingen konklusion")
    lise.presses("Afslut alligevel")
    lise.sees_heading("Tak for i dag")
    lise.opens("Mere")
    lise.presses("Se referatet")
    lise.sees("Står i referatet")
    ulla.page.reload()
    ulla.sees_heading("Mødet er afsluttet. Tak, fordi du var med.")


def test_meeting_is_led_from_the_leaders_page(lise, ulla):
    ulla.writes("Nævner en person")
    lise.page.goto(lise.wall.replace("/skaerm/", "/led/"))
    lise.presses("Led herfra")
    lise.presses("Vis stort")
    expect(lise.page.locator("#big")).to_have_text("Nævner en person")
    lise.page.locator("#talk summary").click()
    lise.presses("Den nævner en person", within=lise.page.locator("#talk"))
    expect(lise.page.locator(".note.is-hidden")).to_contain_text("Nævner en person")
    lise.opens("Skriv en note for en anden")
    lise.fills(**{"Skriv en note for en anden": "Sagt højt"})
    lise.presses("Tilføj note")
    lise.sees_note("Sagt højt", 1)
    lise.goes_on(to=2)
    lise.page.goto(lise.wall)
    lise.stands_at(2)
    expect(lise.page.locator("#more, #next").locator("visible=true")).to_have_count(0)
    lise.presses("Led fra skærmen")
    expect(lise.page.locator("#next")).to_be_visible()
