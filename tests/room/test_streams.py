"""Streams of a meeting: the changes after an event, each rendered once, as it is now, and the same for a whole audience."""

from uuid import uuid4

import pytest
from django.db import Error, connection
from django.urls import reverse

from meetings.models import Lane, Refused, Remark
from meetings.room.screens import DeskScreen
from tests import make
from tests.lab.wire import messages
from tests.reading import read

pytestmark = pytest.mark.any_database

AUDIENCES = {"member-stream": "ulla", "wall-stream": "lise", "desk-stream": "jonas", "minutes-stream": "jonas"}
PAGES = {"member-stream": "room", "wall-stream": "wall", "desk-stream": "desk", "minutes-stream": "minutes"}


@pytest.fixture
def cast(lise, ulla, jonas):
    return {"lise": lise, "ulla": ulla, "jonas": jonas}


def stream(client, name, meeting, after="", **headers):
    """[(number, event, what it brings)] that the stream begins with: a fragment of a page, or the numbers in a beat."""
    answer = client.get(reverse(name, args=[meeting.key]), {"after": after}, **headers)
    assert answer["Content-Type"] == "text/event-stream; charset=utf-8"
    assert (answer["Cache-Control"], answer["X-Accel-Buffering"]) == ("no-cache", "no")
    return [
        (number, event, read(data) if event == "change" else data.rpartition(" ")[0])
        for number, event, data in messages(answer.content)
    ]


def sources(told):
    return " ".join(fragment.source for _, _, fragment in told)


def now(meeting):
    meeting.refresh_from_db()
    return meeting.last_event


def test_stream_begins_with_the_events_after_the_position_and_none_before(ulla, meeting):
    make.note(meeting, "Før")
    seen = now(meeting)
    note = make.note(meeting, "Efter")
    [(number, event, data)] = stream(ulla, "member-stream", meeting, seen)
    assert (number, event) == (seen + 1, "change")
    assert data.one(f"#note-{note.pk}").text == "Efter"
    assert "Før" not in data.source


def test_stream_of_a_client_that_is_up_to_date_begins_with_a_beat(ulla, meeting):
    seen = now(meeting)
    assert stream(ulla, "member-stream", meeting, seen) == [(None, "beat", f"{seen} {seen}")]


def test_last_event_id_wins_over_the_position_in_the_address(ulla, meeting):
    make.note(meeting, "Før")
    seen = now(meeting)
    make.note(meeting, "Efter")
    [(_, _, data)] = stream(ulla, "member-stream", meeting, 0, HTTP_LAST_EVENT_ID=str(seen))
    assert "Efter" in data
    assert "Før" not in data.source


def test_note_changed_twice_comes_once_as_it_is_now(ulla, meeting):
    seen = now(meeting)
    note = make.note(meeting, "Første udgave")
    note.edit("Anden udgave")
    [(number, _, data)] = stream(ulla, "member-stream", meeting, seen)
    assert number == seen + 2
    assert "Anden udgave" in data
    assert "Første udgave" not in data.source


@pytest.mark.parametrize("after", ["", "x", "-1", "99999999", "999999999999999999999", "1e3", "٣"])
def test_unusable_position_gives_the_whole_screen(ulla, meeting, after):
    note = make.note(meeting, "En note")
    [(number, event, data)] = stream(ulla, "member-stream", meeting, after)
    assert (number, event) == (now(meeting), "change")
    assert data.has("#screen")
    assert data.has(f"#note-{note.pk}")


def test_position_more_than_200_events_behind_gives_the_whole_screen(ulla, meeting):
    seen = now(meeting)
    item = meeting.items.get(number=1)
    for number in range(201):
        item.write_conclusion(f"Udgave {number}", item.conclusion_revision)
    [(number, _, data)] = stream(ulla, "member-stream", meeting, seen)
    assert number == seen + 201
    assert data.has("#screen")


CHANGES = {
    "a note": lambda meeting: make.note(meeting, "Skrevet nu"),
    "a move": lambda meeting: meeting.advance("1"),
    "a seat": lambda meeting: make.member(meeting, "Kim Dahl"),
    "a conclusion": lambda meeting: meeting.items.get(number=1).write_conclusion("Vi er enige.", 0),
    "a follow-up": lambda meeting: meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver.", uuid=uuid4()),
    "the facts": lambda meeting: meeting.edit(venue="Kantinen"),
    "the next meeting": lambda meeting: meeting.write_next_meeting("I januar", 0),
    "a name given when joining": lambda meeting: make.member(meeting, "Kim Dahl"),
    "the attendance list": lambda meeting: make.attend(meeting, "Kim Dahl"),
    "the communication": lambda meeting: meeting.write("communication", "Vi skriver på intranettet.", 0),
    "a seat given up": lambda meeting: make.member(meeting).leave(),
    "a note's place": lambda meeting: make.note(meeting).arrange(left_out=True),
    "a remark": lambda meeting: Remark.add(meeting, uuid=uuid4(), side="ledelse", text="Vi er uenige."),
    "a hold": lambda meeting: meeting.hold("Lise Holm", "Indsigt"),
    "a reset": lambda meeting: meeting.reset_links(),
    "a seat closed": lambda meeting: meeting.participants.get(role="facilitator").cut(),
    "the door": lambda meeting: meeting.close_door(),
}


