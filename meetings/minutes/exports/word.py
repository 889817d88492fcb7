"""The minutes as a Word file with real headings, lists and tables, for those who must edit on."""

import datetime
import io
from copy import deepcopy

from django.template.loader import render_to_string
from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from meetings import danish

from .plain import one_line, plain

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INK, SOFT, ACCENT = RGBColor(0x16, 0x22, 0x2E), RGBColor(0x4A, 0x57, 0x63), RGBColor(0x0E, 0x5A, 0x6B)
SIDES = {"management_side": "Ledelsessiden", "employee_side": "Medarbejdersiden", "others": "Øvrige", "absent": "Afbud"}


def render(minutes):
    file = Document()
    shape(file, minutes)
    head(file, minutes)
    numbers = minutes.numbers
    section(file, numbers, "purpose", "Formål", minutes.purpose)
    section(file, numbers, "background", "Sagsfremstilling", minutes.background)
    discussion(file, minutes)
    follow_ups(file, minutes)
    if minutes.remarks:
        file.add_heading(f"{numbers['remarks']}. Bemærkninger og uenighed", 1)
        for remark in minutes.remarks:
            file.add_heading(remark.side, 2)
            paragraphs(file, remark.text)
    section(file, numbers, "communication", "Kommunikation fra mødet", minutes.communication)
    section(file, numbers, "next_meeting", "Næste møde", minutes.next_meeting)
    approval(file, minutes)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


# --- The parts, in the order they stand ------------------------------------------------------------------------------


def head(file, minutes):
    if minutes.organisation:
        file.add_paragraph(one_line(minutes.organisation))
    file.add_paragraph("Referat", "Title")
    file.add_paragraph(f"Møde i {one_line(minutes.committee)}", "Subtitle")
    file.add_paragraph(f"Temadrøftelse: {one_line(minutes.source.title)}")
    rows = [
        ("Dato", danish.full_date(minutes.date).capitalize()),
        ("Tid", f"Kl. {danish.clock_range(minutes.starts_at, minutes.ends_at)}"),
        ("Sted", minutes.venue),
        ("Sagsnr.", minutes.case_number),
        ("Mødeleder", minutes.facilitator),
        ("Referent", minutes.secretary),
        ("Status", minutes.state.text),
        *((label, ", ".join(getattr(minutes, side))) for side, label in SIDES.items()),
    ]
    table(file, [], [row for row in rows if row[1]], [Mm(42), Mm(128)])


def section(file, numbers, name, title, text):
    if text:
        file.add_heading(f"{numbers[name]}. {title}", 1)
        paragraphs(file, text)


def discussion(file, minutes):
    number = minutes.numbers.get("questions")
    if not number:
        return
    file.add_heading(f"{number}. Drøftelse", 1)
    for question in minutes.questions:
        file.add_heading(f"{number}.{question.number} {one_line(question.text)}", 2)
        if question.conclusion:
            file.add_heading("Opsamling", 3)
            paragraphs(file, question.conclusion)
        if question.notes:
            file.add_heading("Noter fra mødet", 3)
        for heading, texts in question.groups:
            if heading:
                file.add_heading(one_line(heading), 4)
            bullets(file, texts)
        if not question.conclusion and not question.notes:
            file.add_paragraph(nothing_said(question, minutes.numbers))


def nothing_said(question, numbers):
    return one_line(render_to_string("minutes/nothing_said.html", {"question": question, "numbers": numbers}))


def follow_ups(file, minutes):
    if minutes.agreements:
        file.add_heading(f"{minutes.numbers['agreements']}. Aftaler", 1)
        rows = [(done.text, done.responsible, day(done.due)) for done in minutes.agreements]
        table(file, ["Nr.", "Aftale", "Ansvarlig", "Frist"], numbered(rows), [Mm(12), Mm(90), Mm(38), Mm(30)])
    if minutes.upward:
        file.add_heading(f"{minutes.numbers['upward']}. Sendes videre", 1)
        rows = [(sent.text, sent.sent_to, sent.request, sent.carried_by, day(sent.due)) for sent in minutes.upward]
        titles = ["Nr.", "Sag", "Sendes til", "Vi beder om", "Tages med af", "Senest"]
        table(file, titles, numbered(rows), [Mm(12), Mm(58), Mm(27), Mm(24), Mm(27), Mm(22)])


