"""Nothing leads from a note to its author: only the holder of the secret in the signed cookie can edit it."""

import datetime
import re
from uuid import UUID, uuid4

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.live import feed
from meetings.models import Note, NoteGroup, Participant, Role, new_secret
from meetings.room import presence
from meetings.room.models.notes import mark, tag_of
from tests import make
from tests.conftest import client_of
from tests.reading import read

HTMX = {"HTTP_HX_REQUEST": "true"}
WRITES = ("INSERT", "UPDATE", "DELETE")
TODAY = datetime.date(2026, 11, 26)


def send(client, meeting, text="En note", **more):
    url = reverse("add-note", args=[meeting.key, 1])
    return client.post(url, {"text": text, "uuid": uuid4(), **more}, **HTMX)


def changed_tables(queries):
    """Return the tables that the captured queries write to."""
    words = [query["sql"].replace('"', " ").split() for query in queries.captured_queries]
    return {each[1] if each[0] == "UPDATE" else each[2] for each in words if each[0] in WRITES}


# --- What a note keeps -----------------------------------------------------------------------------------------------


def test_marks_are_unlike_each_other_and_unlike_the_tags_of_notes():
    one, other, uuid = new_secret(), new_secret(), UUID(bytes=b"4-choose 1234567")
    marks = [mark(one, "4-choose", 1), mark(one, "4-choose", 2), mark(one, "1-choose", 1), mark(other, "4-choose", 1)]
    assert len({*marks, mark(one, "4-choose", 1234567), tag_of(one, uuid)}) == 6
    assert mark(one, "4-choose", 1) == marks[0]


def test_note_refers_to_its_item_and_group_only_and_has_no_time(meeting):
    kinds = (models.ForeignKey, models.DateField, models.TimeField)
    for model, leads_to in {Note: ["item", "group"], NoteGroup: ["item"]}.items():
        assert [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)] == leads_to


def test_seat_of_a_member_has_no_time_but_that_of_the_minute_in_which_all_were_written(ulla, peter, meeting, clock):
    clock(TODAY, datetime.time(10, 0, 30))
    for client in (ulla, peter):
        client.get(reverse("room", args=[meeting.key]))
    clock(TODAY, datetime.time(10, 7, 10))
    send(ulla, meeting)
    clock(TODAY, datetime.time(10, 9, 50))
    list(feed.current.share_presence(set(), [meeting.pk]))
    written = timezone.localtime(meeting.participants.filter(role=Role.MEMBER)[0].last_here)
    assert (written.date(), written.time()) == (TODAY, datetime.time(10, 9))
    times = [
        field.name
        for field in Participant._meta.concrete_fields
        if isinstance(field, models.DateField | models.TimeField)
    ]
    for seat in meeting.participants.filter(role=Role.MEMBER):
        assert {name: getattr(seat, name) for name in times} == {**dict.fromkeys(times), "last_here": written}


def test_what_is_written_of_who_is_here_is_the_same_whoever_wrote(meeting, clock):
    """Two rooms: in one Ulla writes, in the other Peter. Both have their phones open; the rows and queries are the same."""

    def evening(writer):
        presence._heard.clear()
        seats = [make.member(meeting) for _ in range(3)]
        clock(TODAY, datetime.time(10, 0))
        for seat in seats:
            client_of(seat).get(reverse("room", args=[meeting.key]))
        clock(TODAY, datetime.time(10, 5))
        send(client_of(seats[writer]), meeting)
        with CaptureQueriesContext(connection) as queries:
            feed.current.share_presence({seats[0].pk}, [])
        changes = [query["sql"] for query in queries.captured_queries if query["sql"].startswith(WRITES)]
        numbered = {str(seat.pk): f"seat {number}" for number, seat in enumerate(seats)}
        rows = [Participant.objects.filter(pk=seat.pk).values_list("last_here").get() for seat in seats]
        # After the WHERE alone: the number of a seat may be that of a day or a minute too.
        parts = [sql.partition(" WHERE ") for sql in changes]
        return rows, [
            what + re.sub(r"\d+", lambda found: numbered.get(found[0], found[0]), where) for what, _, where in parts
        ]

    by_ulla, by_peter = evening(0), evening(2)
    assert by_ulla == by_peter
    rows, changes = by_ulla
    assert len(set(rows)) == 1
    assert len(changes) == 1
    assert changes[0].startswith('UPDATE "meetings_participant"')


def test_note_alone_makes_nobody_heard_from(meeting, clock):
    """A phone without a stream, as without JavaScript, would else be written down in the minute of its note."""
    clock(TODAY, datetime.time(10, 0))
    seat = make.member(meeting)
    clock(TODAY, datetime.time(12, 0))
    send(client_of(seat), meeting)
    feed.current.share_presence(set(), [])
    assert meeting.present() == 0
    client_of(seat).get(reverse("room", args=[meeting.key]))
    feed.current.share_presence(set(), [])
    assert meeting.present() == 1


