"""The overview: all notes at once on every wall, by heading; of the question, and at the wrap-up of the meeting."""

import pytest
from django.urls import reverse

from meetings.models import Event, Lane, Note, Reason, Refused
from meetings.room import regions
from meetings.room.screens import Snapshot
from meetings.room.visibility import Audience
from tests import make
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}
TEXTS = ("Den første", "Den anden", "Den tredje")
OPEN, CLOSED = "Luk overblik", "Overblik"


@pytest.fixture
def meeting(db):
    return make.meeting(notes=TEXTS)


def shows(client, meeting, **more):
    return client.post(reverse("overview", args=[meeting.key]), **more)


def ends(client, meeting, **more):
    return client.post(reverse("end-overview", args=[meeting.key]), **more)


def wall(client, meeting):
    return read(client.get(reverse("wall", args=[meeting.key])))


def told(meeting, audience, kind=Event.Kind.SPOTLIGHT, subject=None):
    return read(regions.fragments(Snapshot.of(meeting.pk), kind, subject, [audience])[audience])


def sheets(page):
    """List what stands in the overview, headings in capitals."""
    found = page.all("#sheets :is(h2, h3, .note p)")
    return [each.text.upper() if each.html.startswith("<h") else each.text for each in found]


def test_overview_of_a_question_is_by_heading_on_every_wall(lise, meeting):
    Note.objects.select_related("item__meeting").get(text="Den anden").arrange(prompt=0)
    page = read(shows(lise, meeting, **HTMX))
    expected = ["HVORFOR?", "Den anden", "ANDRE NOTER", "Den første", "Den tredje"]
    assert sheets(page) == expected
    assert (page.one("#overview").text, page.one("#tally").text) == (OPEN, "3 noter")
    for audience in (Audience.WALL, Audience.SCREEN):
        assert sheets(told(meeting, audience)) == expected
    assert not told(meeting, Audience.SCREEN).all("button")
    assert sheets(wall(lise, meeting)) == expected  # after a reload too
    page = read(ends(lise, meeting, **HTMX))
    assert (sheets(page), page.one("#overview").text) == ([], CLOSED)
    assert [note.one("p").text for note in page.all("#notes-1 .note")] == list(TEXTS)


def test_overview_at_the_wrap_up_is_of_the_whole_meeting(lise, meeting):
    make.note(meeting, "Til det næste", number=2)
    meeting.wrap_up("1")
    page = read(shows(lise, meeting, **HTMX))
    asks = [f"{n}. HVAD SIGER VI TIL SPØRGSMÅL {n}?" for n in (1, 2, 3)]
    assert sheets(page) == [asks[0], *TEXTS, asks[1], "Til det næste", asks[2]]
    assert page.one("#tally").text == "4 noter"
    assert not page.all(".open")  # nothing is shown big there
    note = make.note(meeting, "Det glemte vi", number=3)
    for audience in (Audience.WALL, Audience.SCREEN):
        sent = told(meeting, audience, Event.Kind.NOTE, note.pk)
        assert (sent.one(f"#note-{note.pk}")["data-into"], sent.one("#tally").text) == ("notes-3", "5 noter")


def test_note_comes_and_goes_in_the_overview_and_moves_with_its_heading(lise, meeting):
    shows(lise, meeting)
    note = Note.objects.select_related("item__meeting").get(text="Den anden")
    note.arrange(prompt=0)
    sent = told(meeting, Audience.WALL, Event.Kind.ARRANGED, note.pk)
    assert sheets(sent)[:2] == ["HVORFOR?", "Den anden"]
    edited = told(meeting, Audience.WALL, Event.Kind.NOTE, note.pk).one(f"#note-{note.pk}")
    assert sent.all(f"#{edited['data-into']} > #note-{note.pk}")
    note.hide(Reason.PERSON)
    assert told(meeting, Audience.SCREEN, Event.Kind.NOTE, note.pk).one(f"#note-{note.pk}").names("data-gone")
    assert "Den anden" not in wall(lise, meeting).one("#sheets")


def test_sorted_proposals_stand_in_the_overview_of_their_question(lise, db):
    meeting = make.meeting(item_number=3)
    note = make.note(meeting, "Et forslag", number=3)
    note = Note.objects.select_related("item__meeting").get(pk=note.pk)
    note.agree(Lane.SELF)
    assert not wall(lise, meeting).all(f"#note-{note.pk}")
    shows(lise, meeting)
    assert "Et forslag" in wall(lise, meeting).one("#sheets")


def test_note_is_shown_big_from_the_overview_and_leads_back_to_it(lise, meeting):
    shows(lise, meeting)
    note = meeting.items.get(number=1).notes.first()
    assert wall(lise, meeting).one(f"#open-{note.pk}")
    lise.post(reverse("put-in-spotlight", args=[meeting.key, note.pk]))
    assert wall(lise, meeting).one("#big").text == "Den første"
    lise.post(reverse("end-spotlight", args=[meeting.key]))
    assert sheets(wall(lise, meeting)) == list(TEXTS)
    lise.post(reverse("put-in-spotlight", args=[meeting.key, note.pk]))
    shows(lise, meeting)
    assert not wall(lise, meeting).all("#big")


def test_overview_goes_with_the_place_and_a_second_press_is_no_event(meeting):
    meeting.show_overview()
    before = meeting.last_event
    meeting.show_overview()
    assert meeting.last_event == before
    meeting.advance("1")
    assert not meeting.overview
    meeting.end_overview()
    assert meeting.last_event == before + 1


@pytest.mark.parametrize("place", ["draft", "lobby", "closed"])
def test_there_is_no_overview_where_there_are_no_notes(db, lise, place):
    meeting = make.meeting(stage=place)
    with pytest.raises(Refused, match="Der er ingen noter at vise"):
        meeting.show_overview()
    assert not wall(lise, meeting).all("#overview")


def test_overview_without_javascript_is_a_button_and_a_page(lise, meeting):
    button = wall(lise, meeting).one("#overview")
    assert button["formaction"] == reverse("overview", args=[meeting.key])
    assert shows(lise, meeting).url == f"/m/{meeting.key}/skaerm/#overview"
    assert ends(lise, meeting).url == f"/m/{meeting.key}/skaerm/#overview"


def test_leaders_page_turns_it_on_and_off_and_keeps_its_own_lists(lise, meeting):
    Note.objects.select_related("item__meeting").get(text="Den anden").arrange(prompt=0)
    page = read(shows(lise, meeting, **HTMX, QUERY_STRING="page=leader"))
    leader = read(lise.get(reverse("leader", args=[meeting.key])))
    assert (page.one("#overview").text, leader.one("#overview").text) == (OPEN, OPEN)
    assert not page.all("#sheets")
    assert {note["data-into"] for note in leader.all(".note[data-into]")} == {"notes-1"}


def test_what_is_written_unread_has_no_overview(lise, meeting):
    meeting.phase = "think"
    meeting.save(update_fields=["phase"])
    assert meeting.hides_notes
    with pytest.raises(Refused):
        meeting.show_overview()
    assert not wall(lise, meeting).all("#overview")
