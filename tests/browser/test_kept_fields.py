"""What somebody typed and did not send is offered again in its place, to that seat and to no other."""

import re

import pytest
from playwright.sync_api import expect

from .kept import FIELDS, GOES_BACK, OFFERED, without_numbers
from .look import PHONE, look_at

pytestmark = pytest.mark.any_database

TYPED = "Tre linjer, som det tog tid at skrive"
OFFER = "Du var i gang med at skrive noget her"
EARLIER = "Der ligger noget fra en tidligere plads på denne telefon."


def offered(person, selector):
    return person.page.locator(f"{selector} + [data-offer]")


def types(person, selector):
    person.page.locator(selector).click()
    person.page.locator(selector).press_sequentially(TYPED)


@pytest.fixture
def jonas(cast, lise, code):
    jonas = cast.secretary(permissions=["clipboard-read", "clipboard-write"])
    jonas.comes_in(lise.makes_the_secretarys_link())
    return jonas


def test_half_written_agreement_is_offered_again_until_it_is_sent(jonas):
    page, field = jonas.page, "#form-selv textarea"
    jonas.presses("Tilføj aftale", exact=True)
    types(jonas, field)
    jonas.presses("Fortryd")
    jonas.presses("Tilføj aftale", exact=True)
    expect(offered(jonas, field)).to_contain_text(OFFER)
    page.reload()
    expect(page.locator("#add-selv + [data-begun]")).to_have_text(f"{OFFER}.")
    jonas.presses("Tilføj aftale", exact=True)
    expect(page.locator(field)).to_have_value("")
    expect(offered(jonas, field)).to_have_text(f"{OFFER}:{TYPED}Brug detSlet det")
    offered(jonas, field).get_by_text("Brug det").click()
    expect(page.locator(field)).to_have_value(TYPED)
    jonas.presses("Tilføj aftale", exact=True)
    jonas.sees_follow_up(TYPED, "selv")
    page.reload()
    jonas.presses("Tilføj aftale", exact=True)
    expect(page.locator(field)).to_have_value("")
    expect(offered(jonas, field)).to_have_count(0)


def test_half_written_remark_is_shown_and_goes_when_it_is_deleted(jonas):
    page, field = jonas.page, "#new-remark-text"
    jonas.presses("Se referatet")
    jonas.opens("Tilføj en bemærkning")
    types(jonas, field)
    page.reload()
    page.locator(field).press_sequentially("Nyt")  # what was typed before stays
    page.reload()
    offered(jonas, field).get_by_text("Brug det").click()
    expect(page.locator(field)).to_have_value(f"{TYPED}\nNyt")
    page.reload()
    offered(jonas, field).get_by_text("Slet det").click()
    page.reload()
    jonas.is_online()
    expect(offered(jonas, field)).to_have_count(0)


def test_comment_is_offered_until_the_page_after_it_says_that_it_is_sent(cast, jonas):
    jonas.presses("Se referatet")
    jonas.opens("Send til godkendelse")
    jonas.presses("Kopiér link til formanden")
    jonas.sees("Linket er kopieret. Send det til formanden.")
    chair, field = cast.phone(), "#id_text"
    chair.enters_by(jonas.page.evaluate("navigator.clipboard.readText()"))
    chair.opens("Skriv en kommentar til referenten")
    types(chair, field)
    chair.page.reload()
    offered(chair, field).get_by_text("Brug det").click()
    chair.presses("Send kommentar")
    chair.sees("Din kommentar er sendt til referenten.")
    chair.opens("Skriv en kommentar til referenten")
    expect(chair.page.locator(field)).to_have_value("")
    expect(offered(chair, field)).to_have_count(0)


def test_long_words_are_shortened_and_a_choice_is_offered_by_its_words(jonas):
    page, words, choice = jonas.page, "#form-opad textarea", "#opad-new-request"
    jonas.presses("Tilføj sag", exact=True)
    long = f"{TYPED}. " * 6 + "Slut."
    page.locator(words).fill(long)
    page.locator(choice).select_option("beslutning")
    page.reload()
    jonas.presses("Tilføj sag", exact=True)
    expect(page.locator(choice)).to_have_value("")
    expect(offered(jonas, words)).not_to_contain_text("Slut.")
    offered(jonas, words).get_by_text("Vis det hele").click()
    expect(offered(jonas, words)).to_contain_text("Slut.")
    offered(jonas, words).get_by_text("Brug det").click()
    expect(page.locator(words)).to_have_value(long)
    expect(offered(jonas, choice)).to_contain_text("Du havde valgt noget her:beslutning")
    offered(jonas, choice).get_by_text("Brug det").click()
    expect(page.locator(choice)).to_have_value("beslutning")
    page.locator(choice).select_option("")
    page.reload()
    jonas.presses("Tilføj sag", exact=True)
    expect(offered(jonas, words)).to_have_count(1)
    expect(offered(jonas, choice)).to_have_count(0)


