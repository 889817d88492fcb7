"""Earlier wordings: read beside the meeting, and had back with one press, on every screen."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.any_database

FIRST, SECOND = "Opgaverne er flyttet og ikke forsvundet.", "Noget helt andet."


def test_overwritten_text_is_had_back_and_comes_to_every_screen(cast, lise, code):
    jonas = cast.secretary()
    jonas.comes_in(lise.makes_the_secretarys_link())
    lise.page.goto(jonas.page.url)  # she sits at the same desk
    there, link = lise.page.get_by_label("Konklusion"), jonas.page.get_by_role("link", name="Tidligere tekster")
    field, listed = jonas.page.get_by_label("Konklusion"), jonas.page.locator("dialog")
    jonas.concludes(FIRST)
    expect(link).to_have_count(0)
    jonas.concludes(SECOND)
    expect(there).to_have_value(SECOND)
    link.first.click()
    expect(listed).to_be_visible()
    expect(listed).to_have_attribute("aria-label", "Tidligere tekster")
    jonas.listens()
    jonas.presses("Hent teksten tilbage", within=listed)
    expect(listed).to_be_hidden()
    expect(field).to_have_value(FIRST)
    expect(field).to_be_focused()
    assert "Den tidligere tekst er hentet tilbage." in jonas.said()
    expect(there).to_have_value(FIRST)
    link.first.click()
    expect(listed.locator("li").nth(1)).to_contain_text(SECOND)
