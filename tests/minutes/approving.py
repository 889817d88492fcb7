"""What the tests of the approval share."""

from django.urls import reverse

from meetings.minutes.compose import compose
from tests import make
from tests.reading import read


def text(client, name, meeting, *more):
    return read(client.get(reverse(name, args=[meeting.key, *more])))


def press(client, meeting, seen=None):
    seen = seen or compose(meeting).state.sha256
    return client.post(reverse("approve", args=[meeting.key]), {"seen": seen})


def both(meeting):
    make.approve(meeting)
    meeting.refresh_from_db()