def test_owner_of_an_agreement_saves_itself_while_it_is_typed(jonas):
    jonas.adds("aftale", **{"Hvad er aftalt?": "Systemtime"})
    jonas.presses("Ret", within=jonas.row("selv", "Systemtime"))
    jonas.page.get_by_label("Hvem er ansvarlig?").press_sequentially("Samira")
    expect(jonas.row("selv", "Systemtime")).to_contain_text("Samira")


def test_choice_that_was_not_saved_goes_back(cast, jonas):
    cast.expects("net::ERR_FAILED", "htmx:")
    page = jonas.page
    jonas.presses("Se referatet")
    jonas.opens("Tilføj en bemærkning")
    jonas.fills(**{"Hvad skal der stå?": "Vi er uenige"})
    jonas.presses("Tilføj bemærkning")
    side = page.locator("#remarks select")
    before = side.input_value()
    page.route("**/bemaerkninger/**", lambda route: route.abort())
    side.select_option(index=1)
    jonas.sees_message("Valget blev ikke gemt. Vælg igen om lidt.")
    expect(side).to_have_value(before)


def test_leaving_asks_first_and_leaves_nothing_for_the_next_person(cast, lise, ulla):
    page = ulla.page
    cast.expects("net::ERR_")
    ulla.types(TYPED)
    ulla.presses("Forlad mødet")
    ulla.sees("1 note på telefonen er ikke sendt endnu og bliver slettet, hvis du forlader mødet.")
    look_at(page, "leave-phone", [PHONE])
    ulla.presses("Bliv i mødet")
    expect(ulla.field).to_have_value(TYPED)
    ulla.presses("Forlad mødet")
    ulla.sees_heading("Vil du forlade mødet?")
    ulla.presses("Forlad mødet")
    ulla.sees("Du har forladt mødet.")
    ulla.presses("Deltag igen")
    ulla.sees_heading("Du er næsten med")
    ulla.presses("Deltag", exact=True)
    expect(ulla.field).to_be_focused()
    expect(page).to_have_url(re.compile(r"/m/\w+/$"))
    expect(ulla.field).to_have_value("")
    expect(page.locator("#earlier")).to_be_hidden()
    ulla.writes("Min note")
    ulla.presses_on("Min note", "Ret")
    page.get_by_label("Ret noten").fill("Min note, som jeg var ved at rette")
    ulla.types(TYPED)
    page.context.clear_cookies()  # the seat is gone without a word
    page.goto(page.url + "ind/")
    ulla.presses("Deltag", exact=True)
    expect(ulla.field).to_have_value("")
    ulla.sees(EARLIER)
    ulla.presses("Vis det")
    expect(page.locator("#earlier li")).to_have_text([TYPED, "Min note, som jeg var ved at rette"])
    ulla.presses("Slet det")
    page.reload()
    ulla.is_online()
    expect(page.locator("#earlier")).to_be_hidden()
    expect(lise.notes(1).locator("> p:first-child")).to_have_text(["Min note"])


KEPT = "Object.keys(localStorage).filter(name => name.startsWith('seat ')).length"
AGE = """() => { for (const name of Object.keys(localStorage)) {
  localStorage[name] = JSON.stringify({ ...JSON.parse(localStorage[name]), until: Date.now() }); } }"""


def test_what_is_older_than_the_meeting_goes_on_any_page_of_ours(ulla):
    ulla.types(TYPED)
    ulla.page.goto("/privatliv/")
    assert ulla.page.evaluate(KEPT) == 1
    ulla.page.evaluate(AGE)
    ulla.page.reload()
    ulla.sees_heading("Privatliv")
    assert ulla.page.evaluate(KEPT) == 0


def test_note_begun_for_somebody_is_not_kept_when_the_meeting_is_over(lise, ulla):
    lise.opens("Mere")
    lise.page.get_by_label("Skriv en note for en anden").press_sequentially(TYPED)
    lise.page.reload()
    lise.opens("Mere")
    expect(offered(lise, "#note-for-text")).to_contain_text(OFFER)
    lise.opens("Mere")
    lise.closes()
    assert lise.page.evaluate(KEPT) == 0


# --- Every field: tests/test_kept_fields.py finds those that are not in the table -------------------------------------

