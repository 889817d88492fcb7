"""Typed text survives every push, and no note is lost."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import member
from .held import Held
from .look import PHONE, look_at
from .person import PUSHED
from .phone import Phone

ELSEWHERE = "Du skriver stadig til spørgsmål 1: »Har vi oplevet uventede eller uønskede …«"


def caret(phone):
    return phone.field.evaluate("field => [document.activeElement === field, field.selectionStart, field.selectionEnd]")


@pytest.mark.any_database
def test_typed_text_focus_and_caret_survive_what_arrives_and_the_note_stays_with_its_question(lise, ulla, peter):
    ulla.types("Vi mangler tid")
    ulla.page.keyboard.press("Home")
    for _ in range(3):
        ulla.page.keyboard.press("ArrowRight")
    for text in ("Første", "Anden", "Tredje"):
        peter.writes(text)
        ulla.sees_note(text, 1)
    assert caret(ulla) == [True, 3, 3]

    lise.goes_on()
    ulla.sees_heading("Hvordan belaster de?")
    ulla.sees(ELSEWHERE)
    assert caret(ulla) == [True, 3, 3]
    ulla.page.keyboard.type("alle ")
    expect(ulla.field).to_have_value("Vi alle mangler tid")

    ulla.presses("Tilføj note")
    ulla.sees("Din note er tilføjet til spørgsmål 1")
    ulla.stands_at(2)
    expect(ulla.field).to_have_value("")
    ulla.sees_no(ELSEWHERE)
    expect(lise.notes(1).filter(has_text="Vi alle mangler tid")).to_have_count(
        1
    )  # beside question 2, where they are recalled
    expect(lise.notes(2)).to_have_count(0)


@pytest.mark.any_database
def test_text_typed_just_after_a_move_belongs_to_the_new_question(lise, ulla):
    """The field comes with its question, however long my own notes to it are on their way."""
    ulla.writes("Min første")
    lise.goes_on(to=2)
    ulla.stands_at(2)
    held = Held(ulla.page, "**/mine/")
    ulla.field.focus()
    lise.goes_back(to=1)
    ulla.sees_heading("Har vi oplevet")
    assert ulla.page.locator("#mine").get_attribute("data-item") == "1"  # in the same moment
    expect(ulla.field).to_be_focused()
    ulla.page.keyboard.type("Skrevet straks")
    expect(ulla.own).to_have_count(0)
    with ulla.page.expect_response("**/mine/"):
        held.let_go()
    expect(ulla.own.locator("p")).to_have_text(["Min første"])
    assert caret(ulla) == [True, 14, 14]
    ulla.presses("Tilføj note")
    expect(ulla.own.locator("p")).to_have_text(["Skrevet straks", "Min første"])
    expect(lise.notes(1).locator("p")).to_have_text(["Min første", "Skrevet straks"])


@pytest.mark.any_database
def test_half_written_note_is_moved_to_the_new_question_in_both_tabs(lise, ulla):
    other = Phone(ulla.page.context.new_page())
    other.page.goto(ulla.page.url)
    ulla.types("Om belastningen")
    expect(other.field).to_have_value("Om belastningen")
    lise.goes_on(to=2)
    for tab in (ulla, other):
        tab.sees(ELSEWHERE)
    look_at(ulla.page, "still-writing-phone", [PHONE])
    ulla.presses("Flyt til spørgsmål 2")
    for tab in (ulla, other):
        tab.stands_at(2)
        expect(tab.field).to_have_value("Om belastningen")
        tab.sees_no(ELSEWHERE)
    assert caret(ulla) == [True, 15, 15]
    ulla.page.reload()
    expect(ulla.field).to_have_value("Om belastningen")
    lise.goes_back(to=1)
    ulla.sees("Du skriver stadig til spørgsmål 2")
    ulla.presses("Tilføj note")
    ulla.stands_at(1)
    for tab in (ulla, other):
        expect(tab.field).to_have_value("")
    expect(lise.page.locator("#notes-2 .note")).to_have_count(0)  # not recalled beside question 1
    lise.goes_on(to=2)
    lise.sees_note("Om belastningen", 2)


@pytest.mark.any_database
def test_a_note_being_edited_survives_a_move_and_a_new_note(lise, ulla):
    ulla.writes("Vi mangler tid")
    ulla.presses_on("Vi mangler tid", "Ret")
    editing = ulla.page.get_by_label("Ret noten")
    editing.fill("Vi mangler tid og ro")
    ulla.field.fill("En til")
    ulla.presses("Tilføj note")
    expect(ulla.own).to_have_count(2)
    expect(editing).to_have_value("Vi mangler tid og ro")
    editing.focus()
    lise.goes_on(to=2)
    ulla.sees_heading("Hvordan belaster de?")
    expect(editing).to_be_focused()
    expect(editing).to_have_value("Vi mangler tid og ro")
    ulla.sees(ELSEWHERE)  # so does the field for a new note
    ulla.sends("Den sidste til spørgsmål 1")
    ulla.sees("Din note er tilføjet til spørgsmål 1")
    lise.sees_note("Den sidste til spørgsmål 1", 1)  # recalled
    expect(editing).to_have_value("Vi mangler tid og ro")
    ulla.presses("Gem", within=ulla.own)
    lise.sees_note("Vi mangler tid og ro", 1)
    ulla.stands_at(2)


@pytest.mark.any_database
def test_author_is_no_longer_told_to_wait_for_the_next_notes_once_they_are_shown(cast, lise):
    code, waits = lise.starts_a_meeting(arrival="batched"), re.compile("de næste noter")
    ulla, peter = member(cast, code), member(cast, code)
    ulla.writes("Den ene")
    ulla.writes("Den anden")
    lise.page.locator("#show-notes").click()
    ulla.sees("Alle noter (2)")
    ulla.edits("Den ene", "Den ene, rettet")
    ulla.presses_on("Den anden", "Slet")
    expect(ulla.page.get_by_text(waits)).to_have_count(2)
    ulla.listens()
    peter.has_written(["Ny 1", "Ny 2", "Ny 3"], 1)
    lise.page.locator("#show-notes").click()
    lise.sees_note("Den ene, rettet", 1)
    expect(ulla.page.get_by_text(waits)).to_have_count(0)
    ulla.sees("Noten er slettet")
    ulla.hears("Noterne til spørgsmål 1 er vist")


@pytest.mark.any_database
def test_a_draft_survives_a_reload_until_the_server_has_the_note(ulla):
    ulla.types("Halvt skrevet")
    ulla.page.reload()
    expect(ulla.field).to_have_value("Halvt skrevet")
    ulla.sees("Du har 267 tegn tilbage")
    ulla.presses("Tilføj note")
    expect(ulla.field).to_have_value("")
    ulla.page.reload()
    expect(ulla.own.filter(has_text="Halvt skrevet")).to_be_visible()
    expect(ulla.field).to_have_value("")


@pytest.mark.any_database
def test_a_note_that_is_too_long_comes_back_with_its_text_and_how_much_too_long_it_is(ulla):
    ulla.field.fill("å" * 281)
    ulla.sees("Du har skrevet 1 tegn for mange")
    ulla.presses("Tilføj note")
    ulla.sees("Noten må højst være på 280 tegn. Du har skrevet 1 tegn for mange")
    expect(ulla.field).to_have_value("å" * 281)
    expect(ulla.notes(1)).to_have_count(0)
    ulla.writes("å" * 280)
    ulla.sends("ø" * 281)
    ulla.sees("Noten må højst være på 280 tegn.")
    expect(ulla.field).to_have_value("ø" * 281)


def test_answer_that_the_stream_has_overtaken_shows_nothing_old(lise, ulla, peter):
    held = hold_back(lise, "**/videre/")
    lise.goes_on(to=2)  # by the stream
    peter.stands_at(2)
    peter.writes("Imens")
    lise.sees_note("Imens", 2)
    held.pop()()
    lise.settles()
    expect(lise.notes(2)).to_have_count(1)

    held = hold_back(ulla, "**/noter/")
    ulla.sends("Skulle ikke have stået her")
    lise.sees_note("Skulle ikke have stået her", 2)
    lise.hides("Skulle ikke have stået her", 2)
    peter.sees_no_note("Skulle ikke", 2)
    held.pop()()
    expect(ulla.own).to_have_count(1)
    ulla.settles()
    ulla.sees_no_note("Skulle ikke", 2)


def hold_back(person, path):
    """The next answer from `path` is held, though the server has done what was asked: a call brings it on."""
    held = []

    def hold(route):
        answer = route.fetch()
        held.append(lambda: arrive(route, answer))

    def arrive(route, answer):
        with person.page.expect_response(path) as arrived:
            route.fulfill(response=answer)
        arrived.value.finished()

    person.page.route(path, hold, times=1)
    return held


@pytest.mark.any_database
def test_secretarys_typing_survives_pushes(lise, ulla, cast):
    jonas = cast.secretary()
    jonas.comes_in(lise.makes_the_secretarys_link())
    jonas.presses("Tilføj aftale", exact=True)
    jonas.fills(**{"Hvad er aftalt?": "Halvt skrevet aftale"})
    ulla.writes("En note imens")
    jonas.sees_note("En note imens", 1)
    lise.goes_on(to=2)
    jonas.sees_the_room_at(2)
    expect(jonas.page.locator("#conclusion-1-status")).to_have_text("")  # it came again, and nothing was saved
    expect(jonas.page.get_by_label("Hvad er aftalt?")).to_have_value("Halvt skrevet aftale")
    expect(jonas.page.get_by_label("Hvad er aftalt?")).to_be_focused(timeout=PUSHED)


def test_author_of_a_hidden_note_is_told_and_what_they_correct_is_shown_again(lise, ulla, peter):
    ulla.writes("Mads gør det forkert")
    peter.writes("Noget andet")
    asked = []
    for phone in (ulla, peter):
        phone.page.on("request", lambda request, phone=phone: "/noter/" in request.url and asked.append(phone))
    lise.sees_note("Mads gør det forkert", 1)
    news = re.compile(r"/noter/\d+/$")
    held = Held(ulla.page, news)
    with ulla.page.expect_request(news):
        lise.hides("Mads gør det forkert", 1)
    ulla.presses_on("Mads", "Ret")
    expect(ulla.page.get_by_label("Ret noten")).to_be_visible()
    with ulla.page.expect_response(news):
        held.let_go()
    ulla.settles()
    expect(ulla.page.get_by_label("Ret noten")).to_be_visible()  # what is being edited is not replaced
    ulla.presses("Fortryd", within=ulla.own)
    told = "Mødelederen har skjult din note: Den nævner en person."
    ulla.sees(f"{told} Ret den, så kan mødelederen vise den igen.")
    ulla.edits("Mads", into="Nogen gør det forkert")
    ulla.sees(f"{told} Du har rettet den, så mødelederen kan vise den igen.")
    lise.sees_note("1 note er skjult og siden rettet · Vis den", 1)
    lise.presses("Vis", within=lise.notes(1))
    peter.sees_note("Nogen gør det forkert", 1)
    ulla.sees_no("Mødelederen har skjult")
    assert peter not in asked


@pytest.mark.any_database
def test_code_that_expires_while_it_stands_on_the_wall_goes_by_itself(lise):
    lise.page.clock.install()
    code = lise.starts_a_meeting()
    place = lise.page.locator(".poster .join")
    lise.page.clock.fast_forward("11:59:00")
    expect(place).to_contain_text(code.replace(" ", "\N{NO-BREAK SPACE}"))
    lise.page.clock.fast_forward("00:02:00")
    expect(place).to_have_text("Koden gælder ikke længere")
    lise.opens("Mere")
    lise.presses("Åbn døren")
    expect(place).to_contain_text(code.replace(" ", "\N{NO-BREAK SPACE}"))
