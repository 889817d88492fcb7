"""Cleans text that people write, once, as it arrives: line ends, Unicode form, bullets, table columns, hidden characters."""

import re
import unicodedata

from django import forms

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")  # also those of Word, PowerPoint and Teams

# Word writes bullets, and some signs it corrects while one types, as private characters of the fonts Symbol and Wingdings.
SIGNS = dict(zip("\uf0df\uf0e7\uf0e0\uf0e8\uf0f3\uf04a\uf04b\uf04c", "←←→→↔☺😐☹", strict=True))
REPLACED = re.compile("([\uf020-\uf0ff])|([\u1680\u2000-\u200a\u205f\u2800\u3000])|\u202f")  # a bullet, a space

UNWANTED = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters
    "\ud800-\udfff"  # halves of characters
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private: no font of ours has them
    "\ufdd0-\ufdef\ufff0-\ufffc\ufffe\uffff"  # no characters, and the place of a pasted picture
    # Unicode's "default ignorable", which includes bidirectional controls: they draw nothing, or turn a line around. Kept
    # are the soft hyphen, the variation selectors of emoji, and, for now, the zero-width joiner.
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "]"
)
EMOJI = "\u2190-\u2bff\u3030\u303d\U0001f000-\U0001fbff"
LOOSE_JOINERS = re.compile(f"(?<![{EMOJI}\ufe0f])\u200d|\u200d(?![{EMOJI}])")

MOST_MARKS = 3  # combining marks in a row; more of them are painted over the lines around
MAY_BE_MARKS = re.compile(f"[\xad\u0300-\U0010ffff]{{{MOST_MARKS + 1},}}")
INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"}

# The mark that a word processor puts before the tab of a list item: a bullet, a dash, "1.", "1.2", "a)", "(iv)", "§ 3".
LIST_MARK = re.compile(r"([ \t]*(?:[•·▪◦‣⁃–—*o-]|\(?\w{1,3}[.)]|\d+(?:\.\d+)+|§ ?\d+))\t+")


def clean(text, *, lines=True):
    """Return the text in the one form that is stored. Without `lines`, line breaks and tabs become spaces.

    Grows only where a tab becomes the " | " of a table, and by the few characters that NFC takes apart. Takes time in
    proportion to the length, whatever is sent.
    """
    text = UNWANTED.sub("", REPLACED.sub(replacement, LINE_ENDS.sub("\n", text)))
    text = normal(text)
    text = LOOSE_JOINERS.sub("", text) if "\u200d" in text else text
    text = columns(text) if lines else re.sub("[ \t\n]+", " ", text)
    text = normal(text).strip()  # again: what stood between two marks may be gone
    return text if any(unicodedata.category(char) not in INVISIBLE for char in text) else ""


def replacement(match):
    bullet, space = match.groups()
    return SIGNS.get(bullet, "•") if bullet else " " if space else "\N{NO-BREAK SPACE}"


def normal(text):
    """Return the text in NFC, with few marks in a row, cut first: NFC takes time in the square of their number."""
    return unicodedata.normalize("NFC", MAY_BE_MARKS.sub(few_marks, text))


def columns(text):
    """Replace tabs: those between the cells of a pasted table by " | ", those of indentation and lists by spaces."""
    if "\t" not in text:
        return text
    lines = [LIST_MARK.sub(r"\1 ", line, count=1) if LIST_MARK.match(line) else line for line in text.split("\n")]
    return "\n".join(cells(line) if row else indented(line) for line, row in zip(lines, table_rows(lines), strict=True))


def table_rows(lines):
    """Return [whether the line is a row]: neighbours with equally many tabs, the first column not empty in all."""
    rows, start = [], 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or lines[end].count("\t") != lines[start].count("\t"):
            block = lines[start:end]
            is_table = len(block) > 1 and "\t" in block[0] and any(line.partition("\t")[0].strip() for line in block)
            rows += [is_table] * len(block)
            start = end
    return rows


def cells(row):
    """Split a line at its tabs. Every tab is a border: an empty cell keeps its place."""
    each = [cell.strip() for cell in row.split("\t")]
    return " |".join(f" {cell}" if cell else "" for cell in each).strip() if any(each) else ""


def indented(line):
    """Return a line that is no row: a tab before its text becomes a space, and tabs inside it become borders."""
    text = line.strip(" \t")
    indent = line[: len(line) - len(line.lstrip(" \t"))].replace("\t", " ")
    return indent + " | ".join(cell for part in text.split("\t") if (cell := part.strip(" "))) if text else ""


def few_marks(match):
    kept, marks = [], 0
    for char in match[0]:
        # Joiners and soft hyphens count too, so that they cannot part a pile of marks in two.
        is_mark = char in "\xad\u200d" or unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me"}
        marks = marks + 1 if is_mark else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


class TextField(forms.CharField):
    """The field for all text people write. A text area keeps line breaks; a field of one line has spaces instead.

    `max_length` counts the characters of the cleaned text. The browser is not told: it would cut what is pasted without a
    word.
    """

    def __init__(self, **options):
        super().__init__(strip=False, **options)

    def to_python(self, value):
        cleaned = clean(super().to_python(value), lines=isinstance(self.widget, forms.Textarea))
        return cleaned or self.empty_value

    def widget_attrs(self, widget):
        return {}
