"""The PDF read back: its words with pdftotext, its structure with pikepdf."""

import datetime
import io
import multiprocessing
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from django.core.cache import caches
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from meetings.hyphens import soft_hyphens
from meetings.minutes.compose import compose
from meetings.minutes.exports import pdf, text
from meetings.minutes.exports.worker import in_worker, worker
from meetings.models import Lane, Stage
from tests import documents, make
from tests.documents import NASTY
from tests.reading import read

pytestmark = pytest.mark.any_database

DATA = (b"{}", datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC))  # what goes into the file beside the page


def words(printed, *options):
    """Return the text of the PDF, with every run of spaces as one. `options`: of pdftotext, as `-raw`: in reading order."""
    read = subprocess.run(["pdftotext", *options, "-", "-"], input=printed, capture_output=True, check=True)
    # pdftotext leaves the soft hyphen at the end of a line in the text.
    return " ".join(re.sub("\u00ad\\s+", "", read.stdout.decode()).split())


def pages(printed):
    with pikepdf.open(io.BytesIO(printed)) as file:
        return len(file.pages)


def structure(file):
    """Yield every element of the structure tree, in reading order."""
    waiting = [file.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            yield element
            kids = element.get("/K")
            waiting += reversed(list(kids) if isinstance(kids, pikepdf.Array) else [kids])


def text_of(meeting):
    return words(pdf.render(compose(meeting)))


@pytest.fixture
def told(meeting):
    """A meeting with notes, conclusions and follow-ups."""
    meeting.edit(
        theme=make.theme(title="Teknologien flytter opgaver", page_url="https://example.org/tema", site="example.org"),
        case_number="26/012345",
        secretary_name="Jonas Kvist",
    )
    make.attend(meeting, "Birgitte Østergaard", absent=True)
    for number in (1, 2, 3):
        make.note(meeting, f"Vi skriver det samme {number} steder.", number=number)
        meeting.items.get(number=number).write_conclusion(f"Udvalget var enigt om {number}.", seen=0)
    due = datetime.date(2027, 1, 13)
    meeting.add_follow_up(lane=Lane.SELF, text="Systemtime hver onsdag.", responsible="Lise Holm", due=due)
    meeting.add_follow_up(
        lane=Lane.UP, text="Bemanding om torsdagen.", sent_to="Område-MED", request="beslutning", carried_by="formanden"
    )
    meeting.write_next_meeting("Mandag den 25. januar 2027 kl. 9.00.", 0)
    return meeting


class TestDownload:
    def test_download_is_a_file_under_its_name(self, told, jonas):
        response = jonas.get(f"/m/{told.key}/referat.pdf")
        name = "2026-11-23 Referat Lokal-MED Borgerservice Teknologien flytter opgaver.pdf"
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert "no-store" in response["Cache-Control"]
        assert "Systemtime hver onsdag." in words(response.content)

    def test_a_danish_name_survives(self, meeting, jonas):
        meeting.edit(theme=make.theme(title="Ære og å"))
        response = jonas.get(f"/m/{meeting.key}/referat.pdf")
        assert response["Content-Disposition"] == (
            "attachment; filename*=utf-8''2026-11-23%20Referat%20Lokal-MED%20Borgerservice%20%C3%86re%20og%20%C3%A5.pdf"
        )


class TestWords:
    def test_pdf_holds_everything_that_was_said(self, told):
        text = text_of(told)
        for said in (
            "Strandby Kommune",
            "Møde i Lokal-MED, Borgerservice",
            "Temadrøftelse: Teknologien flytter opgaver",
            "Mandag den 23. november 2026",
            "Kl. 9.00–10.30",
            "26/012345",
            "Lise Holm (formand); Anders Bruun",
            "Peter Aagaard (næstformand); Samira Nielsen",
            "Afbud Birgitte Østergaard",
            "Udvalget indgik 1 aftale (afsnit 4) og sender 1 sag videre (afsnit 5).",
            "3.3 Hvad siger vi til spørgsmål 3? Hvorfor?",
            "1 Systemtime hver onsdag. Lise Holm 13. jan. 2027",
            "1 Bemanding om torsdagen. Område-MED beslutning formanden –",
            "6 Næste møde Mandag den 25. januar 2027 kl. 9.00.",
            "Bemærkninger til referatet sendes til referenten senest den 7. december 2026.",
            "Formand Lise Holm Afventer Næstformand Peter Aagaard Afventer",
            "Kilde: ”Teknologien flytter opgaver” i serien ”Serien”, example.org.",
            *(
                f"Konklusion Udvalget var enigt om {n}. Noter fra mødet Vi skriver det samme {n} steder."
                for n in (1, 2, 3)
            ),
        ):
            assert said in text

    def test_hidden_note_is_left_out(self, meeting):
        note = make.note(meeting, "Det skal ikke med.")
        assert "Det skal ikke med." in text_of(meeting)
        note.hide("person")
        assert "Det skal ikke med." not in text_of(meeting)

    def test_every_page_is_marked_as_a_draft_and_counted(self, db):
        meeting = make.meeting(stage=Stage.CLOSED, notes=["En note."] * 81)
        printed = pdf.render(compose(meeting))
        text, last = words(printed), pages(printed)
        assert last > 1
        assert text.count("UDKAST – ikke godkendt") == last
        assert text.count("Referat · Lokal-MED, Borgerservice · 23. november 2026 · Udkast") == last
        assert [f"Side {page} af {last}" in text for page in range(1, last + 1)] == [True] * last

    def test_empty_meeting_is_printed_without_empty_sections(self, db):
        meeting = make.meeting(stage=Stage.DRAFT, attendees={}, venue="")
        text = text_of(meeting)
        assert "UDKAST – mødet er ikke afsluttet" in text
        assert text.count("Der er ingen noter til spørgsmålet.") == 3
        for empty in ("Sted", "Ledelsessiden", "I korte træk", "Aftaler", "Sendes videre", "Næste møde", "Bilag"):
            assert empty not in text

    def test_many_notes_stand_in_an_annex_so_that_decisions_come_first(self, told):
        for number in range(200):
            make.note(told, f"Note nummer {number}.")
        text = text_of(told)
        assert "Noter fra mødet 201 noter, gengivet i bilaget." in text
        assert (
            text.index("Systemtime hver onsdag.") < text.index("Bilag: Noter fra mødet") < text.index("Note nummer 0.")
        )
        assert [f"Note nummer {number}." in text for number in range(200)] == [True] * 200

    def test_follow_up_is_never_split_between_two_pages(self, db):
        printed = pdf.render(compose(documents.many_follow_ups()))
        read = subprocess.run(["pdftotext", "-", "-"], input=printed, capture_output=True, check=True).stdout.decode()
        sheets = [" ".join(sheet.split()) for sheet in read.split("\f")]
        for number in range(60):
            assert sum(f"Sag nummer {number}." in sheet for sheet in sheets) == 1

    def test_a_word_divided_by_the_layout_is_found_whole(self, meeting):
        meeting.items.get(number=1).write_conclusion("tidsbestillingssystemet " * 40, seen=0)
        assert text_of(meeting).count("tidsbestillingssystemet") == 40


def boxes(printed):
    """[[(left, top, right, bottom, word), …] for each page], in points."""
    found = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=printed, capture_output=True, check=True)
    sheets = LexborHTMLParser(found.stdout.decode()).css("page")
    return [
        [(*(float(word.attributes[side]) for side in ("xmin", "ymin", "xmax", "ymax")), word.text()) for word in page.css("word")]
        for page in sheets
    ]  # fmt: skip


