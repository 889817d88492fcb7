"""The phases of a question: places on the path, notes that wait in nobody's bytes, and the moment they are shown."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.minutes.compose import compose
from meetings.models import Event, Meeting, Note, Refused, Role, RoleLink
from meetings.room.feed import MeetingFeed
from meetings.room.models import Unsure
from meetings.room.models.path import path
from meetings.room.models.phases import MINUTES, Length, steps
from meetings.room.models.rows import save_fields
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read

HTMX = {"HTTP_HX_REQUEST": "true"}
SECRET = "Kun forfatteren kan se mig"
LIVE = (
    Audience.MEMBER,
    Audience.WALL,
    Audience.LEADER,
    Audience.SCREEN,
    Audience.DESK,
    Audience.MINUTES,
    Audience.DOCUMENT,
)


@pytest.fixture
def meeting(db):
    """A meeting with phases, in the first one of its first question."""
    return phased()


def phased(length=Length.NORMAL, **fields):
    return make.meeting(theme=make.theme(phases=make.PHASES), length=length, **fields)


def places(meeting):
    return [place.name for place in path(meeting)[2:-2]]


# --- Places ----------------------------------------------------------------------------------------------------------


def test_each_phase_of_a_question_is_a_place(db):
    first, second = (["1-think", "1-pairs", "1-together"], ["2-think", "2-pairs", "2-together"])
    assert places(phased()) == [*first, *second, "3-together"]
    assert places(phased(Length.SHORT)) == ["1-think", "1-together", "2-think", "2-together", "3-together"]
    assert places(phased(Length.NONE)) == ["1", "2", "3"]
    assert make.meeting().place == "1"


def test_next_and_back_walk_the_phases_one_by_one(meeting):
    walked = [meeting.place]
    while meeting.stage == "discussion":
        meeting.advance(meeting.place)
        walked.append(meeting.place)
    assert walked == [*places(meeting), "wrap-up"]
    while walked.pop() and walked:
        meeting.go_back(meeting.place)
        assert meeting.place == walked[-1]
    with pytest.raises(Refused):
        meeting.go_back(meeting.place)


def test_go_to_leads_to_the_first_phase_and_where_there_are_notes_to_the_one_together(meeting):
    make.note(meeting)
    meeting.go_to(2, meeting.place)
    assert meeting.place == "2-think"
    meeting.go_to(1, meeting.place)
    assert meeting.place == "1-together"
    meeting.go_to(3, meeting.place)
    assert meeting.place == "3-together"


def test_phase_can_be_skipped_and_only_one_of_the_question_is_gone_to(meeting):
    assert meeting.go_to_phase("together", "1-think") == "moved"
    assert (meeting.place, meeting.where) == ("1-together", "Mødet er nået til spørgsmål 1: Tal sammen alle.")
    assert meeting.go_to_phase("think", "1-together") == "moved_back"
    with pytest.raises(Refused, match=r"^Mødet kan ikke gå til den fase\. Mødet er nået til spørgsmål 1: Tænk selv\.$"):
        meeting.go_to_phase("choose", "1-think")
    assert meeting.go_to_phase("together", "1-pairs") is False


def test_reopened_meeting_stands_at_the_wrap_up(meeting):
    meeting.close(meeting.place)
    meeting.reopen()
    assert (meeting.place, meeting.phase) == ("wrap-up", "")


def test_advised_minutes_follow_the_length():
    advised = {"think": 3, "pairs": 4, "together": 8, "choose": 2}
    assert steps(advised, Length.NORMAL) == [("think", 3), ("pairs", 4), ("together", 8), ("choose", 2)]
    assert steps(advised, Length.SHORT) == [("think", 2), ("together", 5), ("choose", 1)]
    assert steps(advised, Length.THOROUGH) == [("think", 4), ("pairs", 6), ("together", 11), ("choose", 3)]
    assert steps(advised, Length.NONE) == []
    assert MINUTES == {"short": 45, "normal": 75, "thorough": 105}


def test_length_cannot_be_changed_while_the_questions_are_discussed(lise, meeting):
    address = reverse("edit-meeting", args=[meeting.key])
    form = make.facts(meeting.theme, length="none", arrival="batched")
    answer = lise.post(address, form)
    assert answer.status_code == 422
    assert "Forløbet kan ikke skiftes, mens I er i gang med spørgsmålene" in read(answer).text
    with pytest.raises(Refused):
        meeting.edit(length="none")
    lise.post(address, form | {"length": "normal"})
    assert (meeting.refresh_from_db(), meeting.length, meeting.arrival) == (None, "normal", "batched")


def test_form_of_a_new_meeting_proposes_normal_and_batched(lise, meeting):
    page = read(lise.get(reverse("new-meeting")))
    chosen = [each["value"] for each in page.all("#id_length option[selected], #id_arrival option[selected]")]
    assert chosen == ["normal", "batched"]


def test_wall_says_where_next_leads(lise, meeting):
    leads = {
        "1-think": "Tal sammen to og to",
        "1-pairs": "Tal sammen alle",
        "1-together": "Næste spørgsmål: Hvad siger vi til spørgsmål 2?",
        "3-together": "Gå til opsamlingen",
    }
    for place in places(meeting):
        assert meeting.place == place
        page = read(lise.get(reverse("wall", args=[meeting.key])))
        assert leads.get(place, page.one("#next").text) == page.one("#next").text
        meeting.advance(place)


# --- The phone lies down, and leaving asks first ----------------------------------------------------------------------


def on_the_phone(browser, meeting, region="room"):
    return read(browser.get(reverse(region, args=[meeting.key])))


def is_open(page):
    """Whether the field for a new note is open, of each that is there."""
    return [fold.names("open") for fold in page.all(".note-fold")]


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


# --- Hidden writing --------------------------------------------------------------------------------------------------


def everybody(meeting):
    """{who: a browser} of every kind of seat but the author's."""
    linked = [Role.SECRETARY, Role.SCREEN, Role.FACILITATOR, Role.CHAIR, Role.DEPUTY]
    seats = {role: RoleLink.find(RoleLink.make(meeting, role)).take_seat() for role in linked}
    owner = meeting.participants.get(role=Role.FACILITATOR, user__isnull=False)
    admin = make.user("admin", is_staff=True, is_superuser=True)
    browsers = {role: client_of(seat) for role, seat in seats.items()}
    browsers |= {"owner": client_of(owner), Role.MEMBER: client_of(make.member(meeting)), "admin": admin_client(admin)}
    return browsers


