"""Reads one row of a list, with or without headings over its columns."""

import re

from .addresses import without_addresses
from .entries import Order, entries, name_parts
from .one_person import read_into, read_person
from .person import Person, annotate
from .titles import is_role
from .vocabulary import ABSENT, matches


def cells_of(line):
    """Split a line at the borders that tabs have become, and where columns are set with spaces."""
    return [cell.strip() for cell in re.split(r"\||\s{3,}", line.strip())]


def from_cells(cells, order):
    """Read a line whose columns have no headings."""
    known = [cell for cell in cells if without_addresses(cell)[0]] or cells
    if len(known) == 2 and all(re.fullmatch(r"[^\W\d_][\w'’-]+", cell) and not is_role(cell) for cell in known):
        return [read_person(" ".join(known), order)]  # a first name and a surname
    first, *others = known
    if others and all(len(name_parts(cell)) == 1 and " " in cell and not is_role(cell) for cell in known):
        return [read_person(cell, order) for cell in known]
    people = [read_person(each, order) for each in entries(first, order)]
    if len(people) == 1:
        for cell in others:
            annotate(people[0], cell)
        return people
    return people + [read_person(each, order) for cell in others for each in entries(cell, order)]


def from_columns(cells, columns):
    person, names = Person(), {}
    for cell, kind in zip(cells, [*columns, *[""] * len(cells)], strict=False):
        if kind in ("name", "first", "last"):
            names[kind] = cell
        elif kind == "presence":
            person.absent = bool(ABSENT.fullmatch(cell) or (matches(r"x|ja", cell) and "afbud" in cell.casefold()))
        elif kind and cell:
            annotate(person, cell)
    written = names.get("name") or " ".join(filter(None, (names.get("first"), names.get("last"))))
    if written:
        read_into(person, written, Order([written]))
    return person
