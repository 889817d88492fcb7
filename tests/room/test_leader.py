"""The leader's own page, and the walls while the meeting is led from there."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Event, Lane, Role, RoleLink
from meetings.room import regions
from meetings.room.screens import Snapshot
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.lab.wire import messages
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}
HERE = {"page": "leader"}
HIDDEN, SHOWN = "Den skjulte", "Den viste"


def page(client, meeting, name="leader"):
    return read(client.get(reverse(name, args=[meeting.key])))


def press(client, meeting, name, data=None, **words):
    """Press a button of the leader's page."""
    answer = client.post(reverse(name, kwargs={"key": meeting.key, **words}), HERE | (data or {}), **HTMX)
    assert answer.status_code == 200, answer.content
    return read(answer)


def told(meeting, kind, audience, subject=None):
    """Return what an open screen is sent when that happens."""
    return read(regions.fragments(Snapshot.of(meeting.pk), kind, subject, [audience])[audience])


@pytest.fixture
def note(meeting):
    """A note that is shown; there is a hidden one too."""
    make.note(meeting, HIDDEN).hide("person")
    return make.note(meeting, SHOWN)


PLACES = {
    "draft": ("Åbn mødet", None),
    "lobby": ("Start mødet", None),
    "1": ("Næste spørgsmål: Hvad siger vi til spørgsmål 2?", None),
    "2": ("Næste spørgsmål: Hvad siger vi til spørgsmål 3?", "Forrige spørgsmål"),
    "3": ("Gå til opsamlingen", "Forrige spørgsmål"),
    "wrap-up": ("Afslut mødet", "Tilbage til spørgsmålene"),
    "closed": ("Genåbn mødet", None),
}


@pytest.mark.parametrize("place", PLACES)
def test_dock_says_at_every_place_where_it_leads(db, place):
    meeting = make.meeting(**({"item_number": int(place)} if place.isdigit() else {"stage": place}))
    dock = page(client_of(meeting.participants.get(role="facilitator")), meeting).one(".dock")
    on, back = PLACES[place]
    assert dock.one("#on").text == on
    assert [button.text for button in dock.all("#back button")] == [back] * bool(back)


def test_it_shows_the_question_who_is_there_and_the_hidden_note_with_its_reason(lise, meeting, note):
    make.member(meeting)
    make.by_link(meeting, Role.SECRETARY)
    shown = page(lise, meeting)
    assert shown.one("h1").text == "Hvad siger vi til spørgsmål 1?"
    assert (shown.one("#count").text, shown.one("#present").text) == ("note 1", "er med 1")
    hidden = shown.one(".note.is-hidden")
    assert HIDDEN in hidden
    assert "Skjult for alle andre. Den nævner en person." in hidden
    assert [each.text.split(",")[0] for each in shown.all("#seats li")] == ["Mødeleder", "Referent"]
    assert meeting.code[:3] in shown.one("#door")
    assert {form["id"] for form in shown.all("form") if form.all("[name=page]")} == {
        "act",
        "plain",
        "note-for",
        "end-time",
        "gather",
    }


def test_what_is_pressed_there_is_answered_there(lise, meeting, note):
    moved = press(lise, meeting, "advance", {"seen": "1"})
    assert moved.one("#screen h1").text == "Hvad siger vi til spørgsmål 2?"
    assert moved.one("#back button").text == "Forrige spørgsmål"
    assert not moved.all("#bar")  # which the wall has
    press(lise, meeting, "go-back", {"seen": "2"})
    big = press(lise, meeting, "put-in-spotlight", note=note.pk)
    assert big.one("#talk #big").text == SHOWN
    assert told(meeting, Event.Kind.SPOTLIGHT, Audience.WALL).one("#big").text == SHOWN
    hidden = press(lise, meeting, "hide-note", {"reason": "person"}, note=note.pk)
    assert hidden.one("#talk").names("hidden")
    assert hidden.one(f"#note-{note.pk}").all("p")[0].text == SHOWN
    assert hidden.one("#count").text == "noter 0"
    assert press(lise, meeting, "show-note", note=note.pk).one("#count").text == "note 1"
    added = press(lise, meeting, "wall-note", {"uuid": uuid4(), "item": 1, "text": "Sagt højt"})
    assert "Sagt højt" in added.one("li.note")
    assert added.one("#note-for [name=page]")["value"] == "leader"


