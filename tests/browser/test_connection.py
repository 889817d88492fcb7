"""Lost connections, stopped servers and plain http: every screen catches up, and says how it is meanwhile."""

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.lab.servers import PROMPT

from .held import Held
from .person import PATIENCE

pytestmark = pytest.mark.any_database

LOST = "Ingen forbindelse. Din note er gemt på telefonen og bliver sendt, når forbindelsen er tilbage."


def member(cast, code, **options):
    phone = cast.phone(**options)
    phone.takes_a_seat(code)
    phone.is_online()
    return phone


def test_phone_that_was_offline_catches_up_without_gap_or_double(cast, lise, code):
    ulla, peter = member(cast, code), member(cast, code)
    peter.writes("Før")
    ulla.sees_note("Før", 1)
    cast.expects("net::ERR_INTERNET_DISCONNECTED")
    ulla.page.context.set_offline(True)
    ulla.is_offline()
    ulla.field.fill("Skrevet uden net")
    ulla.presses("Tilføj note")
    ulla.sees(LOST)
    expect(ulla.waiting).to_have_text(["Skrevet uden net"])
    expect(ulla.field).to_have_value("")

    for text in ("Imens 1", "Imens 2", "Fortrudt"):
        peter.writes(text)
    lise.hides("Fortrudt", 1)
    lise.goes_on(to=2)
    peter.stands_at(2)
    peter.writes("Imens 3")
    expect(ulla.notes(1)).to_have_count(1)

    ulla.page.context.set_offline(False)
    ulla.sees("Din note er sendt nu", within=PATIENCE)  # it stands for a while only
    ulla.is_online()
    ulla.sees_heading("Hvordan belaster de?")
    expect(ulla.notes(2)).to_have_text(["Imens 3"])
    expect(ulla.notes(1)).to_have_text(
        ["Skrevet uden net", "Imens 2", "Imens 1", "Før"]
    )  # recalled beside question 2, the newest first
    expect(ulla.waiting).to_have_count(0)
    expect(lise.notes(1).filter(has_text="Skrevet uden net")).to_have_count(1)


def test_page_whose_stream_is_refused_while_it_is_there_reloads_itself_once(cast, code):
    ulla = member(cast, code)
    cast.expects("404")
    page, gone = ulla.page, {"status": 404, "headers": {"X-Teknologi-Dialog": "1"}}
    page.route("**/stroem/**", lambda route: route.fulfill(**gone))
    page.reload()
    page.wait_for_function("() => history.state?.refused")
    with page.expect_request("**/stroem/deltager/?poll*"):  # of the page that has reloaded itself
        pass
    with pytest.raises(TimeoutError), page.expect_navigation(timeout=2000):
        pass


@pytest.mark.parametrize("how", ["told to stop", "killed"])
def test_every_screen_is_current_by_itself_after_the_server_returns(how, cast, server, another_server, lise, code):
    ulla, jonas = member(cast, code), cast.secretary()
    jonas.comes_in(lise.makes_the_secretarys_link())
    peter = member(cast, code, url=another_server.url)
    here = (lise, ulla, jonas)
    cast.expects("net::ERR_")
    for screen in here:
        screen.is_online()
    try:
        if how == "killed":
            server.kill()
        else:
            assert server.stop() < PROMPT  # with three streams open
        for screen in here:
            screen.is_offline()
        peter.writes("Skrevet, mens den anden var nede")
    finally:
        server.start()
    for screen in here:
        screen.sees_note("Skrevet, mens den anden var nede", 1, within=PATIENCE)
        screen.is_online()
    ulla.writes("Og nu er vi her igen")
    for screen in (*here, peter):
        expect(screen.notes(1)).to_have_count(2)
    assert another_server.troubles() == []


def test_note_through_one_process_shows_on_screens_of_the_other(cast, another_server, lise, code):
    ulla, peter = member(cast, code), member(cast, code, url=another_server.url)
    lise.counts_present("2 er med")
    for writer, text in ((ulla, "Fra den ene"), (peter, "Fra den anden")):
        writer.writes(text)
        for reader in (lise, ulla, peter):
            reader.sees_note(text, 1)
    lise.goes_on(to=2)
    for phone in (ulla, peter):
        phone.stands_at(2)


def test_meeting_works_on_plain_http_under_another_name_than_localhost(cast, server):
    url = f"http://dialog.test:{server.port}"
    lise = cast.facilitator(url=url)

    lise.makes_a_meeting()
    code = lise.opens_the_lobby()
    lise.goes_on(to=1)
    ulla = cast.phone(url=url)  # only the browser knows that name
    ulla.joins(code)
    for person in (lise, ulla):
        assert person.page.evaluate("[isSecureContext, typeof crypto.randomUUID, typeof navigator.clipboard]") == [
            False, "undefined", "undefined",
        ]  # fmt: skip
    ulla.writes("Uden https")
    lise.sees_note("Uden https", 1)

    lise.opens("Mere")
    lise.presses("Kopiér link til referenten")
    lise.sees("Linket er kopieret. Send det til referenten.")
    field = lise.page.get_by_label("Skriv en note for en anden")
    field.press("Control+v")
    link = field.input_value()
    assert link.startswith(url)
    assert "/plads/" in link
    jonas = cast.secretary(url=url)
    jonas.enters_by(link)
    jonas.sees_note("Uden https", 1)
    field.fill("")
    expect(lise.page.locator("body")).not_to_contain_text("/plads/")


def test_reset_of_the_links_shuts_out_those_who_came_by_a_link(cast, lise, code):
    jonas, ulla = cast.secretary(), member(cast, code)
    jonas.comes_in(lise.makes_the_secretarys_link())
    jonas.is_online()
    cast.expects("status 404")
    lise.opens("Mere")
    lise.presses("Hvem har plads?")
    lise.presses("Nulstil links")
    jonas.sees_heading("Din plads er lukket", within=PATIENCE)
    ulla.is_online()
    ulla.writes("Deltagerne bliver")


def test_press_that_is_long_on_its_way_or_gets_no_answer_says_so_as_long_as_it_is_so(cast, lise, code):
    lise.page.clock.install()
    lise.page.reload()
    lise.may_move()
    held = Held(lise.page, "**/videre/")
    lise.goes_on()
    lise.settles()
    lise.page.clock.fast_forward(3_500)
    lise.sees_message("Det tager længere end normalt. Vi venter på svar.")
    held.let_go()
    lise.stands_at(2)
    expect(lise.page.locator("#message")).to_have_text("")

    # One press gets no answer, and the stream is fine: what was said of the line goes by itself.
    cast.expects("net::ERR_FAILED", "htmx:")
    lise.may_move()
    lise.page.route("**/videre/", lambda route: route.abort(), times=1)
    lise.goes_on()
    lise.sees_message("Vi har ingen forbindelse. Mødet står stadig ved spørgsmål 2. Prøv igen om lidt.")
    lise.is_online()
    lise.page.clock.fast_forward(9_000)
    expect(lise.page.locator("#message")).to_have_text("")
