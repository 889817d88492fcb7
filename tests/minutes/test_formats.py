"""The minutes in every format but PDF: JSON beside and inside the PDF, Word, text and table."""

import csv
import io
import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import jsonschema
import pikepdf
import pytest
from django.urls import reverse
from docx import Document

from meetings.minutes.exports import FORMATS, exporter
from meetings.models import Role, RoleLink
from tests import documents, make
from tests.conftest import client_of

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "referat.schema.json").read_text())
DOCUMENTS = {
    "empty": documents.empty,
    "nasty": documents.nasty,
    "everything": documents.everything,
    "final": documents.final,
    "corrected": documents.corrected,
}


@pytest.fixture(params=DOCUMENTS)
def meeting(request, db):
    return DOCUMENTS[request.param]()


def fetch(meeting, extension):
    secretary = client_of(RoleLink.find(RoleLink.make(meeting, Role.SECRETARY)).take_seat())
    return secretary.get(reverse("minutes-file", args=[meeting.key, extension]))


@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_has_its_content_type_and_the_same_name(extension, db):
    meeting = make.meeting(theme=make.theme(title="Tema"))
    answer = fetch(meeting, extension)
    assert answer["Content-Type"] == exporter(extension).CONTENT_TYPE
    name = f"2026-11-23 Referat Lokal-MED Borgerservice Tema.{extension}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in answer["Cache-Control"]


def test_data_follows_the_schema_and_is_attached_to_the_pdf(meeting):
    data = fetch(meeting, "json").content
    document = json.loads(data)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    with pikepdf.open(io.BytesIO(fetch(meeting, "pdf").content)) as file:
        (name,) = file.attachments
        assert name == "referat.json"
        assert file.attachments[name].get_file().read_bytes() == data
        (associated,) = file.Root.AF
        assert str(associated.AFRelationship) == "/Data"


def test_printed_checksum_is_that_of_the_data(db):
    meeting = documents.final()
    document = json.loads(fetch(meeting, "json").content)
    content = json.dumps(document["minutes"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha256(content.encode()).hexdigest() == document["approval"]["sha256"] == meeting.versions.get().sha256
    assert document["approval"]["version"] == 1
    with pikepdf.open(io.BytesIO(fetch(meeting, "pdf").content)) as file:
        assert document["approval"]["sha256"] in str(file.docinfo.Subject)


class TestText:
    def test_text_has_headings_and_lists_for_pasting(self, db):
        text = fetch(documents.everything(), "txt").content.decode()
        assert text.startswith("Strandby Kommune\nREFERAT\nMøde i Lokal-MED, Borgerservice\n")
        assert "\n\n\n" not in text
        assert "Ledelsessiden: Lise Holm (formand), Anders Bruun\n" in text
        assert "\n\n4. Aftaler\n1. Systemtime hver onsdag.\n   Ansvarlig: Lise Holm. Frist: 13.\xa0jan. 2027.\n" in text
        assert "Medarbejdersiden:\nMedarbejdersiden er uenig i tidsplanen.\nDen er for stram.\n" in text
        assert "Usynligt arbejde:\n- Systemet viser" in text
        assert "Rolle: Formand. Navn: Lise Holm. Godkendt: Afventer.\n" in text

    def test_markup_in_text_stays_text_without_control_characters(self, db):
        text = fetch(documents.nasty(), "txt").content.decode()
        assert "<script>alert(1)</script>" in text
        assert "&lt;" not in text


class TestTable:
    def rows(self, meeting):
        text = fetch(meeting, "csv").content.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text), delimiter=";"))

    def test_table_has_the_byte_order_mark_and_semicolons_of_a_danish_spreadsheet(self, db):
        meeting = documents.everything()
        assert fetch(meeting, "csv").content.startswith(b"\xef\xbb\xbf")
        assert self.rows(meeting) == [
            ["Slags", "Nr.", "Hvad", "Ansvarlig", "Frist", "Sendes til", "Vi beder om", "Tages med af"],
            ["Aftale", "1", "Systemtime hver onsdag.", "Lise Holm", "2027-01-13", "", "", ""],
            ["Sendes videre", "1", "Bemanding om torsdagen.", "", "", "Område-MED", "beslutning", "formanden"],
        ]

    @pytest.mark.parametrize("sign", "=+-@")
    def test_formula_in_a_cell_is_text(self, sign, db):
        meeting = make.meeting()
        meeting.add_follow_up(lane="selv", text=f"{sign}1+1\nog mere;", responsible=f" {sign}HYPERLINK()")
        assert self.rows(meeting)[1][2:4] == [f"'{sign}1+1\nog mere;", f"' {sign}HYPERLINK()"]


class TestWord:
    @pytest.fixture
    def file(self, db):
        return Document(io.BytesIO(fetch(documents.corrected(), "docx").content))

    def test_word_file_has_real_headings_lists_and_tables(self, file):
        headings = [(p.style.name, p.text) for p in file.paragraphs if p.style.name.startswith("Heading 1")]
        assert [text for _, text in headings] == [
            "I korte træk",
            "1. Formål",
            "2. Sagsfremstilling",
            "3. Drøftelse",
            "4. Aftaler",
            "5. Sendes videre",
            "6. Bemærkninger og uenighed",
            "7. Kommunikation fra mødet",
            "8. Næste møde",
            "Godkendelse af referatet",
            "Rettelser",
        ]
        assert sum(p.style.name == "List Bullet" for p in file.paragraphs) == 23 + 12  # notes, and figures
        assert [cell.text for cell in file.tables[1].rows[0].cells] == ["Nr.", "Aftale", "Ansvarlig", "Frist"]
        assert [cell.text for cell in file.tables[1].rows[1].cells] == [
            "1", "Systemtime hver onsdag.", "Lise Holm", "1.\xa0mar. 2027",
        ]  # fmt: skip
        assert all(table.rows[0]._tr.trPr.xpath("w:tblHeader") for table in file.tables[1:])

    def test_a_question_that_led_to_agreements_leads_to_them(self, db):
        meeting = make.meeting()
        meeting.add_follow_up(lane="selv", text="Vi prøver det af.")
        file = Document(io.BytesIO(fetch(meeting, "docx").content))
        assert "Se afsnit 4." in [paragraph.text for paragraph in file.paragraphs]

    def test_word_file_has_title_author_language_and_version(self, file):
        about = file.core_properties
        assert (about.title, about.author, about.language) == (
            "Referat af møde i Lokal-MED, Borgerservice, den 23. november 2026", "Strandby Kommune", "da-DK",
        )  # fmt: skip
        assert "Godkendt, version 2 · SHA-256 " in file.sections[0].footer.paragraphs[0].text

    @pytest.mark.parametrize("name", ["nasty", "corrected"])
    def test_word_file_opens_in_libreoffice(self, name, db, tmp_path):
        if not (office := shutil.which("soffice")):
            pytest.skip("LibreOffice is not here: whether it opens the Word file was NOT tested.")
        (tmp_path / "referat.docx").write_bytes(fetch(DOCUMENTS[name](), "docx").content)
        subprocess.run(
            [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
             "--outdir", tmp_path, tmp_path / "referat.docx"],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        text = (tmp_path / "referat.txt").read_text()
        assert "3. Drøftelse" in text
        assert ("<script>alert(1)</script>" in text) == (name == "nasty")
