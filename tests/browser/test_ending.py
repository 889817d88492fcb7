"""The end of a meeting on the wall: nothing scrolls, whatever the size."""

import pytest
from playwright.sync_api import expect

from .look import look_at

pytestmark = pytest.mark.any_database

SIZES = ((800, 450), (1024, 768), (1280, 577), (1366, 768), (1920, 1080))
OVERFLOWING = """() => [document.scrollingElement, ...document.querySelectorAll("#screen .lane, #screen .ahead")]
  .filter(each => each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1)
  .map(each => `${each.className} ${each.scrollHeight} > ${each.clientHeight}`)"""


def test_many_agreements_are_counted_where_they_do_not_fit(cast, lise):
    code, jonas, ulla = lise.starts_a_meeting(at=5), cast.secretary(), cast.phone()
    ulla.takes_a_seat(code)
    jonas.comes_in(lise.makes_the_secretarys_link())
    token, new = jonas.token(), lise.wall.replace("/skaerm/", "/referent/selv/")
    for number in range(14):
        text = f"{number}: vi aftaler selv, hvornår man må skrive i Teams, og hvem der svarer om aftenen"
        form = {"csrfmiddlewaretoken": token, "uuid": f"00000000-0000-4000-8000-0000000000{number:02}", "text": text}
        answer = jonas.page.request.post(new, form={**form, "responsible": "Åse og Jens", "due": "15.1.2027"})
        assert answer.ok
    lise.closes()
    rows, folded = lise.page.locator("#screen .selv .followup:not(.folded)"), lise.page.locator("#screen .folded")
    for width, height in SIZES:
        lise.page.set_viewport_size({"width": width, "height": height})
        expect(folded).to_be_visible()
        lise.settles()
        shown = rows.locator("visible=true").count()
        expect(folded).to_have_text(f"og {14 - shown} flere. Alle står på jeres telefoner.")
        assert 0 < shown < 14
        assert lise.page.evaluate(OVERFLOWING) == [], (width, height)
    expect(ulla.page.locator("#lanes .selv .followup").locator("visible=true")).to_have_count(14)
    look_at(lise.page, "ending-many-wall")