@pytest.mark.parametrize(("data", "home"), [(HERE, "leader"), ({}, "wall")])
@pytest.mark.parametrize("name", ["lead-here", "lead-from-wall", "advance", "close", "close-door"])
def test_without_javascript_an_act_leads_back_to_the_page_it_was_pressed_on(lise, meeting, name, data, home):
    answer = lise.post(reverse(name, args=[meeting.key]), {**data, "seen": "1"})
    assert (answer.status_code, answer.url) == (302, reverse(home, args=[meeting.key]))


def test_meeting_that_is_opened_there_leads_back_there(db):
    meeting = make.meeting(stage="draft")
    owner = client_of(meeting.participants.get(role="facilitator"))
    answer = owner.post(reverse("open-meeting", args=[meeting.key]), HERE)
    assert answer.url == reverse("leader", args=[meeting.key])


def test_refusal_without_javascript_leads_back_to_the_leaders_page(lise, meeting):
    answer = lise.post(reverse("advance", args=[meeting.key]), {**HERE, "seen": "elsewhere"})
    assert answer.status_code == 409
    assert read(answer).link("Gå til mødet")["href"] == reverse("leader", args=[meeting.key])


def test_note_too_long_comes_back_on_the_leaders_page(lise, meeting):
    data = {**HERE, "uuid": uuid4(), "item": 1, "text": "x" * 281}
    answer = lise.post(reverse("wall-note", args=[meeting.key]), data)
    assert answer.status_code == 422
    assert read(answer).field("Skriv en note for en anden").value == "x" * 281
    assert read(answer).all(".dock")


def test_what_is_missing_at_the_wrap_up_can_be_added_while_the_wall_shows_no_act(lise, meeting):
    meeting.lead_apart()
    meeting.wrap_up("1")
    shown = page(lise, meeting)
    assert [link["id"] for link in shown.all("#missing a")] == ["add-selv", "add-opad"]
    assert shown.has("#note-for select")
    assert not page(lise, meeting, "wall").has("#missing")


def test_proposals_are_sorted_from_there(lise, meeting):
    meeting.go_to(3, "1")
    first, second = make.note(meeting, "Første", number=3), make.note(meeting, "Andet", number=3)
    press(lise, meeting, "put-in-spotlight", note=second.pk)
    answer = press(lise, meeting, "agree", note=second.pk, lane=Lane.SELF)
    assert answer.one("#talk #big").text == "Første"
    assert "Andet" in answer.one("#lanes .selv")
    assert answer.one(f"#note-{second.pk}").names("data-gone")
    assert "Flyttet til Det kan vi selv" in answer.one("#did")
    assert not answer.all("form")  # who and when is asked below, not over the proposals
    follow_up = meeting.follow_ups.get()
    back = press(lise, meeting, "put-back", {"undo": "true"}, follow_up=follow_up.pk)
    assert back.one("#talk #big").text == "Andet"
    press(lise, meeting, "agree", note=second.pk, lane=Lane.SELF)
    last = press(lise, meeting, "agree", note=first.pk, lane=Lane.UP)
    assert last.one("#talk").names("hidden")
    follow_up = meeting.follow_ups.get(lane=Lane.SELF, deleted=False)
    asked = read(lise.get(reverse("who-when", args=[meeting.key, follow_up.pk]), HERE, **HTMX))
    saves = asked.one("form")["hx-post"]
    assert saves.endswith("?page=leader")
    saved = read(lise.post(saves, {**asked.fields(), "responsible": "Åse"}, **HTMX))
    assert "Åse" in saved.one("#lanes")
    assert not saved.all("#bar")


# --- Led herfra ------------------------------------------------------------------------------------------------------


PRIVATE = "summary, [id^=turn-], .tools, .open, #notes-1 .is-away"


