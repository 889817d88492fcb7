"""A proxy that buffers, cuts connections or answers by itself: every screen becomes current and no text is lost."""

import pytest
from playwright.sync_api import expect

from tests.lab.bad_proxy import ALONE, BadProxy

pytestmark = pytest.mark.any_database

LOST = "Forbindelsen er væk, så det blev ikke sendt. Det, du skrev, står stadig i feltet. Prøv igen om lidt."
UNCHANGED = "Vi har ingen forbindelse, så intet er ændret. Prøv igen om lidt."
WAITS = "Ingen forbindelse. Din note er gemt på telefonen og bliver sendt, når forbindelsen er tilbage."
IN_THE_END = 30_000


@pytest.fixture(scope="module")
def proxy(server):
    running = BadProxy(server).start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def good_again(proxy):
    yield
    proxy.behaves()


@pytest.fixture
def lise(cast, proxy):
    cast.expects("net::ERR_", "status 502", "Status Error Code 502")
    return cast.facilitator(url=proxy.url, permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture
def jonas(cast, proxy, lise, code):
    secretary = cast.secretary(url=proxy.url)
    secretary.comes_in(lise.makes_the_secretarys_link())
    return secretary


@pytest.fixture
def ulla(cast, proxy, code):
    phone = cast.phone(url=proxy.url)
    phone.takes_a_seat(code)
    return phone


def shows(screen, texts, newest_first=False):
    """Exactly these notes under question 1, each once."""
    in_order = texts[::-1] if newest_first else texts
    expect(screen.notes(1).locator("> p:first-child")).to_have_text(in_order, timeout=IN_THE_END)


def test_proxy_that_buffers_streams_makes_every_screen_poll(proxy, lise, jonas, ulla, peter):
    proxy.holds = True
    here = (lise, jonas, ulla)
    for screen in here:
        screen.page.reload()
    peter.writes("Gennem muren")
    ulla.writes("Og ud igen")
    for screen in here:
        shows(screen, ["Gennem muren", "Og ud igen"], newest_first=screen is ulla)
        screen.is_online()
    peter.writes("Lidt efter")
    for screen in here:
        screen.sees_note("Lidt efter", 1, within=IN_THE_END)
    proxy.spoils = 3
    for number in range(3):
        peter.writes(f"Selv om et svar går tabt {number}")
        ulla.sees_note(f"Selv om et svar går tabt {number}", 1, within=IN_THE_END)
    assert proxy.spoilt
    proxy.spoils = 0
    lise.goes_on(to=2)
    ulla.stands_at(2, within=IN_THE_END)


def test_proxy_that_cuts_connections_loses_and_doubles_nothing(proxy, lise, jonas, ulla, peter):
    proxy.cuts, written = 1.5, []
    here = (lise, jonas, ulla)
    streams = []
    ulla.page.on("request", lambda request: "/stroem/" in request.url and streams.append(request.url))
    for screen in here:
        screen.page.reload()
    for number in range(3):
        for writer in (peter, ulla):
            written.append(f"Note {number} fra {'Peter' if writer is peter else 'Ulla'}")
            writer.sends(written[-1])
            writer.sees_note(written[-1], 1, within=IN_THE_END)
    for _ in range(200):  # until its line has been cut
        if len(streams) > 1:
            break
        ulla.page.wait_for_timeout(100)
    assert len(streams) > 1
    written.append("Efter et brud")
    peter.sends(written[-1])
    for screen in (*here, peter):
        shows(screen, written, newest_first=screen in (ulla, peter))
    for screen in here:
        screen.is_online()


def test_proxy_that_answers_502_and_cuts_connections_keeps_each_note_once(proxy, lise, jonas, ulla, peter):
    proxy.spoils, proxy.cuts = 3, 2
    for screen in (lise, jonas, ulla):
        screen.page.reload()
    written = [f"Hold fast {number}" for number in range(6)]
    for text in written:
        ulla.sends(text)
        expect(ulla.field).to_have_value("", timeout=IN_THE_END)
    for screen in (lise, jonas, ulla, peter):
        shows(screen, written, newest_first=screen in (ulla, peter))
    expect(ulla.waiting).to_have_count(0)
    jonas.page.get_by_label("Konklusion").fill("Det blev vi enige om")
    expect(jonas.page.locator("#conclusion-1-status")).to_contain_text("Gemt kl.", timeout=IN_THE_END)
    assert any(what.startswith("POST") for what in proxy.spoilt)
    assert any("/stroem/" in what for what in proxy.spoilt)


def test_screen_that_lost_a_change_on_the_way_learns_of_it_from_the_next_beat(proxy, lise, ulla, peter):
    here = (lise, ulla)
    for screen in here:
        screen.is_online()
    proxy.loses = ["Tabt på vejen"] * len(here)
    peter.writes("Tabt på vejen")
    for screen in here:
        screen.sees_note("Tabt på vejen", 1, within=16_000)  # before 20 s of silence
        screen.is_online()
    assert proxy.loses == []


@pytest.mark.parametrize("kind", ["403", "200", "login"])  # all of them below
def test_eight_seconds_of_a_proxys_own_answers_leave_every_screen_ours(kind, cast, proxy, lise, jonas, ulla):
    cast.expects("status 4", "EventSource's response has a MIME type")
    here = {lise: lise.page.url, jonas: jonas.page.url, ulla: ulla.page.url}
    for screen in here:  # its scripts run
        screen.is_online()
    conclusion, status = jonas.page.get_by_label("Konklusion"), jonas.page.locator("#conclusion-1-status")
    ulla.listens()
    proxy.answers_alone(kind)
    ulla.sends("Skrevet imens")
    conclusion.press_sequentially("Det blev vi halvt")
    lise.goes_on()
    lise.sees_message("Vi har ingen forbindelse. Mødet står stadig ved spørgsmål 1. Prøv igen om lidt.")
    ulla.sees(WAITS)
    for screen in here:
        screen.is_offline()
    ulla.page.wait_for_timeout(8000)
    assert proxy.answered > 10
    for screen in here:
        screen.is_offline()
    lise.stands_at(1)
    expect(ulla.waiting).to_have_text(["Skrevet imens"])
    expect(ulla.refused).to_have_count(0)
    assert ulla.said().count(WAITS) == 1
    expect(conclusion).to_have_value("Det blev vi halvt")
    expect(status).to_have_text("Ikke gemt: forbindelsen er væk. Teksten er gemt i browseren, og vi prøver igen.")

    proxy.behaves()
    for screen, address in here.items():
        screen.is_online()
        assert screen.page.url == address
        shows(screen, ["Skrevet imens"])
    expect(ulla.waiting).to_have_count(0)
    expect(status).to_contain_text("Gemt kl.", timeout=IN_THE_END)
    jonas.page.reload()
    expect(conclusion).to_have_value("Det blev vi halvt")


@pytest.mark.parametrize("kind", ALONE)
def test_form_and_link_pressed_meanwhile_stay_on_our_page_and_go_through_afterwards(kind, cast, proxy, code):
    cast.expects("net::ERR_", "status 4", "MIME type")  # the wall's stream comes back meanwhile
    page = (phone := cast.phone(url=proxy.url)).page
    page.goto("/")
    phone.fills(Mødekode=code)
    proxy.answers_alone(kind)
    phone.presses("Deltag")
    phone.sees("Ingen forbindelse. Det er ikke sendt endnu. Vi sender det, når forbindelsen er tilbage.")
    assert page.url == f"{proxy.url}/"
    proxy.behaves()
    expect(page.get_by_label("Dit navn (valgfrit)")).to_be_visible()
    page.wait_for_load_state()  # its scripts have come
    proxy.answers_alone(kind)
    there = page.url
    phone.presses("Læs mere om dine oplysninger")
    phone.sees("Ingen forbindelse. Siden åbner, når forbindelsen er tilbage.")
    assert page.url == there
    page.get_by_label("Dit navn (valgfrit)").press_sequentially("Ulla")  # somebody who writes stays
    expect(page.locator("#leaving")).to_have_count(0)
    proxy.behaves()
    phone.presses("Læs mere om dine oplysninger")
    phone.sees_heading("Privatliv")


def test_form_on_a_slow_line_is_sent_whatever_is_pressed_and_typed_meanwhile(cast, server, code):
    page = (phone := cast.phone()).page
    page.goto("/")
    asked = []
    page.route("**/her/", lambda route: asked.append(route))
    phone.fills(Mødekode=code[:5])
    with page.expect_request("**/her/"):
        phone.presses("Deltag")
    page.get_by_label("Mødekode").press_sequentially(code[5:])
    phone.presses("Privatliv")
    phone.settles()
    assert len(asked) == 1
    asked[0].continue_()
    expect(page.get_by_label("Dit navn (valgfrit)")).to_be_visible()


def bad_gateway(route):
    route.fulfill(status=502, body="<h1>Bad gateway</h1>")


def done_but_502(route):
    route.fetch()
    bad_gateway(route)


def answers_a_press(page, path, answer):
    """Give `answer` to the next press on what is sent to `path`. What the page itself asks for there goes through."""
    left = [answer]
    page.route(path, lambda route: left.pop()(route) if left and route.request.method == "POST" else route.fallback())


def test_field_follows_to_the_next_question_after_a_502(lise, ulla):
    ulla.page.route("**/mine/", bad_gateway, times=2)
    lise.goes_on(to=2)
    ulla.stands_at(2, within=IN_THE_END)


def test_press_answered_502_says_so_in_place_and_can_be_repeated(lise, ulla):
    ulla.writes("Skal skjules")
    lise.sees_note("Skal skjules", 1)
    answers_a_press(lise.page, "**/skjul/", bad_gateway)
    lise.hides("Skal skjules", 1)
    lise.sees_message(UNCHANGED)
    lise.presses("Den nævner en person", within=lise.notes(1))  # the reasons are still shown
    ulla.sees_no_note("Skal skjules", 1)
    expect(lise.page.locator("#message")).to_have_text("")

    ulla.presses_on("Skal skjules", "Ret")
    answers_a_press(ulla.page, "**/noter/*/", bad_gateway)
    ulla.page.get_by_label("Ret noten").fill("Rettet tekst")
    ulla.presses("Gem", within=ulla.own)
    ulla.sees_message(LOST)
    expect(ulla.page.get_by_label("Ret noten")).to_have_value("Rettet tekst")
    ulla.presses("Gem", within=ulla.own)
    expect(ulla.own.filter(has_text="Rettet tekst")).to_be_visible()


def test_conclusion_saved_but_answered_502_is_no_conflict(jonas):
    field, status = jonas.page.get_by_label("Konklusion"), jonas.page.locator("#conclusion-1-status")
    answers_a_press(jonas.page, "**/opsamling/", done_but_502)
    with jonas.page.expect_response("**/opsamling/"):
        field.fill("Vi prøver det af")
    field.press_sequentially(" i to afdelinger")
    expect(status).to_contain_text("Gemt kl.", timeout=IN_THE_END)
    expect(field).to_have_value("Vi prøver det af i to afdelinger")
    expect(jonas.page.locator("#conclusion-1-conflict")).to_be_empty()


def test_conclusion_whose_answer_is_lost_after_its_push_is_saved(jonas):
    held = []

    def do_it_and_hold_the_answer(route):
        route.fetch()
        held.append(route)

    answers_a_press(jonas.page, "**/opsamling/", do_it_and_hold_the_answer)
    status = jonas.page.locator("#conclusion-1-status")
    jonas.page.get_by_label("Konklusion").fill("Det blev vi enige om")
    expect(status).to_contain_text("Gemt kl.", timeout=IN_THE_END)
    with jonas.page.expect_response("**/opsamling/"):
        bad_gateway(held[0])
    jonas.settles()
    expect(status).to_have_text("Gemt")
