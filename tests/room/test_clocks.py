"""The clocks as a table: the facts of a meeting → which clock runs, the day it runs out, and the words for it."""

import datetime

import pytest
from django.urls import reverse

from meetings.danish import NBSP
from meetings.models import Clock, Meeting, Role, RoleLink, Stage
from meetings.room.models import clocks
from meetings.room.models.clocks import Due, Facts
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

day = datetime.date
MEETING = day(2026, 11, 26)
DRAFT, OPEN, CLOSED = (Facts(stage, MEETING) for stage in (Stage.DRAFT, Stage.DISCUSSION, Stage.CLOSED))
FINAL = CLOSED._replace(is_final=True, approved_on=day(2026, 12, 4))
CORRECTED = CLOSED._replace(
    approved_on=day(2026, 12, 4), correction_on=day(2027, 5, 28)
)  # begun 175 days after approval

TABLE = [  # facts, the clock that runs, the day the meeting is due, the day its notes are due
    (DRAFT, Clock.UNOPENED, day(2027, 5, 25), None),
    (OPEN, Clock.UNAPPROVED, day(2027, 5, 25), None),
    (CLOSED, Clock.UNAPPROVED, day(2027, 5, 25), None),
    (FINAL, Clock.FINAL, day(2027, 1, 3), day(2026, 12, 11)),
    (FINAL._replace(last_deadline=day(2026, 11, 30)), Clock.FINAL, day(2027, 1, 3), day(2026, 12, 11)),
    (FINAL._replace(last_deadline=day(2027, 1, 15)), Clock.FINAL, day(2027, 2, 14), day(2026, 12, 11)),
    (FINAL._replace(last_deadline=day(2027, 5, 3)), Clock.FINAL, day(2027, 6, 2), day(2026, 12, 11)),
    (FINAL._replace(last_deadline=day(2027, 5, 4)), Clock.FINAL, day(2027, 6, 2), day(2026, 12, 11)),  # at most
    (FINAL._replace(last_deadline=day(2099, 12, 31)), Clock.FINAL, day(2027, 6, 2), day(2026, 12, 11)),
    (FINAL._replace(notes_purged=True), Clock.FINAL, day(2027, 1, 3), None),
    (CORRECTED, Clock.CORRECTION, day(2027, 11, 24), None),
    # Corrected, and approved anew: a correction that is over counts for nothing.
    (FINAL._replace(correction_on=day(2026, 12, 1)), Clock.FINAL, day(2027, 1, 3), day(2026, 12, 11)),
    # A correction that was begun before a meeting whose date lies ahead.
    (CORRECTED._replace(date=day(2027, 9, 1)), Clock.CORRECTION, day(2028, 2, 28), None),
    # A leap day is a day: 29 February 2028 lies within, and is a date itself.
    (CLOSED._replace(date=day(2027, 9, 2)), Clock.UNAPPROVED, day(2028, 2, 29), None),
    (CLOSED._replace(date=day(2027, 9, 3)), Clock.UNAPPROVED, day(2028, 3, 1), None),
    (FINAL._replace(approved_on=day(2028, 1, 30)), Clock.FINAL, day(2028, 2, 29), day(2028, 2, 6)),
    # Summer time begins on 28 March 2027 and ends on 31 October: dates do not mind.
    (CLOSED._replace(date=day(2027, 3, 28)), Clock.UNAPPROVED, day(2027, 9, 24), None),
    (FINAL._replace(approved_on=day(2027, 10, 25)), Clock.FINAL, day(2027, 11, 24), day(2027, 11, 1)),
    # While a hold stands no clock runs; when it is lifted, each goes on from where it stood.
    (CLOSED._replace(held_on=day(2026, 12, 1)), Clock.UNAPPROVED, None, None),
    (CLOSED._replace(held_days=10), Clock.UNAPPROVED, day(2027, 6, 4), None),
    (FINAL._replace(held_days=10), Clock.FINAL, day(2027, 1, 13), day(2026, 12, 21)),
]


@pytest.mark.parametrize(("facts", "clock", "on", "notes_on"), TABLE)
def test_clock_and_day(facts, clock, on, notes_on):
    assert clocks.due(facts) == Due(clock, on)
    notes = clocks.notes_due(facts)
    assert (notes.on if notes else None) == notes_on
    if on:
        assert [clocks.is_due(facts, on + datetime.timedelta(days)) for days in (-1, 0, 1)] == [False, True, True]
    else:
        assert not clocks.is_due(facts, day(2126, 1, 1))


def test_held_minutes_keep_their_notes():
    held = FINAL._replace(held_on=day(2026, 12, 5))
    assert clocks.notes_due(held) == Due(Clock.NOTES, None)
    assert not clocks.notes_are_due(held, day(2126, 1, 1))


