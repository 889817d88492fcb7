"""Two people act at once: what the second one saw before the lock is looked at again under it.

In each row the second begins while the first, on another connection, holds the lock, and goes on when it has committed.
"""

import datetime
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.urls import reverse

from meetings.minutes.compose import compose
from meetings.models import Dot, Lane, Note, NoteGroup, Participant, Refused, Role, RoleLink, Stage
from meetings.room.models.dots import counted
from tests import make
from tests.conftest import client_of
from tests.reading import read

from .choosing import choosing

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HTTP_HX_REQUEST": "true"}
CLOSED = "Din plads er lukket, så det blev ikke gjort."


def second(first, act):
    """Call `act` while `first` holds the lock. Return what it returns when `first` has committed, or what it raises."""
    found, waits = [], Event()

    def runs(execute, sql, *more):
        # SQLite's lock; PostgreSQL's, and the one that erasing takes.
        if sql.startswith(("BEGIN", "UPDATE meetings_meeting")) or sql.endswith("FOR UPDATE"):
            waits.set()
        return execute(sql, *more)

    def acts():
        try:
            with connection.execute_wrapper(runs):
                found.append(act())
        except (Refused, ObjectDoesNotExist) as refusal:
            found.append(refusal)
        finally:
            connection.close()

    thread = Thread(target=acts)
    with transaction.atomic():
        first()
        thread.start()
        assert waits.wait(20), "it locks nothing"
        assert not found
    thread.join()
    return found[0]


def afresh(row):
    """As another request reads it."""
    return type(row).objects.get(pk=row.pk)


# --- A note that becomes an agreement -----------------------------------------------------------------------------------

NOTE = {
    "hidden": (lambda note: note.hide("person"), "Noten er skjult. Vis den igen, før I gør noget ved den."),
    "deleted": (lambda note: note.soft_delete(), "Noten er slettet."),
    "rewritten": (lambda note: note.meeting.close("1"), "Note matching query does not exist."),
}


@pytest.mark.parametrize("what", NOTE)
def test_note_that_is_gone_meanwhile_becomes_no_agreement(what):
    note = make.note(make.meeting(), "Nævner Mads")
    (does, refusal), seen = NOTE[what], afresh(note)
    assert not seen.hidden
    assert not seen.deleted
    assert str(second(lambda: does(note), lambda: seen.agree(Lane.SELF))) == refusal
    assert not note.meeting.follow_ups.exists()


@pytest.mark.parametrize("what", ["hidden", "deleted"])
def test_note_that_is_gone_meanwhile_is_not_shown_big(what):
    note = make.note(make.meeting(), "Nævner Mads")
    seen = afresh(note)
    assert isinstance(second(lambda: NOTE[what][0](note), lambda: seen.meeting.put_in_spotlight(seen)), Refused)
    assert afresh(note.meeting).spotlight is None


def test_note_that_is_shown_big_as_it_is_hidden_is_not_left_big():
    note = make.note(make.meeting(), "Nævner Mads")
    seen = afresh(note)
    second(lambda: note.meeting.put_in_spotlight(note), lambda: seen.hide("person"))
    assert afresh(note.meeting).spotlight is None


def test_note_that_is_edited_meanwhile_is_agreed_on_as_it_stands():
    note = make.note(make.meeting(), "Nævner Mads")
    seen = afresh(note)
    assert second(lambda: note.edit("Nævner ingen"), lambda: seen.agree(Lane.SELF)).text == "Nævner ingen"


def test_note_that_two_facilitators_hide_and_agree_on_is_not_agreed_on():
    meeting = make.meeting(notes=["Nævner Mads"])
    note, anders = Note.objects.get(), client_of(make.by_link(meeting, Role.FACILITATOR))
    agree = reverse("agree", args=[meeting.key, note.pk, Lane.SELF])
    answer = second(lambda: afresh(note).hide("person"), lambda: anders.post(agree, **HTMX))
    assert (answer.status_code, "Noten er skjult." in read(answer)) == (409, True)
    afresh(note).show()
    assert anders.post(agree, **HTMX).status_code == 200