SAME_FOR_ALL = [
    "deleted",
    "item_id",
    "waiting",
    "shown_text",
    "removed",
    "hidden",
    "hidden_because",
    "corrected",
    "left_out",
    "prompt",
    "group_id",
]


def test_two_notes_of_one_member_share_no_column_but_those_of_the_room(ulla, meeting):
    for text in ("Den ene", "Den anden"):
        send(ulla, meeting, text)
    one, other = Note.objects.values()
    assert [name for name in one if one[name] == other[name]] == SAME_FOR_ALL
    assert len(one["tag"]) == len(other["tag"]) == 32


def test_name_given_when_joining_is_on_the_list_and_in_no_seat(client, meeting):
    client.post(reverse("join", args=[meeting.key]), {"name": "Kim Dahl", "uuid": uuid4()})
    [attendee] = meeting.attendees.filter(name="Kim Dahl").values()
    [seat] = meeting.participants.filter(role=Role.MEMBER).values()
    assert "Kim Dahl" not in str(seat)
    assert not ({str(attendee["uuid"]), attendee["id"]} & {str(seat["uuid"]), seat["id"]} - {1})
    meeting.close("1")
    assert meeting.attendees.filter(name="Kim Dahl").count() == 1


def test_requests_of_a_note_write_to_no_seat(ulla, meeting):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        send(ulla, meeting)
        note = Note.objects.get()
        for name in ("note", "delete-note", "restore-note"):
            assert ulla.post(reverse(name, args=[meeting.key, note.pk]), {"text": "Ny"}, **HTMX).status_code == 200
    assert changed_tables(queries) == {"meetings_note", "meetings_meeting", "meetings_event"}
    with CaptureQueriesContext(connection) as queries:
        make.member(meeting)
    assert "meetings_participant" in changed_tables(queries)


def every_cell():
    """Yield (table, column, value) of the whole database but of the notes themselves."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall() if table != "meetings_note" else ():
                yield from ((table, *cell) for cell in zip(names, row, strict=True))


def as_key(value):
    return bytes(value) if isinstance(value, memoryview) else value


def test_nothing_of_a_note_stands_in_another_row_but_what_changed_and_what_it_became(lise, ulla, peter, meeting):
    for client, text in ((ulla, "Ullas ene"), (peter, "Peters"), (ulla, "Ullas anden")):
        send(client, meeting, text)
    note = Note.objects.get(text="Ullas ene")
    ulla.post(reverse("note", args=[meeting.key, note.pk]), {"text": "Ullas rettede"}, **HTMX)
    assert lise.post(reverse("agree", args=[meeting.key, note.pk, "selv"]), **HTMX).status_code == 200
    lise.post(reverse("hide-note", args=[meeting.key, note.pk]), {"reason": "person"}, **HTMX)
    ulla.post(reverse("leave", args=[meeting.key]), {"sure": ""})
    keys = {
        key
        for note in Note.objects.all()
        for key in (note.pk, note.uuid, note.uuid.hex, bytes(note.tag), note.tag.hex())
    }
    found = {(table, column) for table, column, value in every_cell() if as_key(value) in keys}
    assert found == {("meetings_event", "subject"), ("meetings_followup", "note_id")}


def test_public_ids_are_random_and_a_script_can_hold_them(meeting):
    ids = [make.note(meeting).pk for _ in range(40)]
    assert ids != sorted(ids)
    assert all(0 < pk < 2**53 for pk in ids)
    assert max(ids) - min(ids) > 2**40


def test_uuid_is_shown_to_nobody(ulla, peter, lise, jonas, meeting):
    uuid = uuid4()
    pages = [send(ulla, meeting, "Den her", uuid=uuid)]
    pages += [client.get(reverse(name, args=[meeting.key]), follow=True) for client, name in (
        (ulla, "room"), (ulla, "mine"), (peter, "room"), (lise, "wall"), (jonas, "desk"), (jonas, "minutes"),
    )]  # fmt: skip
    pages += [jonas.get(reverse("minutes-file", args=[meeting.key, kind])) for kind in ("json", "txt")]
    for page in pages:
        assert "Den her" in page.content.decode()
        assert str(uuid) not in page.content.decode()
        assert uuid.hex not in page.content.decode()


# --- Who may edit ----------------------------------------------------------------------------------------------------


def test_cookie_of_the_same_seat_with_another_secret_edits_nothing(meeting):
    """As when a cookie is lost and the seat's row is all that is left."""
    seat = make.member(meeting)
    note = make.note(meeting, "Før", author=seat)
    address = reverse("note", args=[meeting.key, note.pk])
    assert client_of(seat).get(address, **HTMX).status_code == 200
    seat.secret = None
    without = client_of(seat)
    assert without.post(address, {"text": "Efter"}, **HTMX).status_code == 404
    assert not read(without.get(reverse("room", args=[meeting.key]))).has(f"#own-{note.pk}")
    assert Note.objects.get().text == "Før"