def admin_client(user):
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client


PAGES = [
    ("room", {}),
    ("mine", {}),
    ("wall", {}),
    ("leader", {}),
    ("leader-panel", {}),
    ("ready", {}),
    ("screen", {}),
    ("desk-item", {"number": 1}),
    ("minutes", {}),
    ("review", {}),
    ("printable", {}),
    ("seats", {}),
    ("close", {}),
    ("edit-meeting", {}),
    ("attendance", {}),
    ("theme", {}),
    *(("minutes-file", {"extension": extension}) for extension in ("txt", "json", "csv")),  # others: test_visibility
]
STREAMS = (
    "member-stream",
    "wall-stream",
    "leader-stream",
    "screen-stream",
    "desk-stream",
    "minutes-stream",
    "review-stream",
)


def received(meeting, *notes):
    """Every byte that any other seat can get now, {(who, what): bytes}; `notes` are asked for by their address too."""
    found = {}
    for who, browser in everybody(meeting).items():
        for name, more in PAGES:
            answer = browser.get(reverse(name, kwargs={"key": meeting.key, **more}), follow=True)
            if answer.status_code == 200:
                found[who, name, *more.values()] = answer.content
        for stream in STREAMS:
            for after, poll in (("", {}), ("0", {"poll": ""}), ("1", {})):
                answer = browser.get(reverse(stream, args=[meeting.key]), {"after": after, **poll})
                found[who, stream, after, *poll] = answer.content
        for note in notes:
            for name in ("note", "edit-added-note"):
                found[who, name, note.pk] = browser.get(reverse(name, args=[meeting.key, note.pk]), **HTMX).content
            for act in ("hide-note", "show-note", "agree-at-desk", "arrange-note", "put-in-spotlight", "delete-note"):
                more = {"lane": "selv"} if act == "agree-at-desk" else {}
                data = {"reason": "person", "left_out": "true"}
                address = reverse(act, kwargs={"key": meeting.key, "note": note.pk, **more})
                found[who, act, note.pk] = browser.post(address, data, **HTMX).content
    for audience in LIVE:
        found["stream", audience] = "".join(sent(meeting, audience)).encode()
    return found


def sent(meeting, audience):
    """The HTML of each message that the audience's streams have been sent since the meeting began, as it came."""
    return [change.html[audience] for change in changes(meeting)]


def changes(meeting):
    """Each event of the log rendered by itself, as a process does that hears of it at once."""
    feed = MeetingFeed()
    for event in feed.events_after(meeting.pk, 0):
        yield from feed.render(meeting.pk, [event], LIVE)