@pytest.mark.parametrize("what", ["hidden", "deleted"])
def test_note_that_is_gone_meanwhile_is_not_gathered(what):
    note = make.note(make.meeting(), "Nævner Mads")
    seen = afresh(note)
    assert isinstance(second(lambda: NOTE[what][0](note), lambda: seen.meeting.gather([seen], "Mads")), Refused)
    assert not NoteGroup.objects.exists()


def test_two_who_gather_under_the_same_heading_make_one():
    meeting = make.meeting(notes=["Den ene", "Den anden"])
    one, other = Note.objects.select_related("item__meeting")
    second(lambda: meeting.gather([one], "Tid"), lambda: afresh(meeting).gather([other], "tid"))
    assert NoteGroup.objects.get().notes.count() == 2


def test_heading_that_is_deleted_meanwhile_takes_no_note():
    note = make.note(make.meeting())
    note.meeting.gather([note], "Tid")
    group, other = NoteGroup.objects.select_related("item__meeting").get(), make.note(note.meeting, "En til")
    refused = second(group.soft_delete, lambda: afresh(other).meeting.put_under(afresh(other), afresh(group)))
    assert str(refused) == "Overskriften er fjernet imens."


def test_note_for_a_question_that_is_replaced_meanwhile_is_refused():
    meeting = make.meeting()
    item, other = afresh(meeting).item(1), make.theme()
    refused = second(lambda: meeting.edit(theme=other), lambda: item.take_note(uuid=uuid4(), text="En note"))
    assert str(refused) == "Mødet har fået et andet tema. Genindlæs siden, og skriv noten igen."
    assert not Note.objects.exists()


# --- Dots ---------------------------------------------------------------------------------------------------------------


def test_dot_that_comes_as_the_dots_close_is_refused():
    meeting, [first, *_] = choosing()
    ulla = make.member(meeting)
    refused = second(lambda: meeting.close_dots("2-choose"), lambda: afresh(meeting).give_dot(first.pk, ulla.secret))
    assert (str(refused), Dot.objects.count()) == ("Prikkerne er lukket, så de kan ikke ændres mere.", 0)


def test_dot_that_comes_before_the_dots_close_is_shown():
    meeting, [first, *_] = choosing()
    ulla = make.member(meeting)
    second(lambda: meeting.give_dot(first.pk, ulla.secret), lambda: afresh(meeting).close_dots("2-choose"))
    assert counted(afresh(meeting).items.all()) == {first.pk: 1}


def test_two_tabs_of_one_phone_give_three_dots_together():
    meeting, [first, *others] = choosing()
    ulla = make.member(meeting)
    for note in others[:2]:
        meeting.give_dot(note.pk, ulla.secret)
    give = lambda note: lambda: afresh(meeting).give_dot(note.pk, ulla.secret)  # noqa: E731
    refused = second(give(first), give(others[2]))
    assert (str(refused).startswith("Du har givet alle dine prikker."), Dot.objects.count()) == (True, 3)


# --- A seat that is given up while the meeting closes or opens ----------------------------------------------------------


def test_seat_given_up_while_the_meeting_closes_leaves_no_ticket():
    meeting = make.meeting()
    seat, _ = make.member(meeting), make.member(meeting)
    leaving = Participant.objects.select_related("meeting").get(pk=seat.pk)
    second(lambda: meeting.close("1"), leaving.leave)
    assert (afresh(meeting).present(), seat.pk in afresh(meeting).tickets) == (1, False)


def test_ticket_given_back_while_the_meeting_is_reopened_leaves_no_seat():
    meeting = make.meeting()
    seat, other = make.member(meeting), make.member(meeting)
    meeting.close("1")
    ticket = Participant.of_ticket(afresh(meeting), seat.pk)
    second(meeting.reopen, ticket.leave)
    assert list(meeting.participants.filter(role=Role.MEMBER).values_list("pk", flat=True)) == [other.pk]
    assert afresh(meeting).tickets == []


# --- A seat that is closed while it acts --------------------------------------------------------------------------------

