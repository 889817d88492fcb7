"""The outbox: a note without a response waits on the phone, is sent once, and is never lost, not even when refused."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from .held import Held
from .look import look_at
from .person import PATIENCE

pytestmark = pytest.mark.any_database

WAITS = "Din note er gemt på telefonen og bliver sendt"  # when, depends on how the line is
BACK = re.compile("^(Din note|Dine noter) er sendt nu$")
POSTS = "**/spoergsmaal/*/noter/"
PUT = "([key, value]) => localStorage.setItem(`seat ${document.body.dataset.seat} ${key}`, value)"
NO_STORAGE = """for (const name of ["getItem", "setItem", "removeItem", "key"])
  Storage.prototype[name] = () => { throw new DOMException("No", "SecurityError"); };"""


@pytest.fixture
def cut(cast, ulla):
    """Ulla's notes do not come through, until `cut()` is called; everything else does."""
    cast.expects("net::ERR_FAILED")
    ulla.is_online()  # before its scripts have come the browser itself sends the form, and gets an error
    ulla.page.route(POSTS, lambda route: route.abort())
    return lambda: ulla.page.unroute(POSTS)


def numbers(phone):
    """The UUIDs it has sent so far, gathered from now on."""
    seen = []
    phone.page.on("request", lambda request: request.method == "POST" and seen.append(request.post_data))
    return seen


def test_note_that_comes_too_fast_waits_with_the_reason_and_is_sent(cast, ulla):
    cast.expects("status 429", "Status Error Code 429")
    ulla.is_online()
    refusal = '<div id="message"><p>Du skriver hurtigere, end skærmen kan følge med til.</p></div>'
    headers = {"X-Teknologi-Dialog": "1", "Content-Type": "text/html; charset=utf-8"}
    ulla.page.route(POSTS, lambda route: route.fulfill(status=429, headers=headers, body=refusal))
    ulla.sends("Den ene for meget")
    ulla.sees("Du skriver hurtigere, end skærmen kan følge med til.")
    expect(ulla.waiting).to_have_text(["Den ene for meget"])
    ulla.page.unroute(POSTS)
    expect(ulla.own.locator("p")).to_have_text(["Den ene for meget"])


def test_waiting_notes_are_shown_survive_a_reload_and_are_sent_in_order(lise, ulla, cut):
    ulla.sends("Den første")
    ulla.sees(WAITS)
    expect(ulla.field).to_have_value("")
    expect(ulla.field).to_be_focused()
    ulla.sends("Den anden")
    expect(ulla.waiting).to_have_text(["Den anden", "Den første"])
    ulla.page.reload()
    expect(ulla.waiting).to_have_text(["Den anden", "Den første"])
    ulla.sees("Venter på at blive sendt")
    expect(ulla.field).to_have_value("")
    ulla.types("Halvt skrevet imens")

    cut()
    ulla.sees(BACK, within=PATIENCE)
    expect(ulla.waiting).to_have_count(0)
    expect(ulla.own.locator("p")).to_have_text(["Den anden", "Den første"])
    expect(lise.notes(1).locator("p")).to_have_text(["Den første", "Den anden"])
    expect(ulla.field).to_have_value("Halvt skrevet imens")
    expect(ulla.field).to_be_focused()
    ulla.page.reload()
    expect(ulla.own).to_have_count(2)


def test_a_swallowed_answer_makes_no_second_note(cast, lise, ulla):
    cast.expects("net::ERR_FAILED")
    sent = numbers(ulla)

    def swallow(route):
        route.fetch()
        route.abort()

    ulla.page.route(POSTS, swallow, times=2)
    ulla.sends("Kun én gang")
    ulla.sees(WAITS)
    lise.sees_note("Kun én gang", 1)
    ulla.sees(BACK, within=PATIENCE)
    assert len(sent) == 3
    assert len(set(sent)) == 1
    ulla.writes("Og en til")
    expect(lise.notes(1).locator("p")).to_have_text(["Kun én gang", "Og en til"])


def test_sent_note_leaves_an_empty_field_though_the_next_field_is_late(cast, lise, ulla):
    cast.expects("net::ERR_FAILED", "htmx:")
    held = []
    ulla.page.route(POSTS, lambda route: held.append(route))
    ulla.page.route("**/mine/", lambda route: route.abort())
    ulla.types("Sendt i det samme")
    lise.goes_on(to=2)
    ulla.sees("Du skriver stadig til spørgsmål 1")
    with ulla.page.expect_event("requestfailed", lambda request: request.url.endswith("/mine/")):
        ulla.presses("Tilføj note")
    ulla.settles()
    ulla.page.unroute("**/mine/")
    held[0].continue_()
    ulla.sees("Din note er tilføjet til spørgsmål 1")
    expect(ulla.field).to_have_value("")
    lise.sees_note("Sendt i det samme", 1)


