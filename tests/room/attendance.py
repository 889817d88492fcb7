"""What the tests of the attendance list share."""

from django.urls import reverse

from meetings.room.models import LastAct

HTMX = {"HTTP_HX_REQUEST": "true"}


def post(client, name, meeting, data=(), *more, **extra):
    return client.post(reverse(name, args=[meeting.key, *more]), dict(data), **{**HTMX, **extra})


def listed(meeting):
    return [each.in_words for each in meeting.attendees.exclude(side="").select_related("stands_in_for")]


def last_act(meeting):
    return LastAct.objects.get(meeting=meeting)


def groups(page):
    """{heading: what each row says} of the list on a page."""
    place = page.one("#attendance")
    names = [[row.all("span")[0].text for row in rows.all("li")] for rows in place.all(".attendees")]
    return dict(zip([heading.text for heading in place.all("h3")], names, strict=True))
