"""Writes the follow-ups as CSV for a Danish spreadsheet: semicolons, and a byte order mark for UTF-8."""

import csv
import io

from meetings import danish

CONTENT_TYPE = "text/csv; charset=utf-8"
COLUMNS = ("Slags", "Nr.", "Hvad", "Ansvarlig", "Frist", "Sendes til", "Vi beder om", "Tages med af")
FORMULA = ("=", "+", "-", "@")  # a spreadsheet computes a cell that begins with one


def render(minutes):
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";")
    lines.writerow(COLUMNS)
    for number, done in enumerate(minutes.agreements, 1):
        lines.writerow(map(cell, ("Aftale", number, done.text, done.responsible, day(done.due), "", "", "")))
    for number, sent in enumerate(minutes.upward, 1):
        about = (sent.sent_to, sent.request, sent.carried_by)
        lines.writerow(map(cell, ("Sendes videre", number, sent.text, "", day(sent.due), *about)))
    return out.getvalue().encode("utf-8-sig")


def day(due):
    return danish.short_date(due) if due else ""


def cell(value):
    """Return the text of a cell, marked as text if a spreadsheet would compute it. `csv` quotes line breaks."""
    text = str(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
