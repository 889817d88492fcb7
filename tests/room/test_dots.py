"""Dots: three a member, one for a proposal, changeable until they are closed, and in no row that leads to anybody."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.urls import reverse

from meetings.models import AgendaItem, Dot, Meeting, Note, Refused, Role
from meetings.room.models.dots import ALL_GIVEN, CLOSED, GONE, proposals
from meetings.room.models.notes import mark
from meetings.room.models.rows import save_fields
from meetings.room.visibility import Audience, visible_to
from tests import make
from tests.conftest import client_of
from tests.reading import read

from .choosing import PHASES, TEXTS, afresh, choosing, give

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def there(db):
    """(A meeting in which dots are given, its notes, a member.)"""
    meeting, notes = choosing()
    return meeting, notes, make.member(meeting, "Ulla Skovgaard")


def own(meeting, seat):
    return afresh(meeting).own_dots(meeting.item(2), seat.secret)


def given_to():
    """{text of a note: its dots}"""
    texts = dict(Note.objects.values_list("pk", "text"))
    found = {}
    for pk in Dot.objects.values_list("proposal", flat=True):
        found[texts[pk]] = found.get(texts[pk], 0) + 1
    return found


# --- Three -----------------------------------------------------------------------------------------------------------


def test_member_has_three_dots_one_for_a_proposal_and_may_change_them(there):
    meeting, (first, second, third, fourth), ulla = there
    give(meeting, ulla, first, first, second, third)
    assert own(meeting, ulla) == ({first.pk, second.pk, third.pk}, 0, 0)
    with pytest.raises(Refused, match=ALL_GIVEN):
        give(meeting, ulla, fourth)
    meeting.take_dot_back(second.pk, ulla.secret)
    meeting.take_dot_back(second.pk, ulla.secret)
    assert own(meeting, ulla) == ({first.pk, third.pk}, 1, 0)
    give(meeting, ulla, fourth)
    peter = make.member(meeting)
    give(meeting, peter, first)
    assert given_to() == {TEXTS[0]: 2, TEXTS[2]: 1, TEXTS[3]: 1}
    meeting.take_dot_back(first.pk, peter.secret)
    assert own(meeting, ulla).given == {first.pk, third.pk, fourth.pk}


def test_slot_is_given_once_whatever_the_code_before_it_believes(there):
    meeting, (first, second, *_), ulla = there
    slot, item = mark(ulla.secret, "2-choose", "dot 0"), meeting.item(2)
    give(meeting, ulla, first)
    assert bytes(Dot.objects.get().mark) == slot
    with pytest.raises(IntegrityError), transaction.atomic():
        Dot.objects.create(item=item, mark=slot, proposal=second.pk)


def test_each_question_has_its_own_dots(there):
    meeting, (first, *_), ulla = there
    give(meeting, ulla, first)
    other = make.note(meeting, "Til det første", number=1)
    meeting.go_to(1, meeting.place)
    meeting.go_to_phase("choose", meeting.place)
    give(meeting, ulla, other)
    assert meeting.own_dots(meeting.item(1), ulla.secret) == ({other.pk}, 2, 0)
    meeting.go_to(2, meeting.place)
    meeting.go_to_phase("choose", meeting.place)
    assert own(meeting, ulla) == ({first.pk}, 2, 0)


# --- What a row tells ------------------------------------------------------------------------------------------------


def test_row_holds_a_mark_and_a_proposal_and_leads_to_no_seat_and_no_time(there):
    meeting, notes, ulla = there
    give(meeting, ulla, *notes[:3])
    fields = {field.name: type(field) for field in Dot._meta.concrete_fields}
    assert set(fields) == {"id", "item", "mark", "proposal"}
    assert [name for name, kind in fields.items() if issubclass(kind, models.ForeignKey)] == ["item"]
    one, other, _ = Dot.objects.values()
    assert [name for name in one if one[name] == other[name]] == ["item_id"]
    assert {len(bytes(each.mark)) for each in Dot.objects.all()} == {32}
    assert len({each.pk for each in Dot.objects.all()}) == 3


def test_rows_do_not_lie_as_they_came(there):
    """By their random ids: of 24 dots as they lie in SQLite's file, not all lie as they were given."""
    meeting, (first, *_), _ = there
    for _ in range(24):
        give(meeting, make.member(meeting), first)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid, id FROM meetings_dot ORDER BY rowid")
            assert all(rowid == pk for rowid, pk in cursor.fetchall())
    assert min(Dot.objects.values_list("pk", flat=True)) > 24


def test_dot_writes_to_no_other_row_and_leaves_no_event(there):
    meeting, (first, *_), ulla = there
    before = afresh(meeting).last_event
    give(meeting, ulla, first)
    meeting.take_dot_back(first.pk, ulla.secret)
    give(meeting, ulla, first)
    now = afresh(meeting)
    assert (now.last_event, now.events.count()) == (before, before)


def test_dots_stay_when_their_giver_leaves(there):
    """Deleted, they would tell which were the ones of the person who leaves."""
    meeting, (first, *_), ulla = there
    give(meeting, ulla, first)
    ulla.leave()
    assert given_to() == {TEXTS[0]: 1}


