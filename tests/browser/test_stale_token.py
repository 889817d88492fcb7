"""A login in another tab of the same browser, which makes the token of every open page stale: each act goes through, once."""

import pytest
from playwright.sync_api import expect

from tests.lab.servers import PASSWORD, USERNAME

pytestmark = pytest.mark.any_database


def logs_in_beside(page):
    beside = page.context.new_page()
    beside.goto("/log-ind/?next=/moeder/")
    if "/moeder/" in beside.url.partition("?")[0]:  # logged in already: out first
        beside.get_by_role("button", name="Log ud").click()
        beside.wait_for_url("/")
        beside.goto("/log-ind/?next=/moeder/")
    beside.get_by_label("Brugernavn").fill(USERNAME)
    beside.get_by_label("Adgangskode").fill(PASSWORD)
    beside.get_by_role("button", name="Log ind").click()
    expect(beside).to_have_url("/moeder/")
    beside.close()


@pytest.fixture
def lise(cast):
    """Logged in by herself: a second login ends the session of the first, which other tests share."""
    facilitator = cast.facilitator(logged_in=False, permissions=["clipboard-read", "clipboard-write"])
    facilitator.logs_in()
    return facilitator


@pytest.fixture
def jonas(cast, lise, code):
    secretary = cast.secretary()
    secretary.comes_in(lise.copies_the_secretarys_link())
    return secretary


def test_every_act_after_a_login_in_another_tab_goes_through_once(cast, lise, jonas, ulla):
    cast.expects("status 403", "Status Error Code 403", "htmx:")
    for person in (lise, jonas, ulla):
        expect(person.page.locator("#connection:not(.is-waiting)")).to_be_visible()
        logs_in_beside(person.page)
    ulla.writes("Efter et login")
    lise.sees_note("Efter et login", 1)
    ulla.edits("Efter et login", "Rettet efter et login")
    jonas.page.get_by_label("Opsamling").fill("Det blev vi enige om")
    expect(jonas.page.locator("#conclusion-1-status")).to_contain_text("Gemt kl.")
    lise.goes_on(to=2)
    ulla.stands_at(2)
    expect(ulla.refused).to_have_count(0)
    expect(lise.notes(2)).to_have_count(0)
    expect(lise.page.locator("#message")).to_be_empty()
    for person in (lise, jonas, ulla):
        logs_in_beside(person.page)
    assert "/plads/" in lise.copies_the_secretarys_link()
    ulla.sends("Skrevet én gang")
    for screen in (lise, ulla):
        expect(screen.notes(2).locator("> p:first-child")).to_have_text(["Skrevet én gang"])
    lise.hides("Skrevet én gang", 2)
    ulla.sees_no_note("Skrevet én gang", 2)


def test_form_of_a_page_without_scripts_is_kept_and_sent_again_by_a_press(cast, code, lise):
    cast.expects("status 403")
    phone = cast.phone(java_script_enabled=False)
    phone.joins(code)
    logs_in_beside(phone.page)
    phone.sends("Skrevet uden scripts")
    phone.sees_heading("Siden var blevet for gammel")
    expect(phone.page.get_by_label("Det skrev du")).to_have_value("Skrevet uden scripts")
    phone.presses("Send igen")
    expect(phone.own.filter(has_text="Skrevet uden scripts")).to_have_count(1)
    lise.sees_note("Skrevet uden scripts", 1)