def test_new_seat_after_a_lost_cookie_is_told_that_old_notes_stay(ulla, client, meeting):
    send(ulla, meeting, "Fra før")
    words = "står dine noter der stadig, men fra en ny plads kan du ikke rette dem."
    assert words in read(client.get(reverse("join", args=[meeting.key])))
    client.post(reverse("join", args=[meeting.key]), {"name": "", "uuid": uuid4()})
    page = read(client.get(reverse("room", args=[meeting.key])))
    assert "Fra før" in page.one("#others")
    assert "Fra før" not in page.one("#mine")
    assert "Du kan rette dem her, til mødet slutter." in page.one("#mine")
    meeting.close(meeting.place)
    assert "Du kan rette dem her" not in read(client.get(reverse("room", args=[meeting.key])))


def test_same_secret_is_kept_as_long_as_the_cookie(ulla, meeting):
    before = ulla.cookies["seat_member"].value
    send(ulla, meeting)
    ulla.get(reverse("room", args=[meeting.key]))
    ulla.get(reverse("join", args=[meeting.key]))
    assert ulla.cookies["seat_member"].value == before


def test_who_left_edits_nothing_with_a_copy_of_the_cookie_and_no_note_is_marked(meeting):
    """To delete the tags of one who leaves would mark exactly that person's notes: the secret goes instead."""
    seat = make.member(meeting)
    ulla, copy = client_of(seat), client_of(seat)
    note = make.note(meeting, "Før", author=seat)
    with CaptureQueriesContext(connection) as queries:
        answer = ulla.post(reverse("leave", args=[meeting.key]), {"sure": ""})
    assert "kan ikke rettes længere" in read(answer)
    assert ulla.cookies["seat_member"].value == ""
    seats = {"meetings_participant", "meetings_rolelink"}
    assert changed_tables(queries) == {*seats, "meetings_meeting", "meetings_event"}
    assert copy.post(reverse("note", args=[meeting.key, note.pk]), {"text": "Efter"}, **HTMX).status_code == 404
    again = client_of(make.member(meeting))
    assert again.post(reverse("note", args=[meeting.key, note.pk]), {"text": "Efter"}, **HTMX).status_code == 404
    assert Note.objects.get().text == "Før"


@pytest.mark.parametrize("who", ["lise", "jonas"])
def test_note_that_was_added_for_somebody_can_be_edited_by_facilitator_and_secretary(request, lise, meeting, who):
    client = request.getfixturevalue(who)
    lise.post(reverse("wall-note", args=[meeting.key]), {"item": 1, "text": "Sagt højt", "uuid": uuid4()}, **HTMX)
    note = Note.objects.get()
    assert note.tag is None
    at_desk = reverse("desk-item", args=[meeting.key, 1])
    home = reverse("wall", args=[meeting.key]) if who == "lise" else at_desk
    page = read(client.get(home))
    address = page.one(f"#note-{note.pk}").link("Ret: Sagt højt")["href"]
    assert read(client.get(address)).field("Noten").value == "Sagt højt"
    wrong = client.post(address, {"text": "b" * 281})
    assert (wrong.status_code, read(wrong).field("Noten").value) == (422, "b" * 281)
    answer = client.post(address, {"text": "Sagt højere"})
    assert (answer.status_code, answer.url) == (302, f"{home}#added-{note.pk}")
    assert Note.objects.get().text == "Sagt højere"
    meeting.close("1")
    answer = client.post(reverse("edit-added-note", args=[meeting.key, Note.objects.get().pk]), {"text": "For sent"})
    assert (answer.status_code, Note.objects.get().text) == (409, "Sagt højere")


@pytest.mark.parametrize(
    ("who", "home", "shown"), [("lise", "wall", "Skjul"), ("lise", "desk", ""), ("jonas", "desk", "")]
)
def test_added_note_is_edited_over_the_page_it_stands_on(request, meeting, who, home, shown):
    client = request.getfixturevalue(who)
    note = meeting.items.get(number=1).take_note(uuid=uuid4(), text="Sagt højt")
    link = read(client.get(reverse(home, args=[meeting.key]), follow=True)).one(f"#added-{note.pk}")
    assert (link["hx-get"], link["hx-target"]) == (link["href"], "#reader")
    sheet = read(client.get(link["href"], **HTMX))
    assert (sheet.whole, sheet.one("h1").text, sheet.field("Noten").names("autofocus")) == (False, "Ret noten", True)
    form = sheet.one("form")
    sent = {**form.fields(), "text": ""}
    wrong = client.post(form["hx-post"], sent, **HTMX)
    assert (wrong.status_code, read(wrong).one("h1").text, "Skriv en note" in read(wrong)) == (422, "Ret noten", True)
    answer = client.post(form["hx-post"], sent | {"text": "Sagt højere"}, **HTMX)
    assert answer.status_code == 200
    line = answer.content.decode()
    assert "Sagt højere" in line
    assert (shown in line) == (home == "wall") or not shown
    plain = client.post(form["action"], sent | {"text": "Sagt højest"})
    back = reverse("wall", args=[meeting.key]) if home == "wall" else reverse("desk-item", args=[meeting.key, 1])
    assert plain.url == f"{back}#added-{note.pk}"


