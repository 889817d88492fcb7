"""Writes the minutes as JSON, the same as the PDF's attachment. `docs/referat.schema.json` describes it."""

from meetings.minutes.archive import packed

CONTENT_TYPE = "application/json"


def render(minutes):
    return packed(minutes).encode()