def tells(note, content):
    """What of the note stands in the bytes: its text, its id, or nothing."""
    words = {"text": note.text.encode(), "id": str(note.pk).encode(), "uuid": str(note.uuid).encode()}
    return {what: word for what, word in words.items() if word in content}


@pytest.mark.any_database
@pytest.mark.parametrize("phase", ["think", "pairs"])
def test_no_byte_that_anybody_else_gets_tells_of_a_note_that_waits(meeting, phase):
    meeting.go_to_phase(phase, meeting.place)
    own = make.note(meeting, SECRET, author=make.member(meeting, "Peter Aagaard"))
    added = meeting.item(1).take_note(uuid=uuid4(), text=f"{SECRET}, sagt højt")
    assert own.waiting
    assert added.waiting
    answers = received(meeting, own, added)
    leaks = {
        place: told for place, content in answers.items() if (told := {**tells(own, content), **tells(added, content)})
    }
    assert leaks == {}
    for note in (own, added):
        note.refresh_from_db()
        assert (note.waiting, note.hidden, note.deleted, note.left_out) == (True, False, False, False)


def test_the_same_look_finds_a_note_that_is_shown(meeting):
    """The canary: where the note is shown, it stands in each page, stream, poll and file that could have told of it."""
    note = make.note(meeting, SECRET, author=make.member(meeting))
    meeting.show_notes(meeting.place)
    found = {place[1] for place, content in received(meeting, note).items() if "text" in tells(note, content)}
    pages = {"room", "wall", "leader", "screen", "desk-item", "minutes", "review", "printable"}
    streams = {"member-stream", "wall-stream", "leader-stream", "screen-stream", "desk-stream", "minutes-stream"}
    assert pages | streams | set(LIVE[:6]) <= found


def test_author_alone_sees_the_note_and_others_its_number(meeting):
    peter = make.member(meeting, "Peter Aagaard")
    make.note(meeting, SECRET, author=peter)
    assert SECRET in read(client_of(peter).get(reverse("room", args=[meeting.key]))).one("#mine").text
    for who, name in ((peter, "room"), (make.member(meeting), "room")):
        page = read(client_of(who).get(reverse(name, args=[meeting.key])))
        assert page.one("#count").text == "1 note indtil nu"
        assert "Ingen kan se noterne endnu, heller ikke mødelederen og referenten." in page.one("#screen").text
        assert page.all("#others .note") == []


def test_messages_are_of_one_size_whatever_is_written(meeting):
    sizes = []
    for text in ("Kort", "En meget længere note. " * 10):
        make.note(meeting, text)
        *_, last = changes(meeting)
        sizes.append({audience: len(html) for audience, html in last.html.items()})
        Note.objects.all().delete()
    assert sizes[0] == sizes[1]


def test_answer_to_a_note_written_for_somebody_holds_no_text(lise, meeting):
    form = {"text": SECRET, "uuid": str(uuid4()), "item": 1}
    answer = lise.post(reverse("wall-note", args=[meeting.key]), form, **HTMX)
    assert answer.status_code == 200
    assert Note.objects.get().text == SECRET
    assert SECRET not in answer.content.decode()
    assert "1" in read(answer).one("#count").text


# --- Shown -----------------------------------------------------------------------------------------------------------


def texts_on_the_wall(lise, meeting):
    return [each.text for each in read(lise.get(reverse("wall", args=[meeting.key]))).all(".note .open")]


def test_all_are_shown_together_by_one_event_in_one_order_everywhere(lise, ulla, meeting):
    for number in range(9):
        make.note(meeting, f"Note nr. {number}")
    before = meeting.last_event
    lise.post(reverse("show-notes", args=[meeting.key]), {"seen": "1-think"})
    log = list(meeting.events.filter(number__gt=before).values_list("kind", "subject"))
    assert log == [("shown", None)]
    order = texts_on_the_wall(lise, meeting)
    assert sorted(order) == [f"Note nr. {number}" for number in range(9)]
    assert texts_on_the_wall(lise, meeting) == order
    phone = read(ulla.get(reverse("room", args=[meeting.key]))).all("#others .note p")
    assert [each.text for each in phone] == order[::-1]
    [change] = MeetingFeed().render(meeting.pk, [(before + 1, "shown", None)], LIVE)
    for audience in (Audience.WALL, Audience.SCREEN, Audience.DESK):
        assert [each.text for each in read(change.html[audience]).all(".note p")] == order


