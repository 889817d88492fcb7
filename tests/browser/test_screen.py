"""A bare screen, as a projector or a laptop at home shows it."""

import pytest
from playwright.sync_api import expect

from .look import look_at

pytestmark = pytest.mark.any_database


def test_bare_screen_follows_the_meeting_and_has_nothing_to_press(cast, lise, ulla):
    path, form = lise.wall.replace("skaerm/", "links/skaerm/"), {"csrfmiddlewaretoken": lise.token()}
    link = lise.page.request.post(path, form=form, headers={"Accept": "application/json"}).json()["link"]
    projector = cast.facilitator(logged_in=False)
    projector.page.goto(link)
    projector.page.get_by_role("button", name="Kom ind som skærm").click()
    projector.stands_at(1)
    asks = projector.page.locator("#screen.asking")
    expect(asks).to_be_visible()  # the question takes it until there is a note
    ulla.writes("Skrevet på en telefon")
    projector.sees_note("Skrevet på en telefon", 1)
    expect(asks).to_have_count(0)
    expect(projector.page.locator("button, form, summary")).to_have_count(0)
    look_at(projector.page, "bare-screen")
    lise.goes_on(to=2)
    projector.stands_at(2)
    expect(projector.page.locator("button, form, summary")).to_have_count(0)
