"""Stylesheets and modules: their form, nothing unused, and one of each module after `collectstatic`."""

import re
from pathlib import Path
from string import ascii_letters, digits, printable, punctuation

import pytest
import tinycss2
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage
from fontTools.ttLib import TTFont

from meetings.templatetags import dialog
from meetings.templatetags.dialog import IMPORT, import_order
from teknologi_dialog.static_files import AFTER, EXPORT, NOT_RUN, SCRIPTS, TAKE_MODULES, Storage
from teknologi_dialog.static_files import SHEETS as LINKED

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
SHEETS = sorted((STATIC / "css").rglob("*.css"))
MODULES = sorted((STATIC / "js").rglob("*.js"))
PAGES = [
    "js/phone/phone.js",
    "js/phone/phased.js",
    "js/leader/leader.js",
    "js/wall/seats.js",
    "js/wall/wall.js",
    "js/wall/screen.js",
    "js/desk/attendance.js",
    "js/desk/desk.js",
    "js/minutes/minutes.js",
    "js/minutes/review.js",
    "js/page.js",
    "js/phone/left.js",
]
LONGEST_LINE = 120
RARE = set("#$<>[\\]^_`{|}~°")  # in what people write: with the letters that Danish does not have


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*SHEETS, *MODULES], ids=name)
def test_no_line_is_too_long(path):
    assert [line for line in path.read_text().splitlines() if len(line) > LONGEST_LINE] == []


# --- Stylesheets ------------------------------------------------------------------------------------------------------


def rules(content):
    """Every rule with a block in it, however deep; in the block of a media query and of a layer stand rules again."""
    for rule in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.content is not None:
            yield from rules(rule.content)


def declarations(content):
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":
            yield node
        elif getattr(node, "content", None) is not None:
            yield from declarations(node.content)


def classes(tokens):
    """The classes in a selector, also inside `:is(…)`."""
    tokens = list(tokens)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "ident" and before is not None and before == ".":
            yield token.value
        elif token.type == "function":
            yield from classes(token.arguments)


IN_EACH_NOTE = {"*", "note", "tools", "button", "open", "reasons", "p"}


def looks_at_all(selector):
    """Whether each note that comes has a browser look at all the others: what `:has()` decides on must not be in every note."""
    inside = [each for token in selector for each in arguments_of_has(token)]
    if any(token.type == "function" and token.lower_name == "not" for token in inside):
        return True
    after = [token for token in selector[last_has(selector) + 1 :] if inside]
    ends = [index for index, token in enumerate(after) if token.type == "whitespace" or token in (">", "+", "~")]
    return bool(ends) and not {getattr(token, "value", "") for token in after[ends[-1] :]}.isdisjoint(IN_EACH_NOTE)


def arguments_of_has(token):
    if token.type != "function":
        return []
    if token.lower_name == "has":
        return token.arguments
    return [found for each in token.arguments for found in arguments_of_has(each)]


def last_has(selector):
    return max((index for index, token in enumerate(selector) if arguments_of_has(token)), default=-1)


def selectors(prelude):
    found = [[]]
    for token in prelude:
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


@pytest.mark.parametrize(
    ("selector", "is_costly"),
    [
        (".wall:has(.asking) .note", True),
        (".phone:has(.form) > *", True),
        (".note:not(:has(.reasons[open])) .tools", True),
        (".wall:has(.lobby:not(.wrap-up)) #note-for", True),
        (".wall:has(.asking) #overview", False),
        (".note .tools:not(:has(.reasons[open]))", False),
    ],
)
def test_selector_that_looks_at_all_notes_is_found(selector, is_costly):
    assert looks_at_all(tinycss2.parse_component_value_list(selector)) == is_costly


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_no_selector_has_all_notes_looked_at_as_one_comes(path):
    found = [each for rule in rules(path.read_text()) for each in selectors(rule.prelude) if looks_at_all(each)]
    assert [tinycss2.serialize(each).strip() for each in found] == []


def used_classes():
    """Words in the class attributes of templates and of Python, and in the strings of template tags and of JavaScript."""
    words = set()
    for path in (ROOT / "templates").rglob("*.html"):
        if "exports" not in path.parts:  # these have a stylesheet of their own
            text = path.read_text()
            plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL)
            words |= words_in(r'class="([^"]*)"', plain)
            words |= words_in(r"\{% block body_class %\}([^{]*)", text)
            words |= words_in(r'"([^"]*)"', " ".join(re.findall(r"\{%.*?%\}", text, re.DOTALL)))
    for path in MODULES:
        words |= words_in(r'"([^"]*)"', path.read_text()) | words_in(r"`([^`]*)`", path.read_text())
    for path in (ROOT / "meetings").rglob("*.py"):
        words |= words_in(r'(?:class=|"class": )"([^"]*)"', path.read_text())
    return words


