"""Over many meetings, no order and no id that anybody can see after a meeting tells in which order its notes came.

`MEETINGS=1000 pytest tests/room/test_order.py` plays a thousand, through the verbs of the models.
"""

import os
import re
from io import BytesIO
from math import sqrt
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from meetings.minutes.archive import packed
from meetings.minutes.compose import compose
from meetings.minutes.exports import FORMATS, exporter
from meetings.minutes.screen import MinutesScreen
from meetings.models import Meeting, Note, Participant, Receipt, Role
from meetings.room.models.notes import new_ids
from meetings.room.screens import DeskScreen, LeaderScreen, MemberScreen, WallScreen
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.test_visibility import words_of_docx, words_of_pdf

MEETINGS = int(os.environ.get("MEETINGS") or 100)
NOTES = 10  # in each, by three members
BY_CHANCE = 4.5  # standard deviations: in a thousand looks, once in 150


def play(number):
    """Hold a meeting, with all that happens to notes, and return it as it is just before closing."""
    meeting = make.meeting(theme=play.theme, facilitator=play.lise)
    members = [make.member(meeting) for _ in range(3)]
    notes = [make.note(meeting, f"Note {turn:02}.", author=members[turn * number % 3]) for turn in range(NOTES)]
    play.came = {Receipt.hashed(note.uuid): came for came, note in enumerate(notes)}
    notes[number % NOTES].edit(notes[number % NOTES].text)
    notes[number * 7 % NOTES].arrange(prompt=None)
    return meeting


def close_sometimes_twice(meeting, number):
    meeting.close(meeting.place)
    if number % 5 == 0:
        meeting.reopen()
        meeting.close("wrap-up")
    return Meeting.objects.get(pk=meeting.pk)


