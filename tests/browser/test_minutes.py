"""After the meeting: editing, approving and correcting the minutes."""

import re

import pytest
from playwright.sync_api import expect

from .look import PHONE, look_at
from .person import PATIENCE

pytestmark = pytest.mark.any_database

SAVED = re.compile(r"^\s*Gemt kl\. \d+\.\d\d\s*$")
KEEP, LEAVE = "Vi skriver det samme to steder.", "Telefonen ringer hele tiden."


@pytest.fixture
def ulla(cast, code):
    phone = cast.phone()
    phone.takes_a_seat(code)
    phone.writes(KEEP)
    phone.writes(LEAVE)
    return phone


@pytest.fixture
def jonas(cast, lise, code, ulla):
    """At the minutes of a meeting that has just ended."""
    lise.sees_note(LEAVE, 1)
    secretary = cast.secretary(permissions=["clipboard-read", "clipboard-write"])
    secretary.comes_in(lise.makes_the_secretarys_link())
    lise.closes()
    secretary.presses("Se referatet")
    secretary.sees_heading("Referat af møde i")
    secretary.is_online()
    return secretary


def clipboard(person):
    return person.page.evaluate("navigator.clipboard.readText()")


def line(jonas, text):
    return jonas.page.locator(".line").filter(has_text=text)


def remark(person):
    return person.page.locator("#remarks textarea")


def state(person):
    return person.page.locator("#standing .status")


@pytest.fixture
def approver(cast, jonas):
    """Whoever opens a secret link that Jonas copied."""

    def comes_in(post):
        if not jonas.page.locator("summary:has-text('Send til godkendelse') + *").is_visible():
            jonas.opens("Send til godkendelse")
        jonas.presses(f"Kopiér link til {post}en")
        jonas.sees(f"Linket er kopieret. Send det til {post}en.")
        reader = cast.phone()
        reader.enters_by(clipboard(jonas))
        reader.sees_heading("Referat af møde i")
        return reader

    return comes_in


def test_secretary_edits_the_minutes_in_place_and_each_text_is_saved(jonas, lise):
    jonas.lists("Peter Aagaard", "Medarbejdersiden", "Næstformand")
    jonas.lists("Samira Nielsen", "Medarbejdersiden", "Ingen")
    jonas.page.get_by_label("Hvad siger vi til kollegerne").fill("Vi skriver på intranettet.")
    expect(jonas.page.locator("#text-communication-status")).to_have_text(SAVED, timeout=PATIENCE)
    jonas.page.get_by_label("Konklusion").first.fill("Der var enighed.")
    expect(jonas.page.locator("#conclusion-1-status")).to_have_text(SAVED, timeout=PATIENCE)

    jonas.presses("Udelad", within=line(jonas, LEAVE))
    expect(line(jonas, LEAVE)).to_contain_text("Udeladt af referatet")
    jonas.opens("Tilføj en bemærkning")
    jonas.page.get_by_label("Hvem vil have det noteret?").select_option("Medarbejdersiden")
    jonas.fills(**{"Hvad skal der stå?": "Vi er uenige i tidsplanen."})
    jonas.presses("Tilføj bemærkning", exact=True)
    jonas.sees("Bemærkningen er tilføjet")
    expect(remark(jonas)).to_have_value("Vi er uenige i tidsplanen.")

    jonas.presses("Kopiér som tekst")
    jonas.sees("Referatet er kopieret.")
    text = clipboard(jonas)
    for words in (
        "Peter Aagaard (næstformand); Samira Nielsen",
        "Vi skriver på intranettet.",
        "Der var enighed.",
        KEEP,
    ):
        assert words in text
    assert "Medarbejdersiden:\nVi er uenige i tidsplanen." in text
    assert LEAVE not in text
    jonas.presses("Tag med i referatet", within=line(jonas, LEAVE))
    expect(line(jonas, LEAVE)).not_to_contain_text("Udeladt")
    jonas.page.reload()
    expect(jonas.listed("Medarbejdersiden")).to_contain_text(["Peter Aagaard (næstformand)", "Samira Nielsen"])
    look_at(jonas.page, "minutes-desk")