def test_confirmation_stays_though_the_stream_returns_later(cast, ulla):
    cast.expects("net::ERR_")
    ulla.is_online()
    ulla.page.context.set_offline(True)
    ulla.is_offline()
    ulla.sends("Venter lidt")
    ulla.page.wait_for_timeout(3500)  # until the page says that the connection is lost
    ulla.page.route("**/stroem/**", lambda route: route.abort())
    ulla.page.context.set_offline(False)
    ulla.sees(BACK, within=PATIENCE)
    ulla.page.unroute("**/stroem/**")
    ulla.is_online()
    ulla.settles()
    ulla.sees(BACK)


def test_a_page_closed_while_it_sends_sends_again_when_it_is_opened(lise, ulla):
    def hold(route):
        route.fetch()

    ulla.page.route(POSTS, hold, times=1)
    ulla.sends("Fra den lukkede side")
    lise.sees_note("Fra den lukkede side", 1)
    address, context = ulla.page.url, ulla.page.context
    ulla.page.close()
    ulla.page = context.new_page()
    with ulla.page.expect_response(POSTS):
        ulla.page.goto(address)
    expect(ulla.waiting).to_have_count(0)
    expect(ulla.field).to_have_value("")
    expect(ulla.own).to_have_count(1)
    expect(lise.notes(1)).to_have_count(1)


@pytest.mark.parametrize("trouble", ["502", "someone else's page", "no answer"])
def test_response_that_is_not_ours_is_taken_for_no_answer(trouble, cast, lise, ulla):
    cast.expects("status 502", "net::ERR_ABORTED")
    ulla.page.clock.install()
    ulla.page.reload()
    answers = {
        "502": lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"),
        "someone else's page": lambda route: route.fulfill(status=200, content_type="text/html", body="Log på nettet"),
        "no answer": lambda route: None,
    }
    ulla.page.route(POSTS, answers[trouble], times=1)
    ulla.sends("Hold fast")
    if trouble == "no answer":
        expect(ulla.sending).to_have_text(["Hold fast"])
        ulla.page.clock.fast_forward(3_500)
        ulla.sees("Det tager længere end normalt. Din note er gemt på telefonen.")
        ulla.page.clock.fast_forward(7_000)
    ulla.sees(WAITS)
    expect(ulla.field).to_have_value("")
    ulla.sees(BACK, within=PATIENCE)
    expect(lise.notes(1).locator("p")).to_have_text(["Hold fast"])


def test_refused_note_stays_with_the_reason_and_can_be_copied(cast, lise, ulla, cut):
    ulla.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ulla.sends("Min kollega 010190-1234 ved det")
    ulla.sends("Den her er der ikke noget i vejen med")
    expect(ulla.waiting).to_have_count(2)
    cut()
    expect(ulla.refused).to_have_count(1, timeout=PATIENCE)
    expect(ulla.refused.locator(".words")).to_have_text("Noten ligner et cpr-nummer. Fjern det, før du tilføjer noten.")
    expect(lise.notes(1)).to_have_count(1)
    ulla.presses("Kopiér teksten")
    ulla.sees("Teksten er kopieret")
    assert ulla.page.evaluate("navigator.clipboard.readText()") == "Min kollega 010190-1234 ved det"
    ulla.page.reload()
    expect(ulla.refused).to_have_count(1)
    ulla.presses("Fjern")
    expect(ulla.refused).to_have_count(0)
    expect(ulla.field).to_be_focused()
    ulla.page.reload()
    expect(ulla.own).to_have_count(1)


def test_note_that_waited_until_the_meeting_closed_is_refused_and_kept(lise, ulla, cut):
    ulla.sends("Kom for sent")
    expect(ulla.waiting).to_have_count(1)
    lise.closes()
    ulla.sees_heading("Mødet er afsluttet. Tak, fordi du var med.")
    cut()
    expect(ulla.refused).to_contain_text("Kom for sent", timeout=PATIENCE)
    expect(ulla.waiting).to_have_count(0)
    ulla.page.reload()
    expect(ulla.refused).to_contain_text("Kom for sent")
    ulla.presses("Fjern")
    expect(ulla.page.locator("#screen h1")).to_be_focused()