def orders(meeting):
    """{what shows an order: [the turn of each note, in that order]} for everything that shows one."""
    stored = {note.pk: turn(note.text) for note in Note.objects.filter(item__meeting=meeting)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM meetings_note WHERE item_id = %s", [meeting.items.get().pk])
        as_stored = [stored[pk] for (pk,) in cursor.fetchall()]
    minutes = compose(meeting)
    screens = {each.__name__: each.of(meeting) for each in (DeskScreen, MinutesScreen)}
    return {
        "the rows, as they lie": as_stored,
        "the receipts, as they lie": [play.came[found] for found in receipts(meeting)],
        "the ids": [stored[pk] for pk in sorted(stored)],
        "the ranks": [turn(note.text) for note in Note.objects.filter(item__meeting=meeting).order_by("rank")],
        "the minutes": [turn(note.text) for question in minutes.questions for note in question.notes],
        "the data": turns(packed(minutes)),
        "the text": turns(exporter("txt").render(minutes).decode()),
        **{
            name: [turn(note.text) for _, notes in screen.notes_by_item for note in notes]
            for name, screen in screens.items()
        },
    }


def receipts(meeting):
    """Return the hashes of the notes' uuids, as their rows lie."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT uuid_hash FROM meetings_receipt WHERE item_id = %s", [meeting.items.get().pk])
        return [found for (found,) in cursor.fetchall()]


def turn(text):
    return int(re.search(r"Note (\d\d)\.", text)[1])


def turns(text):
    """The turns in the order in which they first stand in a text, of all notes."""
    return list(dict.fromkeys(int(found) for found in re.findall(r"Note (\d\d)\.", text)))


def correlation(order):
    """Return Spearman's rank correlation between a permutation of 0 … n - 1 and the order of these numbers."""
    n = len(order)
    return 1 - 6 * sum((place - came) ** 2 for place, came in enumerate(order)) / (n * (n * n - 1))


def z(orders):
    """Return how many standard deviations the mean correlation is from none."""
    return sum(correlation(order) * sqrt(len(order) - 1) for order in orders) / sqrt(len(orders))


@pytest.fixture
def meetings(db):
    play.theme, play.lise = make.theme(questions=1, lanes=False), make.user()
    return range(MEETINGS)


@pytest.mark.flaky(reruns=0)  # to measure by chance until it passes is no measure
def test_nothing_that_is_left_tells_in_which_order_the_notes_came(meetings):
    seen, live = {}, []
    for number in meetings:
        meeting = play(number)
        live.append([turn(note.text) for note in WallScreen.of(meeting).notes])
        for name, order in orders(close_sometimes_twice(meeting, number)).items():
            assert sorted(order) == list(range(NOTES)), name
            seen.setdefault(name, []).append(order)
    assert z(live) > BY_CHANCE, "while the meeting is open, notes stand as they came, so it could be there"
    found = {name: round(z(each), 2) for name, each in seen.items()}
    assert {name: value for name, value in found.items() if abs(value) >= BY_CHANCE} == {}


SHOWN = (MemberScreen, WallScreen, LeaderScreen, DeskScreen)


@pytest.mark.any_database
@pytest.mark.flaky(reruns=0)
def test_nothing_that_is_shown_tells_in_which_order_the_notes_came_that_waited(meetings):
    """By the method even while the meeting is open: the reveal shares out the ranks anew."""
    play.theme, seen, waiting = make.theme(questions=1, lanes=False, phases=make.PHASES), {}, []
    for _ in meetings:
        meeting = make.meeting(theme=play.theme, facilitator=play.lise, length="normal")
        for turn_of_note in range(NOTES):
            make.note(meeting, f"Note {turn_of_note:02}.")
        waiting.append([turn(text) for text in meeting.item(1).notes.values_list("text", flat=True)])
        meeting.show_notes(meeting.place)
        for kind in SHOWN:
            screen = kind.of(meeting)
            notes = screen.notes if kind != DeskScreen else [note for _, each in screen.notes_by_item for note in each]
            seen.setdefault(kind.__name__, []).append([turn(note.text) for note in notes])
        seen.setdefault("the ids", []).append(
            [turn(text) for text in meeting.item(1).notes.order_by("pk").values_list("text", flat=True)]
        )
    assert z(waiting) > BY_CHANCE, "until then their ranks tell it, so it could be there"
    found = {name: round(z(each), 2) for name, each in seen.items()}
    assert {name: value for name, value in found.items() if abs(value) >= BY_CHANCE} == {}


# --- What shows the minutes shows their own order -----------------------------------------------------------------------

MANY = 60  # notes, which in so many meetings would take minutes to print
FILES = {"pdf": words_of_pdf, "docx": words_of_docx, "txt": bytes.decode, "json": bytes.decode}
PAGES = {  # where the notes stand after the meeting, beside the desk: its address, and who reads
    "printable": Role.CHAIR,
    "review": Role.DEPUTY,
    "minutes": Role.SECRETARY,
    "version": Role.SECRETARY,
    "final-minutes": Role.MEMBER,
    "reading": None,
}


@pytest.fixture
def closed(db):
    meeting = make.meeting(theme=make.theme(questions=1, lanes=False))
    make.member(meeting)
    for number in range(MANY):
        make.note(meeting, f"Note {number:02}.")
    meeting.close("1")
    return Meeting.objects.get(pk=meeting.pk)


def order_of(meeting):
    """Return the turns of the notes in the order of the data, whose chance is shown above."""
    order = turns(packed(compose(meeting)))
    assert sorted(order) == list(range(MANY))
    assert order != sorted(order)
    return order


@pytest.mark.any_database
@pytest.mark.parametrize("extension", FORMATS)
def test_file_has_the_notes_in_the_order_of_the_data(closed, extension):
    words = exporter(extension).render(compose(closed))
    if extension == "csv":  # of agreements only
        assert turns(words.decode("utf-8-sig")) == []
    else:
        assert turns(FILES[extension](words)) == order_of(closed)


@pytest.mark.any_database
@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_file_is_the_same_whatever_ids_the_notes_have(closed, extension):
    """So nothing in it is made from ids, ranks or rows, but from the data alone."""
    before = compose(closed)
    notes = list(Note.objects.order_by("id"))
    Note.objects.all().delete()
    for pk, rank, note in zip(new_ids(MANY), reversed(range(MANY)), notes, strict=True):
        Note(pk=pk, rank=rank, item=note.item, text=note.text).save(force_insert=True)
    after = compose(closed)
    assert after == before
    assert parts_of(exporter(extension).render(after)) == parts_of(exporter(extension).render(before))


def parts_of(file):
    """Return the bytes of a file, of a zipped one those of each file in it."""
    if not file.startswith(b"PK"):
        return file
    with ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", PAGES)
def test_page_has_the_notes_in_the_order_of_the_data(closed, name):
    order, role = order_of(closed), PAGES[name]
    args = [1] if name == "version" else []
    if name in ("version", "final-minutes", "reading"):
        make.approve(closed)
    if name == "reading":
        args, client = [closed.make_reader_link()], Client()
    else:
        [ticket] = closed.tickets
        seat = Participant.of_ticket(closed, ticket) if role == Role.MEMBER else make.by_link(closed, role)
        client = client_of(seat)
    page = client.get(reverse(name, args=[closed.key, *args]), follow=True)
    assert turns(read(page).text) == order