def test_remarks_and_agreements_are_saved_and_follow_on_every_secretarys_page(cast, jonas, lise):
    lise.reads_the_minutes()
    cast.expects("net::ERR_INTERNET_DISCONNECTED", "status 409")
    jonas.opens("Tilføj en bemærkning")
    jonas.fills(**{"Hvad skal der stå?": "Vi er uenige."})
    jonas.presses("Tilføj bemærkning", exact=True)
    expect(remark(lise)).to_have_value("Vi er uenige.", timeout=PATIENCE)
    remark(lise).fill("Vi er uenige i tidsplanen.")
    expect(remark(jonas)).to_have_value("Vi er uenige i tidsplanen.", timeout=PATIENCE)
    expect(lise.page.locator("#remarks .status").last).to_have_text(SAVED)
    side = "#remarks select"
    lise.page.locator(side).select_option("Medarbejdersiden")
    expect(jonas.page.locator(side)).to_have_value("medarbejdere", timeout=PATIENCE)

    # Where one is writing nothing is taken away by another, and it can be put back.
    jonas.page.context.set_offline(True)
    remark(jonas).fill("Vi er uenige i hele tidsplanen.")
    lise.presses("Fjern bemærkningen")
    expect(lise.page.locator("#remarks li")).to_have_count(0)
    jonas.page.context.set_offline(False)
    jonas.sees("En anden har fjernet bemærkningen. Din tekst står stadig i feltet.", within=2 * PATIENCE)
    expect(remark(jonas)).to_have_value("Vi er uenige i hele tidsplanen.")
    lise.presses("Fortryd")
    expect(remark(lise)).to_have_value("Vi er uenige i tidsplanen.")
    expect(remark(lise)).to_be_focused()

    jonas.adds("aftale", **{"Hvad er aftalt?": "Systemtime"})
    jonas.presses("Ret", within=jonas.row("selv", "Systemtime"))
    jonas.fills(**{"Hvad er aftalt?": "Systemtime hver torsdag", "Hvem er ansvarlig?": "Samira"})
    expect(lise.page.locator("#lane-selv")).to_contain_text("Systemtime hver torsdag", timeout=PATIENCE)
    jonas.fills(**{"Hvornår er fristen?": "31.2.2027"})
    jonas.presses("Gem og luk")
    jonas.sees("Der er kun 28 dage i februar 2027.")
    jonas.fills(**{"Hvornår er fristen?": "28.2.2027"})
    jonas.page.get_by_label("Hvornår er fristen?").blur()
    expect(jonas.page.locator("#edit-selv .status")).to_have_text(SAVED, timeout=PATIENCE)
    jonas.sees_no("Der er kun 28 dage i februar 2027.")
    look_at(jonas.page, "minutes-editing")
    # Lise edits it too; Jonas is told, and what he wrote is saved when he says so.
    lise.presses("Ret", within=lise.page.locator("#lane-selv tr").filter(has_text="Systemtime"))
    lise.fills(**{"Hvem er ansvarlig?": "Anders"})
    lise.presses("Gem og luk")
    lise.sees("Aftalen er gemt")
    jonas.fills(**{"Hvad er aftalt?": "Systemtime hver fredag"})
    jonas.sees("En anden har rettet det her, mens du skrev.")
    look_at(jonas.page, "minutes-conflict")
    with jonas.page.expect_response("**/referent/aftaler/*/"):
        jonas.presses("Ret", within=jonas.row("selv", "Systemtime"))
    jonas.page.wait_for_timeout(300)  # in which it would be rendered
    jonas.sees("En anden har rettet det her, mens du skrev.")
    expect(jonas.page.get_by_label("Hvad er aftalt?")).to_have_value("Systemtime hver fredag")
    jonas.fills(**{"Hvad er aftalt?": "Systemtime hver torsdag"})
    jonas.presses("Gem min tekst")
    jonas.sees("Aftalen er gemt")
    expect(jonas.row("selv", "Systemtime hver torsdag")).to_contain_text("Samira")


