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


class Likeness(Enum):
    """How much a text looks as if it held a CPR number."""

    NONE = 0
    POSSIBLE = 1  # with spaces only, which a date and a time of day have as well
    SURE = 2


def likeness(text):
    """Return the greatest Likeness of any number in the text."""
    if any(is_date(found) for found in PARTED.finditer(text)):
        return Likeness.SURE
    spaced = [found for found in SPACED.finditer(text) if is_date(found)]
    unbroken = [found for found in UNBROKEN.finditer(text) if is_date(found)]
    if any(not OTHER.search(text[: found.start()]) or NAMED.search(text[: found.start()]) for found in unbroken):
        return Likeness.SURE
    if any(NAMED.search(text[: found.start()]) for found in spaced):
        return Likeness.SURE
    return Likeness.POSSIBLE if spaced else Likeness.NONE


def is_date(found):
    """Whether the first six digits are a day in some century."""
    day, month, year = (int(found[name]) for name in ("day", "month", "year"))
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000 + year, month)[1]
