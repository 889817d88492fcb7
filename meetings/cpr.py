"""Find what looks like a Danish CPR number (ddmmyy-nnnn) in what people write."""

import calendar
import re
from enum import Enum

DASHES = "-‐‑‒–—―−./_"
DATE = r"(?P<day>\d\d)[ \xa0.]?(?P<month>\d\d)[ \xa0.]?(?P<year>\d\d)"
BEFORE, AFTER = r"(?<![\w])(?<!\d[ \xa0])", r"(?![\w]|[ \xa0]\d)"
PARTED = re.compile(rf"{BEFORE}{DATE}[ \xa0]*[{DASHES}][ \xa0]*\d{{4}}(?!\w)")
UNBROKEN = re.compile(r"(?<!\w)(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)\d{4}(?!\w)")
SPACED = re.compile(rf"{BEFORE}{DATE}[ \xa0]+\d{{4}}{AFTER}")
NAMED = re.compile(r"cpr\W*(?:nr|nummer)?\W*$", re.IGNORECASE)
# Ten digits after one of these words are a number of something else.
OTHER = re.compile(
    r"\b(?:faktura|ordre|sags?|journal|konto|bilag|tlf|telefon|mobil|ean|cvr|p-|kunde|vare|serie|id|ref|reference"
    r"|rekvisition|nr|nummer)\w*\W*$",
    re.IGNORECASE,
)

NEAR = 60  # characters before a number in which such a word is looked for: a text may hold a thousand numbers


class Likeness(Enum):
    """How much a text looks as if it held a CPR number."""

    NONE = 0
    POSSIBLE = 1  # with spaces only, which a date and a time of day have as well
    SURE = 2


def likeness(text):
    """Return the greatest Likeness of any number in the text."""
    return max((each for _, each in search(text)), key=lambda each: each.value, default=Likeness.NONE)


def numbers(text):
    """Return the digits of each number in the text that looks like one, each once."""
    return list(dict.fromkeys(re.sub(r"\D", "", number) for number, _ in search(text)))


def search(text):
    """Yield (number as written, Likeness) of each number in the text that looks like one."""
    for found in filter(is_date, PARTED.finditer(text)):
        yield found[0], Likeness.SURE
    for found in filter(is_date, UNBROKEN.finditer(text)):
        if stands_after(NAMED, found) or not stands_after(OTHER, found):
            yield found[0], Likeness.SURE
    for found in filter(is_date, SPACED.finditer(text)):
        yield found[0], Likeness.SURE if stands_after(NAMED, found) else Likeness.POSSIBLE


def stands_after(words, found):
    """Return whether the number stands directly after what the pattern `words` finds."""
    return words.search(found.string, max(0, found.start() - NEAR), found.start())


def is_date(found):
    """Return whether the first six digits are a day in some century."""
    day, month, year = (int(found[name]) for name in ("day", "month", "year"))
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000 + year, month)[1]
