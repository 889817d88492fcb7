"""Prepares the text of a page for paper: only characters our fonts have, and no line break where Danish has none.

It works on the parsed page and not on its source, so that nothing a person wrote can become markup on the way.
"""

import re
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent / "paper" / "fonts"
NBSP, ZERO_WIDTH_SPACE, UNKNOWN = "\u00a0", "\u200b", "\ufffd"

COVERED = frozenset().union(*(TTFont(path).getBestCmap() for path in FONTS.glob("*.ttf")))
NEVER_DRAWN = {"\u00ad", "\u200d", "\ufe0f"}  # the soft hyphen, and what joins emoji into one

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
    """Prepare every text of the element tree `page`, in place."""
    long_word = False
    for element in page.iter():
        element.text, element.tail = covered(element.text), covered(element.tail)
        for name, value in element.attrib.items():
            element.set(name, covered(value))
    body = page.find("body")
    for element in body.iter():
        long_word = long_word or any(LONG_WORD.search(text or "") for text in (element.text, element.tail))
        element.text, element.tail = tie(element.text), tie(element.tail)
        if limit := element.get("data-whole"):
            element.text = whole_names(element.text, int(limit))
    if long_word:  # `overflow-wrap: anywhere` costs 20 ms per 100 notes, so only where it is needed
        body.set("class", "long")


class Drawable(dict):
    """Maps a character's code to what is printed for it, for str.translate."""

    def __missing__(self, code):
        character = chr(code)
        if code in COVERED or character in NEVER_DRAWN or character.isspace():
            drawn = character
        else:
            drawn = "" if unicodedata.category(character) in ("Mn", "Me") else UNKNOWN
        return self.setdefault(code, drawn)


drawable = Drawable()


def covered(text):
    """Return the text with U+FFFD for what none of our fonts has: a missing glyph breaks both standards."""
    return re.sub(f"{UNKNOWN}{{2,}}", UNKNOWN, text.translate(drawable)) if text else text


def tie(text):
    for pattern, tied in TIES if text else ():
        text = pattern.sub(tied, text)
    return text


def whole_names(text, limit):
    """Return the text without line breaks inside names of at most `limit` characters."""
    parts = re.split(r"(, | og )", text)
    return "".join(part if part in (", ", " og ") or len(part) > limit else part.replace(" ", NBSP) for part in parts)
