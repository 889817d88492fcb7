"""The note in the spotlight: on every wall and every phone, until it is hidden, deleted or left."""

import pytest
from django.urls import reverse

from meetings.models import Event, Lane, Meeting, Reason, Refused
from meetings.room import regions
from meetings.room.screens import Snapshot
from meetings.room.visibility import Audience
from tests import make
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}
TEXTS = ("Den første", "Den anden", "Den tredje")


@pytest.fixture
def meeting(db):
    return make.meeting(notes=TEXTS)


@pytest.fixture
def notes(meeting):
    return list(meeting.items.get(number=1).notes.all())


def put(client, meeting, note, **more):
    return client.post(reverse("put-in-spotlight", args=[meeting.key, note.pk]), **more)


def end(client, meeting, **more):
    return client.post(reverse("end-spotlight", args=[meeting.key]), **more)


def wall(client, meeting):
    return read(client.get(reverse("wall", args=[meeting.key])))


def told(meeting, kind, audience, subject=None):
    """Return what an open screen is sent when that happens."""
    return read(regions.fragments(Snapshot.of(meeting.pk), kind, subject, [audience])[audience])


def named(page):
    """Return the note that a phone names, or None."""
    talk = page.one("#talk")
    return None if talk.names("hidden") else talk.one(".typed").text


def test_note_fills_the_wall_and_every_phone_names_it(lise, ulla, meeting, notes):
    page = read(put(lise, meeting, notes[1], **HTMX))
    assert page.one("#big").text == "Den anden"
    assert not page.all(".note")
    assert told(meeting, Event.Kind.SPOTLIGHT, Audience.WALL).one("#big").text == "Den anden"
    phone = told(meeting, Event.Kind.SPOTLIGHT, Audience.MEMBER)
    assert named(phone) == "Den anden"
    assert "Vi taler om: Den anden" in [each.text for each in phone.all("[data-say]")]
    assert wall(lise, meeting).one("#big").text == "Den anden"  # after a reload too
    assert named(read(ulla.get(reverse("room", args=[meeting.key])))) == "Den anden"
    for place in (page.one("#screen"), phone.one("#talk")):  # neither its turn, nor when it came
        assert not place.all("[data-order]")


def test_all_notes_come_back_and_the_phones_name_none(lise, meeting, notes):
    put(lise, meeting, notes[1], **HTMX)
    page = read(end(lise, meeting, **HTMX))
    assert [each.one("p").text for each in page.all(".note")] == list(TEXTS)
    phone = told(meeting, Event.Kind.SPOTLIGHT, Audience.MEMBER)
    assert named(phone) is None
    assert not phone.all("[data-say]")


def test_buttons_lead_to_the_notes_beside_it_and_skip_a_hidden_one(lise, meeting, notes):
    def leads_to(page, name):
        return [each["formaction"].split("/")[-3] for each in page.all(f"#note-{name}")]

    page = read(put(lise, meeting, notes[0], **HTMX))
    assert (leads_to(page, "before"), leads_to(page, "after")) == ([], [str(notes[1].pk)])
    notes[1].hide(Reason.PERSON)
    page = told(meeting, Event.Kind.NOTE, Audience.WALL, notes[1].pk)
    assert leads_to(page, "after") == [str(notes[2].pk)]
    page = read(put(lise, meeting, notes[2], **HTMX))
    assert (leads_to(page, "before"), leads_to(page, "after")) == ([str(notes[0].pk)], [])


def test_spotlight_without_javascript_is_a_button_and_a_page(lise, meeting, notes):
    button = wall(lise, meeting).one(f"#open-{notes[0].pk}")
    assert button["formaction"] == reverse("put-in-spotlight", args=[meeting.key, notes[0].pk])
    answer = put(lise, meeting, notes[0])
    assert (answer.status_code, answer.url) == (302, f"/m/{meeting.key}/skaerm/#spotlight")
    assert wall(lise, meeting).one("#big").text == "Den første"
    assert end(lise, meeting).url == f"/m/{meeting.key}/skaerm/"
    assert not wall(lise, meeting).all("#big")


GONE = {
    "hidden": (lambda note: note.hide(Reason.PERSON), lambda note: note.show()),
    "deleted": (lambda note: note.soft_delete(), lambda note: note.restore()),
    "left": (lambda note: note.meeting.advance("1"), lambda note: note.meeting.go_back("2")),
}


