"""The page, the PDF, the Word file and the text say the same words in the same order, and the data holds nothing more.

Each is read back and compared with the blocks of `sections.document`, letter by letter: spaces and signs are the format's
own. Beside them stands only what this module names.
"""

import csv
import io
import json
import re
import subprocess
from datetime import timedelta
from itertools import chain

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.table import Table

from meetings.minutes import sections
from meetings.minutes.compose import compose
from meetings.minutes.exports import FORMATS, exporter
from meetings.minutes.exports.chart import Drawing
from meetings.models import Note, Role, RoleLink, open_correction, purge_due_notes
from tests import documents, make
from tests.conftest import client_of
from tests.reading import read
from tests.room.test_visibility import words_of_docx, words_of_pdf

pytestmark = pytest.mark.any_database

DOCUMENTS = {
    "hard": documents.hard,
    "empty": documents.empty,
    "everything": documents.everything,
    "corrected": documents.corrected,
    "nasty": documents.nasty,
    "long names": documents.long_names,
    "with an annex": lambda: documents.many_notes(100),
}


def letters(text):
    return "".join(char for char in text.casefold() if char.isalnum())


# --- What each block says, and how a format says it -------------------------------------------------------------------


def said(document, of_table, of_chart, of_paragraph, title=""):
    """[(what it is, its words)] in the order of the document."""
    head = document.head
    yield "head", [head.organisation, title or head.title, head.committee, head.theme]
    yield "facts", chain.from_iterable((*head.rows, *head.people))

    def blocks(section):
        yield section.title, [section.number, section.title]
        for block in section.blocks:
            if block.kind == "section":
                yield from blocks(block)
            elif block.kind == "chart":
                yield from of_chart(block, blocks)
            elif block.kind == "lists":
                yield section.title, chain.from_iterable((heading, *texts) for heading, texts in block.groups)
            else:
                yield section.title, of_table(block) if block.kind == "table" else of_paragraph(block)

    for section in document.sections:
        yield from blocks(section)
    yield "source", of_paragraph(document.source)
    if document.annex:
        yield from blocks(document.annex)


def head_row_and_cells(table):
    return chain([column.title for column in table.columns], *table.rows)


def labelled_cells(table):
    """In text each cell stands behind the title of its column, but for the number and what comes after it."""
    for row in table.cells_by_row:
        for place, (column, cell) in enumerate(row):
            yield from [cell] if row[0][0].kind == "nr" and place < 2 else [column.title, cell]


def parts(paragraph):
    return [part.text for part in paragraph.parts]


def parts_and_addresses(paragraph):
    """In text a link's address is written out."""
    for part in paragraph.parts:
        yield part.text
        if part.href.startswith("http") and part.href != part.text:
            yield part.href


def chart_in_words(chart, blocks):
    return blocks(chart.in_words)


def chart_beside_drawing(chart, blocks):
    """On paper the figures in a sentence, below the drawing."""
    yield "chart", [chart.title, chart.caption, "I tal:", Drawing.of(chart.groups).figures]


# --- What a reader takes out of each format ---------------------------------------------------------------------------


def page(meeting, minutes):
    chair = client_of(make.by_link(meeting, Role.CHAIR))
    sheet = read(chair.get(reverse("printable", args=[meeting.key]))).one("article")
    sheet.drop(".state, caption")  # the draft mark of the head of the page; a table's name for a screen reader
    return sheet.text, said(minutes.document, head_row_and_cells, chart_in_words, parts, title="Referat af")


def paper(meeting, minutes):
    """Without what is drawn outside the text: running head and foot, repeated head rows of tables, and the drawing."""
    read = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=render("pdf", minutes), capture_output=True, check=True
    )
    *sheets, _ = read.stdout.decode().split("\f")
    drawing = chart_drawing(minutes)
    text = ""
    for number, sheet in enumerate(sheets, 1):
        sheet = letters(sheet)
        for margin in (minutes.document.foot, f"Side {number} af {len(sheets)}", minutes.state.mark):
            sheet = without(sheet, letters(margin))
        if drawing and drawing in sheet:
            sheet, drawing = without(sheet, drawing), ""
        for head_row in ("Nr. Aftale Ansvarlig Frist", "Nr. Sag Sendes til Vi beder om Tages med af Senest"):
            sheet = sheet.removeprefix(letters(head_row))
        text += sheet
    assert not drawing
    return text, said(minutes.document, head_row_and_cells, chart_beside_drawing, parts)


def chart_drawing(minutes):
    chart = sections.chart(minutes)
    return letters("".join(text.text for text in Drawing.of(chart.groups).texts)) if chart else ""


def without(sheet, words):
    """What is drawn last on a sheet stands last in its text."""
    before, found, after = sheet.rpartition(words) if words else (sheet, True, "")
    assert found, words
    return before + after


