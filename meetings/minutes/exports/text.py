"""Writes the minutes as plain text, to be pasted into an agenda system."""

CONTENT_TYPE = "text/plain; charset=utf-8"


def render(minutes):
    return written(minutes.document).encode()


def written(document):
    """Return the text: each block's lines, and an empty line before each section."""
    text = "\n".join((*head(document.head), *body(document)))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip() + "\n"


def head(head):
    yield from filter(None, (head.organisation, head.title.upper(), head.committee, head.theme))
    for rows in filter(None, (head.rows, head.people)):
        yield ""
        for label, text in rows:
            yield f"{label}: {text}"


def body(document):
    for section in document.sections:
        yield from section_lines(section)
    yield ""
    yield from paragraph(document.source)
    if document.annex:
        yield from section_lines(document.annex)


def section_lines(section):
    if section.number or section.level == 2:
        yield ""
        yield f"{section.number}{'.' if section.level == 2 and section.number else ''} {section.title}".strip()
    else:
        yield label(section.title)
    for block in section.blocks:
        yield from WRITTEN[block.kind](block)


def paragraph(block):
    """Write a link's address in brackets after it, unless the link is the address or leads to a section."""
    yield "".join(
        f"{part.text} ({part.href})"
        if part.href not in ("", part.text) and not part.href.startswith("#")
        else part.text
        for part in block.parts
    )


def lists(block):
    for heading, texts in block.groups:
        if heading:
            yield label(heading)
        for text in texts:
            yield f"- {indented(text, '  ')}"


def chart(block):
    yield ""
    yield from section_lines(block.in_words)


def table(block):
    """Write each cell after the title of its column, but the number and the cell after it without."""
    for row in block.cells_by_row:
        if row[0][0].kind == "nr":
            (_, number), (_, about), *row = row
            yield f"{number}. {indented(about, '   ')}"
            yield f"   {labelled(row)}"
        else:
            yield labelled(row)


def labelled(row):
    sentences = (f"{column.title}: {indented(text, '   ')}" for column, text in row)
    return " ".join(sentence if sentence.endswith((".", "!", "?")) else f"{sentence}." for sentence in sentences)


def label(words):
    return words if words.endswith("?") else f"{words}:"


def indented(text, indent):
    """Return the text with its further lines indented."""
    return text.replace("\n", f"\n{indent}")


WRITTEN = {"section": section_lines, "paragraph": paragraph, "lists": lists, "chart": chart, "table": table}
