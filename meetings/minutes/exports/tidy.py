"""Prepares the text of a page for paper: only characters our fonts have, and line breaks only where Danish has them.

It works on the parsed page and not on its source, so that nothing a person wrote can become markup on the way.
"""

import re
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

from meetings.hyphens import soft_hyphens

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
# What cannot be divided and may be wider than a column: an address, a word of another language.
LONG_PIECE = re.compile(r"[^\s\xad\u200b-]{17}")


def tidy(page):
    """Prepare every text of the element tree `page`, in place."""
    for element in page.iter():
        element.text, element.tail = covered(element.text), covered(element.tail)
        for name, value in element.attrib.items():
            element.set(name, covered(value))
    for element in page.find("body").iter():
        if "}" in element.tag:  # in a drawing no line is broken
            continue
        element.text = divisible(element.text)
        for child in element:
            child.tail = divisible(child.tail)
        if limit := element.get("data-whole"):
            element.text = whole_names(element.text, int(limit))
        # Only there `overflow-wrap: anywhere`: beside it, WeasyPrint may leave out the hyphen of a soft hyphen (70.0).
        if any(LONG_PIECE.search(text or "") for text in (element.text, *(child.tail for child in element))):
            element.set("class", f"{element.get('class', '')} long".lstrip())


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


def divisible(text):
    """Return the text with its lines tied together, and its long words divisible, as Danish has them."""
    for pattern, tied in TIES if text else ():
        text = pattern.sub(tied, text)
    # `hyphens: auto` divides words from 10 letters (minutes.css), and would divide within a part of a compound.
    return soft_hyphens(text, shortest=10) if text else text


def whole_names(text, limit):
    """Return the text without line breaks inside names of at most `limit` characters."""
    parts = re.split(r"(, | og )", text)
    return "".join(part if part in (", ", " og ") or len(part) > limit else part.replace(" ", NBSP) for part in parts)