def test_second_press_and_press_from_another_place_show_nothing(lise, meeting):
    make.note(meeting)
    assert meeting.show_notes("1-think") is True
    last = meeting.last_event
    assert (meeting.show_notes("1-think"), meeting.last_event) == (True, last)
    meeting.advance("1-think")
    make.note(meeting, SECRET)
    assert meeting.show_notes("1-think") is False
    answer = lise.post(reverse("show-notes", args=[meeting.key]), {"seen": "1-think"}, **HTMX)
    assert "Mødet var allerede flyttet, så ingen noter blev vist." in answer.content.decode()
    assert Note.objects.get(text=SECRET).waiting


def test_shown_is_never_undone_and_going_back_hides_only_what_is_written_from_then_on(lise, meeting):
    make.note(meeting, "Vist")
    meeting.show_notes("1-think")
    meeting.go_to_phase("together", "1-think")
    make.note(meeting, "Med det samme")
    meeting.go_to_phase("think", "1-together")
    make.note(meeting, "Skjult")
    assert sorted(texts_on_the_wall(lise, meeting)) == ["Med det samme", "Vist"]
    assert read(lise.get(reverse("wall", args=[meeting.key]))).one("#count").text == "2 noter, 1 venter"


MOVES = {
    "next": lambda meeting: [meeting.advance(meeting.place) for _ in range(3)],
    "go to": lambda meeting: meeting.go_to(2, meeting.place),
    "wrap-up": lambda meeting: meeting.wrap_up(meeting.place),
    "close": lambda meeting: meeting.close(meeting.place),
}


@pytest.mark.parametrize("move", MOVES)
def test_notes_that_wait_are_shown_when_the_question_is_left(meeting, move):
    for _ in range(3):
        make.note(meeting)
    MOVES[move](meeting)
    assert list(Note.objects.values_list("waiting", flat=True)) == [False] * 3


def test_notes_go_on_waiting_from_phase_to_phase(meeting):
    make.note(meeting)
    meeting.advance("1-think")
    meeting.advance("1-pairs")
    assert (meeting.place, Note.objects.get().waiting) == ("1-together", True)


def test_note_that_comes_late_to_a_question_that_was_left_is_shown_at_once(meeting):
    meeting.go_to(2, meeting.place)
    assert not make.note(meeting, number=1).waiting
    assert make.note(meeting, number=2).waiting


def test_deleted_note_that_waited_waits_on_when_it_is_restored(meeting):
    note = make.note(meeting, SECRET)
    note.soft_delete()
    meeting.show_notes(meeting.place)
    note.restore()
    note.refresh_from_db()
    assert note.waiting
    meeting.show_notes(meeting.place)
    note.refresh_from_db()
    assert not note.waiting


def test_notes_that_wait_are_neither_hidden_agreed_on_nor_shown_big(meeting):
    note = make.note(meeting)
    with pytest.raises(Refused, match=r"^Noten er ikke vist endnu\.$"):
        note.agree("selv")
    with pytest.raises(Refused, match=r"^Noten er ikke vist endnu\. Vis noterne først\.$"):
        meeting.put_in_spotlight(note)


