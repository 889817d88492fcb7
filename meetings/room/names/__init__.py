"""Reads a list of names as people paste it: a mail's To line, rows of a spreadsheet, a list from older minutes.

What was understood is a suggestion: it is shown for correction before it is on the attendance list.
"""

import re

from .entries import Order
from .headings import Heading, columns_of, heading_in, under
from .merging import once, resolved, told_sides
from .person import Person
from .rows import cells_of, from_cells, from_columns
from .titles import is_title
from .vocabulary import NOBODY, PARTICLES

# Letters in a row that are no name and no address. Patterns that look for one take time in the square of their number, and
# let nobody else run meanwhile: 20,000 underscores took 14 s.
RUN = re.compile(r"([^\s,;<>|]{200})(?=[^\s,;<>|])")

__all__ = ["Person", "read_names"]


def read_names(text):
    """Return a Person for each name in a text that `meetings.text` has cleaned, in its order, no name twice."""
    text = RUN.sub(r"\1 ", text)
    text = "\n".join(map(with_capitals, text.split("\n"))) if text.islower() else text
    lines, people, heading, columns = text.split("\n"), [], Heading(), None
    order = Order(lines)
    for line in lines:
        if not line.strip():
            heading = Heading() if heading.inline else heading
            continue
        cells = cells_of(line)
        if len(cells) > 1 and (found := columns_of(cells)):
            columns = found
            continue
        label, rest = heading_in(cells)
        if label is not None:
            heading = Heading(label, bool(any(rest)))
            cells = rest
        if not any(cells):
            continue
        found = [from_columns(cells, columns)] if columns and len(cells) > 1 else from_cells(cells, order)
        people += [under(person, heading.said) for person in found if person.name and not NOBODY.fullmatch(person.name)]
    return told_sides(resolved(once(people)))


def with_capitals(line):
    """Return a line that was written without capitals with those that names have."""
    return " ".join(word if is_title(word) or word in PARTICLES else word.capitalize() for word in line.split(" "))