ACTS = {  # of one whose seat is closed meanwhile: (role, name of the address, its arguments, what is sent)
    "makes a link": (Role.FACILITATOR, "referent-link", [], {}),
    "closes another's seat": (Role.FACILITATOR, "close-seat", ["secretary"], {}),
    "goes on": (Role.FACILITATOR, "advance", [], {"seen": "1"}),
    "hides a note": (Role.FACILITATOR, "hide-note", ["note"], {"reason": "person"}),
    "deletes a heading": (Role.FACILITATOR, "delete-heading", ["group"], {}),
    "begins to write": (Role.SECRETARY, "next-meeting", [], {"text": "I maj", "seen": 0}),
}


@pytest.mark.parametrize("what", ACTS)
def test_seat_that_is_closed_meanwhile_does_nothing(what):
    role, name, args, sent = ACTS[what]
    note = make.note(make.meeting())
    meeting = note.meeting
    meeting.gather([note], "Tid")
    secretary, owner = make.by_link(meeting, Role.SECRETARY), meeting.participants.get(user=meeting.facilitator)
    seat = secretary if role == Role.SECRETARY else make.by_link(meeting, role)
    ids = {"secretary": secretary.pk, "note": note.pk, "group": NoteGroup.objects.get().pk}
    address = reverse(name, args=[meeting.key, *map(ids.get, args)])
    client, before = client_of(seat), everything(meeting)
    answer = second(lambda: meeting.close_seat(seat.pk, by=owner), lambda: client.post(address, sent, **HTMX))
    assert (answer.status_code, CLOSED in read(answer)) == (409, True)
    assert everything(meeting, but=seat) == before


def everything(meeting, but=None):
    """Return what the acts of ACTS change."""
    now = afresh(meeting)
    seats = set(now.participants.values_list("pk", flat=True)) | ({but.pk} if but else set())
    notes = Note.objects.filter(hidden=False).count(), NoteGroup.objects.filter(deleted=False).count()
    return now.place, now.next_meeting, now.role_links.count(), seats, notes


OWNERS = {
    "hand-over": {"username": "tredje"},
    "reset-links": {},
    "delete-meeting": {},
    "hold": {"text": "En sag om indsigt"},
}


@pytest.mark.parametrize("name", OWNERS)
def test_owner_who_has_handed_over_meanwhile_does_nothing(name):
    meeting = make.meeting()
    new, _ = make.user("ny"), make.user("tredje")
    link = RoleLink.make(meeting, Role.SECRETARY)
    lise = client_of(meeting.participants.get(user=meeting.facilitator))
    address = reverse(name, args=[meeting.key])
    answer = second(lambda: meeting.hand_over(new), lambda: lise.post(address, OWNERS[name]))
    assert (answer.status_code, CLOSED in read(answer)) == (409, True)
    now = afresh(meeting)
    assert (now.facilitator, now.held_on, RoleLink.find(link) is not None) == (new, None, True)


# --- A post that is freed, and taken by another -------------------------------------------------------------------------

HOLDERS = {
    "approve": lambda minutes: {"seen": minutes.state.sha256},
    "comment": lambda minutes: {"text": "Punkt 2 mangler.", "uuid": uuid4(), "seen": minutes.state.sha256},
    "object": lambda minutes: {"text": "Punkt 2 mangler.", "uuid": uuid4(), "seen": minutes.state.sha256},
    "free-post": lambda minutes: {},
}


@pytest.mark.parametrize("name", HOLDERS)
def test_post_that_another_has_taken_meanwhile_is_not_used_by_who_had_it(name):
    meeting = make.meeting(stage=Stage.CLOSED)
    former, sent = client_of(make.by_link(meeting, Role.CHAIR)), HOLDERS[name](compose(meeting))
    address = reverse(name, args=[meeting.key, *(["chair"] if name == "free-post" else [])])

    def exchange():
        meeting.free_post(Role.CHAIR, by_owner=True)
        return make.by_link(meeting, Role.CHAIR)

    answer = second(exchange, lambda: former.post(address, sent))
    assert (answer.status_code, CLOSED in read(answer)) == (409, True)
    assert (meeting.approvals.count(), meeting.comments.count(), meeting.is_taken(Role.CHAIR)) == (0, 0, True)


