"""Focus and announcements after an act: the focus never falls back to the body."""

import re

import pytest
from playwright.sync_api import expect

from .held import Held
from .person import PUSHED

pytestmark = pytest.mark.any_database


def test_focus_after_an_act_is_where_the_person_continues(ulla):
    ulla.sends("")
    ulla.sees("Skriv en note, før du tilføjer den")
    expect(ulla.field).to_be_focused()
    ulla.writes("Vi mangler tid")
    expect(ulla.field).to_be_focused()
    ulla.presses_on("Vi mangler", "Ret")
    editing = ulla.page.get_by_label("Ret noten")
    expect(editing).to_be_focused()
    assert editing.evaluate("field => field.selectionStart") == len("Vi mangler tid")
    ulla.presses("Fortryd")
    expect(ulla.own.get_by_role("link", name="Ret")).to_be_focused()
    ulla.edits("Vi mangler", into="Vi mangler ro")
    expect(ulla.own.get_by_role("link", name="Ret")).to_be_focused()
    ulla.presses_on("Vi mangler ro", "Slet")
    expect(ulla.own.get_by_role("button", name="Fortryd")).to_be_focused()
    ulla.presses("Fortryd")
    expect(ulla.own.get_by_role("link", name="Ret")).to_be_focused()


def test_presses_while_others_are_under_way_do_what_they_say(ulla):
    texts = ["Den første", "Den anden", "Den tredje"]
    for text in texts:
        ulla.writes(text)
    held, copies = Held(ulla.page, "**/slet/"), ulla.page.locator("form:not([id])[hx-post='']")
    for text in texts:
        ulla.own.filter(has_text=text).get_by_role("button", name="Slet").dblclick()
    expect(copies).to_have_count(len(texts))
    held.let_go()
    expect(ulla.own.filter(has_text="Noten er slettet")).to_have_count(len(texts))
    assert len(held.waiting) == len(texts)
    expect(copies).to_have_count(0)


def test_button_that_is_held_down_as_another_version_of_it_comes_is_still_pressed(lise, ulla):
    ulla.writes("Skal slettes")
    lise.sees_note("Skal slettes", 1)
    held = Held(ulla.page, "**/noter/*/")  # my note, as it stands now
    with ulla.page.expect_request("**/noter/*/"):
        lise.hides("Skal slettes", 1)
    ulla.own.get_by_role("button", name="Slet").hover()
    ulla.page.mouse.down()
    with ulla.page.expect_response("**/noter/*/") as arrived:
        held.let_go()
    arrived.value.finished()
    ulla.page.mouse.up()
    expect(ulla.own.get_by_text("Noten er slettet")).to_be_visible()


def test_what_comes_while_a_button_is_held_for_long_is_shown_all_the_same(ulla, peter):
    ulla.writes("Min egen")
    ulla.own.get_by_role("button", name="Slet").hover()
    ulla.page.mouse.down()
    peter.writes("Peters")
    ulla.sees_note("Peters", 1)
    ulla.page.mouse.move(0, 0)
    ulla.page.mouse.up()


def test_acts_of_others_never_move_the_focus(ulla, peter):
    ulla.writes("Min egen")
    link = ulla.own.get_by_role("link", name="Ret")
    link.focus()
    peter.writes("Peters")
    ulla.sees_note("Peters", 1)
    expect(link).to_be_focused()


def test_results_are_announced_each_time_and_arrivals_in_the_lobby_never(cast, lise):
    lise.makes_a_meeting()
    code = lise.opens_the_lobby()
    ulla, peter = cast.phone(), cast.phone()
    ulla.takes_a_seat(code)
    ulla.listens()
    peter.takes_a_seat(code)
    ulla.sees("2 er med.")
    assert ulla.said() == []
    assert ulla.page.locator("#present").get_attribute("role") is None

    lise.goes_on(to=1)
    ulla.stands_at(1)
    ulla.listens()
    ulla.writes("En")
    ulla.writes("To")
    ulla.edits("To", into="To og en halv")
    ulla.presses_on("To og en halv", "Slet")
    ulla.sees("Noten er slettet")
    ulla.sends("Min kollega 010190-1234")
    ulla.sees("Noten ligner et cpr-nummer")
    ulla.hears(
        "Din note er tilføjet", "Din note er tilføjet", "Noten er rettet", "Noten er slettet",
        "Fejl: Noten ligner et cpr-nummer. Fjern det, før du tilføjer noten.",
    )  # fmt: skip


def test_own_deletion_that_the_stream_tells_of_first_is_announced_once(ulla):
    def late(route):
        answer = route.fetch()
        ulla.page.wait_for_timeout(200)
        route.fulfill(response=answer)

    ulla.writes("En")
    ulla.page.route("**/slet/", late)
    ulla.page.evaluate("Math.random = () => 0.4")  # it would ask for its note after 0.8 s
    ulla.listens()
    ulla.presses_on("En", "Slet")
    ulla.sees("Noten er slettet")
    ulla.page.wait_for_timeout(900)
    ulla.hears("Noten er slettet")