def word(meeting, minutes):
    text = ""
    for block in Document(io.BytesIO(render("docx", minutes))).iter_inner_content():
        if isinstance(block, Table):
            text += "".join(cell.text for row in block.rows for cell in row.cells)
        else:
            text += block.text
    return text, said(minutes.document, head_row_and_cells, chart_in_words, parts)


def plain_text(meeting, minutes):
    return render("txt", minutes).decode(), said(minutes.document, labelled_cells, chart_in_words, parts_and_addresses)


def render(extension, minutes):
    return exporter(extension).render(minutes)


@pytest.fixture(params=DOCUMENTS)
def meeting(request, db):
    return DOCUMENTS[request.param]()


@pytest.mark.parametrize("reader", [page, paper, word, plain_text])
def test_format_says_every_block_in_order_and_nothing_else(reader, meeting):
    text, blocks = reader(meeting, compose(meeting))
    text, place = letters(text), 0
    for what, words in blocks:
        expected = letters("".join(words))
        assert text[place : place + len(expected)] == expected, what
        place += len(expected)
    assert text[place:] == ""


def test_every_format_is_compared_or_is_data():
    """Whoever adds a format reads it back here."""
    assert set(FORMATS) == {"pdf", "docx", "txt"} | {"json", "csv"}


def test_every_text_in_the_data_stands_in_the_document(meeting):
    minutes = compose(meeting)
    data = json.loads(render("json", minutes))["minutes"]
    document = letters(render("txt", minutes).decode())
    for text in strings({**data, "date": "", "starts_at": "", "ends_at": ""}):
        assert letters(text) in document