def private(page):
    """What the wall shows of the leader's alone: its "Mere" is hidden by the stylesheet, since somebody may be typing in it."""
    return [each.html for each in page.one("#screen").all(PRIVATE)]


def test_led_from_there_no_wall_shows_what_is_the_leaders_until_it_leads_again(lise, meeting, note):
    assert private(page(lise, meeting, "wall")) != []
    answer = press(lise, meeting, "lead-here")
    assert "Du leder herfra" in answer.one("#lead")
    bare = client_of(make.by_link(meeting, Role.SCREEN))
    pushed = told(meeting, Event.Kind.LEAD, Audience.WALL)
    for wall in (page(lise, meeting, "wall"), pushed):  # after a reload too
        assert private(wall) == []
        assert wall.one("#screen").names("data-apart")
        assert wall.one("#screen").all("li.note")[0].text == SHOWN
        assert "skjult" not in wall.one("#screen").text
        assert [button.text for button in wall.all("#lead button")] == ["Led fra skærmen"]
        assert wall.one("#on").names("hidden")
        assert wall.one("#on #next")["data-key"] == "next"  # for the clicker
    shown = [[note.text for note in each.all("li.note")] for each in (page(bare, meeting, "screen"), pushed)]
    assert shown == [[SHOWN], [SHOWN]]
    assert not told(meeting, Event.Kind.LEAD, Audience.SCREEN).all("#screen")
    back = read(lise.post(reverse("lead-from-wall", args=[meeting.key]), **HTMX))
    assert private(back) != []
    assert not back.one("#on").names("hidden")
    assert "Skærmen viser også dine knapper." in page(lise, meeting).one("#lead")


@pytest.mark.parametrize("place", ["lobby", "3", "wrap-up", "closed"])
def test_wall_that_is_led_apart_shows_no_act_at_any_place(db, place):
    meeting = make.meeting(stage="discussion" if place == "3" else place, item_number=3)
    owner = client_of(meeting.participants.get(role="facilitator"))
    if place == "3":
        make.note(meeting, number=3)
    if place != "closed":
        meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver.", uuid=uuid4())
    meeting.lead_apart()
    wall = page(owner, meeting, "wall")
    assert wall.one("#screen").all("button, form, summary, input, a[hx-get]") == []
    assert [button.text for button in wall.all(".controls > .row > #lead button")] == ["Led fra skærmen"]


def test_note_that_is_hidden_or_shown_meanwhile_leaves_the_wall_without_a_trace(lise, meeting, note):
    press(lise, meeting, "lead-here")
    press(lise, meeting, "hide-note", {"reason": "person"}, note=note.pk)
    assert told(meeting, Event.Kind.NOTE, Audience.WALL, note.pk).one(f"#note-{note.pk}").names("data-gone")
    press(lise, meeting, "show-note", note=note.pk)
    assert told(meeting, Event.Kind.NOTE, Audience.WALL, note.pk).one(f"#note-{note.pk}").text == SHOWN


def test_clicker_on_the_wall_still_moves_the_meeting_and_brings_nothing_private(lise, meeting, note):
    press(lise, meeting, "lead-here")
    make.note(meeting, HIDDEN, number=2).hide("person")
    answer = read(lise.post(reverse("advance", args=[meeting.key]), {"seen": "1"}, **HTMX))
    assert answer.one("#screen .step").text == "Spørgsmål 2 af 3"
    assert private(answer) == []
    assert answer.one("#on").names("hidden")


@pytest.mark.parametrize("place", PLACES)
def test_switch_works_at_every_place_and_moves_nothing(db, place):
    meeting = make.meeting(**({"item_number": int(place)} if place.isdigit() else {"stage": place}))
    for verb, apart in ((meeting.lead_apart, True), (meeting.lead_from_wall, False)):
        verb()
        meeting.refresh_from_db()
        assert (meeting.led_apart, meeting.place) == (apart, place)
        assert meeting.events.last().kind == Event.Kind.LEAD


