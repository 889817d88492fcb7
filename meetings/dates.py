"""Read dates as Danes write and say them: 15/1, mandag den 23. november 2026, om 14 dage, fredag, uge 3."""

import calendar
import datetime
import re

from . import danish

MONTHS = {name[:length]: number for number, name in enumerate(danish.MONTHS, 1) for length in (3, 4, len(name))}
DAYS = {name[:length]: number for number, name in enumerate(danish.DAYS) for length in (3, len(name))}
NUMBERS = dict(zip("en et to tre fire fem seks syv otte ni ti fjorten".split(), [1, 1, *range(2, 11), 14], strict=True))
NEAR = {"i dag": 0, "idag": 0, "i morgen": 1, "imorgen": 1, "i overmorgen": 2, "overmorgen": 2}

WEEKDAY = re.compile(r"(?:på )?([a-zæøå]{3,7})\.?,?(?: |$)(?:den |d\. ?)?(.*)")
ISO = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")
FIGURES = re.compile(r"(\d{1,2})(?:[-./, ]+)(\d{1,2})(?:[-./, ]+((?:20)?\d\d))?\.?")
UNPARTED = re.compile(r"(\d\d)(\d\d)((?:20)?\d\d)")
WORDED = re.compile(r"(?:den |d\. ?)?(\d{1,2})\.? ?([a-z]+)\.?(?:,? ((?:20)?\d\d))?")
FROM_NOW = re.compile(r"om (\d{1,3}|[a-z]+) (dag|dage|uge|uger|måned|måneder)")
WEEK = re.compile(r"(?:i |senest i )?uge (\d{1,2})(?:[,/ ]+(?:i )?(20\d\d))?")


class NotADate(ValueError):
    """Raised with a Danish sentence that says what is wrong, or with none when the text is no date at all."""


def read_date(text, today):
    """Return the date that `text` means when it is written on the date `today`.

    `text` is in lower case with single spaces. Without a year, a day is the next such day, `today` included; a weekday is
    the next one after `today`; a week is its Friday. Raises NotADate.
    """
    if text in NEAR:
        return today + datetime.timedelta(NEAR[text])
    if found := FROM_NOW.fullmatch(text):
        return from_now(*found.groups(), today)
    if found := WEEK.fullmatch(text):
        return friday_of(int(found[1]), found[2] and int(found[2]), today)
    if (found := WEEKDAY.fullmatch(text)) and found[1] in DAYS:
        return on_weekday(DAYS[found[1]], found[2], today)
    return in_calendar(text, today)


def in_calendar(text, today):
    if found := ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := FIGURES.fullmatch(text) or UNPARTED.fullmatch(text):
        day, month, year = found.groups()
    elif (found := WORDED.fullmatch(text)) and found[2] in MONTHS:
        day, month, year = found[1], MONTHS[found[2]], found[3]
    else:
        raise NotADate
    if year:
        return date(int(year) % 100 + 2000, int(month), int(day))
    return next_day(int(month), int(day), today)


def next_day(month, day, today):
    """Return the next such day from `today`. A 29 February may be four years away, or eight around 2100."""
    if (month, day) == (calendar.FEBRUARY, 29):
        years = (year for year in range(today.year, today.year + 9) if calendar.isleap(year))
    else:
        years = iter((today.year, today.year + 1))
    return next(found for year in years if (found := date(year, month, day)) >= today)


def date(year, month, day):
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise NotADate
    days = calendar.monthrange(year, month)[1]
    if day > days:
        when = danish.MONTHS[month - 1] + (f" {year}" if month == calendar.FEBRUARY else "")
        raise NotADate(f"Der er kun {days} dage i {when}. Skriv fx {days}.{month}.{year}")
    return datetime.date(year, month, day)


def on_weekday(weekday, rest, today):
    """Return the next such weekday, or the date in `rest`, which must be one."""
    if not rest:
        return today + datetime.timedelta((weekday - today.weekday() - 1) % 7 + 1)
    found = in_calendar(rest, today)
    if found.weekday() != weekday:
        raise NotADate(f"Den {danish.long_date(found)} er en {danish.DAYS[found.weekday()]}. Ret dagen eller datoen")
    return found


def from_now(number, unit, today):
    if not number.isdecimal() and number not in NUMBERS:
        raise NotADate
    number = int(NUMBERS.get(number, number))
    if unit.startswith("måned"):
        years, month = divmod(today.month - 1 + number, 12)
        year, month = today.year + years, month + 1
        return datetime.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
    return today + datetime.timedelta(number * (7 if unit.startswith("uge") else 1))


def friday_of(week, year, today):
    """Return the Friday of a week. Weeks are numbered as in Denmark (ISO 8601)."""
    years = (year,) if year else (today.year, today.year + 1)
    for each in years:
        try:
            friday = datetime.date.fromisocalendar(each, week, 5)
        except ValueError:
            continue
        if year or friday >= today:
            return friday
    raise NotADate(f"Der er ingen uge {week} i {years[-1]}. Skriv fx uge 3, eller skriv datoen")
