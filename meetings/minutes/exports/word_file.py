"""Makes a Word file of a document, with real headings, lists and tables. Only the worker imports it.

It begins from `word_parts`, an empty document with our styles and settings. Elements are added in the order in which
ECMA-376 has them: Word repairs a file with another order, or refuses it.
"""

import io
from copy import deepcopy
from pathlib import Path
from zipfile import ZipFile

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from meetings.hyphens import SOFT_HYPHEN, soft_hyphens

from ..blocks import TABLE

SOFT = RGBColor(0x4A, 0x57, 0x63)
HEAD = (42, TABLE - 42)  # mm, the columns of the table at the head of the document


def zipped(folder):
    """Return the bytes of a package with the files of `folder`."""
    out = io.BytesIO()
    with ZipFile(out, "w") as package:
        for path in sorted(folder.rglob("*.*")):
            if path.is_file():
                package.write(path, path.relative_to(folder).as_posix())
    return out.getvalue()


EMPTY = zipped(Path(__file__).resolve().parent / "word_parts")


def written_by(document, title, author, held):
    """Return the bytes of the file. `held`: when the meeting ended, in UTC, naive."""
    file = Document(io.BytesIO(EMPTY))
    describe(file, document, title, author, held)
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
    table(file, (*head.rows, *head.people), HEAD, head.title)


def section(file, section):
    dot = "." if section.level == 2 and section.number else ""
    file.add_heading(f"{section.number}{dot} {section.title}".strip(), section.level - 1)
    for block in section.blocks:
        if block.kind == "table":
            titles = [column.title for column in block.columns]
            table(file, block.rows, block.widths, block.title, titles)
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


def table(file, rows, widths, name, titles=()):
    """Add a table. `widths`: mm. `name`: for a screen reader. `titles`: the head row, which Word repeats on each page.

    Without it, the first column heads the rows.
    """
    made = file.add_table(0, len(widths), "Referat")
    made.autofit = False
    width = made._tbl.tblPr.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(Mm(TABLE).twips))
    made._tbl.tblPr.append(element("w:tblCaption", val=name))
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for values in [titles, *rows] if titles else rows:
        row = made.add_row()
        mark(row, "w:cantSplit")
        for place, (cell, value, width) in enumerate(zip(row.cells, values, widths, strict=True)):
            cell.width = Mm(width)
            run = divisible(cell.paragraphs[0], value)
            run.bold = True if values is titles or (not titles and place == 0) else None
    if titles:
        mark(made.rows[0], "w:tblHeader")


def divisible(paragraph, text):
    """Add the text in one run. Where a column is narrow, Word's own hyphenation would need its Danish dictionary."""
    run = paragraph.add_run()
    for number, part in enumerate(soft_hyphens(text).split(SOFT_HYPHEN)):
        if number:
            run._r.append(element("w:softHyphen"))
        run.add_text(part)
    return run


def element(name, **attributes):
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def mark(row, name):
    row._tr.get_or_add_trPr().append(element(name))


def describe(file, document, title, author, held):
    """Set the footer and the file's properties."""
    foot = file.sections[0].footer.paragraphs[0]
    foot.text = f"{document.foot} · Side "
    foot._p.append(element("w:fldSimple", instr="PAGE"))
    about = file.core_properties
    about.title, about.author, about.language = title[:255], author[:255], "da-DK"
    about.subject = document.head.theme[:255]
    about.created = about.modified = held