# --- What is not on the list -------------------------------------------------------------------------------------------


def test_what_can_be_given_a_dot_is_what_every_phone_shows(there):
    meeting, (shown, hidden, deleted, waiting), _ = there
    hidden.hide("person")
    deleted.soft_delete()
    save_fields(waiting, waiting=True)
    on_phones = visible_to(Audience.MEMBER, meeting.item(2).notes.all())
    assert list(proposals(meeting.item(2))) == [shown.pk] == [note.pk for note in on_phones]


@pytest.mark.parametrize("what", ["hidden", "deleted"])
def test_dot_comes_back_as_its_proposal_goes_and_goes_there_again(there, what):
    meeting, (first, second, third, fourth), ulla = there
    give(meeting, ulla, first, second, third)
    (first.hide("person") if what == "hidden" else first.soft_delete())
    assert own(meeting, ulla) == ({second.pk, third.pk}, 1, 1)
    (first.show() if what == "hidden" else first.restore())
    assert own(meeting, ulla) == ({first.pk, second.pk, third.pk}, 0, 0)
    (first.hide("person") if what == "hidden" else first.soft_delete())
    give(meeting, ulla, fourth)
    assert (own(meeting, ulla), Dot.objects.count()) == (({second.pk, third.pk, fourth.pk}, 0, 0), 3)
    (first.show() if what == "hidden" else first.restore())
    assert own(meeting, ulla) == ({second.pk, third.pk, fourth.pk}, 0, 0)


def test_what_is_not_on_the_list_gets_no_dot(there):
    meeting, (hidden, deleted, waiting, _), ulla = there
    hidden.hide("person")
    deleted.soft_delete()
    save_fields(waiting, waiting=True)
    elsewhere = make.note(meeting, number=1)
    foreign, [strange, *_] = choosing(facilitator=make.user("anden"))
    for pk in (hidden.pk, deleted.pk, waiting.pk, elsewhere.pk, strange.pk, 1):
        with pytest.raises(Refused, match=GONE):
            meeting.give_dot(pk, ulla.secret)
    assert not Dot.objects.exists()
    assert foreign.own_dots(foreign.item(2), ulla.secret) == (frozenset(), 3, 0)


def test_note_that_is_deleted_and_still_on_the_screens_is_a_proposal_until_it_goes(db):
    """In a meeting in which notes come together nobody is told of a deletion before the next lot: nor by a refusal."""
    meeting, [first] = choosing(TEXTS[:1], arrival="batched")
    ulla = make.member(meeting)
    meeting.show_notes("2-choose")
    first.soft_delete()
    give(meeting, ulla, first)
    meeting.show_notes("2-choose")
    assert own(meeting, ulla) == (frozenset(), 3, 1)


PLACES = {
    "another phase": lambda meeting: meeting.go_back("2-choose"),
    "another question": lambda meeting: meeting.advance("2-choose"),
    "the wrap-up": lambda meeting: meeting.wrap_up("2-choose"),
    "closed": lambda meeting: meeting.close("2-choose"),
}


@pytest.mark.parametrize("place", PLACES)
def test_dot_that_comes_when_the_meeting_has_gone_on_is_refused(there, place):
    meeting, (first, *_), ulla = there
    client = client_of(ulla)
    PLACES[place](meeting)
    for name in ("give-dot", "take-dot-back"):
        answer = client.post(reverse(name, args=[meeting.key, first.pk]), **HTMX)
        assert (answer.status_code, read(answer).text) == (
            409,
            f"Prikkerne kan ikke ændres nu. {afresh(meeting).where}",
        )
    assert not Dot.objects.exists()


# --- On the phone ----------------------------------------------------------------------------------------------------


def phone(seat):
    return read(client_of(seat).get(reverse("room", args=[seat.meeting.key])))


def shown_as_given(page):
    return [row["data-proposal"] for row in page.all("#dots [data-given]")]


def test_phone_lists_the_proposals_and_says_how_many_dots_are_left(there):
    meeting, (first, *_), ulla = there
    page = phone(ulla)
    assert [each.text for each in page.all("#dots .note > p")] == [*TEXTS[::-1]]
    assert page.one("#own-dots-2").text == "Du har 3 prikker tilbage."
    assert "Prikkerne viser stemningen. De er ikke en afstemning." in page.one("#screen").text
    assert not page.has("#others .note")
    answer = client_of(ulla).post(reverse("give-dot", args=[meeting.key, first.pk]), **HTMX)
    assert read(answer).text == "Du har 2 prikker tilbage."
    page, peters = phone(ulla), phone(make.member(meeting))
    assert (shown_as_given(page), page.one("#own-dots-2")["data-given-to"]) == ([str(first.pk)], str(first.pk))
    assert (shown_as_given(peters), peters.one("#own-dots-2")["data-given-to"]) == ([], "")
    first.hide("person")
    assert phone(ulla).one("#own-dots-2").text == (
        "Et forslag med din prik er ikke på listen mere, så du har fået prikken tilbage. Du har 3 prikker tilbage."
    )