@pytest.mark.parametrize("who", ["lise", "jonas"])
def test_note_added_at_the_desk_has_no_author_and_comes_under_its_question(request, meeting, who):
    client, desk = request.getfixturevalue(who), reverse("desk-item", args=[meeting.key, 2])
    form = read(client.get(desk)).one("#add-note form")
    sent = {**form.fields(), "text": "Sagt højt"}
    answer = client.post(form["action"], sent)
    assert (answer.status_code, answer.url) == (302, f"{desk}#add-note-2-text")
    again = read(client.post(form["action"], sent, **HTMX))
    assert ("Sagt højt" in again, again.one("#add-note textarea").value) == (True, "")
    note = Note.objects.get()  # once, though it was sent twice
    assert (note.item.number, note.text, note.tag, note.is_added) == (2, "Sagt højt", None, True)
    wrong = client.post(form["action"], sent | {"text": "b" * 281})
    assert (wrong.status_code, read(wrong).one("#add-note textarea").value) == (422, "b" * 281)
    assert read(wrong).one("#add-note").names("open")


@pytest.mark.parametrize(
    ("stage", "offered"), [("lobby", False), ("discussion", True), ("wrap-up", True), ("closed", False)]
)
def test_desk_offers_a_note_only_while_notes_are_open(db, stage, offered):
    meeting = make.meeting(stage=stage)
    client = client_of(meeting.participants.get(user=meeting.facilitator))
    desk = read(client.get(reverse("desk-item", args=[meeting.key, 1])))
    assert desk.one("#where").names("data-notes") == offered  # desk.js hides the form by this
    assert desk.one("#add-note").names("hidden") != offered
    answer = client.post(reverse("desk-note", args=[meeting.key, 1]), {"text": "Nu", "uuid": uuid4()})
    assert answer.status_code == (302 if offered else 409)


def test_members_note_is_edited_by_nobody_else(lise, ulla, meeting):
    send(ulla, meeting, "Ullas")
    note = Note.objects.get()
    assert not read(lise.get(reverse("wall", args=[meeting.key]))).one(f"#note-{note.pk}").has("a")
    answer = lise.post(reverse("edit-added-note", args=[meeting.key, note.pk]), {"text": "Ledelsens"})
    assert answer.status_code == 409
    assert "Kun den, der har skrevet den, kan rette den." in read(answer)
    assert Note.objects.get().text == "Ullas"


# --- Own notes are found by their tags ---------------------------------------------------------------------------------


def test_own_notes_are_those_of_the_secret_under_the_item(meeting):
    mine, other = new_secret(), new_secret()
    first, second = meeting.items.get(number=1), meeting.items.get(number=2)
    ids = [first.take_note(uuid=uuid4(), text="En", secret=secret).pk for secret in (mine, other, None, mine)]
    second.take_note(uuid=uuid4(), text="En", secret=mine)
    assert sorted(Note.ids_by(mine, first.pk)) == sorted([ids[0], ids[3]])
    assert Note.ids_by(new_secret(), first.pk) == []


def test_own_note_is_found_among_2000(meeting):
    """How fast is measured by `make bench SCENARIOS=own`."""
    secret, item = new_secret(), meeting.items.get(number=1)
    make.note(meeting)
    note = item.take_note(uuid=uuid4(), text="Min", secret=secret)
    Note.objects.bulk_create(Note(item=item, text="En note", tag=b"x" * 32) for _ in range(2000))
    assert Note.ids_by(secret, item.pk) == [note.pk]


def test_tags_found_one_by_one_are_those_that_notes_keep(meeting):
    """The key is hashed once for a question's notes, and once for each note that is written."""
    for secret in (new_secret(), "kort", "æ" * 100):
        note = meeting.items.get(number=1).take_note(uuid=uuid4(), text="Min", secret=secret)
        assert bytes(Note.objects.get(pk=note.pk).tag) == tag_of(secret, note.uuid)
        assert Note.ids_by(secret, note.item_id) == [note.pk]
