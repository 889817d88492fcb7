"""After many wrong codes from one address: the phone does a sum by itself, and the right code leads in."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.any_database
HOUSE = "192.0.2.77"  # an address of its own, so that other tests are asked nothing
WRONG_CODES = f"""
from django.test import RequestFactory
from meetings.room.forms.guessing import ALL_CODES, codes
for _ in range(75):
    codes().count(RequestFactory().get("/", REMOTE_ADDR="{HOUSE}"), ALL_CODES)
"""


def test_right_code_comes_in_by_itself_where_many_wrong_ones_were_tried(cast, installation, code):
    cast.expects("status 429", "Status Error Code 429")
    installation.manage("shell", "--no-imports", "-c", WRONG_CODES)
    phone = cast.phone()
    page = phone.page
    page.set_extra_http_headers({"X-Forwarded-For": HOUSE})
    page.goto("/")
    phone.fills(Mødekode=code)
    with page.expect_response(lambda answer: answer.status == 429):
        phone.presses("Deltag")
    expect(page.get_by_label("Dit navn (valgfrit)")).to_be_visible()
    expect(page).to_have_url(re.compile("/ind/$"))
