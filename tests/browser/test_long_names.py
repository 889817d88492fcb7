"""The long names of committees and posts on every page and at every width: whole, or divided with a hyphen, and in sight."""

import json
import re
import subprocess

import pytest

from tests.documents import LONG_NAMES

pytestmark = pytest.mark.any_database

SET_UP = """
import json
from django.http import HttpResponse
from meetings.models import Role, RoleLink
from meetings.room.door import keep_seat
from tests import documents, make
meeting = documents.long_names()
seats = {role: RoleLink.find(RoleLink.make(meeting, role)).take_seat() for role in (Role.SECRETARY, Role.FACILITATOR, Role.CHAIR)}
seats["member"] = make.member(meeting)
cookies = {role: keep_seat(HttpResponse(), seat).cookies for role, seat in seats.items()}
print(json.dumps([meeting.key, {role: {each.key: each.value for each in jar.values()} for role, jar in cookies.items()}]))
"""
WIDTHS = (320, 390, 1280, 1366, 1440, 1920)
PAGES = {
    "gennemlaesning/": "chair",
    "referat/udskrift/": "chair",
    "referat/": "secretary",
    "referent/": "secretary",
    "skaerm/": "facilitator",
    "": "member",
}

# Where a line ends within a name, and what is wider than its place. Soft hyphens are no letters of a name.
FAULTS = """names => {
  const faults = [], seen = new Set(), range = document.createRange();
  const shown = element => element.checkVisibility({visibilityProperty: true}) && !element.closest(".hidden, [hidden]");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, letters = [...text.data].map((letter, at) => [letter, at]).filter(([l]) => l !== "\\u00ad");
    if (text.data.length < 8 || !shown(text.parentElement)) continue;
    const words = letters.map(([letter]) => letter).join("").toLowerCase();
    const top = at => {  // at the start of a line there is an empty rectangle at the end of the one before
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return [...range.getClientRects()].findLast(each => each.width)?.top;
    };
    for (const name of names) {
      for (let start = words.indexOf(name); start >= 0; start = words.indexOf(name, start + 1)) {
        seen.add(name);
        for (let place = start + 1; place < start + name.length; place++) {
          const [before, after] = [letters[place - 1][1], letters[place][1]];
          if (top(after) - top(before) > 4 && after === before + 1 && text.data[before] !== "-")
            faults.push(`${text.data.slice(0, 60)}: ${name.slice(0, place - start)}/${name.slice(place - start)}`);
        }
      }
    }
  }
  if (document.scrollingElement.scrollWidth > innerWidth) faults.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  for (const element of document.querySelectorAll("main *")) {
    const sheet = element.closest("article") ?? document.scrollingElement, {right, width} = element.getBoundingClientRect();
    if (width > 1 && shown(element) && right > sheet.getBoundingClientRect().right + 1 && !element.closest(".notes, [data-pages], svg"))
      faults.push(`over the edge: ${element.outerHTML.slice(0, 80)}`);
    if (element.matches("td, th, dd, li, p, h1, h2, h3, strong") && shown(element) && element.scrollWidth > element.clientWidth + 1
        && getComputedStyle(element).display !== "inline" && width > 1)
      faults.push(`wider than its place: ${element.outerHTML.slice(0, 80)}`);
  }
  return [[...seen], faults];
}"""


@pytest.fixture(scope="module")
def made(installation):
    """The key of the meeting, and the cookies of each role."""
    return json.loads(installation.manage("shell", "--no-imports", "-c", SET_UP).splitlines()[-1])


@pytest.mark.parametrize("path", PAGES)
def test_names_are_whole_or_hyphenated_and_in_sight(path, made, cast, server):
    key, cookies = made
    reader = cast.secretary()
    reader.page.context.add_cookies(
        [{"name": name, "value": value, "url": server.url} for name, value in cookies[PAGES[path]].items()]
    )
    reader.page.goto(f"/m/{key}/{path}")
    wrong, names = [], [name.lower() for name in LONG_NAMES]
    for width in WIDTHS:
        reader.page.set_viewport_size({"width": width, "height": 800})
        reader.settles()
        seen, faults = reader.page.evaluate(FAULTS, names)
        assert set(seen) == set(names), width
        wrong += [f"{width}: {fault}" for fault in faults]
    assert not wrong, "\n".join(wrong)
    if path.startswith(("referat", "gennem")):
        printed_whole(reader.page.pdf(prefer_css_page_size=True))


def test_name_that_is_one_endless_word_makes_no_page_wider(lise):
    lise.starts_a_meeting(committee="Rigsarbejdsmiljøorganisationen" * 3)
    lise.page.set_viewport_size({"width": 320, "height": 568})
    wide = {}
    for path in (
        lise.wall,
        *(lise.wall.replace("skaerm", name) for name in ("led", "referent", "pladser")),
        "/moeder/",
    ):
        assert lise.page.goto(path).status == 200
        named = "jøorganisationen" in lise.page.locator("body").inner_text().replace("\u00ad", "")
        assert named or path == lise.wall, path  # which has it in its bar alone, when it is closed
        wide[path] = lise.page.evaluate("document.scrollingElement.scrollWidth")
    assert set(wide.values()) == {320}, wide


def printed_whole(printed):
    read = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=printed, capture_output=True, check=True
    ).stdout.decode()
    whole = re.sub("[-\u00ad\u2010]\n", "", read).replace("-", "").casefold()
    for name in LONG_NAMES:
        assert whole.count(name.casefold().replace("-", "")) >= 4, name
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=printed, capture_output=True, check=True
    ).stdout.decode()
    assert max(map(float, re.findall(r'xMax="([\d.]+)"', boxes))) < 190.5 / 25.4 * 72
