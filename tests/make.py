"""Makes model instances for tests, with defaults for every field a test does not care about."""

import datetime
from itertools import count
from uuid import uuid4

from django.contrib.auth.models import User

from meetings import models
from meetings.minutes.compose import compose, frozen
from meetings.models import (
    APPROVERS,
    Attendee,
    Committee,
    Meeting,
    Participant,
    Prompt,
    Question,
    RoleLink,
    Stage,
    Theme,
    new_secret,
)
from meetings.room.models.keys import new_key

NEXT_YEAR = 2027  # a date in it is still to come: see `clock` in `conftest`

MANAGEMENT, EMPLOYEES, OTHERS = Attendee.Side
ATTENDEES = {
    "Lise Holm": {"side": MANAGEMENT, "post": "chair"},
    "Anders Bruun": {"side": MANAGEMENT},
    "Peter Aagaard": {"side": EMPLOYEES, "post": "deputy"},
    "Samira Nielsen": {"side": EMPLOYEES},
}

_numbers = count(1)


def user(username="lise", **fields):
    return User.objects.filter(username=username).first() or User.objects.create_user(username, password="x", **fields)


PHASES = {"think_minutes": 3, "pairs_minutes": 4, "together_minutes": 8}


def theme(questions=3, lanes=True, phases=None, **fields):
    """Make a theme with `questions` questions; the last has the two lanes and recalls the one before.

    `phases`: {name of a field: minutes} of every question but the last, as PHASES.
    """
    n = next(_numbers)
    made = Theme.objects.create(  # several processes may fill one database
        **{"slug": f"tema-{uuid4()}", "title": f"Tema {n}", "series": "Serien", "purpose": "At tale sammen.", **fields}
    )
    asked = Question.objects.bulk_create(
        question(made, position, lanes and position == questions, phases) for position in range(1, questions + 1)
    )
    Prompt.objects.bulk_create(
        Prompt(question=each, position=1, text="Hvorfor?", is_equal=each.has_lanes) for each in asked
    )
    return made


def question(theme, position, last, phases):
    return Question(
        theme=theme,
        position=position,
        text=f"Hvad siger vi til spørgsmål {position}?",
        short_label=f"Emne {position}",
        has_lanes=last,
        recalls=position - 1 if last and position > 1 else None,
        **({} if last or not phases else phases),
    )


def meeting(stage=Stage.DISCUSSION, item_number=1, notes=(), attendees=None, **fields):
    """Make a meeting at `stage` (and item `item_number` in the discussion), with `notes` (texts) under its first item.

    `attendees`: {name: fields}, as ATTENDEES.
    """
    defaults = {
        "facilitator": fields.pop("facilitator", None) or user(),
        "committee": fields.pop("committee", None)
        or Committee.objects.get_or_create(
            name="Lokal-MED, Borgerservice", organisation="Strandby Kommune", defaults={"parent_name": "Område-MED"}
        )[0],
        "theme": fields.pop("theme", None) or theme(),
        "date": datetime.date(2026, 11, 23),
        "starts_at": datetime.time(9),
        "ends_at": datetime.time(10, 30),
        "venue": "Rådhuset, mødelokale 2.14",
    }
    made = Meeting(**{**defaults, **fields})
    made.set_up()
    if attendees is None:  # as the verb leaves them, but for an event and the way back: nearly every test has a meeting
        Attendee.objects.bulk_create(Attendee(meeting=made, name=name, **known) for name, known in ATTENDEES.items())
    elif attendees:
        others = {"side": Attendee.Side.OTHERS}
        made.add_attendees(uuid4(), [{"name": name, **others, **known} for name, known in attendees.items()])
    if stage != Stage.DRAFT:
        made.open_lobby()
    if stage in (Stage.DISCUSSION, Stage.WRAP_UP, Stage.CLOSED):
        made.advance("lobby")
        while made.item_number < item_number:
            made.advance(made.place)
        author = member(made) if notes else None
        for text in notes:
            note(made, text, author=author)
    if stage in (Stage.WRAP_UP, Stage.CLOSED):
        made.wrap_up(made.place)
    if stage == Stage.CLOSED:
        made.close(made.place)
    return made


def attend(meeting, name, side=Attendee.Side.OTHERS, **fields):
    [attendee] = meeting.add_attendees(uuid4(), [{"name": name, "side": side, **fields}])
    return attendee


def member(meeting, name=""):
    return meeting.take_seat(uuid4(), name)


def by_link(meeting, role):
    """Return a seat that a secret link gave. Of a post there is only one."""
    taken = meeting.participants.filter(role=role).first() if role in APPROVERS else None
    return taken or RoleLink.find(RoleLink.make(meeting, role)).take_seat()


def approve(meeting, *roles, **more):
    """Let `roles` approve the minutes as they stand, both of them if none is given."""
    for role in roles or APPROVERS:
        by_link(meeting, role)
        models.approve(meeting, role, compose(meeting).state.sha256, frozen, **more)


def ticket(meeting):
    """Return what a member's cookie is once the meeting has been closed."""
    closed = Meeting.objects.get(pk=meeting.pk)
    if not closed.tickets:  # nobody was there: one more has been
        closed.tickets = [1_000_000 + closed.pk]
        closed.save(update_fields=["tickets"])
    return Participant.of_ticket(closed, closed.tickets[0])


def note(meeting, text="Vi skriver det samme to steder.", number=1, author=None):
    """Write a note. `author`: the seat of a member; somebody's, if not given."""
    item = meeting.items.get(number=number)
    return item.take_note(uuid=uuid4(), text=text, secret=author.secret if author else new_secret())


def facts(theme, **changed):
    """Return the fields of the form of a new meeting, as a facilitator fills them in."""
    return {
        "committee": "Lokal-MED, Borgerservice",
        "organisation": "Strandby Kommune",
        "parent_name": "Område-MED",
        "theme": theme.pk,
        "date": f"23.11.{NEXT_YEAR}",
        "starts_at": "9.00",
        "ends_at": "10.30",
        "venue": "Rådhuset",
        "facilitator_name": "Lise Holm",
        "secretary_name": "Jonas Ravn",
        "case_number": "26/012345",
        "key": new_key(),
        **changed,
    }