@pytest.mark.parametrize("way", GONE)
def test_spotlight_goes_with_its_note_and_does_not_come_back_with_it(lise, meeting, notes, way):
    put(lise, meeting, notes[0])
    goes, comes_back = GONE[way]
    note = make_fresh(notes[0])
    before = note.meeting.last_event
    goes(note)
    events = list(meeting.events.filter(number__gt=before).values_list("kind", "subject"))
    for audience, region in ((Audience.WALL, "#screen"), (Audience.MEMBER, "#talk")):
        sent = [told(meeting, kind, audience, subject) for kind, subject in events]
        [region] = [each for page in sent for each in page.all(region)]
        assert "Den første" not in region
    comes_back(make_fresh(notes[0]))
    meeting.refresh_from_db()
    assert meeting.spotlight is None


def test_closing_ends_the_spotlight(meeting, notes):
    meeting.put_in_spotlight(notes[0])
    meeting.close("1")
    assert (meeting.spotlight, Meeting.objects.get(pk=meeting.pk).spotlight) == (None, None)


def make_fresh(note):
    return type(note).objects.select_related("item__meeting").get(pk=note.pk)


def test_edited_note_is_edited_in_the_spotlight(lise, meeting, notes):
    put(lise, meeting, notes[0])
    make_fresh(notes[0]).edit("Rettet")
    assert told(meeting, Event.Kind.NOTE, Audience.WALL, notes[0].pk).one("#big").text == "Rettet"
    assert named(told(meeting, Event.Kind.NOTE, Audience.MEMBER, notes[0].pk)) == "Rettet"
    phone = told(meeting, Event.Kind.NOTE, Audience.MEMBER, notes[1].pk)
    assert not phone.all("#talk")  # another note changes nothing there


def test_note_that_cannot_be_shown_is_refused_in_words(lise, meeting, notes):
    make_fresh(notes[0]).hide(Reason.PERSON)
    make_fresh(notes[1]).soft_delete()
    other = make.note(meeting, "Til det næste", number=2)
    for note, words in (
        (notes[0], "Noten er skjult. Vis den igen, før I taler om den."),
        (notes[1], "Noten er slettet, så den kan ikke vises stort."),
        (other, "Noten hører til et andet spørgsmål. Mødet er nået til spørgsmål 1."),
    ):
        answer = put(lise, meeting, note, **HTMX)
        assert (answer.status_code, read(answer).one("#message").text) == (409, words)
    assert put(lise, meeting, make.meeting(notes=["Et andet mødes"]).items.get(number=1).notes.get()).status_code == 404
    meeting.refresh_from_db()
    assert meeting.spotlight is None


def test_note_of_the_question_it_builds_on_can_be_shown_but_no_proposal_that_is_sorted(lise, meeting):
    note = make.note(meeting, "Et forslag", number=2)
    meeting.go_to(3, meeting.place)  # it recalls the second
    assert read(put(lise, meeting, note, **HTMX)).one("#big").text == "Et forslag"
    make_fresh(note).agree(Lane.SELF)
    answer = put(lise, meeting, note, **HTMX)
    assert (answer.status_code, "allerede fordelt" in read(answer)) == (409, True)


def test_same_note_twice_and_ending_nothing_are_no_events(meeting, notes):
    meeting.put_in_spotlight(notes[0])
    before = meeting.last_event
    meeting.put_in_spotlight(notes[0])
    meeting.end_spotlight(on=notes[1].pk)
    assert meeting.last_event == before
    meeting.end_spotlight()
    meeting.end_spotlight()
    assert meeting.last_event == before + 1


def test_spotlight_changes_nothing_in_the_minutes(db):
    meeting = make.meeting(notes=TEXTS)
    meeting.put_in_spotlight(meeting.items.get(number=1).notes.first())
    assert Event.Kind.SPOTLIGHT in Event.NOT_IN_MINUTES
    assert Event.Kind.SPOTLIGHT in set(meeting.events.values_list("kind", flat=True))


@pytest.mark.parametrize("place", ["wrap-up", "closed"])
def test_nothing_is_shown_where_there_is_no_question(db, place):
    meeting = make.meeting(stage=place, notes=TEXTS)
    with pytest.raises(Refused, match="Noten hører til et andet spørgsmål"):
        meeting.put_in_spotlight(meeting.items.get(number=1).notes.first())


def test_only_who_leads_the_meeting_can_show_a_note(ulla, jonas, meeting, notes):
    for client in (ulla, jonas):
        assert put(client, meeting, notes[0]).status_code == 403
        assert end(client, meeting).status_code == 403