def test_phone_that_takes_both_posts_at_once_gets_one():
    meeting = make.meeting(stage=Stage.WRAP_UP)
    seat = make.member(meeting)
    refused = second(
        lambda: meeting.take_post(Role.CHAIR, seat.secret), lambda: afresh(meeting).take_post(Role.DEPUTY, seat.secret)
    )
    assert "Du har taget formandens plads her." in str(refused)
    assert not meeting.is_taken(Role.DEPUTY)


# --- The clock, and who is ready ----------------------------------------------------------------------------------------


def phased():
    day = {"starts_at": datetime.time(0), "ends_at": datetime.time(23, 59, 59)}
    return make.meeting(theme=make.theme(phases=make.PHASES), length="normal", **day)


def test_two_who_share_the_time_at_once_share_it_once():
    meeting = phased()
    seen = afresh(meeting)
    assert second(lambda: meeting.share_time_left("1-think"), lambda: seen.share_time_left("1-think")) is True
    assert meeting.events.filter(kind="clock").count() == 1


def test_member_who_is_ready_as_the_meeting_moves_is_ready_nowhere():
    meeting = phased()
    seen = afresh(meeting)
    assert second(lambda: meeting.advance("1-think"), lambda: seen.set_ready("secret", True, "1-think")) is False
    assert meeting.ready_marks.count() == 0


def test_member_who_says_so_in_two_tabs_at_once_is_ready_once():
    meeting = phased()
    seen = afresh(meeting)
    press = ("secret", True, "1-think")
    assert second(lambda: meeting.set_ready(*press), lambda: seen.set_ready(*press)) is True
    assert (meeting.ready_marks.count(), meeting.events.filter(kind="ready").count()) == (1, 1)
    assert meeting.is_ready("secret")


# --- Notes that wait ----------------------------------------------------------------------------------------------------


def waiting():
    """Return a meeting in which everybody writes alone, and one note of it that waits."""
    meeting = phased()
    note = make.note(meeting, "Den første")
    assert note.waiting
    return meeting, note


def write(meeting):
    return afresh(meeting.item(1)).take_note(uuid=uuid4(), text="Den sidste")


def test_note_that_comes_as_the_notes_are_shown_waits_for_the_next_time():
    meeting, first = waiting()
    last = second(lambda: meeting.show_notes("1-think"), lambda: write(meeting))
    assert (afresh(first).waiting, afresh(last).waiting) == (False, True)


def test_note_that_came_before_the_notes_are_shown_is_shown_with_them():
    meeting, _ = waiting()
    assert second(lambda: write(meeting), lambda: afresh(meeting).show_notes("1-think")) is True
    assert list(Note.objects.values_list("waiting", flat=True)) == [False, False]


def test_two_who_show_the_notes_at_once_show_them_once_in_one_order():
    meeting, _ = waiting()
    write(meeting)
    ranks = []

    def show():
        meeting.show_notes("1-think")
        ranks.extend(Note.objects.order_by("pk").values_list("rank", flat=True))

    assert second(show, lambda: afresh(meeting).show_notes("1-think")) is True
    assert list(Note.objects.order_by("pk").values_list("rank", flat=True)) == ranks
    assert meeting.events.filter(kind="shown").count() == 1


def test_notes_are_not_shown_by_who_saw_the_phase_before():
    meeting, first = waiting()
    assert second(lambda: meeting.advance("1-think"), lambda: afresh(meeting).show_notes("1-think")) is False
    assert afresh(first).waiting


def test_question_that_is_left_as_its_notes_are_shown_shows_them_once():
    meeting, first = waiting()
    second(lambda: meeting.show_notes("1-think"), lambda: afresh(meeting).go_to(2, "1-think"))
    assert (afresh(first).waiting, afresh(meeting).item_number) == (False, 2)


def test_note_that_is_deleted_as_the_notes_are_shown_goes_with_the_next_that_are():
    meeting, first = waiting()
    seen = afresh(first)
    second(lambda: meeting.show_notes("1-think"), seen.soft_delete)
    now = afresh(first)
    assert (now.waiting, now.deleted, now.removed) == (False, True, False)
    afresh(meeting).show_notes("1-think")
    assert afresh(first).removed
