"""The question about a CPR number under a text that saves itself: it is asked once, read aloud once, and answered by a press."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.any_database

QUESTION = "Det ligner et CPR-nummer."


def test_question_under_a_text_is_asked_once_and_answered_in_place(cast, lise, code):
    jonas = cast.secretary()
    jonas.comes_in(lise.makes_the_secretarys_link())
    field, question = jonas.page.locator("#conclusion-1-text"), jonas.page.locator("#conclusion-1-doubt")
    jonas.listens()
    jonas.concludes("Vi mødtes 010126 1030")
    expect(question).to_contain_text(QUESTION)
    field.press_sequentially(" i kantinen")
    expect(jonas.page.locator("#conclusion-1-status")).to_contain_text("Gemt kl.")
    jonas.hears(QUESTION)
    jonas.presses("Det er det ikke", within=question)
    expect(question).to_be_empty()
    expect(field).to_be_focused()
    field.press_sequentially(" igen")
    expect(jonas.page.locator("#conclusion-1-status")).to_contain_text("Gemt kl.")
    expect(question).to_be_empty()
    jonas.presses("Tilføj aftale", exact=True)
    jonas.fills(**{"Hvad er aftalt?": "Ring til 150190-1234"})
    jonas.presses("Tilføj aftale", exact=True)
    form = jonas.page.locator("#form-selv")
    expect(form).to_contain_text(QUESTION)
    jonas.presses("Det er det ikke", within=form)
    jonas.sees_follow_up("Ring til 150190-1234", "selv")
