"""Addresses: each stands once, in a URLconf, and everybody else names the route."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from meetings.models import Lane
from tests.reading import read
from tests.room.test_access import IN_A_MEETING, patterns

pytestmark = pytest.mark.any_database

# The routes' own words ("referat", "stroem", "qr.svg" …), of those patterns that stand in our URLconfs.
WORDS = {word for pattern in patterns() for word in re.sub("<.*?>", "/", str(pattern.pattern)).split("/") if word}
IN_AN_ADDRESS = re.compile(rf"""/({"|".join(map(re.escape, sorted(WORDS)))})[/."'`?#]|["'`/]({"|".join(WORDS)})/""")
NO_ADDRESS = re.compile(
    r"""\b(import|from)\s.*  # a module
    | ["'][\w/-]+\.(html|js|css)\b  # a template, a static file
    | \bdocs/\S+  # a file of the repository
    | "teknologi-dialog/referat"  # the name of the format
    """,
    re.VERBOSE,
)
# Pages that are shown when nothing else works look nothing up: the tests below check their addresses.
STAND_ALONE = ("413.html", "500.html", "503.html")


def code():
    """Every source file in which a route could be repeated."""
    for folder, endings in {"meetings": "py", "teknologi_dialog": "py", "static/js": "js", "templates": "html"}.items():
        for path in sorted((settings.BASE_DIR / folder).rglob(f"*.{endings}")):
            if path.name not in ("urls.py", *STAND_ALONE):
                yield path


def repeated(text):
    return [line.strip() for line in text.splitlines() if IN_AN_ADDRESS.search(NO_ADDRESS.sub("", line))]


@pytest.mark.parametrize(
    "line",
    [
        'PAPER = "/referat."',
        """return redirect(f"{request.path.removesuffix('kommentar/')}?sendt")""",
        "fetch(`/m/${key}/mine/`)",
        '<a href="/privatliv/">',
    ],
)
def test_a_repeated_route_would_be_found(line):
    assert repeated(line) == [line]


def test_no_route_is_repeated_as_a_string():
    files = list(code())
    assert {path.suffix for path in files} == {".py", ".js", ".html"}
    assert {str(path): lines for path in files if (lines := repeated(path.read_text()))} == {}


@pytest.mark.parametrize(
    "pattern", [each for each in patterns() if each.name in IN_A_MEETING], ids=lambda each: each.name
)
def test_every_page_of_a_meeting_gets_its_seats_cookie(pattern):
    """A browser sends the cookie only to addresses below the one it was set for. The outbox too keeps only such addresses."""
    known = {"key": "bcdfghjkmn", "lane": Lane.SELF, "extension": "pdf", "name": "communication", "role": "chair"}
    known |= {"text": "next", "side": "oevrige", "phase": "think"}
    wanted = {name: known.get(name, 1) for name in pattern.pattern.converters}
    assert reverse(pattern.name, kwargs=wanted).startswith(reverse("room", args=["bcdfghjkmn"]))


@pytest.mark.parametrize("template", STAND_ALONE)
def test_addresses_on_a_page_that_stands_alone_are_real(template):
    pages = [read(render_to_string(template, {"looks": looks})) for looks in (True, False)]
    found = {each.get("href") or each.get("src") for page in pages for each in page.all("[href], [src]")}
    addresses = {address for address in found if (address or "").startswith("/")}  # others lead to this same page
    assert {"/", "/static/css/site.css"} <= addresses
    for address in addresses:
        if address.startswith(settings.STATIC_URL):
            assert finders.find(address.removeprefix(settings.STATIC_URL)), address
        else:
            assert resolve(address).url_name == "front"