@pytest.mark.parametrize("name", AUDIENCES)
@pytest.mark.parametrize("change", CHANGES)
def test_every_kind_of_change_reaches_every_audience_without_a_token_or_a_name(cast, meeting, name, change):
    client = cast[AUDIENCES[name]]
    client.get(reverse(PAGES[name], args=[meeting.key]))
    seen = now(meeting)
    if change == "a reset" and AUDIENCES[name] == "jonas":
        client = cast["lise"]  # the secretary is out
    CHANGES[change](meeting)
    told = stream(client, name, meeting, seen)
    if told[0][1] == "beat":  # nothing for this audience: the beat says how far the log has come
        assert told == [(None, "beat", f"{now(meeting)} {seen}")]
        return
    for _, _, data in told:
        assert "csrfmiddlewaretoken" not in data.source
        assert "Kim Dahl" not in data.source or AUDIENCES[name] == "jonas"
        assert "None" not in data.source


PAPERWORK = {  # what changes only the secretary's screens
    "a conclusion",
    "a follow-up",
    "the next meeting",
    "the attendance list",
    "the communication",
    "a note's place",
    "a remark",
    "a hold",
}
SILENT = {  # changes that show an audience nothing
    "member-stream": {*PAPERWORK, "a reset", "a seat closed", "the door"},
    "wall-stream": {*PAPERWORK, "a reset", "a seat closed"},
    "desk-stream": {"a note's place", "a remark", "a hold", "a seat closed", "the door"},
    "minutes-stream": {"a seat given up", "a seat closed", "the door"},
}


@pytest.mark.parametrize("name", AUDIENCES)
def test_what_shows_an_audience_nothing_sends_it_nothing(cast, meeting, name):
    client, silent = cast[AUDIENCES[name]], set()
    for change in (each for each in CHANGES if each != "a reset" or AUDIENCES[name] != "jonas"):  # it ends that seat
        CHANGES[change](meeting)
        told = stream(client, name, meeting, now(meeting) - 1)
        if not any(event == "change" for _, event, _ in told):
            silent.add(change)
    assert silent == SILENT[name]


@pytest.mark.parametrize("name", AUDIENCES)
def test_note_in_the_stream_is_the_same_as_on_first_load(cast, meeting, name):
    seen = now(meeting)
    note = make.note(meeting, "Den samme linje")
    client = cast[AUDIENCES[name]]
    [(_, _, data)] = stream(client, name, meeting, seen)
    page = read(client.get(reverse(PAGES[name], args=[meeting.key]), follow=True))
    page.drop("input[name=csrfmiddlewaretoken]")
    line = f"#note-{note.pk}, #line-{note.pk}"
    assert "Den samme linje" in data.one(line)
    assert data.one(line).html == page.one(line).html


@pytest.mark.parametrize("there", [1, 40])
def test_proposal_is_pushed_to_the_wall_alone_however_many_there_are(lise, meeting, there):
    """The last question may have thousands of proposals. A note goes and comes back with its follow-up."""
    meeting.go_to(3, "1")
    for _ in range(there):
        make.note(meeting, "Et andet forslag", number=2)
    seen = now(meeting)
    note = make.note(meeting, "Et forslag", number=2)
    [(_, _, data)] = stream(lise, "wall-stream", meeting, seen)
    line, wall = f"#note-{note.pk}", reverse("wall", args=[meeting.key])
    rendered = data.one(line).html
    data.one(line).button("Det kan vi selv")
    assert read(lise.get(wall)).one(line).html == rendered
    assert "Et andet forslag" not in data.source
    follow_up = note.agree(Lane.SELF)
    [(_, _, data)] = stream(lise, "wall-stream", meeting, now(meeting) - 1)
    assert data.one(line).names("data-gone")
    assert not read(lise.get(wall)).has(line)
    assert "Et andet forslag" not in data.source
    follow_up.soft_delete()
    [(_, _, data)] = stream(lise, "wall-stream", meeting, now(meeting) - 1)
    assert data.one(line).html == rendered


def test_text_of_a_hidden_note_reaches_only_the_desk(cast, meeting):
    note = make.note(meeting, "Nævner en person")
    seen = now(meeting) - 1
    told = {name: sources(stream(cast[who], name, meeting, seen)) for name, who in AUDIENCES.items()}
    assert all("Nævner en person" in words for words in told.values())
    assert len(told) == 4
    note.hide("person")
    seen = now(meeting) - 1
    told = {name: stream(cast[who], name, meeting, seen)[0][2] for name, who in AUDIENCES.items()}
    assert [name for name, data in told.items() if "Nævner en person" in data.source] == ["desk-stream"]
    assert told["minutes-stream"].one(f"#line-{note.pk}").names("data-gone")
    assert told["member-stream"].one(f"#note-{note.pk}").names("data-gone")
    assert "1 note er skjult" in told["wall-stream"]