def test_facts_of_a_meeting_are_those_of_its_columns():
    meeting = Meeting(date=MEETING, stage=Stage.CLOSED)
    assert clocks.due(meeting) == clocks.due(Facts(*(getattr(meeting, name) for name in Facts._fields)))


@pytest.mark.parametrize(
    ("facts", "today", "days"),
    [
        (CLOSED, day(2027, 1, 1), 0),
        (CLOSED._replace(held_days=4), day(2027, 1, 1), 4),
        (CLOSED._replace(held_on=day(2027, 1, 1)), day(2027, 1, 11), 10),
        (CLOSED._replace(held_on=day(2027, 1, 1), held_days=4), day(2027, 1, 11), 14),
        (CLOSED._replace(held_on=day(2026, 11, 1)), day(2026, 12, 6), 10),  # the clock began with the meeting
        (FINAL._replace(held_on=day(2026, 11, 27)), day(2026, 12, 6), 2),  # and then with the approval
        (CLOSED._replace(held_on=day(2026, 11, 1)), day(2026, 11, 6), 0),
    ],
)
def test_pause_counts_from_where_the_clock_began(facts, today, days):
    assert clocks.days_held(facts, today) == days


WORDS = [
    (CLOSED, day(2027, 4, 24), "Bliver referatet ikke godkendt, slettes mødet her den 25. maj 2027."),
    (
        CLOSED,
        day(2027, 4, 25),
        "Referatet er ikke godkendt. Bliver det ikke det, slettes mødet her den 25. maj 2027.",
    ),
    (CORRECTED, day(2027, 10, 24), "Bliver rettelsen ikke godkendt, slettes mødet her den 24. november 2027."),
    (
        CORRECTED,
        day(2027, 10, 25),
        "Rettelsen er ikke godkendt. Bliver den ikke det, slettes mødet her den 24. november 2027.",
    ),
    (DRAFT, day(2027, 4, 24), "Bliver mødet ikke åbnet, slettes det her den 25. maj 2027."),
    (DRAFT, day(2027, 4, 25), "Mødet er ikke åbnet. Bliver det ikke det, slettes det her den 25. maj 2027."),
    (FINAL, day(2027, 1, 2), "Mødet og referatet slettes her den 3. januar 2027."),
    (CLOSED._replace(held_on=day(2026, 12, 1)), day(2027, 5, 25), "Mødet bliver ikke slettet, så længe pausen varer."),
]


@pytest.mark.parametrize(("facts", "today", "words"), WORDS)
def test_words_for_the_meeting(facts, today, words):
    assert clocks.meeting_words(facts, today).replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            OPEN,
            "Noterne slettes 7 dage efter, at formand og næstformand har godkendt referatet."
            " Bliver det ikke godkendt, slettes de den 25. maj 2027.",
        ),
        (FINAL, "Noterne, som de blev skrevet, slettes den 11. december 2026."),
        (FINAL._replace(notes_purged=True), "Noterne, som de blev skrevet, er slettet."),
        (
            FINAL._replace(held_on=day(2026, 12, 5)),
            "Sletning er sat på pause, så noterne bliver ikke slettet foreløbig.",
        ),
    ],
)
def test_words_for_the_notes(facts, words):
    assert clocks.note_words(facts).replace(NBSP, " ") == words


@pytest.mark.parametrize(("days", "words"), [(0, "samme dag, som"), (1, "1 dag efter, at"), (7, "7 dage efter, at")])
def test_words_for_the_days_of_notes(settings, days, words):
    settings.NOTE_DAYS = days
    assert clocks.after_approval().replace(NBSP, " ").startswith(words)


@pytest.mark.parametrize(
    ("on", "until"),
    [(day(2026, 11, 26), day(2031, 11, 26)), (day(2028, 2, 29), day(2033, 3, 1)), (day(2028, 2, 28), day(2033, 2, 28))],
)
def test_proof_is_kept_five_years(on, until):
    assert clocks.proof_ends(on) == until


@pytest.mark.parametrize(("today", "is_said"), [(day(2027, 4, 24), False), (day(2027, 4, 25), True)])
def test_warning_stands_on_every_page_of_those_who_can_act_from_30_days_before(db, clock, today, is_said):
    meeting = make.meeting(stage=Stage.CLOSED, date=MEETING)
    seats = {role: RoleLink.find(RoleLink.make(meeting, role)).take_seat() for role in (Role.SECRETARY, Role.CHAIR)}
    clock(today)
    owner = client_of(meeting.participants.get(role=Role.FACILITATOR))
    pages = [
        owner.get(reverse("my-meetings")),
        client_of(seats[Role.SECRETARY]).get(reverse("minutes", args=[meeting.key])),
        client_of(seats[Role.CHAIR]).get(reverse("review", args=[meeting.key])),
    ]
    words = "Referatet er ikke godkendt. Bliver det ikke det, slettes mødet her den 25. maj 2027."
    assert [words in read(page) for page in pages] == [is_said] * 3


