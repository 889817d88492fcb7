"""What was missing is added at the wrap-up: from a phone or the wall, to a question that is chosen in words."""

from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.minutes.compose import compose
from meetings.models import Event, Meeting, Note, Reason
from meetings.room import regions
from meetings.room.screens import MemberScreen, Snapshot
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}
SCREENS = (Audience.WALL, Audience.SCREEN)


@pytest.fixture
def meeting(db):
    return make.meeting(stage="wrap-up", notes=["Skrevet undervejs"])


@pytest.fixture
def ulla(meeting):
    return client_of(make.member(meeting))


def room(client, meeting):
    return read(client.get(reverse("room", args=[meeting.key])))


def add(client, meeting, text="Det glemte vi", number=2, **more):
    data = {"uuid": uuid4(), "text": text, "item": number}
    return client.post(reverse("missing-note", args=[meeting.key]), data, **more)


def told(meeting, audience, kind=Event.Kind.NOTE, subject=None):
    """Return what an open screen is sent when that happens, by default to the last note."""
    subject = subject or Note.objects.order_by("rank").last().pk
    return read(regions.fragments(Snapshot.of(meeting.pk), kind, subject, [audience])[audience])


def added(page):
    """List what the wall says has come just now, or [] where it says nothing."""
    place = page.one("#added")
    notes = [note.text for note in place.all(".note")]
    assert bool(notes) != place.names("hidden")
    return notes


def test_phone_asks_what_is_missing_and_offers_the_questions_in_words(ulla, meeting):
    form = room(ulla, meeting).one(".note-form")
    assert form["action"] == reverse("missing-note", args=[meeting.key])
    options = [option.text for option in form.all("select option")]
    assert options == ["Vælg spørgsmålet"] + [f"{n}. Hvad siger vi til spørgsmål {n}?" for n in (1, 2, 3)]


def test_addition_is_a_note_of_the_chosen_question_on_every_screen(ulla, meeting):
    page = read(add(ulla, meeting, **HTMX))
    assert "Din note er tilføjet til spørgsmål 2" in page.one("#said")
    note = meeting.items.get(number=2).notes.get()
    assert page.one(f"#own-notes-2 #own-{note.pk}")
    phone = told(meeting, Audience.MEMBER)
    assert (phone.one(f"#note-{note.pk}")["data-into"], phone.one("#tally-2").text) == ("notes-2", "(1)")
    for audience in SCREENS:
        assert added(told(meeting, audience)) == ["Spørgsmål 2: Det glemte vi"]
    assert told(meeting, Audience.DESK).one(f"#note-{note.pk}")
    fresh = room(client_of(make.member(meeting)), meeting)
    assert fresh.one("#written-2 #notes-2 .note").text == "Det glemte vi"
    assert not fresh.all("[id^=own-].note")
    question = compose(Meeting.objects.get(pk=meeting.pk)).questions[1]
    assert [note.text for note in question.notes] == ["Det glemte vi"]


def test_addition_without_javascript_comes_back_to_the_field(ulla, meeting):
    answer = add(ulla, meeting)
    assert (answer.status_code, answer.url) == (302, f"/m/{meeting.key}/#note-text-missing")
    assert "Det glemte vi" in room(ulla, meeting).one("#own-notes-2")


@pytest.mark.parametrize("number", ["", "7", "x", "70000", "-1"])
@pytest.mark.parametrize("more", [{}, HTMX])
def test_addition_to_no_question_is_asked_about_and_the_text_stays(ulla, meeting, number, more):
    answer = add(ulla, meeting, number=number, **more)
    form = read(answer).one(".note-form")
    assert (answer.status_code, form.one("textarea").value) == (422, "Det glemte vi")
    assert "Vælg det spørgsmål, noten hører til" in form.one("#note-text-missing-item-error")
    assert (form.one("select")["aria-invalid"], form.all("textarea[aria-invalid]")) == ("true", [])
    assert read(answer).one("#write")["data-focus"] == "note-text-missing-item"
    assert not meeting.items.get(number=2).notes.exists()


def test_wrong_text_stays_with_its_question(ulla, meeting):
    form = read(add(ulla, meeting, text="a" * 281, number=3)).one(".note-form")
    assert form.one("option[selected]")["value"] == "3"
    assert "Du har skrevet 1 tegn for mange" in form.one("#note-text-missing-error")


def test_same_addition_twice_is_one_note(ulla, meeting):
    data = {"uuid": uuid4(), "text": "Det glemte vi", "item": 2}
    for _ in range(2):
        ulla.post(reverse("missing-note", args=[meeting.key]), data, **HTMX)
    assert meeting.items.get(number=2).notes.count() == 1


def test_addition_that_comes_late_is_kept_until_the_meeting_is_closed(ulla, meeting):
    meeting.go_back("wrap-up")
    page = read(add(ulla, meeting, **HTMX))
    assert "tilføjet til spørgsmål 2" in page.one("#said")
    assert page.one("#mine")["data-item"] == "3"  # the field of the question that is talked about again
    meeting.close("3")
    assert add(ulla, meeting, **HTMX).status_code == 409
    assert Note.objects.filter(text="Det glemte vi").count() == 1