def words_in(pattern, text):
    return {word for found in re.findall(pattern, text) for word in re.findall(r"[\w-]+", found)}


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_each_declaration_has_a_line_of_its_own(path):
    lines = [declaration.source_line for declaration in declarations(path.read_text())]
    assert len(lines) == len(set(lines))


def test_every_class_in_the_stylesheets_is_used():
    styled = {each for path in SHEETS for rule in rules(path.read_text()) for each in classes(rule.prelude)}
    assert {"button", "has-above", "optional", "conclusion", "wall"} <= styled
    assert sorted(styled - used_classes()) == []


def test_every_custom_property_is_used():
    text = "".join(path.read_text() for path in SHEETS)
    assert set(re.findall(r"^\s*(--[\w-]+):", text, re.MULTILINE)) == set(re.findall(r"var\((--[\w-]+)", text))


def test_every_stylesheet_is_linked_or_imported():
    imported = [f"css/{url}" for each in LINKED for url in re.findall(r'^@import "([^"]+)"', sheet(each), re.MULTILINE)]
    assert sorted({*imported, *LINKED}) == [str(path.relative_to(STATIC)) for path in SHEETS]


def sheet(each):
    return (STATIC / each).read_text()


# --- Typeface ---------------------------------------------------------------------------------------------------------

TYPEFACE = [*STATIC.glob("fonts/*.woff2"), *(ROOT / "meetings/minutes/exports/paper/fonts").glob("Atkinson*.ttf")]


@pytest.mark.parametrize(
    "path", [path for path in TYPEFACE if "latin-ext" not in path.name and "more" not in path.name], ids=name
)
def test_zero_is_a_plain_oval(path):
    """With a stroke through it a Dane reads Ø. Of the oval there are an outline and one counter, of the digit 6 too."""
    glyphs = (font := TTFont(path))["glyf"]
    names = font.getBestCmap()
    assert [glyphs[names[ord(sign)]].numberOfContours for sign in "068Ø"] == [2, 2, 3, 3]
    assert {"gasp", "prep"} <= set(font.keys())  # without, FreeType hints by itself, and each line is 3 % longer


def code_points(face):
    for part in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face):
        yield from range(int(part[0], 16), int(part[1] or part[0], 16) + 1)


@pytest.mark.parametrize("weight", [400, 700])
def test_each_letter_comes_from_one_file_and_danish_ones_from_the_same(weight):
    faces = re.findall(rf"@font-face {{[^}}]*weight: {weight};[^}}]*}}", sheet("css/fonts.css"))
    danish, *others = [set(code_points(face)) for face in faces]
    assert len(others) == 2
    usual = set(printable + "æøåÆØÅéÉäöüÄÖÜ–»«•…½§×\u00ad\u00a0") - RARE
    assert {ord(sign) for sign in usual} <= danish
    assert {ord(sign) for sign in RARE} <= others[0]
    assert not danish & (others[0] | others[1])
    assert not others[0] & others[1]
    for face, known in zip(faces, (danish, *others), strict=True):
        (url,) = re.findall(r'url\("\.\./([^"]*)"\)', face)
        assert known & {ord(sign) for sign in ascii_letters + digits + punctuation + "æøåéßçëčşœ"} <= set(
            TTFont(STATIC / url).getBestCmap()
        )


# --- Modules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_imports_only_what_every_page_may_import_or_what_its_own_page_has(path):
    page = path.relative_to(STATIC / "js").parts[0]
    may = {"live": {"live"}, "components": {"live", "components"}}.get(page, {"live", "components", page})
    imported = {Path(each).parts[1] for each in import_order(f"js/{path.relative_to(STATIC / 'js')}")[:-1]}
    assert imported <= may


def test_every_module_belongs_to_a_page():
    loaded = {"js/entered.js"} | {each for page in [*PAGES, *AFTER, "js/live/again.js"] for each in import_order(page)}
    assert loaded == {str(path.relative_to(STATIC)) for path in MODULES}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_keeps_what_is_typed_and_asks_before_it_is_left(page):
    assert {"js/live/fields.js", "js/live/navigation.js"} <= set(import_order(page))


def test_events_are_named_in_one_place():
    for path in MODULES:
        if path.name != "events.js":
            assert not re.search(r"new CustomEvent|[\"']live:", path.read_text()), name(path)


