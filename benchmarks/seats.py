"""Runs inside `manage.py shell`: makes meetings with seats straight in the database, so that joining is not measured."""

import datetime
import json
from uuid import uuid4

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.utils import timezone

from meetings.access import cookie, keep_seat
from meetings.models import Committee, Meeting, Participant, Role, Theme


def make_rooms(count, members, stage):
    """JSON for `count` meetings of `members` seats, in the lobby or at the first question."""
    user = User.objects.get()
    committee, _ = Committee.objects.get_or_create(name="Lokal-MED, Borgerservice", organisation="Strandby Kommune")
    facts = {
        "facilitator": user,
        "committee": committee,
        "theme": Theme.objects.get(slug="teknologien-flytter-opgaver"),
        "date": timezone.localdate(),
        "starts_at": datetime.time(9),
        "ends_at": datetime.time(10, 30),
    }
    return json.dumps([make_room(members, stage, Meeting(**facts)) for _ in range(count)])


def make_room(members, stage, meeting):
    meeting.set_up()
    meeting.open_lobby()
    if stage == "discussion":
        meeting.advance("lobby")
    seats = Participant.objects.bulk_create(Participant(meeting=meeting, role=Role.MEMBER) for _ in range(members))
    secretary = Participant.objects.create(meeting=meeting, role=Role.SECRETARY)
    return {
        "key": meeting.key,
        "number": 1,
        "after": meeting.last_event,
        "members": [carried(seat) for seat in seats],
        "facilitator": carried(meeting.participants.get(role=Role.FACILITATOR)),
        "secretary": carried(secretary),
    }


def carried(seat):
    """The seat's cookie as a browser sends it."""
    name = cookie(seat.role)
    return f"{name}={keep_seat(HttpResponse(), seat).cookies[name].coded_value}"


def write(key, texts):
    """Each text as a note by some member. Returns the number of the last event."""
    meeting = Meeting.objects.get(key=key)
    author = meeting.participants.filter(role=Role.MEMBER).first()
    for text in texts:
        meeting.items.first().take_note(uuid=uuid4(), text=text, author=author)
    return Meeting.objects.get(key=key).last_event