def test_field_is_described_by_its_error_and_by_what_is_left(ulla):
    described = "note-text-1-hint note-text-1-error note-text-1-count"
    expect(ulla.field).to_have_attribute("aria-describedby", described)
    expect(ulla.field).not_to_have_attribute("aria-invalid", "true")
    ulla.listens()
    counter = ulla.page.locator("#note-text-1-count")
    ulla.field.fill("x" * 250)
    ulla.types("x")
    ulla.page.wait_for_timeout(1500)
    assert ulla.said() == []
    ulla.page.keyboard.insert_text("x" * 40)  # at once: a busy machine pauses between keys
    expect(counter).to_have_class(re.compile("is-over"))
    ulla.hears("Du har skrevet 11 tegn for mange")
    ulla.presses("Tilføj note")
    ulla.sees("Noten må højst være på 280 tegn.")
    expect(ulla.field).to_have_attribute("aria-invalid", "true")
    expect(ulla.page.locator("#note-text-1-error")).to_contain_text("Noten må højst")


def test_note_to_the_last_question_is_confirmed_at_the_wrap_up_whose_field_follows(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting(at=5))
    ulla.types("Lige inden")
    lise.goes_on()
    ulla.sees_heading("Det er vi nået frem til")
    ulla.listens()
    ulla.presses("Tilføj note")
    ulla.sees("Din note er tilføjet til spørgsmål 5")
    expect(ulla.page.locator("#note-text-missing")).to_be_focused()
    ulla.hears("Din note er tilføjet til spørgsmål 5")

    # What is missing goes to a question that is chosen. Until the server has said yes it is kept, and so is the choice.
    choice, added = ulla.page.locator("#note-text-missing-item"), lise.page.locator("#added .note")
    ulla.sends("Nattevagterne")
    ulla.sees("Vælg det spørgsmål, noten hører til")
    expect(choice).to_be_focused()
    choice.select_option("3")
    ulla.page.reload()
    expect(ulla.field).to_have_value("Nattevagterne")
    expect(choice).to_have_value("3")
    ulla.is_online()
    cast.expects("net::ERR_FAILED")
    ulla.page.route("**/opsamling/noter/", lambda route: route.abort())
    ulla.presses("Tilføj note")
    expect(ulla.waiting).to_have_text("Nattevagterne")
    expect(choice).to_have_value("")
    ulla.page.unroute("**/opsamling/noter/")
    expect(added.first).to_have_text("Spørgsmål 3: Nattevagterne", timeout=PUSHED)
    expect(ulla.own.filter(has_text="Nattevagterne")).to_be_visible()


def test_confirmation_at_the_wrap_up_stays_though_the_rest_comes_later(cast, lise):
    ulla = cast.phone()
    ulla.takes_a_seat(lise.starts_a_meeting(at=5))
    ulla.types("Lige inden")
    lise.goes_on()
    ulla.sees_heading("Det er vi nået frem til")
    held = []
    ulla.page.route("**/mine/", lambda route: held.append(route))
    ulla.presses("Tilføj note")
    expect(ulla.page.locator("#note-text-missing")).to_be_focused()
    with ulla.page.expect_response("**/mine/"):
        held[0].continue_()
    ulla.page.wait_for_timeout(500)
    expect(ulla.page.locator(".said")).to_have_text("Din note er tilføjet til spørgsmål 5")
    expect(ulla.page.locator("#note-text-missing")).to_be_focused()


def test_text_being_typed_when_the_meeting_closes_can_be_copied(lise, ulla):
    ulla.writes("Sendt i tide")
    ulla.presses_on("Sendt i tide", "Ret")
    ulla.page.get_by_label("Ret noten").fill("Sendt i tide, men ikke rettet")
    ulla.types("Halvt skrevet")
    fetched = []
    ulla.page.on("request", lambda request: request.url.endswith("/mine/") and fetched.append(request.url))
    lise.closes()
    ulla.sees_heading("Mødet er afsluttet. Tak, fordi du var med.")
    for text in ("Halvt skrevet", "Sendt i tide, men ikke rettet"):
        expect(ulla.refused.filter(has_text=text)).to_contain_text("Du nåede ikke at sende:")
    expect(ulla.field).to_have_count(0)
    ulla.page.wait_for_timeout(500)
    assert len(fetched) == 1
    ulla.page.reload()
    expect(ulla.refused).to_have_count(2)
    ulla.presses("Kopiér teksten", within=ulla.refused.filter(has_text="Halvt skrevet"))
    ulla.sees("Teksten er kopieret")
