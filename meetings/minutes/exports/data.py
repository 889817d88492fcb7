"""The minutes as JSON, the same that lies in the PDF: `docs/referat.schema.json` says what stands where."""

from meetings.minutes.archive import packed

CONTENT_TYPE = "application/json"


def render(minutes):
    return packed(minutes).encode()