def test_opening_another_agreement_keeps_unsaved_text(jonas):
    for text in ("Systemtime", "Fast makker"):
        jonas.adds("aftale", **{"Hvad er aftalt?": text})
    jonas.presses("Ret", within=jonas.row("selv", "Systemtime"))
    jonas.fills(**{"Hvornår er fristen?": "31.2.2027"})
    jonas.presses("Ret", within=jonas.row("selv", "Fast makker"))
    jonas.sees("Der er kun 28 dage i februar 2027.")
    expect(jonas.page.get_by_label("Hvad er aftalt?")).to_have_value("Systemtime")
    expect(jonas.page.get_by_label("Hvornår er fristen?")).to_have_value("31.2.2027")
    jonas.fills(**{"Hvornår er fristen?": "28.2.2027"})
    jonas.page.get_by_label("Hvornår er fristen?").blur()
    expect(jonas.row("selv", "Systemtime")).to_contain_text("28.2.2027", timeout=PATIENCE)
    jonas.presses("Ret", within=jonas.row("selv", "Fast makker"))
    expect(jonas.page.get_by_label("Hvad er aftalt?")).to_have_value("Fast makker", timeout=PATIENCE)


RENDER = """async html => {
  const { modules } = await import(document.querySelector("script[type=module]").src);
  modules["js/live/render.js"].render(html, false);
}"""
ANOTHER, A_THIRD = (f'<div id="edition" hidden data-is="{each}"></div>' for each in ("another", "a third"))
FINAL = '<div id="edition" class="message is-waiting" data-final>Referatet er endeligt godkendt</div>'


def arrives(person, html):
    person.page.evaluate(RENDER, html)


def test_other_minutes_do_not_take_away_what_is_typed(jonas):
    """As when another theme is chosen, or final minutes begin to be corrected."""
    jonas.opens("Tilføj en bemærkning")
    jonas.fills(**{"Hvad skal der stå?": "Halvt skrevet"})
    arrives(jonas, ANOTHER)
    jonas.sees_message("Referatet er blevet et andet. Gem din tekst, og genindlæs siden.")
    expect(jonas.page.get_by_label("Hvad skal der stå?")).to_have_value("Halvt skrevet")
    # What waits for an answer in the standing is no text of the page, and holds it back no longer.
    jonas.fills(**{"Hvad skal der stå?": ""})
    arrives(jonas, '<div id="standing"><p class="status is-waiting">Kommentaren er ikke besvaret</p></div>')
    jonas.sees("Kommentaren er ikke besvaret")
    with jonas.page.expect_navigation():
        arrives(jonas, A_THIRD)


def test_desk_goes_on_at_the_final_minutes_but_takes_away_nothing_that_is_typed(jonas):
    """As when both sides have approved, or a correction is cancelled in another browser."""
    jonas.presses("Til mødets noter")
    expect(jonas.page).to_have_url(re.compile("/referent/"))  # both pages have what follows
    jonas.is_online()
    jonas.presses("Tilføj aftale", exact=True)
    agreed = jonas.page.get_by_label("Hvad er aftalt?")
    agreed.fill("Halvt skrevet")
    arrives(jonas, FINAL)
    jonas.sees("Referatet er endeligt godkendt")
    expect(agreed).to_have_value("Halvt skrevet")
    jonas.presses("Fortryd")
    expect(agreed).to_have_count(0)
    with jonas.page.expect_navigation():
        arrives(jonas, FINAL)


def test_note_arranged_on_one_page_moves_on_every_secretarys_page(jonas, lise):
    lise.reads_the_minutes()
    jonas.presses("Udelad", within=line(jonas, LEAVE))
    expect(line(lise, LEAVE)).to_contain_text("Udeladt af referatet", timeout=PATIENCE)
    line(lise, KEEP).locator("select").select_option(index=1)
    expect(line(jonas, KEEP).locator("select")).to_have_value("1-0", timeout=PATIENCE)
    lise.presses("Tag med i referatet", within=line(lise, LEAVE))
    expect(line(jonas, LEAVE)).not_to_contain_text("Udeladt", timeout=PATIENCE)


def test_second_of_two_edits_of_one_text_is_shown_the_first(cast, jonas, lise):
    lise.reads_the_minutes()
    for person in (jonas, lise):
        person.sees_heading("Referat af møde i")
    jonas.page.get_by_label("Hvad siger vi til kollegerne").fill("Mette Lund, HR")
    expect(lise.page.get_by_label("Hvad siger vi til kollegerne")).to_have_value("Mette Lund, HR", timeout=PATIENCE)
    lise.page.get_by_label("Hvad siger vi til kollegerne").fill("Mette Lund, HR\nKim Dahl")
    expect(jonas.page.get_by_label("Hvad siger vi til kollegerne")).to_have_value(
        "Mette Lund, HR\nKim Dahl", timeout=PATIENCE
    )


