"""Each module is fetched once, under one name, and holds one state for all that import it."""

import re

import pytest
from playwright.sync_api import expect

from meetings.templatetags.dialog import import_order

pytestmark = pytest.mark.any_database

REFUSED = {"uuid": "00000000000040008000000000000000", "text": "Fra en prøve", "refused": "Prøv igen"}
ADD = """async entry => {
  const url = name => document.querySelector(`link[rel=modulepreload][href*="${name}."]`).href;
  const { add } = await import(url("/phone/outbox")), { showOutbox } = await import(url("/phone/outbox_list"));
  add(entry);
  showOutbox();
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


def test_each_module_is_fetched_once_under_one_name(pages):
    for kind, page in pages.items():
        fetched = []
        page.on("request", lambda request, fetched=fetched: fetched.append(request.url))
        page.reload()
        expect(page.locator("#connection .words")).to_have_text("Forbundet")
        modules = [
            re.sub(r".*/static/(.*)\.[0-9a-f]{12}\.js$", r"\1.js", url) for url in fetched if "/static/js/" in url
        ]
        assert sorted(modules) == sorted(["js/entered.js", *import_order(f"js/{kind}/{kind}.js")]), kind


def test_a_module_has_one_state_for_all_that_import_it(ulla):
    """The outbox of a browser that keeps nothing is in memory, and the list shows it: both speak of the same one."""
    ulla.page.add_init_script(KEEP_NOTHING)
    ulla.page.reload()
    ulla.is_online()
    ulla.page.evaluate(ADD, REFUSED)
    expect(ulla.refused).to_contain_text("Fra en prøve")
