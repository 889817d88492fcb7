"""The minutes in every format but PDF: JSON beside and inside the PDF, Word, text and table."""

import csv
import io
import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import jsonschema
import pikepdf
import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import nsmap, qn
from lxml import etree

from meetings.minutes.exports import FORMATS, exporter
from meetings.models import Role, RoleLink
from tests import documents, make
from tests.conftest import client_of

from .ooxml import misplaced

pytestmark = pytest.mark.any_database

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
        assert "Ledelsessiden: Lise Holm (formand); Anders Bruun\n" in text
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


def in_libreoffice(meeting, folder, extension, converted_to):
    """Open the Word file in LibreOffice and return what it saves it as."""
    if not (office := shutil.which("soffice")):
        pytest.skip("LibreOffice is not here: whether it opens the Word file was NOT tested.")
    (folder / "referat.docx").write_bytes(fetch(meeting, "docx").content)
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", converted_to,
         "--outdir", folder, folder / "referat.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder / f"referat.{extension}"


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
        assert sum(p.style.name == "List Bullet" for p in file.paragraphs) == 19 + 14  # notes, and figures
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

    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_elements_are_in_the_order_of_the_standard(self, name, db):
        with ZipFile(io.BytesIO(fetch(DOCUMENTS[name](), "docx").content)) as package:
            parts = {
                part: etree.fromstring(package.read(part)) for part in package.namelist() if part.startswith("word/")
            }
        del parts["word/_rels/document.xml.rels"]
        assert {part: list(misplaced(root)) for part, root in parts.items()} == {part: [] for part in parts}

    def test_wrong_order_is_found(self):
        """`tblBorders` where python-docx alone would append it."""
        wrong = (
            f'<w:tblPr xmlns:w="{nsmap["w"]}"><w:tblLook/><w:tblBorders><w:bottom/><w:top/></w:tblBorders></w:tblPr>'
        )
        assert list(misplaced(etree.fromstring(wrong))) == ["tblPr: tblLook tblBorders", "tblBorders: bottom top"]

    def test_nothing_in_the_package_is_foreign(self, db):
        """python-docx begins from a document of its own, with an American's settings and a picture of it."""
        meeting = make.meeting(theme=make.theme(title="Tema"))
        with ZipFile(io.BytesIO(fetch(meeting, "docx").content)) as package:
            assert sorted(package.namelist()) == [
                "[Content_Types].xml",
                "_rels/.rels",
                "docProps/core.xml",
                "word/_rels/document.xml.rels",
                "word/document.xml",
                "word/footer1.xml",
                "word/numbering.xml",
                "word/settings.xml",
                "word/styles.xml",
            ]
            about = etree.fromstring(package.read("docProps/core.xml"))
        assert {etree.QName(fact).localname: fact.text for fact in about} == {
            "title": "Referat af møde i Lokal-MED, Borgerservice, den 23. november 2026",
            "subject": "Temadrøftelse: Tema",
            "creator": "Strandby Kommune",
            "language": "da-DK",
            "created": "2026-11-23T09:30:00Z",
            "modified": "2026-11-23T09:30:00Z",
        }

    def test_word_file_is_danish_a4_and_of_todays_word(self, file):
        def values(root, name):
            return [found.get(qn("w:val")) for found in root.iter(qn(f"w:{name}"))]

        settings, styles = file.settings.element, file.styles.element
        assert values(styles, "lang") + values(file.element, "lang") == ["da-DK"]
        assert values(settings, "themeFontLang") == ["da-DK"]
        assert values(settings, "decimalSymbol") == [","]
        assert values(settings, "listSeparator") == [";"]
        assert len(values(settings, "autoHyphenation")) == 1
        modes = {each.get(qn("w:name")): each.get(qn("w:val")) for each in settings.iter(qn("w:compatSetting"))}
        assert modes["compatibilityMode"] == "15"
        (page,) = file.sections
        assert (page.page_width.mm, page.page_height.mm) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
        assert {font for each in styles.iter(qn("w:rFonts")) for font in each.attrib.values()} == {"Calibri"}

    def test_table_is_as_wide_as_the_page_and_a_name_may_be_divided_in_it(self, db):
        file = Document(io.BytesIO(fetch(documents.long_names(), "docx").content))
        for table in file.tables:
            assert sum(column.width.mm for column in table.columns) == pytest.approx(170, abs=0.2)
        cell = file.tables[2].cell(1, 2)
        assert cell.text == "Arbejdsmiljøorganisationen"
        assert cell._tc.xpath(".//w:t/text()") == ["Arbejds", "miljø", "organisationen"]
        assert len(cell._tc.xpath(".//w:softHyphen")) == 2

    @pytest.mark.parametrize("name", ["nasty", "corrected"])
    def test_word_file_opens_in_libreoffice(self, name, db, tmp_path):
        text = in_libreoffice(DOCUMENTS[name](), tmp_path, "txt", "txt:Text (encoded):UTF8").read_text()
        assert "3. Drøftelse" in text
        assert ("<script>alert(1)</script>" in text) == (name == "nasty")

    def test_libreoffice_divides_long_names_with_a_hyphen(self, db, tmp_path):
        shown = in_libreoffice(documents.long_names(), tmp_path, "pdf", "pdf:writer_pdf_Export")
        read = subprocess.run(["pdftotext", "-raw", shown, "-"], capture_output=True, check=True, text=True)
        assert read.stdout.count("-\n") > 20
        whole = read.stdout.replace("-\n", "").replace("-", "")
        for name in documents.LONG_NAMES:
            assert whole.casefold().count(name.casefold().replace("-", "")) >= 8