class TestLongNames:
    """`documents.LONG_NAMES`: wherever a name is divided it has a hyphen, and the text layer gives it whole."""

    @pytest.fixture
    def minutes(self, db):
        return compose(documents.long_names())

    def test_every_name_is_found_whole(self, minutes):
        printed = pdf.render(minutes)
        shown = words(printed, "-raw").replace(f"Referat · {minutes.committee} · ", "")  # the foot of each page
        written = text.render(minutes).decode()
        for name in documents.LONG_NAMES:
            whole = re.compile(rf"\b{name.replace('-', '- ?')}\b", re.IGNORECASE)  # a line may end after its own hyphen
            assert len(whole.findall(written)) >= 8
            assert len(whole.findall(shown)) == len(whole.findall(written)), name

    def test_every_name_is_read_aloud_whole(self, minutes, tmp_path):
        """As the tagged structure gives it: a soft hyphen is no character of a word (ISO 32000-1, 14.8.2.2.3)."""
        (tmp_path / "minutes.pdf").write_bytes(pdf.render(minutes))
        told = subprocess.run(
            ["pdfinfo", "-struct-text", tmp_path / "minutes.pdf"], capture_output=True, check=True, text=True
        )
        spoken = "".join(re.findall(r'^ *"(.*)"$', told.stdout, re.MULTILINE)).replace("\u00ad", "").casefold()
        written = text.render(minutes).decode().casefold()
        for name in documents.LONG_NAMES:
            assert spoken.count(name.casefold()) == written.count(name.casefold()), name

    def test_names_are_divided_between_their_parts(self, minutes):
        read = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=pdf.render(minutes), capture_output=True, check=True
        )
        divided = re.findall(r"(\w+)\u00ad\n(\w+)", read.stdout.decode().casefold())
        words = "-".join(documents.LONG_NAMES).casefold().split("-")
        between = {pair for word in words for pair in pairwise(soft_hyphens(word, 10).split("\u00ad"))}
        assert len(divided) > 20
        for before, after in divided:
            assert any(before.endswith(part) and after.startswith(then) for part, then in between), (before, after)

    def test_no_word_reaches_into_another_or_over_the_margin(self, minutes):
        for sheet in boxes(pdf.render(minutes)):
            assert max(right for _, _, right, _, _ in sheet) < 190.5 / 25.4 * 72
            for (left, top, right, bottom, word), after in combinations(sheet, 2):
                over = (
                    min(right, after[2]) - max(left, after[0]) > 0.5 and min(bottom, after[3]) - max(top, after[1]) > 4
                )
                assert not over, (word, after)