def test_approval_pressed_just_as_the_other_side_s_arrives_is_given(cast, jonas, approver):
    """The page asks whether the server is there before it sends a form; meanwhile the form is rendered again."""
    formand, naestformand = approver("formand"), approver("næstformand")
    for reader in (formand, naestformand):
        reader.is_online()
    held = []
    naestformand.page.route("**/her/", lambda route: held.append(route))
    naestformand.presses("Godkend referatet")
    formand.presses("Godkend referatet")
    naestformand.sees("Udkast – godkendt af formanden")
    expect(naestformand.page.locator("#own")).to_be_visible()
    held[0].continue_()
    naestformand.sees("Referatet er endeligt godkendt")


def test_approval_by_both_sides_shows_on_every_screen(jonas, approver, ulla):
    formand = approver("formand")
    jonas.presses("Åbn en mail til næstformanden, der er klar til at sende")
    jonas.sees("Mailen åbner i dit mailprogram.")
    expect(jonas.page.locator("#standing")).to_contain_text("Mail åbnet kl.")
    naestformand = approver("næstformand")
    jonas.sees("Der er lavet 2 links til næstformandens plads.")
    ulla.sees("Referatet er ikke godkendt endnu.")
    look_at(formand.page, "review-phone", [PHONE])
    formand.opens("Skriv en kommentar til referenten")
    formand.presses("Send kommentar")
    formand.sees("Skriv din kommentar")
    formand.fills(**{"Din kommentar til referenten": "Der mangler et punktum."})
    formand.presses("Send kommentar")
    formand.sees("Din kommentar er sendt til referenten.")
    jonas.sees("Der mangler et punktum.")
    look_at(jonas.page, "minutes-comment")
    jonas.presses("Svar")
    jonas.fills(**{"Dit svar": "Det er sat ind."})
    look_at(jonas.page, "answer-comment")
    jonas.presses("Send svar")
    jonas.sees("Besvaret.")
    formand.sees("Det er sat ind.")  # the page is live
    look_at(formand.page, "review-thread-phone", [PHONE])

    formand.presses("Godkend referatet")
    formand.sees("Du har godkendt referatet")
    expect(state(jonas)).to_have_text("Udkast – godkendt af formanden")
    jonas.page.get_by_label("Hvad siger vi til kollegerne").fill("Vi skriver på intranettet.")
    jonas.sees(re.compile("godkendelsen er trukket tilbage, fordi referatet blev ændret"))
    formand.sees("Referatet er ændret, siden du godkendte det.")
    formand.sees_no("Du har godkendt referatet")
    expect(formand.page.locator(".changes .new")).to_have_text("Vi skriver på intranettet.")
    look_at(formand.page, "review-changes-phone", [PHONE])
    naestformand.sees("Referatet er ændret, mens du havde siden åben.")
    naestformand.presses("Godkend referatet")
    naestformand.sees("Du har godkendt referatet")
    formand.sees("Udkast – godkendt af næstformanden")
    formand.presses("Godkend referatet")
    formand.sees("Referatet er endeligt godkendt")
    look_at(formand.page, "review-final-phone", [PHONE])
    expect(state(jonas)).to_have_text("Endeligt godkendt, version 1")
    ulla.sees("Referatet er godkendt.")
    look_at(ulla.page, "approved-phone", [PHONE])
    ulla.presses("Læs det")
    ulla.sees(KEEP)

    jonas.page.reload()
    jonas.sees(re.compile("Dets indhold er låst som version 1"))
    expect(jonas.page.locator("article textarea")).to_have_count(0)
    look_at(jonas.page, "minutes-final")
    jonas.opens("Ret i det godkendte referat")
    jonas.fills(**{"Hvad er rettet, og hvorfor?": "Stedet var skrevet forkert."})
    jonas.presses("Begynd rettelsen")
    jonas.sees("Stedet var skrevet forkert.")
    expect(state(jonas)).to_have_text("Udkast – ikke godkendt")
    naestformand.sees("Version 1 er godkendt. En rettelse er i gang.")
    naestformand.presses("Godkend referatet")
    naestformand.sees("Du har godkendt referatet")