def test_what_waits_stays_hidden_and_together_over_a_rolled_back_reveal(meeting, monkeypatch):
    """A process killed in the middle leaves the transaction: nothing of it."""
    note = make.note(meeting, SECRET)
    monkeypatch.setattr(Event, "write", lambda *event: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        meeting.show_notes(meeting.place)
    note.refresh_from_db()
    assert note.waiting


def test_row_refuses_a_phase_outside_the_discussion(meeting):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        save_fields(meeting, stage="wrap-up", item_number=None)
    assert Meeting.objects.get(pk=meeting.pk).phase == "think"
    assert json.dumps(meeting.items.get(number=1).phases, sort_keys=True) == '{"pairs": 4, "think": 3, "together": 8}'


# --- After the notes are shown: together, or at once ------------------------------------------------------------------


@pytest.fixture
def batched(db):
    """A meeting in which new notes come together, with one note of Peter's that is shown."""
    meeting = make.meeting(arrival="batched")
    peter = make.member(meeting, "Peter Aagaard")
    note = make.note(meeting, "Det første", author=peter)
    meeting.show_notes(meeting.place)
    note.refresh_from_db()
    return meeting, peter, note


def on_the_wall(meeting):
    owner = meeting.participants.get(role=Role.FACILITATOR, user__isnull=False)
    return texts_on_the_wall(client_of(owner), meeting)


def test_new_notes_wait_for_the_press_that_shows_them(batched):
    meeting, _, _ = batched
    owner = client_of(meeting.participants.get(role=Role.FACILITATOR))
    make.note(meeting, "Det andet")
    page = read(owner.get(reverse("wall", args=[meeting.key])))
    assert page.one("#show-notes").text == "1 ny note venter · Vis den"
    assert page.one("#count").text == "1 note, 1 venter"
    for text in ("Det tredje", "Det fjerde"):
        make.note(meeting, text)
    page = read(owner.get(reverse("wall", args=[meeting.key])))
    assert page.one("#show-notes").text == "3 nye noter venter · Vis dem"
    assert on_the_wall(meeting) == ["Det første"]
    owner.post(reverse("show-notes", args=[meeting.key]), {"seen": "1"})
    assert sorted(on_the_wall(meeting)[1:]) == ["Det andet", "Det fjerde", "Det tredje"]
    assert on_the_wall(meeting)[0] == "Det første"


@pytest.mark.parametrize("ends", ["show", "leave"])
def test_edit_waits_for_the_next_notes_and_the_minutes_take_the_latest(batched, ends):
    meeting, peter, note = batched
    before = meeting.last_event
    answer = client_of(peter).post(reverse("note", args=[meeting.key, note.pk]), {"text": "Rettet"}, **HTMX)
    assert "Rettelsen vises på skærmene sammen med de næste noter." in read(answer).text
    assert on_the_wall(meeting) == ["Det første"]
    assert [change.html for change in MeetingFeed().render(meeting.pk, [(before + 1, "waits", None)], LIVE)] == [
        dict.fromkeys(LIVE, "")
    ]
    assert [each.text for each in compose(meeting).questions[0].notes] == ["Rettet"]
    if ends == "show":
        make.note(meeting)
        meeting.refresh_from_db()
        meeting.show_notes("1")
        assert "Rettet" in on_the_wall(meeting)
    else:
        meeting.refresh_from_db()
        meeting.go_to(3, "1")
    note.refresh_from_db()
    assert (note.text, note.shown_text) == ("Rettet", "")


def test_deletion_waits_for_the_next_notes_and_can_be_undone_until_then(batched):
    meeting, peter, note = batched
    browser = client_of(peter)
    answer = browser.post(reverse("delete-note", args=[meeting.key, note.pk]), **HTMX)
    assert "Noten fjernes fra skærmene, når de næste noter vises." in read(answer).text
    assert on_the_wall(meeting) == ["Det første"]
    assert compose(meeting).questions[0].notes == ()
    browser.post(reverse("restore-note", args=[meeting.key, note.pk]), **HTMX)
    browser.post(reverse("delete-note", args=[meeting.key, note.pk]), **HTMX)
    meeting.refresh_from_db()
    meeting.show_notes("1")
    assert on_the_wall(meeting) == []


def test_facilitator_hides_at_once_also_what_has_an_edit_that_waits(batched):
    meeting, _, note = batched
    note.edit("Rettet")
    note.hide("person")
    assert on_the_wall(meeting) == []
    note.show()
    assert on_the_wall(meeting) == ["Rettet"]


def test_phone_says_how_new_notes_come(batched):
    meeting, peter, _ = batched
    room = reverse("room", args=[meeting.key])
    page = read(client_of(peter).get(room))
    assert "Nye noter vises samlet, når mødelederen viser dem." in page.text
    assert page.has("#list-1:has(li) + .empty")  # beside the list, so that note.css hides it
    meeting.edit(arrival="at-once")
    assert "Nye noter vises med det samme." in read(client_of(peter).get(room)).text


def test_other_way_of_coming_lets_no_note_wait(meeting):
    meeting.go_to_phase("together", meeting.place)
    assert not make.note(meeting).waiting
    meeting.edit(arrival="batched")
    assert make.note(meeting).waiting


def test_what_is_changed_while_people_think_reaches_the_screens_as_they_talk(lise, meeting):
    """Med det samme: no later notes come together, with which it could."""
    notes = [make.note(meeting, text) for text in ("Slettes", "Rettes")]
    meeting.show_notes(meeting.place)
    notes[0].soft_delete()
    notes[1].edit("Rettet")
    assert "Slettes" in on_the_phone(lise, meeting, "wall").text
    meeting.go_to_phase("pairs", meeting.place)
    assert "Slettes" in on_the_phone(lise, meeting, "wall").text
    meeting.go_to_phase("together", meeting.place)
    page = on_the_phone(lise, meeting, "wall").text
    assert ("Slettes" in page, "Rettes" in page, "Rettet" in page) == (False, False, True)


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