class TestNastyInput:
    @pytest.fixture
    def nasty(self, db):
        return documents.nasty()

    def test_typed_markup_is_printed_as_text(self, nasty):
        printed = pdf.render(compose(nasty))
        text = words(printed)
        assert "<script>alert(1)</script> 👩🏽\u200d💻 gnirts [31m <img src='file:///etc/hostname'>" in text
        assert "{{ minutes }} &#1;" in text
        assert text.count("Ø") == 120 + 120 + 120 + 280 + 9000 + 200 + 200
        assert "العربية" in text
        assert "中文" in text
        for gone in "\u202e\u2066\u200b\x07\x1b\ue000":
            assert gone in NASTY
            assert gone not in text
        with pikepdf.open(io.BytesIO(printed)) as file:
            assert not file.check_pdf_syntax()
            assert not any(page.get_images() for page in file.pages)

    @pytest.mark.parametrize(("written", "printed"), [("\U00013000\U00013001 ja", "\ufffd ja"), ("n\u1ab0ej", "nej")])
    def test_character_without_a_font_is_printed_as_one_sign(self, written, printed, meeting):
        make.note(meeting, f"Sådan: {written}.")
        assert f"Sådan: {printed}." in text_of(meeting)

    def test_every_character_has_an_embedded_font_of_ours(self, nasty):
        """Fonts of this machine may be missing on another."""
        with pikepdf.open(io.BytesIO(pdf.render(compose(nasty)))) as file:
            fonts = [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing]
            assert {str(font.FontName).partition("+")[2] for font in fonts} == {
                "Atkinson-Hyperlegible-Next",
                "Atkinson-Hyperlegible-Next-Semi-Bold",
                "Other-Arabic",
                "Other-Emoji",
                "Other-Han",
                "Other-Signs",
            }
            assert all("/FontFile2" in font for font in fonts)


class TestStructure:
    @pytest.fixture
    def file(self, told):
        with pikepdf.open(io.BytesIO(pdf.render(compose(told)))) as file:
            yield file

    def test_document_has_title_author_language_and_standards(self, file):
        assert str(file.docinfo.Title) == "Referat af møde i Lokal-MED, Borgerservice, den 23. november 2026"
        assert str(file.docinfo.Author) == "Strandby Kommune"
        assert str(file.Root.Lang) == "da"
        assert bool(file.Root.MarkInfo.Marked)
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        with file.open_metadata() as xmp:
            assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "3", "A")
        assert [float(side) for side in file.pages[0].MediaBox] == pytest.approx([0, 0, 595.28, 841.89], abs=0.01)

    def test_headings_step_down_one_at_a_time(self, file):
        levels = [int(str(element.S)[2]) for element in structure(file) if re.fullmatch(r"/H[1-6]", str(element.S))]
        assert levels == [1, 2, 2, 2, 3, 4, 4, 3, 4, 4, 3, 4, 4, 2, 2, 2, 2]

    def test_header_cells_say_what_they_head(self, file):
        scopes = [str(element.A.Scope) for element in structure(file) if str(element.S) == "/TH"]
        assert scopes == ["/Row"] * 9 + ["/Column"] * (4 + 6 + 3) + ["/Row"] * 2

    def test_notes_are_lists(self, file):
        items = [element for element in structure(file) if str(element.S) == "/LI"]
        assert [[str(kid.S) for kid in item.K] for item in items] == [["/LBody"]] * 3

    def test_running_heads_are_outside_the_reading_order(self, file):
        for page in file.pages:
            drawing = page.Contents.read_bytes()
            assert drawing.count(b"/Pagination") == 3
        assert not any("/Pagination" in str(element) for element in structure(file))

    def test_links_are_named(self, file):
        names = [str(link.Contents) for page in file.pages for link in page.get("/Annots", ())]
        assert names == [
            "Gå til afsnit 4, Aftaler",
            "Gå til afsnit 5, Sendes videre",
            "Teknologien flytter opgaver på example.org",
        ]

    def test_the_same_minutes_are_the_same_bytes(self, told):
        first = pdf.render(compose(told))
        caches["printed"].clear()
        assert pdf.render(compose(told)) == first


