"""A page fetches one script with all its modules in it, and few things in all."""

import re

import pytest
from playwright.sync_api import expect

from .person import PUSHED

pytestmark = pytest.mark.any_database

REFUSED = {"uuid": "00000000000040008000000000000000", "text": "Fra en prøve", "refused": "Prøv igen"}
ADD = """async entry => {
  const { modules } = await import(document.querySelector("script[type=module]").src);
  modules["js/phone/outbox.js"].add(entry);
  modules["js/phone/outbox_list.js"].showOutbox();
}"""
KEEP_NOTHING = "Storage.prototype.setItem = () => { throw new DOMException('QuotaExceededError'); };"


@pytest.fixture
def pages(cast, lise, ulla):
    """A live page of each kind, by the name of its module."""
    jonas = cast.secretary()
    jonas.comes_in(lise.makes_the_secretarys_link())
    minutes = lise.page.context.new_page()
    minutes.goto(lise.wall.replace("skaerm", "referat"))
    return {"phone": ulla.page, "wall": lise.page, "desk": jonas.page, "minutes": minutes}


def test_a_page_fetches_its_modules_in_one_file_and_at_most_14_things_in_all(pages):
    for kind, page in pages.items():
        fetched = []
        page.on("request", lambda request, fetched=fetched: fetched.append(request.url))
        page.reload()
        expect(page.locator("#connection .words")).to_have_text("Forbundet")
        page.wait_for_timeout(500)
        scripts = [
            re.sub(r".*/static/(.*)\.[0-9a-f]{12}\.js$", r"\1.js", url) for url in fetched if url.endswith(".js")
        ]
        assert set(scripts) == {"django_htmx/htmx-2.min.js", "js/entered.js", f"js/{kind}/{kind}.js"}, kind
        assert len(scripts) == 3, kind
        assert len(fetched) <= 14, kind


def test_phone_fetches_what_phases_need_once_its_meeting_has_some(cast, lise):
    lise.makes_a_meeting()
    ulla, fetched = cast.phone(), []
    ulla.takes_a_seat(lise.opens_the_lobby())
    ulla.page.on("request", lambda request: fetched.append(request.url))
    lise.page.goto(lise.wall.replace("/skaerm/", "/ret/"))
    lise.page.get_by_label("Forløb").select_option("normal")
    lise.presses("Gem")
    expect(lise.page).to_have_url(lise.wall)
    lise.goes_on()
    expect(ulla.page.locator("#clock")).to_have_text("3 minutter tilbage", timeout=PUSHED)
    ulla.page.reload()
    expect(ulla.page.locator("#clock")).to_have_text("3 minutter tilbage")
    late, *page = [re.sub(r".*/static/(.*)\.[0-9a-f]{12}\.js$", r"\1", url) for url in fetched if url.endswith(".js")]
    assert late == "js/phone/phases"
    assert set(page) <= {"js/entered", "django_htmx/htmx-2.min", "js/phone/phased"}


def test_a_module_has_one_state_for_all_that_import_it(ulla):
    """The outbox of a browser that keeps nothing is in memory, and the list shows it: both speak of the same one."""
    ulla.page.add_init_script(KEEP_NOTHING)
    ulla.page.reload()
    ulla.is_online()
    ulla.page.evaluate(ADD, REFUSED)
    expect(ulla.refused).to_contain_text("Fra en prøve")
