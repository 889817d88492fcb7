"""After many wrong codes from one address: the phone does a sum by itself, and the right code leads in."""

import re

import pytest
from playwright.sync_api import expect

from tests.reading import read

pytestmark = pytest.mark.any_database
HOUSE = {"X-Forwarded-For": "192.0.2.77"}  # an address of its own, so that other tests are asked nothing


def test_right_code_comes_in_by_itself_where_many_wrong_ones_were_tried(cast, code):
    cast.expects("status 429", "Status Error Code 429")
    phone = cast.phone()
    page = phone.page
    page.set_extra_http_headers(HOUSE)
    token = read(page.request.get("/", headers=HOUSE).text()).fields()["csrfmiddlewaretoken"]
    for _ in range(62):
        tried = page.request.post("/", form={"csrfmiddlewaretoken": token, "code": "000000"}, headers=HOUSE)
        if tried.status == 429:
            break
    assert tried.status == 429
    page.goto("/")
    phone.fills(Mødekode=code)
    phone.presses("Deltag")
    expect(page.get_by_role("heading", name="Vent et øjeblik")).to_be_visible()
    expect(page.get_by_label("Dit navn (valgfrit)")).to_be_visible()
    expect(page).to_have_url(re.compile("/ind/$"))
