"""Cleans text: what each kind of line end, bullet, tab and hidden character becomes."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.text import clean

pytestmark = pytest.mark.any_database

LINE_ENDS = {
    "CRLF": "\r\n",
    "CR": "\r",
    "VT": "\v",
    "FF": "\f",
    "NEL": "\x85",
    "LINE SEPARATOR": "\u2028",
    "PARAGRAPH SEPARATOR": "\u2029",
}
each_line_end = pytest.mark.parametrize("end", LINE_ENDS.values(), ids=LINE_ENDS)

# --- The function -----------------------------------------------------------------------------------------------------


@each_line_end
def test_every_line_end_becomes_one_newline_or_a_space(end):
    assert clean(f"Vi køber{end}ny skærm") == "Vi køber\nny skærm"
    assert clean(f"Vi køber{end}{end}ny skærm") == "Vi køber\n\nny skærm"
    assert clean(f"Vi køber{end}ny skærm", lines=False) == "Vi køber ny skærm"


CASES = [
    ("spaces at both ends", " \n Noget \u3000\n", "Noget"),
    ("spaces inside are as typed", "To  mellemrum,\n  indrykket", "To  mellemrum,\n  indrykket"),
    ("wide, thin and blank spaces", "a\u2003b\u2009c\u3000d\u2800e", "a b c d e"),
    ("no-break spaces", "kl.\u00a09\u202f30", "kl.\u00a09\u00a030"),
    ("Danish letters typed as two", "A\u030arhus, bla\u030a ku\u0308hler", "Århus, blå kühler"),
    ("Word's bullets", "\uf0b7 Skærm\n\uf0a7 Bord\n\uf0d8 Stol\n\uf0fc Lampe", "• Skærm\n• Bord\n• Stol\n• Lampe"),
    ("Word's arrows and faces", "A \uf0e0 B \uf04a", "A → B ☺"),
    ("other private characters", "Logo\uf8ff\ue001\U000f0000\U0010fffd", "Logo"),
    ("control characters", "Nul\x00 bel\x07 esc\x1b[31m del\x7f c1\x9b", "Nul bel esc[31m del c1"),
    ("bidirectional controls", "\u202egnirts\u202c \u2066x\u2069 \u200ey\u200f \u061cz", "gnirts x y z"),
    ("half characters", "a\ud83db\udc4dc", "abc"),
    ("zero-width characters", "Vi\u200b skri\ufeffver\u2060 det\u200c\u034f", "Vi skriver det"),
    ("the place of a pasted picture", "Se\ufffc her", "Se her"),
    ("soft hyphens", "arbejds\u00admiljø", "arbejds\u00admiljø"),
    ("emoji of several parts", "👩🏽\u200d💻 👨\u200d👩\u200d👧 ❤\ufe0f\u200d🔥 1\ufe0f\u20e3 🇩🇰", None),
    ("a zero-width joiner between letters", "a\u200db\u200d \u200d👍", "ab 👍"),
    ("three marks", "e\u0323\u0304\u0301", unicodedata.normalize("NFC", "e\u0323\u0304\u0301")),
    ("Zalgo", "Z" + "\u0334\u0338\u0321" * 20 + "algo", "Z\u0334\u0338\u0321algo"),
    ("Zalgo with soft hyphens between", "Z" + "\u0334\xad\u0335\xad\u0336\xad" * 9 + "x", "Z\u0334\xad\u0335x"),
    ("nothing to see", "\u200b \u00ad\ufe0f\u0301\u3164\u2800", ""),
    ("only a mark of punctuation", "?", "?"),
    # Tabs
    ("a table", "Navn\tTid\nUlla\t10\nPeter\t20", "Navn | Tid\nUlla | 10\nPeter | 20"),
    ("a table from Windows", "Navn\tTid\r\nUlla\t10", "Navn | Tid\nUlla | 10"),
    ("empty cells", "\tJan\tFeb\nUlla\t\t3\nPeter\t2\t", "| Jan | Feb\nUlla | | 3\nPeter | 2 |"),
    ("a row without text", "a\tb\n\t\nc\td", "a | b\n\nc | d"),
    ("a table between paragraphs", "Se her:\na\tb\nc\td\nDet er alt.", "Se her:\na | b\nc | d\nDet er alt."),
    ("one row", "Ulla\t10\t\t20", "Ulla | 10 | 20"),
    ("spaces around tabs", "Ulla \t 10", "Ulla | 10"),
    ("tabs at the end", "Ulla\t\t\nPeter", "Ulla\nPeter"),
    ("indentation", "Først\n\tindrykket\n\t\tto gange", "Først\n indrykket\n  to gange"),
    ("indented lines alike", "Først:\n\tet\n\tto", "Først:\n et\n to"),
    ("a list from Word", "\uf0b7\tSkærm\n\uf0b7\tBord\no\tmed lampe", "• Skærm\n• Bord\no med lampe"),
    ("a list inside a list", "•\tSkærm\n\to\tstor\n\to\tlille", "• Skærm\n o stor\n o lille"),
    ("numbered lists", "1.\tEt\n2.\tTo\n2.1\tTo et\na)\tA\n(iv)\tFire\n§ 3\tTre", None),
    ("a numbered table", "1.\tUlla\t10\n2.\tPeter\t20", "1. Ulla | 10\n2. Peter | 20"),
    ("only tabs", "\t\t\n\t\t", ""),
]


@pytest.mark.parametrize(("typed", "stored"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_typed_text_is_stored_clean(typed, stored):
    assert clean(typed) == (re.sub("\t", " ", typed) if stored is None else stored)


def test_a_field_of_one_line_has_spaces_for_tabs_and_line_ends():
    assert clean("Ulla\tSkovgaard \n\n (formand)", lines=False) == "Ulla Skovgaard (formand)"


@pytest.mark.parametrize(
    "piece", [" ", "a ", "\t", "a\t", "\t\n", "1.", "•\t", "\u0301\u0323", "\u200d", "👩\u200d", "\xad", "\uf0b7", "\r"]
)
@pytest.mark.parametrize("end", ["", "a", "\t", "b\tc"])
def test_the_longest_request_of_anything_is_cleaned_at_once(piece, end):
    """Anybody in the room may send a quarter of a megabyte, and nobody else is served while it is cleaned."""
    began = time.thread_time()
    clean("a" + piece * (250_000 // len(piece.encode())) + end)
    assert time.thread_time() - began < 2


# Characters that meet in the function's own cases; at random they would hardly ever stand side by side.
CLOSE = "a\t\n\r\v \x85\xad\xa0é.1)|•o-\u0301\u0304\u0306\u0338\u0345\u034f\u0f73\u302e\ufe0f\u20e3\u200d\u200b👩❤🏽⫝̸〈\u2126"
CLOSE += (
    "\u0cc6\u0cc2\u0cd5\u0cbf\u09c7\u09be\u1100\u1161\u11a8\u0958\ufb2c\U0001d160\uf0b7\uf0e0\ue000\u2028\u3000\u2800"
)
written = st.one_of(
    st.text(),
    st.text(alphabet=CLOSE, max_size=40),
    st.text(alphabet=st.characters(categories=["Mn", "Mc", "Me", "Cf", "Co", "Cs", "So", "Lo", "Zs"])),
    st.text(alphabet=st.characters(codec=None)),
)
FORBIDDEN = {"Cc", "Cs", "Co", "Zl", "Zp"}
TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
HIDDEN = set(
    "\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2060\u2064\u206a\u3164\ufeff\uffa0\ufffc\U000e0041"
)


def longest_run(text):
    """How many combining marks stand in a row at most."""
    return max(map(len, re.findall("x+", "".join("x" if is_mark(char) else "." for char in text))), default=0)


def is_mark(char):
    return unicodedata.category(char) in ("Mn", "Me")


@given(written, st.booleans())
def test_any_text_is_cleaned_to_a_stable_form_without_forbidden_characters(typed, lines):
    text = clean(typed, lines=lines)
    assert clean(text, lines=lines) == text
    assert unicodedata.is_normalized("NFC", text)
    assert {unicodedata.category(char) for char in text if not (lines and char == "\n")}.isdisjoint(FORBIDDEN)
    assert {unicodedata.bidirectional(char) for char in text}.isdisjoint(TURNS)
    assert set(text).isdisjoint(HIDDEN)
    assert longest_run(text) <= 3
    assert text == text.strip()
    text.encode()