def approval(file, minutes):
    state = minutes.state
    file.add_heading("Godkendelse af referatet", 1)
    if state.version:
        file.add_paragraph(f"Version {state.version}. Kontrolsum (SHA-256): {state.sha256}")
    else:
        due = danish.long_date(minutes.remarks_due)
        file.add_paragraph(f"Bemærkninger til referatet sendes til referenten senest den {due}.")
    rows = [(each.post, each.name, danish.long_date(each.on) if each.on else "Afventer") for each in state.approvals]
    table(file, ["Rolle", "Navn", "Godkendt"], rows, [Mm(40), Mm(80), Mm(50)])
    if minutes.corrections:
        file.add_heading("Rettelser", 1)
        rows = [(str(each.version), danish.long_date(each.on), each.text) for each in minutes.corrections]
        table(file, ["Version", "Dato", "Rettelse"], rows, [Mm(20), Mm(44), Mm(106)])
    source = minutes.source
    words = [f"Kilde: ”{source.title}”", f"i serien ”{source.series}”" if source.series else "", source.url]
    file.add_paragraph(one_line(" ".join(words))).paragraph_format.space_before = Pt(18)


# --- What they are made of -------------------------------------------------------------------------------------------


def paragraphs(file, text):
    for line in plain(text).splitlines():
        if line.strip():
            file.add_paragraph(line)


def bullets(file, texts):
    """Each shaped as the first: looking a style up takes python-docx 2 ms, and there may be thousands."""
    first = last = file.add_paragraph(style="List Bullet")
    for text in texts[1:]:
        item = Paragraph(deepcopy(first._p), file)
        last._p.addnext(item._p)
        item.text, last = one_line(text), item
    first.text = one_line(texts[0])


def numbered(rows):
    return [(str(number), *row) for number, row in enumerate(rows, 1)]


def day(due):
    return danish.abbreviated_date(due) if due else ""


def table(file, titles, rows, widths):
    """`titles`: the head row, which Word repeats on each page; without, the first column is what heads a row."""
    made = file.add_table(0, len(widths))
    made.autofit = False
    rule(made)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for values in [titles, *rows] if titles else rows:
        row = made.add_row()
        mark(row, "w:cantSplit")
        for place, (cell, value, width) in enumerate(zip(row.cells, values, widths, strict=True)):
            cell.text, cell.width = one_line(value) or "–", width
            is_head = values is titles or (not titles and place == 0)
            for run in cell.paragraphs[0].runs if is_head else ():
                run.bold = True
            space = cell.paragraphs[0].paragraph_format
            space.space_before, space.space_after = Pt(2), Pt(3)
    if titles:
        mark(made.rows[0], "w:tblHeader")


def rule(made):
    """Hairlines between the rows, and none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "D9D6CE")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    made._tbl.tblPr.append(borders)


def mark(row, name):
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def shape(file, minutes):
    """The page, the styles, the foot, and what the file says of itself."""
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
    foot.text = f"Referat · {one_line(minutes.committee)[:60]} · {danish.long_date(minutes.date)} · {minutes.state.short} · Side "
    page_number(foot)
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT
    about = file.core_properties
    about.title, about.author, about.language = (
        one_line(minutes.title)[:255],
        one_line(minutes.organisation)[:255],
        "da-DK",
    )
    about.subject, about.comments, about.keywords = f"Temadrøftelse: {one_line(minutes.source.title)}"[:255], "", ""
    held = timezone.make_aware(datetime.datetime.combine(minutes.date, minutes.ends_at)).astimezone(datetime.UTC)
    about.created = about.modified = held.replace(tzinfo=None)


def page_number(paragraph):
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