OPEN_ALL = "() => { for (const each of document.querySelectorAll('details')) each.open = true; }"
IDS = """() => [...document.querySelectorAll(
  "textarea:not([readonly]), select, input[type=text], input[type=checkbox]")].map(each => each.id)"""


def keeps(person, names, path, *opens):
    """Type in each field of the page and send nothing: after a reload all of it is there again, or offered.

    `names`: of the URLs whose fields are on it. `opens`: ids of what opens a form in the page.
    """
    page, table = person.page, {field: how for name in names.split() for field, how in FIELDS[name].items()}
    page.on("dialog", lambda dialog: dialog.accept())  # some of it is not saved
    page.route("**", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    page.goto(path)
    open_all(page, opens)
    fields = [each for each in page.evaluate(IDS) if table[without_numbers(each)] != GOES_BACK]
    assert fields
    typed = {each: fill(page.locator(f"[id='{each}']"), f"Begyndt {each}") for each in fields}
    page.reload()
    open_all(page, opens)
    for each, words in typed.items():
        if words is None:  # nothing else to choose
            continue
        field = page.locator(f"[id='{each}']")
        if table[without_numbers(each)] == OFFERED:
            place = field.locator("xpath=ancestor-or-self::*[self::label or not(parent::label)][1]")
            expect(place.locator("xpath=following-sibling::*[1][@data-offer]")).to_contain_text(words)
        else:
            expect(field).to_have_value(words)
    page.unroute("**")


def open_all(page, opens):
    for each in opens:
        page.locator(f"[id='{each}']").click()
        expect(page.locator(f"[id='{each}']")).to_have_count(0)
    page.evaluate(OPEN_ALL)


def fill(field, words):
    if field.evaluate("each => each.type") == "checkbox":
        field.check()
        return field.evaluate("each => each.labels[0].textContent.trim()")
    if field.evaluate("each => each.localName") != "select":
        field.fill(words)
        return words
    other = field.evaluate("each => [...each.options].findIndex(option => option.value && !option.selected)")
    if other == -1:
        return None
    field.select_option(index=other)
    return field.evaluate("each => each.selectedOptions[0].label")


def test_every_field_of_the_facilitator_and_the_secretary_keeps_its_words(cast, lise, jonas):
    cast.expects("net::ERR_FAILED", "htmx:")
    room, desk = lise.page.url.removesuffix("skaerm/"), jonas.page.url
    jonas.adds("aftale", **{"Hvad er aftalt?": "Systemtime"})
    jonas.adds("sag", **{"Hvad handler sagen om?": "Dobbelt indtastning"})
    agreement, matter = (jonas.row(lane, "").locator("a").get_attribute("href") for lane in ("selv", "opad"))
    keeps(lise, "new-meeting", "/moeder/opret/")
    keeps(lise, "edit-meeting", f"{room}ret/")
    keeps(lise, "wall", f"{room}skaerm/")
    keeps(lise, "leader", f"{room}led/")
    keeps(jonas, "follow-up", agreement)
    keeps(jonas, "follow-up", matter)
    keeps(jonas, "minutes", f"{room}referat/")
    keeps(jonas, "desk-item new-follow-up new-attendee", desk, "add-selv", "add-opad", "add-attendee")


def test_every_field_of_a_member_keeps_its_words(cast, ulla):
    cast.expects("net::ERR_FAILED", "htmx:")
    ulla.writes("En note")
    edit = ulla.own.locator("[id$=-edit]").get_attribute("id")
    keeps(ulla, "room note", ulla.page.url, edit)


def test_words_of_an_approver_and_of_a_correction_are_kept(cast, lise, jonas):
    cast.expects("net::ERR_FAILED", "htmx:")
    jonas.presses("Se referatet")
    jonas.opens("Send til godkendelse")
    approvers = []
    for post in ("formanden", "næstformanden"):
        jonas.presses(f"Kopiér link til {post}")
        jonas.sees(f"Linket er kopieret. Send det til {post}.")
        approvers.append(cast.phone())
        approvers[-1].enters_by(jonas.page.evaluate("navigator.clipboard.readText()"))
    lise.closes()
    keeps(approvers[0], "review", approvers[0].page.url)
    assert approvers[0].page.evaluate(KEPT) > 0
    for approver in approvers:
        approver.page.reload()
        approver.presses("Godkend referatet")
    approvers[1].sees("Referatet er endeligt godkendt")
    expect(jonas.page.locator("#correction-text")).to_be_attached()  # the page has opened itself again
    keeps(jonas, "minutes", jonas.page.url)
    approvers[0].page.reload()
    approvers[0].sees("Referatet er endeligt godkendt")
    assert approvers[0].page.evaluate(KEPT) == 0  # there is nobody to send it to