# --- A due meeting ---------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(db):
    meeting = make.meeting(stage=Stage.WRAP_UP, notes=["Vi skriver det samme to steder."], date=MEETING)
    make.member(meeting)
    meeting.close(meeting.place)
    return meeting


def ask_all(meeting, seats):
    """Ask for pages, files, streams and polls with each of `seats`: the status codes."""
    poll = {"query": {"poll": ""}}
    asked = {
        Role.MEMBER: [("room", {}), ("member-stream", poll)],
        Role.SECRETARY: [("minutes", {}), ("minutes-stream", poll)],
        Role.FACILITATOR: [("wall", {}), ("wall-stream", {}), ("edit-meeting", {})],
        Role.CHAIR: [("review", {}), ("printable", {})],
    }
    answers = []
    for seat in seats:
        client = client_of(seat)
        addresses = [reverse(name, args=[meeting.key], **more) for name, more in asked[seat.role]]
        if seat.role != Role.MEMBER:
            addresses += [
                reverse("minutes-file", args=[meeting.key, extension]) for extension in ("txt", "json", "csv")
            ]
        answers += [client.get(address).status_code for address in addresses]
    return answers


def test_due_meeting_is_404_at_once_for_everybody_while_its_rows_are_there(closed, clock):
    for role in (Role.SECRETARY, Role.CHAIR):
        RoleLink.find(RoleLink.make(closed, role)).take_seat()
    seats = [*closed.participants.all(), make.ticket(closed)]
    assert {seat.role for seat in seats} == {Role.MEMBER, Role.SECRETARY, Role.FACILITATOR, Role.CHAIR}
    clock(day(2027, 5, 24))
    assert set(before := ask_all(closed, seats)) == {200}
    clock(day(2027, 5, 25))
    assert ask_all(closed, seats) == [404] * len(before)
    assert Meeting.objects.filter(pk=closed.pk).exists()


def test_due_meeting_is_in_no_list_and_behind_no_link(closed, clock, client, mads):
    token = RoleLink.make(closed, Role.SECRETARY)
    suggested = "Rådhuset, mødelokale 2.14"

    def seen():
        client.force_login(closed.facilitator)
        join = mads.get(reverse("join", args=[closed.key])).status_code
        link = mads.get(reverse("role-link", args=[closed.key, token])).status_code != 404
        listed = closed.committee.name in read(client.get(reverse("my-meetings")))
        return join, link, listed, suggested in read(client.get(reverse("new-meeting"))).source

    clock(day(2027, 5, 24))
    assert seen() == (200, True, True, True)
    clock(day(2027, 5, 25))
    assert seen() == (404, False, False, False)


def test_code_of_a_due_meeting_leads_nowhere(db, mads):
    meeting = make.meeting(stage=Stage.LOBBY)
    assert mads.post(reverse("front"), {"code": meeting.code}).status_code == 302
    Meeting.objects.filter(pk=meeting.pk).update(date=day(2026, 5, 30))  # 180 days ago
    assert mads.post(reverse("front"), {"code": meeting.code}).status_code == 422


def test_stream_of_a_meeting_that_becomes_due_ends(closed, clock):
    from meetings.live import feed

    clock(day(2027, 5, 24))
    assert feed.current.last_numbers([closed.pk]) == {closed.pk: Meeting.objects.get(pk=closed.pk).last_event}
    assert feed.current.head(closed.pk).key == closed.key
    clock(day(2027, 5, 25))
    assert feed.current.last_numbers([closed.pk]) == {}  # the reader cuts what is not there
    with pytest.raises(Meeting.DoesNotExist):
        feed.current.head(closed.pk)


@pytest.mark.parametrize(
    ("date", "time", "status"),
    [
        (day(2027, 5, 24), datetime.time(23, 59, 59), 200),  # still 21:59 in UTC
        (day(2027, 5, 25), datetime.time(0, 0, 1), 404),
    ],
)
def test_day_changes_at_midnight_in_copenhagen(closed, clock, date, time, status):
    member = client_of(make.ticket(closed))
    clock(date, time)
    assert member.get(reverse("room", args=[closed.key])).status_code == status


def test_meeting_may_not_be_given_a_date_that_makes_it_due(db, clock):
    meeting = make.meeting(stage=Stage.DRAFT, date=MEETING)
    lise = client_of(meeting.participants.get(role=Role.FACILITATOR))
    address = reverse("edit-meeting", args=[meeting.key])
    refused = lise.post(address, make.facts(meeting.theme, date="30.5.2026"))
    assert refused.status_code == 422
    assert "Datoen er så gammel, at mødet ville blive slettet med det samme." in read(refused)
    assert lise.post(address, make.facts(meeting.theme, date="31.5.2026")).status_code == 302
