"""What each phase says on phone and wall, and what is asked before it is left."""

from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.models import Role
from meetings.room.models import Unsure
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.phased import HTMX, changes, is_open, on_the_phone, phased


@pytest.fixture
def meeting(db):
    """A meeting with phases, in the first one of its first question."""
    return phased()


def sent_by_a_move(meeting):
    """What the last move has sent to the phones, with the contents of its template as part of the page."""
    *_, moved = changes(meeting)
    return read(moved.html[Audience.MEMBER].replace("<template", "<div").replace("</template", "</div"))


def test_field_is_open_while_people_write_and_folded_while_they_talk(ulla, meeting):
    talks = {
        "think": (True, "Tænk selv. Skriv hver for sig."),
        "pairs": (False, "Læg telefonen. Tal sammen to og to. Vælg jeres to vigtigste."),
        "together": (False, "Læg telefonen. I taler sammen nu."),
    }
    for phase, (opens, words) in talks.items():
        if phase != "think":
            meeting.advance(meeting.place)
            sent = sent_by_a_move(meeting)
            assert (is_open(sent), len(sent.all("[data-say]"))) == ([opens], 1)
        page = read(ulla.get(reverse("room", args=[meeting.key]) + "?ny"))
        assert is_open(page) == [opens]
        assert page.one("#mine .note-fold > summary").text == "Skriv en note"
        assert page.one("#screen .phase").text.startswith(words)
        assert page.one("#mine .note-field").names("autofocus") is opens


def test_field_with_an_error_is_open(ulla, meeting):
    meeting.go_to_phase("together", meeting.place)
    answer = ulla.post(reverse("add-note", args=[meeting.key, 1]), {"text": "x" * 281, "uuid": str(uuid4())}, **HTMX)
    assert (answer.status_code, is_open(read(answer))) == (422, [True])


def test_nothing_is_folded_in_a_meeting_without_phases(db):
    meeting = make.meeting()
    page = on_the_phone(client_of(make.member(meeting)), meeting)
    assert page.one("#mine .note-field")
    assert page.all(".note-fold") == []


def test_wall_says_one_thing_in_each_phase(lise, meeting):
    says = {
        "think": "Skriv jeres noter på telefonen. Én ting pr. note.",
        "pairs": "Læg telefonen. Vælg jeres to vigtigste.",
        "together": "Læg telefonen. I taler sammen nu.",
    }
    for phase, words in says.items():
        meeting.go_to_phase(phase, meeting.place)
        page = on_the_phone(lise, meeting, "wall")
        assert [each.text for each in page.all(".instruction, .think p:has(strong)")].count(words) == 1
        assert ("Skriv jeres noter på telefonen" in page.text) is (phase == "think")
        # A script lets the question take the wall there while no note is beside it.
        assert len(page.all("#screen[data-asks]")) == (phase == "together")


@pytest.mark.parametrize("page", ["wall", "leader", "desk"])
def test_what_is_said_can_be_written_by_who_leads_and_who_writes_the_minutes(lise, jonas, meeting, page):
    browser = jonas if page == "desk" else lise
    assert read(browser.get(reverse(page, args=[meeting.key]), follow=True)).field("Sagt på mødet").value == ""
    other = make.meeting(facilitator=meeting.facilitator)
    assert "Skriv en note for en anden" in read(lise.get(reverse("wall", args=[other.key]))).text


