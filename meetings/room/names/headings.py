"""Reads the headings of a list: over its columns, and over or before the names on a line."""

import re
from dataclasses import dataclass, field

from .marks import LIST_MARK
from .vocabulary import SIDES, matches

LABELS = {
    **{pattern: {"side": side.value} for side, pattern in SIDES.items()},
    r"(?:fraværende med )?afbud(?: fra)?|fraværende|ikke til ?stede|meldt afbud": {"absent": True},
    r"deltagere?|til ?stede|mødt|fremmødte?|medlemmer|navn(?:e)?|inviterede|mødedeltagere": {},
    r"til|to|cc|bcc|fra|from": {},
}
FROM = re.compile(
    r"(?:(?:der var|til ?stede|mødt|deltagere|repræsentanter|medlemmer)\s+)?(?:fra|for)\s+(?:den\s+)?", re.IGNORECASE
)
ABSENT_FROM = re.compile(r"(?:der (?:var|er) )?(?:meldt )?afbud fra:?\s+(.+)", re.IGNORECASE)
COLUMNS = {
    "name": r"(?:fulde )?navn(?:e)?|deltagere?|medlem(?:mer)?|name",
    "first": r"fornavn(?:e)?|first ?name",
    "last": r"efternavn(?:e)?|last ?name",
    "about": r"rolle|post|funktion|titel|stilling|hverv|afdeling|organisation|bemærkning(?:er)?|repræsenterer|valgt (?:af|som)|område",
    "side": r"side|part",
    "presence": r"afbud|fremmøde|mødt|til ?stede|status|deltager\?|svar",
    "": r"e-?mail(?:adresse)?|mail(?:adresse)?|tlf\.?(?:nr\.?)?|telefon(?:nummer)?|mobil(?:nummer)?|initialer|nr\.?|id|lokale|adresse|#",
}


@dataclass
class Heading:
    """What the last heading said of the names below it. `inline`: it was a part of a line, and ends with a paragraph."""

    said: dict = field(default_factory=dict)
    inline: bool = False


def heading_in(cells):
    """Return (what a label at the start says, the other cells), or (None, …)."""
    first, *others = cells
    if absent := ABSENT_FROM.fullmatch(first.strip(" .")):
        return {"absent": True}, [absent[1], *others]
    words, colon, rest = LIST_MARK.sub("", first).partition(":")
    words = FROM.sub("", words, count=1) if FROM.match(words) else words
    for pattern, said in LABELS.items():
        if matches(pattern, words.strip()) and (colon or others or said or matches(r"navne?|deltagere?", words)):
            return said, [rest.strip(), *others]
    return None, cells


def under(person, said):
    person.side = person.side or said.get("side", "")
    person.absent = person.absent or said.get("absent", False)
    return person


def columns_of(cells):
    """Return what each column holds if this row only has headings, or None."""
    kinds = [next((kind for kind, words in COLUMNS.items() if matches(words, cell)), None) for cell in cells]
    known = [kind for kind, cell in zip(kinds, cells, strict=True) if cell]
    if {"name", "first", "last"} & set(kinds) and known.count(None) <= len(known) // 2:
        return [kind or "about" for kind in kinds]
    return None