def test_dots_are_given_and_taken_back_without_a_script(there):
    meeting, notes, ulla = there
    client, room = client_of(ulla), reverse("room", args=[meeting.key])
    for note in notes[:3]:
        button = read(client.get(room)).one(f"#dot-{note.pk} [data-dot=give]")
        assert (button["form"], button.text) == ("act", f"Giv en prik: {note.text}")
        answer = client.post(button["formaction"])
        assert (answer.status_code, answer.url) == (302, f"{room}#dot-{note.pk}")
    assert phone(ulla).one("#own-dots-2").text == "Du har givet alle dine prikker."
    refused = read(client.post(reverse("give-dot", args=[meeting.key, notes[3].pk])))
    assert ALL_GIVEN in refused.text
    back = read(client.get(room)).one(f"#dot-{notes[0].pk} [data-dot=back]")
    assert back.text == f"Fjern prikken: {TEXTS[0]}"
    client.post(back["formaction"])
    assert phone(ulla).one("#own-dots-2").text == "Du har 1 prik tilbage."


def test_every_phone_is_sent_the_same_list_and_asks_for_its_own(there):
    meeting, (first, *_), ulla = there
    give(meeting, ulla, first)
    stream = client_of(ulla).get(reverse("member-stream", args=[meeting.key]), {"poll": "", "after": "0"})
    assert b"data-blank" in stream.content
    assert b"data-given" not in stream.content
    own_dots = client_of(ulla).get(reverse("own-dots", args=[meeting.key]))
    assert read(own_dots).one("p")["data-given-to"] == str(first.pk)


def test_note_that_is_written_meanwhile_can_be_given_a_dot_at_once_by_its_author(there):
    meeting, _, ulla = there
    form = {"text": "Et nyt forslag", "uuid": uuid4()}
    answer = client_of(ulla).post(reverse("add-note", args=[meeting.key, 2]), form, **HTMX)
    new = Note.objects.get(text="Et nyt forslag")
    assert read(answer).has(f"#note-{new.pk} [data-dot=give]")
    give(meeting, ulla, new)
    assert own(meeting, ulla).given == {new.pk}


def test_meeting_without_that_phase_knows_no_dots(meeting):
    make.note(meeting)
    seat = make.member(meeting)
    assert phone(seat).one("#dots").text == ""
    with pytest.raises(Refused, match=r"^Prikkerne kan ikke ændres nu\."):
        meeting.give_dot(Note.objects.get().pk, seat.secret)
    with pytest.raises(Refused, match=r"^Her gives ingen prikker\."):
        meeting.close_dots("1")


# --- The end ---------------------------------------------------------------------------------------------------------


def test_dots_go_as_the_meeting_closes_and_can_be_given_anew_when_it_is_reopened(there):
    meeting, notes, ulla = there
    give(meeting, ulla, *notes[:3])
    meeting.close_dots("2-choose")
    meeting.close("2-choose")
    assert not Dot.objects.exists()
    assert not AgendaItem.objects.filter(dots_closed=True).exists()
    reopened = afresh(meeting)
    reopened.reopen()
    reopened.go_to(2, "wrap-up")
    reopened.go_to_phase("choose", reopened.place)
    new = Note.objects.filter(item__number=2).first()
    assert client_of(ulla).post(reverse("give-dot", args=[meeting.key, new.pk]), **HTMX).status_code == 200
    assert Dot.objects.get().proposal == new.pk


def test_erased_meeting_takes_its_dots_along(there):
    meeting, notes, ulla = there
    give(meeting, ulla, *notes[:3])
    Meeting.objects.get(pk=meeting.pk).erase()
    assert not Dot.objects.exists()


def test_closed_dots_are_not_changed(there):
    meeting, (first, second, *_), ulla = there
    give(meeting, ulla, first)
    meeting.close_dots("2-choose")
    for name, note in (("give-dot", second), ("take-dot-back", first)):
        answer = client_of(ulla).post(reverse(name, args=[meeting.key, note.pk]), **HTMX)
        assert (answer.status_code, read(answer).text) == (409, CLOSED)
    assert given_to() == {TEXTS[0]: 1}


def test_facilitator_who_has_no_members_seat_gives_none(there):
    meeting, (first, *_), _ = there
    owner = client_of(meeting.participants.get(role=Role.FACILITATOR))
    assert owner.post(reverse("give-dot", args=[meeting.key, first.pk]), **HTMX).status_code == 403


@pytest.mark.parametrize("earlier", ["think", "together"])
def test_what_waits_is_shown_as_one_goes_on_to_choose(db, earlier):
    meeting = make.meeting(
        theme=make.theme(phases=PHASES | {"think_minutes": 3}), length="normal", arrival="batched", item_number=2
    )
    meeting.go_to_phase(earlier, meeting.place)
    note = make.note(meeting, TEXTS[0], number=2)
    assert note.waiting
    meeting.go_to_phase("choose", meeting.place)
    note.refresh_from_db()
    assert (note.waiting, list(proposals(meeting.item(2)))) == (False, [note.pk])
