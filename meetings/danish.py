"""Dates, times and counts as a Danish reader expects them. Every function returns a string."""

from django.utils import timezone

MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
DAYS = "mandag tirsdag onsdag torsdag fredag lørdag søndag".split()
NBSP = "\N{NO-BREAK SPACE}"


def full_date(date):
    """Return "mandag den 23. november 2026"."""
    return f"{DAYS[date.weekday()]} den{NBSP}{long_date(date)}"


def long_date(date):
    """Return "23. november 2026"."""
    return f"{date.day}.{NBSP}{MONTHS[date.month - 1]} {date.year}"


def abbreviated_date(date):
    """Return "23. nov. 2026"; the short months are written out."""
    month = MONTHS[date.month - 1]
    return f"{date.day}.{NBSP}{month if len(month) <= 4 else month[:3] + '.'} {date.year}"


def short_date(date):
    """Return "23.11.2026"."""
    return f"{date.day}.{date.month}.{date.year}"


def short_deadline(due):
    """Return "23.11.2026", or the word: løbende."""
    return due if isinstance(due, str) else short_date(due)


def by_when(due):
    """Return "senest 23. november 2026", or the word: løbende."""
    return due if isinstance(due, str) else f"senest {long_date(due)}"


def clock(time):
    """Return "9.00"."""
    return f"{time.hour}.{time.minute:02}"


def moment(at):
    """Return "kl. 9.00" in Denmark, after the day if that is not today: "23. november 2026 kl. 9.00"; "" for None."""
    if at is None:
        return ""
    there = timezone.localtime(at)
    time = f"kl.{NBSP}{clock(there)}"
    return time if there.date() == timezone.localdate() else f"{long_date(there)} {time}"


def clock_range(start, end):
    """Return "9.00–10.30"."""
    return f"{clock(start)}–{clock(end)}"


def count(number, one, many):
    """Return "1 note", "7 noter"."""
    return f"{number}{NBSP}{one if number == 1 else many}"


def person(name, *titles):
    """Return "Lise Holm (formand, borgerservicechef)"; the last of `titles` is who the person stands in for."""
    *known, stands_in_for = titles
    known = [*filter(None, known), *([f"stedfortræder for {stands_in_for}"] if stands_in_for else [])]
    return f"{name} ({', '.join(known)})" if known else name


def listed(words):
    """Return "A, B og C"."""
    *first, last = words
    return f"{', '.join(first)} og {last}" if first else last
