"""What the tests of the minutes and of their page share."""

from meetings.models import Lane
from tests.reading import read

HTMX = {"HX-Request": "true"}


def page(client, meeting):
    return client.get(f"/m/{meeting.key}/referat/")


def printed(client, meeting):
    """Return the page for printing from the browser."""
    return read(client.get(f"/m/{meeting.key}/referat/udskrift/"))


def texts(question):
    return [note.text for note in question.notes]


def agreed(meeting, text="Systemtime hver onsdag.", **fields):
    return meeting.add_follow_up(lane=Lane.SELF, text=text, **fields)


def sent_up(meeting, text="Bemanding om torsdagen.", **fields):
    return meeting.add_follow_up(lane=Lane.UP, text=text, **fields)