def test_move_is_announced_once(ulla, meeting):
    seen = now(meeting)
    meeting.advance("1")
    words = "Mødelederen er gået videre til spørgsmål 2 af 3: Hvad siger vi til spørgsmål 2?"
    assert sources(stream(ulla, "member-stream", meeting, seen)).count(words) == 1


def test_line_breaks_in_a_note_do_not_break_the_stream(ulla, meeting):
    seen = now(meeting)
    make.note(meeting, "Første linje\n\nevent: beat\ndata: 9\n\nsidste linje")
    [(_, event, data)] = stream(ulla, "member-stream", meeting, seen)
    assert event == "change"
    assert "event: beat" in data
    assert "sidste linje" in data


@pytest.mark.parametrize("notes", [1, 3])
def test_one_missed_note_costs_eight_queries_however_many_notes_there_are(
    django_assert_num_queries, ulla, db, meeting, notes
):
    for _ in range(notes - 1):
        make.note(meeting)
    seen = now(meeting)
    make.note(meeting)
    with django_assert_num_queries(8):
        stream(ulla, "member-stream", meeting, seen)


def test_going_back_is_announced_as_going_back(ulla, meeting):
    meeting.advance("1")
    seen = now(meeting)
    meeting.go_back("2")
    [(_, _, data)] = stream(ulla, "member-stream", meeting, seen)
    assert "Mødelederen er gået tilbage til spørgsmål 1 af 3" in data


@pytest.mark.parametrize("name", AUDIENCES)
@pytest.mark.parametrize("notes", [1, 3])
def test_queries_of_a_reconnect_do_not_grow_with_what_was_missed(
    django_assert_max_num_queries, cast, meeting, name, notes
):
    seen = now(meeting)
    for _ in range(notes):
        make.note(meeting)
    with django_assert_max_num_queries(13):
        stream(cast[AUDIENCES[name]], name, meeting, seen)


@pytest.mark.parametrize("notes", [1, 3])
def test_queries_of_the_whole_screen_do_not_grow_with_the_notes(django_assert_num_queries, jonas, meeting, notes):
    for number in (1, 2, 3):
        for _ in range(notes):
            make.note(meeting, number=number)
    with django_assert_num_queries(12):
        stream(jonas, "desk-stream", meeting, "")


def test_client_that_was_away_while_the_theme_was_changed_catches_up(jonas, meeting):
    seen = now(meeting)
    meeting.edit(theme=make.theme(questions=2))
    assert [event for _, event, _ in stream(jonas, "desk-stream", meeting, seen)] == ["change"]
    meeting.items.get(number=1).write_conclusion("Vi er enige.", 0)
    with pytest.raises(Refused, match="konklusioner"):
        meeting.edit(theme=make.theme())


def test_note_comes_through_the_stream_as_it_was_written(ulla, meeting):
    seen = now(meeting)
    note = make.note(meeting, "To\nlinjer, og tegn der ligner:\u2028\x85\x0b her")
    [(_, _, data)] = stream(ulla, "member-stream", meeting, seen)
    assert data.one(f"#note-{note.pk} p").verbatim == note.text


def test_late_note_to_the_recalled_question_has_a_place_on_the_phone(ulla, meeting):
    meeting.go_to(3, "1")
    page = read(ulla.get(reverse("room", args=[meeting.key])))
    seen = now(meeting)
    note = make.note(meeting, "Kom lidt sent", number=2)
    [(_, _, data)] = stream(ulla, "member-stream", meeting, seen)
    assert data.one(f"#note-{note.pk}")["data-into"] == "notes-2"
    assert page.has("#notes-2")


def breaks(table):
    """Let the first query to `table` fail, in the database."""
    failed = []

    def wrapper(execute, sql, params, many, context):
        if table in sql and not failed:
            failed.append(sql)
            execute("SELECT nothing FROM nowhere", (), many, context)
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


@pytest.mark.django_db(transaction=True)
class TestQueryThatFailsInTheMiddle:
    """Django swallows exceptions in `{% if a in b %}`, so the page or the fragment would be incomplete."""

    def test_no_fragment_is_rendered(self, meeting):
        meeting.go_to(3, "1")
        pk = make.note(meeting, "Et forslag", number=3).pk
        about = DeskScreen.of(meeting).about_note(pk)
        assert "Gør til aftale" in DeskScreen.of(meeting).render("note", **about)
        screen = DeskScreen.of(meeting)
        with breaks("meetings_agendaitem"), pytest.raises(Error):
            screen.render("note", **about)

    def test_no_page_is_shown(self, lise, meeting):
        meeting.go_to(3, "1")
        make.note(meeting, "Et forslag", number=3)
        page = reverse("wall", args=[meeting.key])
        assert "Det kan vi selv" in read(lise.get(page))
        lise.raise_request_exception = False
        with breaks("meetings_followup"):
            assert lise.get(page).status_code == 503