# --- Collected --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The storage with our own stylesheets and modules in it, as after `collectstatic`."""
    storage, source = Storage(location=tmp_path_factory.mktemp("static")), FileSystemStorage(location=STATIC)
    paths = {str(path.relative_to(STATIC)): path for path in STATIC.rglob("*") if path.is_file()}
    for each, path in paths.items():
        with path.open("rb") as file:
            storage.save(each, file)
    for _, _, processed in storage.post_process({each: (source, each) for each in paths}):
        assert not isinstance(processed, Exception), processed
    return storage


def read(storage, each):
    with storage.open(each) as file:
        return file.read().decode()


@pytest.mark.parametrize("hashed", [False, True])
@pytest.mark.parametrize("linked", sorted(LINKED))
def test_a_linked_stylesheet_holds_what_it_imports(collected, linked, hashed):
    """Under its plain name as well, for the page that asks nobody for a name. Comments and indentation are left out."""
    content = read(collected, collected.stored_name(linked) if hashed else linked)
    assert not re.search(r"@import|/\*|^\s", content, re.MULTILINE)
    layers = {}
    for layer, rules in re.findall(r"^@layer (\w+) {\n(.*?)^}(?=\n@layer|\n*\Z)", content, re.MULTILINE | re.DOTALL):
        layers[layer] = layers.get(layer, "") + rules
    wanted = {}
    for url, layer in re.findall(r'^@import "([^"]+)" layer\((\w+)\);$', sheet(linked), re.MULTILINE):
        wanted[layer] = wanted.get(layer, "") + sheet(f"css/{url}")
    assert {layer: tokens(rules) for layer, rules in layers.items()} == {
        layer: tokens(rules) for layer, rules in wanted.items()
    }


def tokens(content):
    """The stylesheet's tokens, without what separates them."""
    found = tinycss2.parse_component_value_list(content, skip_comments=True)
    return re.sub(r"\s+", "", tinycss2.serialize(found))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_keeps_to_the_forms_that_are_joined(path):
    text = path.read_text()
    rest = NOT_RUN.sub("", EXPORT.sub("", IMPORT.sub("", text)))
    assert not re.search(r"^(import|export)\b|\bimport(?:\.|\((?!address))|\bmodules\b", rest, re.MULTILINE)
    assert [
        line for line in text.splitlines() if line.count("`") % 2
    ] == []  # text over several lines would be indented
    assert [line for line in text.splitlines() if re.match(r"\S.*\bawait\b", line) and "async" not in line] == []


@pytest.mark.parametrize("hashed", [False, True])
@pytest.mark.parametrize("page", [*PAGES, *AFTER])
def test_a_page_s_script_holds_each_module_once_in_the_order_in_which_they_run(collected, page, hashed):
    content = read(collected, collected.stored_name(page) if hashed else page)
    first = AFTER.get(page)
    there = import_order(first) if first else ()
    begin = f"{TAKE_MODULES if first else 'const modules = {};'}\n"
    assert content.startswith(begin)
    assert re.findall(r'^modules\["(.*)"\] = ', content, re.MULTILINE) == list(import_order(page, there)[len(there) :])
    rest = content.removeprefix(begin)
    assert not re.search(r"^(import|export(?! { modules };$))\b|^\s*//|^ ", rest, re.MULTILINE)
    assert content.endswith("\nexport { modules };\n")


def test_what_a_module_exports_is_what_another_takes(collected):
    content = read(collected, "js/phone/phone.js")
    given = dict(
        re.findall(r'^modules\["([^"]*)"\] = .*?^return { ([^\n]*) };\n}\)\(\);$', content, re.MULTILINE | re.DOTALL)
    )
    taken = re.findall(r'^const { (.*) } = modules\["(.*)"\];$', content, re.MULTILINE)
    assert len(taken) > 20
    for names, module in taken:
        assert set(names.split(", ")) <= set(given[module].split(", ")), module


def test_a_module_that_no_page_joins_is_left_as_it_is(collected):
    """The page that asks nobody for a name imports it by its plain one."""
    assert read(collected, "js/live/again.js") == (STATIC / "js/live/again.js").read_text()


def test_scripts_that_are_joined_are_those_that_pages_load():
    templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    assert set(re.findall(r'{% module "(.*)" %}', templates)) == SCRIPTS == {*PAGES, "js/phone/dots.js"}


def test_a_page_loads_one_script_where_they_are_joined_and_preloads_each_module_elsewhere(collected, monkeypatch):
    apart = read_tags(dialog.module.__wrapped__("js/page.js"))
    assert apart == [f"/static/{each}" for each in import_order("js/page.js")]
    monkeypatch.setattr(staticfiles_storage, "_wrapped", collected)
    assert read_tags(dialog.module.__wrapped__("js/page.js")) == [f"/static/{collected.stored_name('js/page.js')}"]


def read_tags(html):
    return re.findall(r'<(?:link rel="modulepreload" href|script type="module" src)="([^"]*)">', html)