WAYS = {
    "next": ("advance", []),
    "another phase": ("go-to-phase", ["together"]),
    "another question": ("go-to", [2]),
    "the wrap-up": ("wrap-up", []),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("at", ["wall", "leader"])
def test_leaving_a_phase_in_which_people_write_asks_first(lise, meeting, way, at):
    name, where = WAYS[way]
    address, page = reverse(name, args=[meeting.key, *where]), {"page": at}
    last = meeting.last_event
    asked = read(lise.post(address, {"seen": "1-think"} | page, **HTMX)).one("#message")
    assert asked.text.startswith("I skriver stadig hver for sig. Tryk igen, hvis mødet skal flyttes.")
    yes = asked.one("[name=sure]")
    assert (yes["value"], yes["formaction"], asked["data-sure"]) == ("1-think", address, address)
    meeting.refresh_from_db()
    assert (meeting.place, meeting.last_event) == ("1-think", last)
    lise.post(address, {"sure": "1-think"} | page, **HTMX)
    meeting.refresh_from_db()
    assert meeting.place != "1-think"


def test_page_asks_where_there_is_no_script(lise, meeting):
    address = reverse("advance", args=[meeting.key])
    page = read(lise.post(address, {"seen": "1-think", "page": "leader"}))
    assert page.one("main .lead").text == "I skriver stadig hver for sig."
    form = page.one("main form")
    fields = {each["name"]: each["value"] for each in form.all("[name=page], [name=sure]")}
    assert (form["action"], fields) == (address, {"page": "leader", "sure": "1-think"})
    answer = lise.post(address, fields)
    assert answer.url == reverse("leader", args=[meeting.key])
    meeting.refresh_from_db()
    assert meeting.place == "1-pairs"


def test_yes_to_an_older_question_moves_nothing(lise, meeting):
    meeting.go_to_phase("together", "1-think")
    answer = lise.post(reverse("advance", args=[meeting.key]), {"sure": "1-think", "seen": "1-together"}, **HTMX)
    assert "Mødet var allerede flyttet." in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.place == "1-together"


def test_question_without_notes_asks_before_it_is_left_and_one_with_notes_does_not(lise, meeting):
    meeting.go_to_phase("together", "1-think")
    address = reverse("advance", args=[meeting.key])
    asked = read(lise.post(address, {"seen": "1-together"}, **HTMX)).one("#message").text
    assert asked.startswith("Der er ingen noter til spørgsmål 1. Tryk igen, hvis mødet skal flyttes.")
    make.note(meeting)
    lise.post(address, {"seen": "1-together"}, **HTMX)
    meeting.refresh_from_db()
    assert meeting.place == "2-think"


def test_question_of_agreements_asks_only_until_something_is_agreed(lise, meeting):
    meeting.items.filter(number=3).update(phases={"together": 8})
    proposal = make.note(meeting, number=2)
    meeting.go_to(3, "1-think")
    address = reverse("advance", args=[meeting.key])
    assert "Der er ingen noter til spørgsmål 3." in read(lise.post(address, {"seen": "3-together"}, **HTMX)).text
    proposal.agree("selv")
    lise.post(address, {"seen": "3-together"}, **HTMX)
    meeting.refresh_from_db()
    assert meeting.place == "wrap-up"


def test_meeting_without_phases_is_moved_at_once_and_so_is_one_that_stays(lise, meeting):
    lise.post(reverse("go-to-phase", args=[meeting.key, "think"]), {"seen": "1-think"}, **HTMX)
    other = make.meeting(facilitator=meeting.facilitator)
    assert lise.post(reverse("advance", args=[other.key]), {"seen": "1"}).status_code == 302
    meeting.refresh_from_db()
    other.refresh_from_db()
    assert (meeting.place, other.place) == ("1-think", "2")


PROPOSALS = {"pairs_minutes": 5, "together_minutes": 7, "choose_minutes": 3}  # of a question that begins with talk


@pytest.mark.parametrize(("length", "phase"), [("normal", "pairs"), ("short", "together")])
def test_question_that_begins_with_talk_asks_for_notes_and_asks_before_it_is_left(db, length, phase):
    meeting = make.meeting(theme=make.theme(phases=PROPOSALS), length=length)
    lise, ulla = client_of(make.by_link(meeting, Role.FACILITATOR)), client_of(make.member(meeting))
    assert meeting.place == f"1-{phase}"
    wall, phone = on_the_phone(lise, meeting, "wall"), on_the_phone(ulla, meeting)
    for page in (wall, phone):
        assert "Skriv jeres noter på telefonen, én ting pr. note." in page.text
        assert "Læg telefonen." not in page.text
        assert ("Ingen kan se noterne endnu" in page.text) is (phase == "pairs")
    assert is_open(phone) == [True]
    if phase == "pairs":
        with pytest.raises(Unsure, match=r"^I skriver stadig\.$"):
            meeting.advance(meeting.place, sure=False)
