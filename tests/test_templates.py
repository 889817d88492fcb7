"""Keeps the templates readable as outlines, and tests that loading them without their indentation changes no text."""

import re
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.template import Context, Engine

from tests.reading import read

pytestmark = pytest.mark.any_database

FOLDER = settings.BASE_DIR / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
WIDTH = 120  # characters in a line
MARKUP = 60  # characters that a longer line may have beside its sentence
SIZE = 8_000  # bytes in a file
INDENT = 2

# A template tag may stand within an HTML tag, and hold a ">".
TEMPLATE_TAG = r"{%.*?%}|{{.*?}}|{#.*?#}"
HTML_TAG = rf"<!?/?[a-z](?:{TEMPLATE_TAG}|[^>])*>"
TOKEN = re.compile(rf"{TEMPLATE_TAG}|{HTML_TAG}", re.DOTALL | re.IGNORECASE)
NAME = re.compile(r"(?:<!?/?|{%\s*)(\w+)")
VOID = set("area base br col embed hr img input link meta option source track wbr doctype".split())
WITHIN_A_LINE = set("a abbr b bdi br button code em i input label noscript small span strong sub sup time".split())
BLOCK_TAGS = set("autoescape block for if partialdef with".split())
BRANCHES = {"elif", "else", "empty"}
VERBATIM = re.compile(r"<(pre|textarea)\b.*?</\1>", re.DOTALL)


def source(name):
    return (FOLDER / name).read_text()


@dataclass
class Line:
    """A line, with the lines its tags go on in: attributes may be wrapped."""

    number: int
    indent: int
    text: str


def lines(template):
    """The Lines of a template that are not empty."""
    joined = VERBATIM.sub(lambda found: found[0].replace("\n", "\0"), template)
    joined = TOKEN.sub(lambda found: found[0].replace("\n", "\0"), joined)
    number = 1
    for text in joined.split("\n"):
        if text.strip():
            yield Line(number, len(text) - len(text.lstrip(" ")), text.strip())
        number += 1 + text.count("\0")


def tags(line):
    """[(kind, name)] of what opens, branches and closes in a line: HTML elements and block tags."""
    for token in TOKEN.findall(VERBATIM.sub(r"<\1></\1>", line.text)):
        name = NAME.match(token)[1].lower() if NAME.match(token) else ""
        if token.startswith("{%"):
            if name in BRANCHES:
                yield "branch", name
            elif name.removeprefix("end") in BLOCK_TAGS:
                yield ("close", name.removeprefix("end")) if name.startswith("end") else ("open", name)
        elif token.startswith("<") and name not in VOID:
            yield ("close" if token.startswith("</") else "open"), name


def overlong(line):
    """Whether a line is longer than WIDTH for another reason than a sentence."""
    markup = "".join(token for token in TOKEN.findall(line) if not token.startswith("{{"))
    return len(line) > WIDTH and len(markup) > MARKUP


def faults(template):
    """What keeps a template from reading as an outline, as (line number, words)."""
    if len(template.encode()) > SIZE:
        yield 1, f"the file has more than {SIZE} bytes: it is several things"
    for number, line in enumerate(template.split("\n"), 1):
        if overlong(line):
            yield number, f"{len(line)} characters"
    open_tags = []
    for line in lines(template):
        found = list(tags(line))
        before = len(open_tags)
        lowest = before
        for kind, name in found:
            if kind == "open":
                open_tags.append(name)
            elif kind == "close":
                if not open_tags or open_tags.pop() != name:
                    yield line.number, f"{name} closes what it did not open"
                    return
                lowest = min(lowest, len(open_tags))
            elif len(open_tags) <= before:
                lowest = min(lowest, len(open_tags) - 1)
        alone = TOKEN.findall(line.text) == [line.text]
        if lowest < before and not alone:
            yield line.number, "what was opened in an earlier line closes, or branches, in a line of its own"
        if len(open_tags) > before and not alone:
            yield line.number, "what closes in a later line opens in a line of its own"
        if sum(kind == "open" and name not in WITHIN_A_LINE | BLOCK_TAGS for kind, name in found) > 1:
            yield line.number, "more than one element"
        if line.indent != INDENT * lowest:
            yield line.number, f"indented by {line.indent}, not by {INDENT * lowest}"


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_reads_as_an_outline(name):
    found = [f"templates/{name}:{number}: {words}" for number, words in faults(source(name))]
    assert not found, "\n".join(found)


OUTLINE = """\
{% if notes %}
  <ul class="list"
      id="notes">
    {% for note in notes %}
      <li><a href="#{{ note.pk }}">{{ note.text }}</a></li>
    {% empty %}
      <li>Ingen</li>
    {% endfor %}
  </ul>
{% endif %}
"""