def test_wall_tells_of_the_two_last_until_the_meeting_moves_or_they_are_hidden(ulla, meeting):
    wall = make_wall(meeting)
    assert added(wall()) == []
    for text in ("Den første", "Den anden", "Den tredje"):
        add(ulla, meeting, text=text)
    assert added(wall()) == ["Spørgsmål 2: Den tredje", "Spørgsmål 2: Den anden"]
    assert "og 1 før den" in wall().one("#added")
    Note.objects.select_related("item__meeting").get(text="Den tredje").hide(Reason.PERSON)
    for audience in SCREENS:
        assert added(told(meeting, audience)) == ["Spørgsmål 2: Den anden", "Spørgsmål 2: Den første"]
    assert not wall().all("#added [data-order]")
    meeting.refresh_from_db()
    meeting.go_back("wrap-up")
    meeting.advance("3")
    assert added(wall()) == []


def make_wall(meeting):
    client = client_of(meeting.participants.get(role="facilitator"))
    return lambda: read(client.get(reverse("wall", args=[meeting.key])))


def test_wall_adds_a_note_to_the_question_that_is_chosen(lise, meeting):
    wall = make_wall(meeting)()
    assert len(wall.all("#note-for #note-for-item option")) == 4
    address = reverse("wall-note", args=[meeting.key])
    answer = lise.post(address, {"uuid": uuid4(), "text": "Sagt højt", "item": ""}, **HTMX)
    assert (answer.status_code, "Vælg det spørgsmål, noten hører til" in read(answer)) == (422, True)
    page = read(lise.post(address, {"uuid": uuid4(), "text": "Sagt højt", "item": 3}, **HTMX))
    assert added(page) == ["Spørgsmål 3: Sagt højt"]
    assert page.one("#note-for #note-for-item").value != "3"  # the next one is chosen anew
    assert meeting.items.get(number=3).notes.get().is_added


def test_own_notes_of_all_questions_can_be_edited_at_the_wrap_up(meeting):
    seat = make.member(meeting)
    for number in (1, 3):
        make.note(meeting, f"Min {number}", number=number, author=seat)
    own = room(client_of(seat), meeting).one("#mine .own")
    assert [each.text for each in own.all("h3")] == [f"{n}. Hvad siger vi til spørgsmål {n}?" for n in (1, 2, 3)]
    assert [len(own.all(f"#own-notes-{number} .note")) for number in (1, 2, 3)] == [1, 0, 1]
    assert len(own.all("[id$=-edit]")) == 2


@pytest.mark.parametrize("notes", [1, 4])
@pytest.mark.parametrize("questions", [1, 3])
def test_phone_at_the_wrap_up_costs_the_same_queries_however_much_there_is(
    django_assert_num_queries, db, notes, questions
):
    meeting = make.meeting(stage="wrap-up", theme=make.theme(questions))
    seat = make.member(meeting)
    for number in range(notes):
        make.note(meeting, f"Note {number}", number=1 + number % questions, author=seat)
    client = client_of(seat)
    room(client, meeting)
    with django_assert_num_queries(13):
        client.get(reverse("room", args=[meeting.key]))


# --- By heading -------------------------------------------------------------------------------------------------------


def test_notes_stand_by_heading_and_those_without_one_last(ulla, meeting):
    item = meeting.items.get(number=1)
    note = item.notes.get()
    other = make.note(meeting, "Uden overskrift")
    note.arrange(prompt=0)
    assert item.heading_of(Note.objects.get(pk=note.pk)).text == "Hvorfor?"
    place = room(ulla, meeting).one("#written-1")
    assert [each.text for each in place.all("h3")] == ["Hvorfor?", "Andre noter"]
    assert [each.text for each in place.all(".note")] == ["Skrevet undervejs", "Uden overskrift"]
    assert place.one(f"#notes-1 #note-{other.pk}")
    sent = told(meeting, Audience.MEMBER, Event.Kind.ARRANGED, note.pk)
    assert [each.text for each in sent.one("#written-1").all("h3")] == ["Hvorfor?", "Andre noter"]
    edited = told(meeting, Audience.MEMBER, subject=note.pk).one(f"#note-{note.pk}")
    assert edited["data-into"] == place.one(f"#note-{note.pk}")["data-into"]
    assert place.all(f"#{edited['data-into']} #note-{note.pk}")


def test_minutes_take_the_same_headings(meeting):
    note = meeting.items.get(number=1).notes.get()
    note.arrange(prompt=0)
    [question, *_] = compose(Meeting.objects.get(pk=meeting.pk)).questions
    assert [each.about for each in question.notes] == ["Hvorfor?"]
    assert MemberScreen.of(Meeting.objects.get(pk=meeting.pk)).overview[0][2][0][0].text == "Hvorfor?"
