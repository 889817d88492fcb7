"""Splits a line into the words about each person."""

import re

from .addresses import ADDRESS, without_addresses
from .marks import BRACKETS, COMMA, LIST_MARK, OUTSIDE, QUOTES
from .titles import is_role


class Order:
    """Return whether surnames come first in a text, as far as its other lines tell."""

    def __init__(self, lines):
        parts = [name_parts(without_addresses(each)[0]) for line in lines for each in re.split(rf";{OUTSIDE}", line)]
        self.surname_first = any(len(each) == 2 and " " not in each[0] for each in parts)
        self.plain = any(len(each) == 1 and " " in each[0] for each in parts)

    def turns(self, first, second, is_one=True):
        """Return whether "first, second" is one name, with the surname first. `is_one`: no comma parts persons there."""
        if " " not in first:
            return True
        if " " in second:
            return self.surname_first and is_one
        return self.surname_first or not self.plain


def name_parts(text):
    text = BRACKETS.sub(" ", LIST_MARK.sub("", text)).strip(f"{QUOTES} ,")
    return [part for each in COMMA.split(text) if (part := each.strip()) and not is_role(part)]


def entries(line, order):
    """Split a line into the words about each person."""
    line = line.strip(" ,;")
    if re.search(rf";{OUTSIDE}", line):
        return [each for each in re.split(rf";{OUTSIDE}", line) if each.strip()]
    if len(ADDRESS.findall(line)) > 1 and (found := by_addresses(line)):
        return found
    quoted = re.match(rf"[{QUOTES}]", line) or len(ADDRESS.findall(line)) == 1
    return [line] if quoted else by_commas(line, order)


def by_commas(line, order):
    """Split a line in which a comma may part names, a name from a title, or a surname from a first name."""
    found = []  # [the name, what is said of it]
    for part in filter(None, (each.strip() for each in COMMA.split(line))):
        for each in re.split(rf"\s+(?:og|samt|&)\s+(?=[A-ZÆØÅÉ]){OUTSIDE}", part) if is_list(part) else [part]:
            title = is_role(BRACKETS.sub("", each).strip() or each)
            if found and (title or all(map(is_role, found[-1]))):
                found[-1].append(each)
            else:
                found.append([each])
    if (
        len(found) == 2
        and len(found[0]) == 1
        and order.turns(BRACKETS.sub("", found[0][0]).strip(), found[1][0], is_one=False)
    ):
        found = [[f"{found[0][0]}, {found[1][0]}", *found[1][1:]]]
    elif len(found) == 2 and " " in found[0][0] and " " not in found[1][0]:
        found = [[*found[0], *found[1]]]  # "Anne Berg, Kultur" among names in their common order
    return [", ".join(each) for each in found]


def by_addresses(line):
    """Split a line at the commas that follow a mail address."""
    found, start = [], 0
    for address in ADDRESS.finditer(line):
        if comma := re.match(r"\s*,", line[address.end() :]):
            found.append(line[start : address.end()])
            start = address.end() + comma.end()
    return [*found, line[start:]] if found else []


def is_list(part):
    """Return whether "A og B" is two names: the words of a department are lower case, or single."""
    names = re.split(r"\s+(?:og|samt|&)\s+", BRACKETS.sub("", part))
    return len({" " in name.strip() for name in names}) == 1 and not any(map(is_role, names))
