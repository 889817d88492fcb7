"""Runs in `manage.py shell`: makes meetings with seats directly in the database, so that joining is not measured."""

import datetime
import json
import time
from uuid import uuid4

from django.contrib.auth.models import User
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone

from meetings.minutes.compose import compose
from meetings.minutes.exports import pdf
from meetings.models import Arrival, Committee, Length, Meeting, Note, Participant, Role, Theme, new_secret
from meetings.room.door import cookie, keep_seat
from meetings.room.models.notes import tag_of


def make_rooms(count, members, stage, phased=False):
    """Make `count` meetings of `members` seats, in the lobby or at the first question. Return JSON.

    `phased`: by the method, as the form proposes it: hidden while it is written, and shown some at a time.
    """
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
    if phased:
        facts |= {"length": Length.NORMAL, "arrival": Arrival.BATCHED}
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
    """Return the seat's cookie as a browser sends it."""
    name = cookie(seat.role)
    return f"{name}={keep_seat(HttpResponse(), seat).cookies[name].coded_value}"


def write(key, texts):
    """Write each text as a note by a member. Return the number of the last event."""
    meeting = Meeting.objects.get(key=key)
    for text in texts:
        meeting.items.first().take_note(uuid=uuid4(), text=text, secret=new_secret())
    return Meeting.objects.get(key=key).last_event


def print_minutes(sizes, times):
    """Print minutes with so many notes in a warm worker. Return JSON: [(notes, fewest seconds, kB)]."""
    found = []
    for size in (sizes[0], *sizes):  # the first starts the worker
        room = json.loads(make_rooms(1, 1, "discussion"))[0]
        meeting = Meeting.objects.get(key=room["key"])
        items = [item for item in meeting.items.all() if item.collects_notes]
        text = "Vi skriver de samme oplysninger to steder, fordi systemerne ikke taler sammen, nummer {}."
        Note.objects.bulk_create(Note(item=items[n % len(items)], text=text.format(n)) for n in range(size))
        took = []
        for _ in range(times):
            caches["printed"].clear()
            began = time.perf_counter()
            printed = pdf.render(compose(meeting))
            took.append(time.perf_counter() - began)
        found.append((size, min(took), len(printed) / 1024))
    return json.dumps(found[1:])


def find_own_notes(notes, times):
    """Find one member's notes among so many, written by 30. Return JSON: (notes, {clock: [ms]})."""
    item = Meeting.objects.get(key=json.loads(make_rooms(1, 1, "discussion"))[0]["key"]).items.first()
    secrets = [new_secret() for _ in range(30)]
    written = [(secrets[turn % 30], uuid4()) for turn in range(notes)]
    Note.objects.bulk_create(Note(item=item, uuid=uuid, tag=tag_of(secret, uuid), text="x") for secret, uuid in written)
    clocks = {"elapsed": time.perf_counter, "processor": time.process_time}
    took = {name: [] for name in clocks}
    for _ in range(times):
        began = {name: clock() for name, clock in clocks.items()}
        found = Note.ids_by(secrets[0], item.pk)
        for name, clock in clocks.items():
            took[name].append((clock() - began[name]) * 1e3)
        assert len(found) == len(written[::30])
    return json.dumps((notes, took))