def test_it_stays_as_the_meeting_moves_and_closes(meeting):
    meeting.lead_apart()
    meeting.wrap_up("1")
    meeting.close("wrap-up")
    meeting.reopen()
    meeting.refresh_from_db()
    assert meeting.led_apart


def test_two_facilitators_switch_one_meeting_and_a_second_press_is_no_event(lise, meeting, note):
    """The projector may have another seat than the phone: what counts is the meeting."""
    projector = client_of(make.by_link(meeting, Role.FACILITATOR))
    press(lise, meeting, "lead-here")
    meeting.refresh_from_db()
    before = meeting.last_event
    press(projector, meeting, "lead-here")
    meeting.refresh_from_db()
    assert meeting.last_event == before
    assert private(page(projector, meeting, "wall")) == private(page(lise, meeting, "wall")) == []
    projector.post(reverse("lead-from-wall", args=[meeting.key]))
    assert "Skærmen viser også" in page(lise, meeting).one("#lead")


def test_it_follows_the_meeting_by_its_stream(lise, meeting):
    meeting.refresh_from_db()
    before = meeting.last_event
    make.note(meeting, "En ny note")
    RoleLink.find(RoleLink.make(meeting, Role.SECRETARY)).take_seat()
    meeting.lead_apart()
    meeting.close_door()
    answer = lise.get(reverse("leader-stream", args=[meeting.key]), {"poll": "", "after": before})
    brought = read("".join(data for _, event, data in messages(answer.content) if event == "change"))
    assert "En ny note" in brought.one("li.note")
    assert "Referent" in brought.one("#seats")
    assert "Du leder herfra" in brought.one("#lead")
    assert "Døren er lukket" in brought.one("#door")


@pytest.mark.parametrize("notes", [1, 3])
def test_queries_do_not_grow_with_the_notes(django_assert_num_queries, db, notes):
    meeting = make.meeting(notes=["En note"] * notes)
    client = client_of(meeting.participants.get(role="facilitator"))
    with django_assert_num_queries(9):
        client.get(reverse("leader", args=[meeting.key]))


# --- How the leader gets there ---------------------------------------------------------------------------------------


def test_code_on_the_wall_leads_the_owner_by_the_login_and_seats_nobody(lise, meeting):
    seats = meeting.participants.count()
    sheet = read(lise.get(reverse("lead-from-phone", args=[meeting.key]), **HTMX))
    assert sheet.one("h1").text == "Led fra telefonen"
    assert lise.get(sheet.one("img")["src"])["Content-Type"] == "image/svg+xml"
    login = f"{reverse('log-in')}?next={reverse('leader', args=[meeting.key])}"
    assert Client().get(login).status_code == 200
    assert Client().get(reverse("leader", args=[meeting.key])).status_code == 404
    owner = Client()
    owner.force_login(meeting.facilitator)
    assert owner.get(login).url == reverse("leader", args=[meeting.key])
    assert meeting.participants.count() == seats


def test_facilitator_by_a_link_is_told_to_use_it_on_the_phone_too(meeting):
    client = client_of(make.by_link(meeting, Role.FACILITATOR))
    sheet = read(client.get(reverse("lead-from-phone", args=[meeting.key])))
    assert "Åbn det samme link på din telefon" in sheet
    assert not sheet.all("img")
    assert sheet.link("Tilbage til mødet")["href"] == reverse("wall", args=[meeting.key])


def test_wall_list_of_meetings_and_the_members_addresses_lead_to_it(lise, meeting):
    leader = reverse("leader", args=[meeting.key])
    wall = page(lise, meeting, "wall")
    assert wall.one("#more").link("Led fra telefonen")["href"] == reverse("lead-from-phone", args=[meeting.key])
    assert wall.one(".on-phone a")["href"] == leader
    listed = [link["href"] for link in read(lise.get(reverse("my-meetings"))).all("a")]
    assert leader in listed
    assert lise.get(reverse("room", args=[meeting.key])).url == leader
    joining = page(lise, meeting, "join")
    assert joining.link("Led mødet herfra")["href"] == leader
    assert leader not in [link["href"] for link in page(Client(), meeting, "join").all("a")]
