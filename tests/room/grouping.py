"""What the tests of grouping share: a meeting's notes, a group of them, and the lists of a page."""

from django.urls import reverse

from meetings.models import Meeting, Note, NoteGroup
from tests.reading import read

HTMX = {"HTTP_HX_REQUEST": "true"}
TEXTS = ("Telefonen ringer hele tiden", "Vi når ikke telefonen", "Systemet er langsomt")
BY_HEADING = ["TELEFONEN", *TEXTS[:2], "ANDRE NOTER", TEXTS[2]]


def note(text):
    return Note.objects.select_related("item__meeting").get(text=text)


def gathered(meeting, *texts, heading="Telefonen"):
    """Gather the notes with these texts, as somebody else does, and return their group."""
    Meeting.objects.get(pk=meeting.pk).gather([note(text) for text in texts or TEXTS[:2]], heading)
    return NoteGroup.objects.get(heading=heading)


def lists(page):
    """List what stands in the lists of notes, headings in capitals."""
    page.drop("h3 a")
    found = [each for place in page.all(".grouped, .lists") for each in place.all("h3, .note > p")]
    return [each.text.upper() if each.html.startswith("<h3") else each.text for each in found]


def post(client, name, meeting, *args, **data):
    return client.post(reverse(name, args=[meeting.key, *args]), data, **HTMX)


def get(client, name, meeting, *args, **query):
    return read(client.get(reverse(name, args=[meeting.key, *args]), query))
