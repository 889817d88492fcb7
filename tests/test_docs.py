"""The documentation is held to the code: every setting, command, file and picture in it exists, and no setting is forgotten."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
PAGES = {
    str(path.relative_to(ROOT)): path.read_text()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
    if path.name != "CHANGELOG.md"
}

VERBS = set(
    """
    Add Answer Append Approve Ask Become Begin Call Cancel Catch Change Check Clean Close Confirm Correct Count
    Create Delete Describe Drop Edit Empty Encode End Expect Fill Find Forget Free Give Go Hide Inline Keep Kill Lay
    Leave Let Lift List Listen Load Lock Lower Make Mark Measure Move Note Notify Offer Open Pass Pause
    Percent-encode Poll Prepare Print Put Raise Read Reconnect Record Redirect Refuse Register Remember Render Replace
    Return Run Save Say Seat Send Set Show Skip Split Start Suggest Take Tell Tie Turn Undo Validate Withdraw Write
    Yield
    """.split()
)


def test_every_setting_stands_in_the_table_and_every_row_is_a_setting():
    read = set()
    for path in ("teknologi_dialog/settings.py", "meetings/management/commands/serve.py"):
        read |= set(re.findall(r"(?:env|env_bool|env_int|environ\.get)\(\"([A-Z_]+)\"", (ROOT / path).read_text()))
    table = README[README.index("### Every setting") : README.index("## Another theme")]
    rows = {
        name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`([A-Z_]+)`", row)
    }
    assert "SECRET_KEY" in read
    assert rows == read


def test_every_command_exists():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert {"demo", "test"} <= commands(README)
    for page, text in PAGES.items():
        assert commands(text) <= targets, page
        assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands()), page


def commands(text):
    return set(re.findall(r"(?:`|^ +)make ([a-z-]+)", text, re.MULTILINE))


@pytest.fixture(scope="module")
def files():
    """The path of every file but those of Git and of the packages, which are fifty times as many."""
    folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in {".git", ".venv"}]
    return [str(path) for folder in folders for path in folder.rglob("*")] + [str(path) for path in ROOT.iterdir()]


@pytest.mark.parametrize("page", PAGES)
def test_every_file_it_names_is_there(page, files):
    for path in re.findall(r"\]\((docs/[^)]+)\)", PAGES[page]):
        assert (ROOT / path).is_file(), path
    for path in re.findall(r"`((?:deploy|docs)/[^`]+)`", PAGES[page]):
        assert (ROOT / path).exists(), path
    for path in re.findall(r"`(?!/)([A-Za-z_./-]+\.(?:py|toml|in|txt|md|js|css|html|json))`", PAGES[page]):
        assert any(each.endswith(f"/{path}") for each in files), path
    for path in re.findall(
        r"`((?:meetings|templates|static|tests|requirements|teknologi_dialog)/[a-z_/]*)`", PAGES[page]
    ):
        assert (ROOT / path).is_dir(), path


def test_readme_is_short():
    assert len(README.splitlines()) <= 135


def test_nothing_names_a_registry_or_a_place_on_a_machine():
    hosts = re.compile(
        "|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.org", "/ro" + "ot/", "/ho" + "me/"))
    )
    wrong = [
        str(path.relative_to(ROOT))
        for folder in (
            ".ci",
            "deploy",
            "meetings",
            "teknologi_dialog",
            "tests",
            "requirements",
            "fixtures",
            "templates",
            "static",
        )
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".conf", ".txt", ".in", ".yaml", ".html", ".js", ".css", ""}
        and path.is_file()
        and hosts.search(path.read_text(errors="ignore"))
    ]
    assert wrong == []


def test_docstring_of_a_function_begins_with_a_verb():
    """A new verb takes its place in VERBS; a noun, "Whether" or an example of what is returned comes after "Return"."""
    found = [
        (f"{path.relative_to(ROOT)}:{node.lineno}", doc.split()[0].strip(".,:;"))
        for folder in ("benchmarks", "meetings", "teknologi_dialog")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (doc := ast.get_docstring(node))
    ]
    assert len(found) > 500
    assert [(where, word) for where, word in found if word not in VERBS] == []
