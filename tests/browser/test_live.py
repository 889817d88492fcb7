"""The room as it lives: what one types survives what arrives, everybody follows, and nothing is moved or said twice."""

import pytest
from playwright.sync_api import expect

from .person import SECOND

ELSEWHERE = "I er gået videre. Noten bliver gemt under spørgsmål 1."
LISTEN = """() => { window.said = [];
  new MutationObserver(() => window.said.push(document.getElementById("say").textContent))
    .observe(document.getElementById("say"), {childList: true, characterData: true, subtree: true}); }"""
NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def lise(cast):
    return cast.facilitator()


@pytest.fixture
def code(lise):
    """Of a meeting at its first question."""
    return lise.starts_a_meeting()


@pytest.fixture
def ulla(cast, code):
    phone = cast.phone()
    phone.joins(code)
    return phone


@pytest.fixture
def peter(cast, code):
    phone = cast.phone()
    phone.joins(code)
    return phone


def caret(phone):
    return phone.field.evaluate("field => [document.activeElement === field, field.selectionStart, field.selectionEnd]")


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


def test_who_begins_to_write_while_the_next_field_is_on_its_way_loses_nothing(lise, ulla):
    held = []
    ulla.page.route("**/mine/", lambda route: held.append(route))
    with ulla.page.expect_request("**/mine/"):
        lise.goes_on()
    ulla.types("Jeg nåede lige at begynde")
    with ulla.page.expect_response("**/mine/") as answer:
        held[0].continue_()
    answer.value.finished()
    ulla.page.evaluate(NEXT_FRAME)
    expect(ulla.field).to_have_value("Jeg nåede lige at begynde")
    ulla.sees(ELSEWHERE)

    ulla.presses("Tilføj note")
    ulla.stands_at(2)
    expect(lise.notes(1).filter(has_text="Jeg nåede lige at begynde")).to_have_count(1)


def test_a_note_being_mended_survives_a_move_and_a_new_note(lise, ulla):
    ulla.writes("Vi mangler tid")
    ulla.presses_on("Vi mangler tid", "Ret")
    mending = ulla.page.get_by_label("Ret noten")
    mending.fill("Vi mangler tid og ro")
    ulla.field.fill("En til")
    ulla.presses("Tilføj note")
    expect(ulla.own).to_have_count(2)
    expect(mending).to_have_value("Vi mangler tid og ro")
    mending.focus()
    lise.goes_on(to=2)
    ulla.sees_heading("Hvordan belaster de?")
    expect(mending).to_be_focused()
    expect(mending).to_have_value("Vi mangler tid og ro")
    ulla.presses("Gem", exact=True)
    lise.sees_note("Vi mangler tid og ro", 1)
    ulla.stands_at(2)


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


def test_a_note_that_is_too_long_comes_back_with_its_text_and_how_much_too_long_it_is(ulla):
    ulla.field.fill("å" * 281)
    ulla.sees("Du har skrevet 1 tegn for mange")
    ulla.presses("Tilføj note")
    ulla.sees("Noten må højst være på 280 tegn. Du har skrevet 1 tegn for mange")
    expect(ulla.field).to_have_value("å" * 281)
    expect(ulla.notes(1)).to_have_count(0)
    ulla.writes("å" * 280)


def test_a_move_is_announced_once_on_every_screen(lise, ulla):
    for screen in (lise, ulla):
        screen.page.evaluate(LISTEN)
    lise.goes_on(to=2)
    ulla.stands_at(2)
    lise.goes_on(to=3)
    ulla.stands_at(3)
    announced = [f"Mødelederen er gået videre til spørgsmål {words}" for words in (
        "2 af 5: Hvordan belaster de?", "3 af 5: Hvem belaster de?")]  # fmt: skip
    for screen in (lise, ulla):
        screen.page.evaluate(NEXT_FRAME)
        assert screen.page.evaluate("window.said") == announced


def test_two_facilitators_pressing_next_at_once_move_one_step_and_one_is_told(lise, cast, ulla):
    mette = cast.facilitator()
    mette.page.goto(lise.wall)
    held = []
    mette.page.route("**/videre/", lambda route: held.append(route))
    with mette.page.expect_request("**/videre/"):
        mette.goes_on()
    lise.goes_on(to=2)
    held[0].continue_()
    mette.sees_message("Mødet var allerede flyttet. Mødet er nået til spørgsmål 2.")
    for screen in (lise, mette, ulla):
        screen.stands_at(2)


def test_a_double_click_and_a_clicker_pressed_twice_move_one_step(lise, ulla):
    lise.page.locator("#next").dblclick()
    lise.stands_at(2)
    lise.may_move()
    lise.page.keyboard.press("PageDown")
    lise.stands_at(3)
    lise.page.keyboard.press("PageDown")
    lise.may_move()
    lise.page.keyboard.press("PageDown")
    for screen in (lise, ulla):
        screen.stands_at(4)


def test_a_presenter_clicker_moves_and_does_nothing_while_somebody_types(lise, ulla):
    for key, number in (("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("PageUp", 1)):
        lise.may_move()
        lise.page.keyboard.press(key)
        lise.stands_at(number)
        ulla.stands_at(number)

    lise.opens("Mere")
    lise.page.get_by_label("Skriv en note for en anden").click()
    for key in ("ArrowRight", "PageDown", "ArrowLeft", "PageUp"):
        lise.page.keyboard.press(key)
    lise.page.keyboard.type("Vi venter")
    lise.opens("Mere")
    lise.may_move()
    lise.page.keyboard.press("ArrowRight")
    for screen in (lise, ulla):
        screen.stands_at(2)  # one step from where it stood before all those keys
    assert lise.page.get_by_label("Skriv en note for en anden").input_value() == "Vi venter"


def test_the_pages_own_shortcuts_are_left_alone(lise, code):
    lise.may_move()
    for key in ("Alt+ArrowRight", "Control+PageDown", "Shift+ArrowRight"):
        lise.page.keyboard.press(key)
    lise.page.keyboard.press("ArrowRight")
    lise.stands_at(2)


def test_what_the_secretary_is_writing_survives_what_arrives(lise, ulla, cast):
    lise.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    jonas = cast.secretary()
    jonas.comes_in(lise.copies_the_secretarys_link())
    jonas.presses("Tilføj aftale", exact=True)
    jonas.fills(**{"Hvad er aftalt?": "Halvt skrevet aftale"})
    ulla.writes("En note imens")
    jonas.sees_note("En note imens", 1)
    lise.goes_on(to=2)
    jonas.sees_the_room_at(2)
    expect(jonas.page.get_by_label("Hvad er aftalt?")).to_have_value("Halvt skrevet aftale")
    expect(jonas.page.get_by_label("Hvad er aftalt?")).to_be_focused(timeout=SECOND)