class TestWorker:
    def test_printing_opens_no_address(self, tmp_path):
        """Even if markup got through, the printer would fetch nothing."""
        picture = tmp_path / "picture.png"
        Image.new("RGB", (8, 8)).save(picture)
        page = f'<html lang="da"><title>x</title><body><img alt="x" src="{picture.as_uri()}"></body></html>'

        def pictures(printed):
            with pikepdf.open(io.BytesIO(printed)) as file:
                return sum(len(page.get_images()) for page in file.pages)

        assert pictures(weasyprint.HTML(string=page).write_pdf()) == 1
        assert pictures(in_worker("pdf", page, *DATA)) == 0

    def test_the_server_never_loads_the_printer(self):
        code = "import sys, teknologi_dialog.asgi, meetings.minutes.exports.pdf; print([name for name in sys.modules if 'weasyprint' in name])"
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
        assert found.stdout == "[]\n"

    def test_a_killed_worker_is_replaced(self, meeting):
        before = pdf.render(compose(meeting))
        caches["printed"].clear()
        (killed,) = multiprocessing.active_children()
        if (score := Path(f"/proc/{killed.pid}/oom_score_adj")).exists():  # it goes first where memory runs out
            assert score.read_text() == "500\n"
        os.kill(killed.pid, signal.SIGKILL)
        assert pdf.render(compose(meeting)) == before
        (replacement,) = multiprocessing.active_children()
        assert replacement.pid != killed.pid

    def test_printing_process_starts_when_the_minutes_are_opened(self, meeting, jonas):
        worker.end()
        jonas.get(f"/m/{meeting.key}/referat/")
        (started,) = multiprocessing.active_children()
        assert jonas.get(f"/m/{meeting.key}/referat.pdf").content.startswith(b"%PDF")
        assert multiprocessing.active_children() == [started]

    def test_printing_process_never_outlives_the_server(self):
        """The pipe is closed only when every process that could write to it is gone."""
        code = (
            "import os; from datetime import UTC, datetime; from meetings.minutes.exports.worker import in_worker;"
            "print(in_worker('pdf', '<html lang=da><title>x</title><body>x', b'{}', datetime.now(UTC))[:5], flush=True); os.kill(os.getpid(), 9)"
        )
        server = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=30, check=False)
        assert (server.stdout, server.returncode) == (b"b'%PDF-'\n", -9)

    def test_many_at_once_are_printed_by_one(self):
        """More than one worker prints before it is replaced."""
        with ThreadPoolExecutor(8) as callers:
            printed = set(
                callers.map(
                    lambda page: in_worker("pdf", page, *DATA), ['<html lang="da"><title>x</title><body>x'] * 60
                )
            )
        assert len(printed) == 1

    def test_printing_process_that_cannot_start_gets_503_in_danish(self, meeting, jonas, monkeypatch):
        monkeypatch.setattr(multiprocessing.spawn, "_python_exe", b"/nonexistent")
        worker.end()
        response = jonas.get(f"/m/{meeting.key}/referat.pdf")
        assert response.status_code == 503
        said = read(response)
        assert "Vi kunne ikke lave referatet. Prøv igen. Mødets noter er ikke gået tabt." in said
        assert said.link("Åbn referatet på skærmen")["href"] == f"/m/{meeting.key}/referat/udskrift/"
