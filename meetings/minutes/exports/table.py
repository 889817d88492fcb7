"""Writes the follow-ups as CSV for a Danish spreadsheet: semicolons, and a byte order mark for UTF-8."""

import csv
import io
import re

CONTENT_TYPE = "text/csv; charset=utf-8"
COLUMNS = ("Slags", "Nr.", "Hvad", "Ansvarlig", "Frist", "Sendes til", "Vi beder om", "Tages med af")
# A spreadsheet computes a cell that begins with one of these signs, even "- Ring til dem".
SIGN = re.compile(r"\s*[=+\-@]")
NUMBER = re.compile(r"\s*[+-]?[\d\s.,]+")  # a telephone number, say: it stays as it is
DASH = re.compile(r"\A(\s*)- (?!.*[=(|!])", re.DOTALL)  # before prose


def render(minutes):
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";")
    lines.writerow(COLUMNS)
    for number, done in enumerate(minutes.agreements, 1):
        lines.writerow(map(cell, ("Aftale", number, done.text, done.responsible, deadline(done), "", "", "")))
    for number, sent in enumerate(minutes.upward, 1):
        about = (sent.sent_to, sent.request, sent.carried_by)
        lines.writerow(map(cell, ("Sendes videre", number, sent.text, "", deadline(sent), *about)))
    return out.getvalue().encode("utf-8-sig")


def deadline(follow_up):
    """Return an ISO date: 15.1.2027 would be text to a Danish spreadsheet."""
    return follow_up.due.isoformat() if follow_up.due else follow_up.due_words


def cell(value):
    """Return the value so that it is read as text. Line breaks stay in the cell, which `csv` then quotes."""
    text = DASH.sub(r"\1– ", str(value), count=1)
    return f"'{text}" if SIGN.match(text) and not NUMBER.fullmatch(text) else text
