"""Writes the minutes as a Word file with real headings, lists and tables, for further editing."""

import datetime
import io
from copy import deepcopy

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INK, SOFT, ACCENT = RGBColor(0x16, 0x22, 0x2E), RGBColor(0x4A, 0x57, 0x63), RGBColor(0x0E, 0x5A, 0x6B)
HEAD = (42, 128)  # mm, the columns of the table at the head of the document


def render(minutes):
    document = minutes.document
    file = Document()
    shape(file, minutes, document)
    head(file, document.head)
    for part in document.sections:
        section(file, part)
    source = paragraph(file, document.source)
    source.paragraph_format.space_before = Pt(18)
    if document.annex:
        section(file, document.annex)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


# --- What the document is made of -------------------------------------------------------------------------------------


def head(file, head):
    if head.organisation:
        file.add_paragraph(head.organisation)
    file.add_paragraph(head.title, "Title")
    file.add_paragraph(head.committee, "Subtitle")
    file.add_paragraph(head.theme)
    table(file, (*head.rows, *head.people), HEAD)


def section(file, section):
    dot = "." if section.level == 2 and section.number else ""
    file.add_heading(f"{section.number}{dot} {section.title}".strip(), section.level - 1)
    for block in section.blocks:
        if block.kind == "table":
            titles = [column.title for column in block.columns]
            table(file, block.rows, block.widths, titles)
        elif block.kind == "lists":
            lists(file, block, section.level)
        else:
            WRITTEN[block.kind](file, block)


def paragraph(file, block):
    made = file.add_paragraph()
    for part in block.parts:
        run = link(made, part) if part.href.startswith("http") else made.add_run(part.text)
        if block.role:  # beside the running text
            run.font.size = Pt(9)
            run.font.color.rgb = SOFT
    return made


def lists(file, block, level):
    for heading, texts in block.groups:
        if heading:
            file.add_heading(heading, level)
        bullets(file, texts)


def chart(file, block):
    section(file, block.in_words)


WRITTEN = {"section": section, "paragraph": paragraph, "chart": chart}


# --- What that is made of in Word -------------------------------------------------------------------------------------


def link(paragraph, part):
    reference = paragraph.part.relate_to(part.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    run = paragraph.add_run(part.text)
    run.font.underline = True
    made = OxmlElement("w:hyperlink")
    made.set(qn("r:id"), reference)
    made.append(run._r)
    paragraph._p.append(made)
    return run


def bullets(file, texts):
    """Add a list. Its items are copies of the first: looking up a style takes python-docx 2 ms."""
    first = last = file.add_paragraph(style="List Bullet")
    for text in texts[1:]:
        item = Paragraph(deepcopy(first._p), file)
        last._p.addnext(item._p)
        item.text, last = text, item
    first.text = texts[0]


def table(file, rows, widths, titles=()):
    """Add a table. `titles`: the head row, which Word repeats on each page; without it, the first column heads the rows."""
    made = file.add_table(0, len(widths))
    made.autofit = False
    rule(made)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for values in [titles, *rows] if titles else rows:
        row = made.add_row()
        mark(row, "w:cantSplit")
        for place, (cell, value, width) in enumerate(zip(row.cells, values, widths, strict=True)):
            cell.text, cell.width = value, Mm(width)
            is_head = values is titles or (not titles and place == 0)
            for run in cell.paragraphs[0].runs if is_head else ():
                run.bold = True
            space = cell.paragraphs[0].paragraph_format
            space.space_before, space.space_after = Pt(2), Pt(3)
    if titles:
        mark(made.rows[0], "w:tblHeader")


def rule(made):
    """Set hairlines between the rows, and none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "D9D6CE")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    made._tbl.tblPr.append(borders)


def mark(row, name):
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def shape(file, minutes, document):
    """Set the page, the styles, the footer and the file's properties."""
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(22)
    sizes = {"Normal": (10.5, INK), "Title": (26, INK), "Subtitle": (14, ACCENT), "Heading 1": (14, INK)}
    sizes |= {"Heading 2": (11.5, INK), "Heading 3": (10, SOFT), "Heading 4": (10, SOFT), "Footer": (8, SOFT)}
    for name, (size, colour) in sizes.items():
        style = file.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), colour
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [each for each in fonts.attrib if each.endswith("Theme")]:
            del fonts.attrib[theme]
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "da-DK")
    file.styles["Normal"].element.get_or_add_rPr().append(language)
    foot = page.footer.paragraphs[0]
    foot.text = f"{document.foot} · Side "
    page_number(foot)
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT
    about = file.core_properties
    about.title, about.author, about.language = minutes.title[:255], minutes.organisation[:255], "da-DK"
    about.subject, about.comments, about.keywords = document.head.theme[:255], "", ""
    held = timezone.make_aware(datetime.datetime.combine(minutes.date, minutes.ends_at)).astimezone(datetime.UTC)
    about.created = about.modified = held.replace(tzinfo=None)


def page_number(paragraph):
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
