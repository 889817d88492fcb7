"""Where long Danish words may be divided."""

import pytest

from meetings.hyphens import soft_hyphens
from tests.documents import LONG_NAMES

pytestmark = pytest.mark.any_database

DIVIDED = (
    "Arbejds-miljø-organisationen",
    "Hoved-arbejds-miljø-udvalget",
    "Fælles-samarbejds-udvalget",
    "Hoved-samarbejds-udvalget",
    "Arbejds-miljø-udvalget",
    "Arbejds-miljø-gruppen",
    "Samarbejds-udvalget",
    "MED-Hovedudvalget",
    "Fælles-tillids-repræsentanten",
    "Arbejds-miljø-repræsentanten",
    "Medarbejder-repræsentanten",
    "Ledelses-repræsentanten",
    "Tillids-repræsentanten",
    "Næstformanden",
)


def shown(text):
    return soft_hyphens(text).replace("\u00ad", "-")


def test_name_is_divided_between_its_parts():
    assert tuple(map(shown, LONG_NAMES)) == DIVIDED


def test_shorter_compounds_are_divided_where_lines_may_break_in_them():
    words = "Næstformanden og Hovedudvalget medarbejderne"
    assert soft_hyphens(words, shortest=10) == "Næst\u00adformanden og Hoved\u00adudvalget medarbejderne"
    assert soft_hyphens(words) == words


@pytest.mark.parametrize(
    ("word", "divided"),
    [
        ("medarbejderne", "medarbejderne"),  # 13 letters: every column is wide enough
        ("MEDARBEJDERSIDEN", "MEDAR-BEJ-DER-SIDEN"),  # as pyphen has it
        ("(arbejdsmiljørepræsentanten),", "(arbejds-miljø-repræsentanten),"),
        ("selvbetjeningsløsningerne", "selv-betjeningsløsningerne"),
        ("Ulla Skovgaard-Christensen", "Ulla Skovgaard-Christensen"),
        ("hoved\u00adsamarbejds\u00adudvalg", "hoved-samarbejds-udvalg"),  # as it was typed
        ("x" * 61 + " 2026 " * 5, "x" * 61 + " 2026 " * 5),
    ],
)
def test_other_words(word, divided):
    assert shown(word) == divided
