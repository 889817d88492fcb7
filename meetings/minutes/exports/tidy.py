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
# Breaking any text without a place to break takes time in the square of its length: commas, dots, dashes, no-break spaces.
PIECE, ROOM = 50, 100  # characters: after how many such a run is divided, if it has as many more
RUN = re.compile(f"[^ \t\n\xad{ZERO_WIDTH_SPACE}]{{{ROOM},}}")
BREAKS_ITSELF = re.compile(r"(?<=\w[-/])(?=\w)")  # where our paper breaks a run anyway
JOINED = {"\u200d", "\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400)), *map(chr, range(0x1F1E6, 0x1F200))}

# A line costs the same however short it is, so that thousands of one letter are as dear as a book.
MOST_LINES = 3000  # some 80 pages; in a document of more, short lines stand beside one another
SHORT = 60  # characters
TOGETHER = 40  # lines
PILCROW = f"{NBSP}¶ "

# What cannot be divided and may be wider than a column: an address, a word of another language.
LONG_PIECE = re.compile(r"[^\s\xad\u200b-]{17}")


def tidy(page):
    """Prepare every text of the element tree `page`, in place."""
    for element in page.iter():
        element.text, element.tail = covered(element.text), covered(element.tail)
        for name, value in element.attrib.items():
            element.set(name, covered(value))
    body = page.find("body")
    if sum(element.tag in ("p", "br", "li") for element in body.iter()) > MOST_LINES:
        for element in list(body.iter()):
            join_breaks(element)
            join_paragraphs(element)
    for element in body.iter():
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
    text = RUN.sub(divided, text) if text else text
    # `hyphens: auto` divides words from 10 letters (minutes.css), and would divide within a part of a compound.
    return soft_hyphens(text, shortest=10) if text else text


def divided(run):
    """Return a run without spaces, with places to break where it has none of its own."""
    return "".join(map(pieces, BREAKS_ITSELF.split(run[0])))


def pieces(run):
    """Return the run with a place to break after every PIECE characters, never before what belongs to the one before."""
    made, start = [], 0
    while len(run) - start >= ROOM:
        end = start + PIECE
        while end < len(run) and belongs_to(run[end - 1], run[end]):
            end += 1
        made.append(run[start:end])
        start = end
    return ZERO_WIDTH_SPACE.join((*made, run[start:]))


def belongs_to(before, char):
    """Return whether nothing may part the two: a mark and its letter, the parts of one emoji."""
    return char in JOINED or before == "\u200d" or unicodedata.category(char) in ("Mn", "Me", "Mc")


def join_breaks(element):
    """Put short lines of one text beside one another, with a pilcrow between."""
    breaks = list(element)
    if breaks and all(child.tag == "br" for child in breaks):
        groups = together([element.text or "", *(turn.tail or "" for turn in breaks)], short)
        element.text = PILCROW.join(map(str.strip, groups[0]))
        for turn, group in zip(breaks, groups[1:], strict=False):
            turn.tail = PILCROW.join(map(str.strip, group))
        for turn in breaks[len(groups) - 1 :]:
            element.remove(turn)


def join_paragraphs(element):
    """Put short paragraphs that follow one another into one, with a pilcrow between."""
    for group in together(list(element), is_short_paragraph):
        if len(group) > 1:
            group[0].text = PILCROW.join(paragraph.text.strip() for paragraph in group)
            for paragraph in group[1:]:
                element.remove(paragraph)


def is_short_paragraph(element):
    return element.tag == "p" and not element.attrib and not len(element) and short(element.text or "")


def short(line):
    return len(line) <= SHORT


def together(things, may_be):
    """Return them in groups: at most TOGETHER neighbours for which `may_be`, and every other one alone."""
    groups = []
    for thing in things:
        if groups and may_be(thing) and may_be(groups[-1][-1]) and len(groups[-1]) < TOGETHER:
            groups[-1].append(thing)
        else:
            groups.append([thing])
    return groups


def whole_names(text, limit):
    """Return the text without line breaks inside names of at most `limit` characters."""
    parts = re.split(r"(, | og )", text)
    return "".join(part if part in (", ", " og ") or len(part) > limit else part.replace(" ", NBSP) for part in parts)
