"""A login in another tab of the same browser, which makes the token of every open page stale: each act goes through, once."""

import pytest
from playwright.sync_api import expect

from tests.lab.servers import PASSWORD, USERNAME

pytestmark = pytest.mark.any_database


def logs_in_beside(page):
    beside = page.context.new_page()
    fills_in_the_login(beside)
    beside.close()


def logs_out_and_in_beside(page):
    beside = page.context.new_page()
    beside.goto("/moeder/")
    beside.get_by_role("button", name="Log ud").click()
    expect(beside).to_have_url("/")
    fills_in_the_login(beside)
    beside.close()


def fills_in_the_login(beside):
    beside.goto("/log-ind/?next=/moeder/")
    beside.get_by_label("Brugernavn").fill(USERNAME)
    beside.get_by_label("Adgangskode").fill(PASSWORD)
    beside.get_by_role("button", name="Log ind").click()
    expect(beside).to_have_url("/moeder/")


@pytest.fixture
def lise(cast):
    """Logged in by herself: a second login ends the session of the first, which other tests share."""
    facilitator = cast.facilitator(logged_in=False, permissions=["clipboard-read", "clipboard-write"])
    facilitator.logs_in()
    return facilitator


@pytest.fixture
def mette(cast, lise, code):
    """Leads the meeting too, by a link: whoever is logged in must log out first, and then her seats are gone."""
    facilitator = cast.facilitator(logged_in=False, permissions=["clipboard-read", "clipboard-write"])
    facilitator.enters_by(lise.copies_a_facilitators_link())
    facilitator.stands_at(1)
    return facilitator


@pytest.fixture
def jonas(cast, lise, code):
    secretary = cast.secretary()
    secretary.comes_in(lise.makes_the_secretarys_link())
    return secretary


@pytest.fixture
def all_stale(cast, mette, jonas, ulla):
    cast.expects("status 403", "Status Error Code 403", "htmx:")
    for person in (mette, jonas, ulla):
        person.is_online()
        logs_in_beside(person.page)


@pytest.mark.usefixtures("all_stale")
def test_every_act_after_a_login_in_another_tab_goes_through_once(mette, jonas, ulla):
    ulla.writes("Efter et login")
    mette.sees_note("Efter et login", 1)
    ulla.edits("Efter et login", "Rettet efter et login")
    jonas.page.get_by_label("Konklusion").fill("Det blev vi enige om")
    expect(jonas.page.locator("#conclusion-1-status")).to_contain_text("Gemt kl.")
    mette.goes_on(to=2)
    ulla.stands_at(2)
    expect(ulla.refused).to_have_count(0)
    expect(mette.notes(2)).to_have_count(0)
    expect(mette.page.locator("#message")).to_be_empty()


@pytest.mark.usefixtures("all_stale")
def test_link_and_outbox_after_a_login_in_another_tab_go_through_once(mette, ulla):
    assert "/plads/" in mette.copies_the_secretarys_link()
    ulla.sends("Skrevet én gang")
    for screen in (mette, ulla):
        expect(screen.notes(1).locator("> p:first-child")).to_have_text(["Skrevet én gang"])


@pytest.mark.usefixtures("all_stale")
def test_note_is_hidden_after_a_login_in_another_tab(mette, ulla):
    ulla.writes("Skrevet én gang")
    mette.sees_note("Skrevet én gang", 1)
    mette.hides("Skrevet én gang", 1)
    ulla.sees_no_note("Skrevet én gang", 1)


def test_owners_acts_after_logging_out_and_in_in_another_tab_go_through_once(cast, lise, code, ulla):
    """While the wall hears nothing: it would say that its owner is logged out."""
    cast.expects("status 403", "Status Error Code 403", "htmx:", "net::ERR_")

    def link():
        assert "/plads/" in lise.copies_the_secretarys_link()

    for act in (lambda: lise.goes_on(to=2), link, lambda: lise.writes_for_somebody("Sagt højt")):
        lise.is_online()
        lise.page.route("**/stroem/**", lambda route: route.abort())
        logs_out_and_in_beside(lise.page)
        lise.page.unroute("**/stroem/**")
        act()
    ulla.stands_at(2)
    expect(ulla.notes(2).locator("> p:first-child")).to_have_text(["Sagt højt"])
    expect(lise.page.locator("#message")).to_be_empty()


def test_form_of_a_page_without_scripts_is_kept_and_sent_again_by_a_press(cast, code, lise):
    cast.expects("status 403")
    phone = cast.phone(java_script_enabled=False)
    phone.takes_a_seat(code)
    logs_in_beside(phone.page)
    phone.sends("Skrevet uden scripts")
    phone.sees_heading("Siden var blevet for gammel")
    expect(phone.page.get_by_label("Det skrev du")).to_have_value("Skrevet uden scripts")
    phone.presses("Send igen")
    expect(phone.own.filter(has_text="Skrevet uden scripts")).to_have_count(1)
    lise.sees_note("Skrevet uden scripts", 1)