@pytest.mark.parametrize(
    ("good", "bad", "words"),
    [
        ("", "", None),
        ("      <li><a", "    <li><a", "indented by 4, not by 6"),
        ("    {% empty %}", "      {% empty %}", "indented by 6, not by 4"),
        ('#">', "", None),
        ('      id="notes">\n', '      id="notes"><li>Først</li>\n', "opens in a line of its own"),
        ("  </ul>\n{% endif %}", "  </ul>{% endif %}", "in a line of its own"),
        ("    {% empty %}\n      <li>Ingen</li>\n", "    {% empty %}<li>Ingen</li>\n", "in a line of its own"),
        ("<li>Ingen</li>", "<li>Ingen</li><li>Heller ikke her</li>", "more than one element"),
        ("<li>Ingen</li>", f'<li class="{"x" * 110}">Ingen</li>', "139 characters"),
        ("<li>Ingen</li>", f"<li>{'En lang sætning. ' * 20}</li>", None),
        ("<li>Ingen</li>", "<li>Ingen</li>\n" * 600, "it is several things"),
        ("    {% empty %}", "    {% empty %}Ingen", "in a line of its own"),
        ("  </ul>", "  </ol>", "ol closes what it did not open"),
    ],
)
def test_fault_in_an_outline_is_found(good, bad, words):
    found = [said for _, said in faults(OUTLINE.replace(good, bad) if good else OUTLINE)]
    assert (words is None) == (not found)
    assert words is None or words in found[0]


@pytest.mark.parametrize("name", TEMPLATES)
def test_paragraph_of_typed_text_stands_in_one_line(name):
    """Notes and follow-ups show their line breaks, and those that a template adds as well."""
    assert not re.search(r"<p\b[^>]*>\s*\n\s*{{ \w+\.text }}", source(name))


@pytest.mark.parametrize("name", TEMPLATES)
def test_button_or_link_ends_with_its_hidden_words(name):
    """White space after them, in the flex box that a button is, makes it wider by a gap."""
    assert not re.search(r'class="hidden">[^<]*</span>\s+</(?:a|button)>', source(name))


def test_no_style_waits_for_an_element_without_white_space():
    """A list written as an outline is never `:empty`: line breaks stand in it. `:not(:has(li))` says what is meant."""
    sheets = sorted((settings.BASE_DIR / "static").rglob("*.css"))
    assert sheets
    assert [path.name for path in sheets if ":empty" in path.read_text()] == []


# --- Loading them without their indentation --------------------------------------------------------------------------

TYPED = "  En note\n\n   med <b>luft</b>  "


@pytest.fixture
def engine(tmp_path):
    """An Engine that loads what a test writes in its folder, as ours loads the templates."""

    def made(debug=False):
        return Engine(dirs=[tmp_path], debug=debug, loaders=["teknologi_dialog.template_loader.Loader"])

    return made


def test_line_break_in_a_template_becomes_a_space(engine, tmp_path):
    (tmp_path / "page.html").write_text('<li\n    id="a">\n  <p>{{ text }}</p>\n</li>\n')
    assert engine().render_to_string("page.html", {"text": "Ja"}) == '<li id="a"> <p>Ja</p> </li> '


def test_text_that_was_typed_stays_as_it_is(engine, tmp_path):
    (tmp_path / "page.html").write_text("{% if text %}\n  <p>{{ text }}</p>\n{% endif %}\n")
    assert engine().get_template("page.html").render(Context({"text": TYPED}, autoescape=False)) == f" <p>{TYPED}</p>  "


def test_textarea_and_pre_stay_as_they_are(engine, tmp_path):
    """The browser drops the first line break in a textarea: it is there so that one that was typed is not dropped."""
    verbatim = '<textarea\n   name="text">\n{{ text }}</textarea>\n<pre>\n  to\n  linjer</pre>'
    (tmp_path / "page.html").write_text(verbatim)
    shown = engine().render_to_string("page.html", {"text": "\nTo"})
    assert shown == '<textarea\n   name="text">\n\nTo</textarea> <pre>\n  to\n  linjer</pre>'


def test_plain_text_and_debugging_keep_the_source(engine, tmp_path):
    for name in ("page.html", "page.txt"):
        (tmp_path / name).write_text("<p>\n  Ja\n</p>\n")
    assert engine().render_to_string("page.txt") == "<p>\n  Ja\n</p>\n"
    assert engine(debug=True).render_to_string("page.html") == "<p>\n  Ja\n</p>\n"


def test_our_templates_are_loaded_so():
    from django.template.loader import get_template

    assert "\n" in source("room/rules.html")
    assert "\n" not in get_template("room/rules.html").template.source


@pytest.mark.parametrize("name", [name for name in TEMPLATES if 'class="table"' in source(name)])
def test_table_fits_its_place_and_says_what_its_columns_hold(name):
    """Without `fits` its rows are lists at any width; without a `<col>` for each, its columns are of one width."""
    table = read(source(name))
    assert table.one(".fits > .table")
    if "{% for column" not in source(name):
        assert len(table.all("col")) == len(table.all("th"))
