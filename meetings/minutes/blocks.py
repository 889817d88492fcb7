"""Defines what a document of minutes consists of: its head, its sections, and the blocks in them. No format, no rule."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paragraph. `href`: the address of a link; `title`: a screen reader's words for it."""

    text: str
    href: str = ""
    title: str = ""
    is_checksum: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line as it was typed, or one of our own. `role`: a class, if it is not running text."""

    kind: ClassVar = "paragraph"
    parts: tuple[Part, ...]
    role: str = ""

    @classmethod
    def of(cls, text, role=""):
        return cls((Part(text),), role)


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists, each below its heading. `groups`: ((heading or "", texts), …). Texts keep their line breaks."""

    kind: ClassVar = "lists"
    groups: tuple


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `kind` says what its cells hold, and so how wide it is: one of WIDTHS, or running text."""

    title: str
    kind: str = ""


# mm of A4, with the space to the next column. A name is of a person, a post or a committee: "Arbejdsmiljøudvalget" fits.
WIDTHS = {"nr": 12, "name": 35, "word": 20, "date": 25}
TABLE = 170  # mm: what is left over is shared by the columns of running text


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Cells are never empty and keep their line breaks. `has_row_heads`: the first cell heads its row."""

    kind: ClassVar = "table"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    has_row_heads: bool = False

    @property
    def widths(self):
        """Return the width of each column on paper, in whole mm."""
        taken = [WIDTHS.get(column.kind) for column in self.columns]
        rest = TABLE - sum(filter(None, taken))
        return [width or rest // taken.count(None) for width in taken]

    @property
    def cells_by_row(self):
        """Return [[(column, text), …], …]."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Chart:
    """The number of notes of each prompt, as a drawing of the format's own or as the lists of `in_words`.

    `groups`: ((question, ((prompt, number of notes), …)), …)
    """

    kind: ClassVar = "chart"
    title: ClassVar = "Hvad noterne handlede om"
    caption: ClassVar = "Antal noter pr. hjælpespørgsmål."
    groups: tuple

    @property
    def in_words(self):
        figures = tuple(
            (question, tuple(f"{prompt}: {count}" for prompt, count in bars)) for question, bars in self.groups
        )
        return Section(self.title, (Paragraph.of(self.caption), Lists(figures)), level=3, name="chart")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the blocks below it. `level`: of the heading, 2 in the document, 3 and 4 within other sections.

    Within another section, one without a number is a label. `name`: the field of Minutes, or another key.
    """

    kind: ClassVar = "section"
    title: str
    blocks: tuple
    number: str = ""
    level: int = 2
    name: str = ""

    @property
    def anchor(self):
        return f"afsnit-{self.number}" if self.number else ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the document. `facts` and `people`: ((label, text), …). `rows`: the facts and the status."""

    organisation: str
    title: str
    committee: str
    theme: str
    facts: tuple
    status: str
    people: tuple

    @property
    def rows(self):
        return (*self.facts, ("Status", self.status))


@dataclass(frozen=True, slots=True)
class Document:
    """The whole document, in reading order: head, sections, source, annex (or None). `foot`: on every page."""

    head: Head
    sections: tuple[Section, ...]
    source: Paragraph
    annex: Section | None
    foot: str


def paragraphs(text):
    """Return a Paragraph for each line that is not empty."""
    return tuple(Paragraph.of(line) for line in text.splitlines() if line.strip())