def strings(data):
    """Every text in the data but days, which people read in Danish."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from chain.from_iterable(strings(part) for name, part in data.items() if name not in ("due", "on"))
    elif isinstance(data, list):
        yield from chain.from_iterable(map(strings, data))


# --- Every note is accounted for --------------------------------------------------------------------------------------

TOLD = re.compile(r"(\d+) noter? er (?:skjult af mødelederen|udeladt af referenten)")


def words_of_page(meeting):
    chair = client_of(RoleLink.find(RoleLink.make(meeting, Role.CHAIR)).take_seat())
    return read(chair.get(reverse("review", args=[meeting.key]))).text


def words_of_printable(meeting):
    chair = client_of(RoleLink.find(RoleLink.make(meeting, Role.CHAIR)).take_seat())
    return read(chair.get(reverse("printable", args=[meeting.key]))).text


def words_of_final_page(meeting):
    make.approve(meeting)
    return read(Client().get(reverse("reading", args=[meeting.key, meeting.make_reader_link()]))).text


WORDS = {
    "page": words_of_page,
    "printable": words_of_printable,
    "final page": words_of_final_page,
    "pdf": lambda meeting: words_of_pdf(render("pdf", compose(meeting))),
    "docx": lambda meeting: words_of_docx(render("docx", compose(meeting))),
    "txt": lambda meeting: render("txt", compose(meeting)).decode(),
}


@pytest.mark.parametrize("name", WORDS)
def test_printed_hidden_and_left_out_are_all_notes_that_are_not_deleted(name, db):
    meeting = documents.everything()
    words, notes = " ".join(WORDS[name](meeting).split()), Note.objects.filter(item__meeting=meeting)
    printed = [note for note in notes if letters(note.text) in letters(words)]
    assert (len(printed), sum(map(int, TOLD.findall(words))), notes.count()) == (19, 5, 24)
    assert "3 noter er skjult af mødelederen (2 nævner en person, 1 står der to gange)." in words
    assert "1 note er skjult af mødelederen (hører ikke til spørgsmålet). 1 note er udeladt af referenten." in words


@pytest.mark.parametrize("name", [*WORDS, "json"])
def test_printed_hidden_and_left_out_are_what_was_written_and_not_deleted(name, db):
    """With one note that is deleted, and one that is both hidden and left out, which counts once."""
    meeting = documents.everything()
    meeting.reopen()
    make.note(meeting, "Fortrudt af den, der skrev den.").soft_delete()
    both = make.note(meeting, "Skjult og udeladt.")
    both.hide("person")
    both.arrange(left_out=True)
    written = Note.objects.filter(item__meeting=meeting).count()
    meeting.close("wrap-up")
    notes = [note.text for note in Note.objects.filter(item__meeting=meeting)]
    if name == "json":
        asked = json.loads(render("json", compose(meeting)))["minutes"]["questions"]
        printed = [note["text"] for each in asked for note in each["notes"]]
        withheld = sum(each["left_out"] + sum(hidden["count"] for hidden in each["hidden"]) for each in asked)
    else:
        words = " ".join(WORDS[name](meeting).split())
        assert letters("Fortrudt af den") not in letters(words)
        printed = [text for text in notes if letters(text) in letters(words)]
        withheld = sum(map(int, TOLD.findall(words)))
    assert (len(printed), withheld, len(notes), written) == (19, 6, 25, 26)
    assert "Skjult og udeladt." not in printed


def test_data_accounts_for_every_note(db):
    meeting = documents.everything()
    asked = json.loads(render("json", compose(meeting)))["minutes"]["questions"]
    hidden = [(each["reason"], each["count"]) for question in asked for each in question["hidden"]]
    assert sorted(hidden) == [
        ("hører ikke til spørgsmålet", 1), ("nævner en person", 2), ("står der to gange", 1),
    ]  # fmt: skip
    assert (sum(len(each["notes"]) for each in asked), sum(each["left_out"] for each in asked)) == (19, 1)


def test_question_whose_notes_are_all_hidden_says_so(db):
    meeting = make.meeting(notes=["Nævner Mads"])
    Note.objects.get().hide("personsag")
    text = render("txt", compose(meeting)).decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "1 note er skjult af mødelederen (hører til en personsag)." in text
    assert text.count("Der er ingen noter til spørgsmålet.") == 2  # of the others
    assert "Mads" not in text


def test_correction_after_the_notes_were_purged_still_accounts_for_them(db):
    meeting = documents.final()
    asked = compose(meeting).questions
    assert sum(each.left_out for each in asked) == 1
    assert purge_due_notes(meeting, timezone.localdate() + timedelta(days=8)) == 24
    open_correction(meeting, "En note skal ud.")
    assert [(each.hidden, each.left_out) for each in compose(meeting).questions] == [
        (each.hidden, each.left_out) for each in asked
    ]
    Note.objects.filter(item__meeting=meeting, item__number=1).first().arrange(left_out=True)
    assert compose(meeting).questions[0].left_out == asked[0].left_out + 1


# --- Line breaks that were typed --------------------------------------------------------------------------------------

NOTE = ["Vi køber ny skærm", "og et bord:", "• hæve-sænke", "", "• på hjul"]
AGREEMENT = ["Systemtime hver onsdag", "kl. 9."]


@pytest.fixture
def hard(db):
    return documents.hard()


def test_line_breaks_stay_on_the_page(hard):
    chair = client_of(make.by_link(hard, Role.CHAIR))
    sheet = read(chair.get(reverse("printable", args=[hard.key]))).one("article")
    assert ["<br>".join(NOTE), "<br>".join(AGREEMENT)] == [
        next(inner for inner in map(inner_html, sheet.all(kind)) if inner.startswith(first))
        for kind, first in (("li", NOTE[0]), ("td", AGREEMENT[0]))
    ]


def inner_html(element):
    return element.node.inner_html.strip()


def test_line_breaks_stay_on_paper(hard):
    read = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=render("pdf", compose(hard)), capture_output=True, check=True
    )
    lines = read.stdout.decode().splitlines()
    start = next(place for place, line in enumerate(lines) if line.endswith(NOTE[0]))
    assert lines[start + 1 : start + 4] == [line for line in NOTE[1:] if line]
    assert f"1 {AGREEMENT[0]}" in lines


def test_line_breaks_stay_in_word(hard):
    file = Document(io.BytesIO(render("docx", compose(hard))))
    assert "\n".join(NOTE) in [paragraph.text for paragraph in file.paragraphs]
    assert "\n".join(AGREEMENT) in [cell.text for table in file.tables for cell in table.column_cells(1)]


def test_line_breaks_stay_in_text_below_the_mark_of_the_list(hard):
    text = render("txt", compose(hard)).decode()
    assert "- Vi køber ny skærm\n  og et bord:\n  • hæve-sænke\n\n  • på hjul\n" in text
    assert "1. Systemtime hver onsdag\n   kl. 9.\n   Ansvarlig: Lise Holm." in text


def test_line_breaks_stay_in_a_cell_of_the_table(hard):
    rows = list(csv.reader(io.StringIO(render("csv", compose(hard)).decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["\n".join(AGREEMENT), "'=1+1", "Bemanding\nom torsdagen."]


def test_line_breaks_stay_on_the_sheet_that_is_worked_on(hard):
    secretary = client_of(make.by_link(hard, Role.SECRETARY))
    sheet = read(secretary.get(reverse("minutes", args=[hard.key]))).one("article")
    shown = [inner_html(element) for element in sheet.all(".line p, td, p")]
    for lines in (NOTE, AGREEMENT, ["At finde konsekvenser.", "Og at løse dem."]):
        assert "<br>".join(lines) in shown