@pytest.mark.parametrize(
    "garbage",
    [
        "{",
        "null",
        '{"uuid": 1}',
        '[{"uuid": "00000000000040008000000000000000", "text": "Til et andet møde", "url": "/m/andet/"}]',
        '[null, 7, [], {"id": 3, "tekst": "Fra en ældre udgave"}]',
        '{"at": 9999999999999, "value": [null, 7, [], {"id": 3, "tekst": "Fra en ældre udgave"}]}',
    ],
)
def test_garbage_in_the_outbox_is_passed_over(garbage, lise, ulla):
    key = ulla.page.locator("#mine").get_attribute("data-key")
    ulla.page.evaluate(PUT, [f"outbox {key}", garbage])
    ulla.page.reload()
    ulla.writes("Som om intet var hændt")
    expect(lise.notes(1)).to_have_count(1)
    expect(ulla.page.locator("#outbox .note")).to_have_count(0)


def test_phone_without_storage_still_waits_and_sends(cast, lise, ulla, cut):
    ulla.page.add_init_script(NO_STORAGE)
    ulla.page.reload()
    lost = ulla.page.locator("#connection").get_attribute("data-lost")
    assert lost == "Forbindelsen er væk. Lad siden være åben, så sender vi dine noter, når den er tilbage."
    ulla.sends("Kun i hukommelsen")
    expect(ulla.waiting).to_have_text(["Kun i hukommelsen"])
    ulla.sees("Lad siden være åben, så sender vi din note")
    cut()
    ulla.sees(BACK, within=PATIENCE)
    lise.sees_note("Kun i hukommelsen", 1)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_wrong_by_a_day_changes_nothing(days, lise, ulla, cut):
    ulla.page.clock.install(time=datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days))
    ulla.page.reload()
    ulla.sends("Fra i går eller i morgen")
    expect(ulla.waiting).to_have_count(1)
    cut()
    ulla.sees(BACK)
    lise.sees_note("Fra i går eller i morgen", 1)
    lise.goes_on(to=2)
    ulla.stands_at(2)


def test_note_is_shown_as_being_sent_and_the_field_is_free_at_once(lise, ulla):
    held = Held(ulla.page, POSTS)
    ulla.field.fill("Den første")
    ulla.page.get_by_role("button", name="Tilføj note").dblclick()
    expect(ulla.sending).to_have_text(["Den første"])
    look_at(ulla.page, "sending-phone")
    expect(ulla.field).to_have_value("")
    expect(ulla.field).to_be_focused()
    ulla.page.keyboard.type("Halvt skrevet imens")
    held.let_go()
    expect(ulla.own.locator("p")).to_have_text(["Den første"])
    expect(ulla.sending).to_have_count(0)
    expect(ulla.field).to_have_value("Halvt skrevet imens")
    expect(lise.notes(1)).to_have_count(1)


def test_refused_note_comes_back_into_an_empty_field_and_else_is_shown_with_the_reason(ulla):
    wrong = "Min kollega 010190-1234 ved det"
    ulla.sends(wrong)
    ulla.sees("Noten ligner et cpr-nummer.")
    expect(ulla.field).to_have_value(wrong)
    held = Held(ulla.page, POSTS)
    ulla.presses("Tilføj note")
    expect(ulla.sending).to_have_text([wrong])
    ulla.types("Noget andet")
    held.let_go()
    expect(ulla.refused).to_contain_text(wrong)
    expect(ulla.field).to_have_value("Noget andet")


def test_own_notes_are_not_repeated_below_nor_told_as_news_and_a_long_list_is_folded(lise, ulla, peter):
    ulla.listens()
    ulla.writes("Min egen")
    lise.sees_note("Min egen", 1)
    peter.has_written([f"Fra Peter {number}" for number in range(14)], 1)
    expect(ulla.notes(1)).to_have_count(15)
    expect(ulla.notes(1).filter(has_text="Min egen")).to_be_hidden()
    ulla.sees("Dine egne står under »Dine noter«.")
    ulla.sees("Alle noter (15)")
    expect(ulla.notes(1).locator("visible=true")).to_have_count(12)
    ulla.page.wait_for_timeout(6000)  # notes are told now and then
    told = [int(words.split()[0]) for words in ulla.said() if words.split()[-2:] in (["ny", "note"], ["nye", "noter"])]
    assert sum(told) == 14
    look_at(ulla.page, "folded-phone")
    ulla.presses("Vis alle noter")
    expect(ulla.notes(1).locator("visible=true")).to_have_count(14)
    expect(ulla.notes(1).nth(12)).to_be_focused()  # the first that was folded
