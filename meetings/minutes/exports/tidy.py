"""What may stand on paper: only characters our fonts can draw, and no line broken where Danish does not break it.

It works on the parsed page and not on its source, so that nothing a person wrote can become markup on the way.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent / "paper" / "fonts"
NBSP, ZERO_WIDTH_SPACE, UNKNOWN = "\u00a0", "\u200b", "\ufffd"

COVERED = frozenset().union(*(TTFont(path).getBestCmap() for path in FONTS.glob("*.ttf")))
# Control, format (bidi, zero width), surrogate, private and unassigned: they draw nothing, or mislead.
UNWANTED = {"Cc", "Cf", "Cs", "Co", "Cn"}
KEPT = {"\u00ad", "\u200d", "\ufe0f"}  # the soft hyphen, and what joins emoji into one
A_MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
TOO_MANY_MARKS = re.compile(f"({A_MARK}{{3}}){A_MARK}+")  # a fourth would paint over the lines around it

MONTHS = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sep|okt|nov|dec"
)
TIES = (
    (re.compile(rf"(\d\.) (?=(?:{MONTHS})\b)"), rf"\1{NBSP}"),
    (re.compile(r"\b(kl\.|nr\.|afsnit|uge|pkt\.|ca\.|side|bilag) (?=\d)", re.IGNORECASE), rf"\1{NBSP}"),
    (re.compile(r"(\d) (?=%|kr\.|min\b)"), rf"\1{NBSP}"),
    # A place to break in monster words: breaking a line without one takes time in the square of their length.
    (re.compile(r"(\w{30})(?=\w{30})"), rf"\1{ZERO_WIDTH_SPACE}"),
)
LONG_WORD = re.compile(r"\S{41}")


def tidy(page):
    """Clean and tie every text of the element tree `page`, in place."""
    long_word = False
    for element in page.iter():
        element.text, element.tail = clean(element.text), clean(element.tail)
        for name, value in element.attrib.items():
            element.set(name, clean(value))
    body = page.find("body")
    for element in body.iter():
        long_word = long_word or any(LONG_WORD.search(text or "") for text in (element.text, element.tail))
        element.text, element.tail = tie(element.text), tie(element.tail)
        if limit := element.get("data-whole"):
            element.text = whole_names(element.text, int(limit))
    if long_word:  # breaking anywhere costs 20 ms per 100 notes, so only where it is needed
        body.set("class", "long")


def clean(text):
    if not text:
        return text
    text = "".join(map(allowed, unicodedata.normalize("NFC", text)))
    return re.sub(f"{UNKNOWN}{{2,}}", UNKNOWN, TOO_MANY_MARKS.sub(r"\1", text))


@lru_cache(4096)
def allowed(character):
    if character.isspace() and character != NBSP:
        return "\n" if character == "\n" else " "
    category = unicodedata.category(character)
    if character in KEPT:
        return character
    if category in UNWANTED:
        return ""
    if ord(character) in COVERED:
        return character
    return "" if category in ("Mn", "Me") else UNKNOWN


def tie(text):
    for pattern, tied in TIES if text else ():
        text = pattern.sub(tied, text)
    return text


def whole_names(text, limit):
    """No line break inside a name of at most `limit` characters."""
    parts = re.split(r"(, | og )", text)
    return "".join(part if part in (", ", " og ") or len(part) > limit else part.replace(" ", NBSP) for part in parts)
