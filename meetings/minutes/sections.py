"""Makes a document of the minutes: its sections, the blocks they consist of, and every word in them.

The page, the PDF, the Word file and the text render the same Document. They add no words of their own, except what only
their medium needs: a drawing beside its figures, and the address of a link in plain text.

To add a section, write a function below NUMBERED with the name of the field of Minutes that it shows.
"""

from django.utils.text import Truncator

from meetings import danish

from .blocks import Column, Document, Head, Paragraph, Part, Section, Table, paragraphs
from .discussion import answers, chart, has_annex, notes

WITHDRAWN = "Trukket tilbage, fordi referatet blev ændret"
NONE = "–"
SIDES = ("Ledelsessiden", "Medarbejdersiden", "Øvrige")
FOOT_NAME = 60  # characters of the committee's name in the footer, so that it does not reach the page number


def document(minutes):
    numbers = numbers_of(minutes)
    sections = [Section("I korte træk", summary(minutes, numbers), name="summary")]
    for name, number in numbers.items():
        title, write = NUMBERED[name]
        sections.append(Section(title, write(minutes, numbers), str(number), name=name))
    sections += [
        Section("Godkendelse af referatet", approval(minutes), name="approval"),
        Section("Rettelser", corrections(minutes), name="corrections"),
    ]
    return Document(
        head(minutes),
        tuple(section for section in sections if section.blocks),
        source(minutes),
        annex(minutes, numbers),
        foot(minutes),
    )


def numbers_of(minutes):
    """Return the numbers of the sections that are not empty, by name: {"purpose": 1, …}."""
    return {name: number for number, name in enumerate(filter(lambda name: getattr(minutes, name), NUMBERED), 1)}


# --- Numbered sections, in their order --------------------------------------------------------------------------------

NUMBERED = {}  # name: (title, function), in the order of the functions


def numbered(title):
    """Register a section. It is in the document if the field of Minutes with the function's name is not empty."""

    def register(write):
        NUMBERED[write.__name__] = (title, write)
        return write

    return register


@numbered("Formål")
def purpose(minutes, numbers):
    return paragraphs(minutes.purpose)


@numbered("Sagsfremstilling")
def background(minutes, numbers):
    return paragraphs(minutes.background)


@numbered("Drøftelse")
def questions(minutes, numbers):
    asked = [
        Section(
            question.text,
            answers(minutes, question, numbers),
            number_of(question, numbers),
            level=3,
            name="question",
        )
        for question in minutes.questions
    ]
    drawn = chart(minutes)
    return (*asked, drawn) if drawn else tuple(asked)


@numbered("Aftaler")
def agreements(minutes, numbers):
    columns = (Column("Nr.", "nr"), Column("Aftale"), Column("Ansvarlig", "name"), Column("Frist", "date"))
    rows = [(done.text, done.responsible, deadline(done)) for done in minutes.agreements]
    return (Table("Aftaler", columns, counted(rows)),)


@numbered("Sendes videre")
def upward(minutes, numbers):
    columns = (
        Column("Nr.", "nr"),
        Column("Sag"),
        Column("Sendes til", "name"),
        Column("Vi beder om", "word"),
        Column("Tages med af", "name"),
        Column("Senest", "date"),
    )
    rows = [(sent.text, sent.sent_to, sent.request, sent.carried_by, deadline(sent)) for sent in minutes.upward]
    return (Table("Sager, der sendes videre", columns, counted(rows)),)


@numbered("Bemærkninger og uenighed")
def remarks(minutes, numbers):
    return tuple(Section(remark.side, paragraphs(remark.text), level=3, name="remark") for remark in minutes.remarks)


@numbered("Kommunikation fra mødet")
def communication(minutes, numbers):
    return paragraphs(minutes.communication)


@numbered("Næste møde")
def next_meeting(minutes, numbers):
    return paragraphs(minutes.next_meeting)


# --- Before and after them --------------------------------------------------------------------------------------------


def head(minutes):
    facts = [
        ("Dato", danish.full_date(minutes.date).capitalize()),
        ("Tid", f"Kl. {danish.clock_range(minutes.starts_at, minutes.ends_at)}"),
        ("Sted", minutes.venue),
        ("Sagsnr.", minutes.case_number),
        ("Mødeleder", minutes.facilitator),
        ("Referent", minutes.secretary),
    ]
    present = [each for each in minutes.attendees if not each.absent]
    people = [(side, named(each for each in present if each.side == side)) for side in SIDES]
    people.append(("Afbud", named(each for each in minutes.attendees if each.absent)))
    return Head(
        minutes.organisation,
        "Referat",
        f"Møde i {minutes.committee}",
        f"Temadrøftelse: {minutes.source.title}",
        tuple(row for row in facts if row[1]),
        minutes.state.text,
        tuple(row for row in people if row[1]),
    )


def named(attendees):
    """Return them in one line. No comma parts them: their titles have commas between them, and a name may have one."""
    return "; ".join(each.in_words for each in attendees)


def foot(minutes):
    committee = Truncator(minutes.committee).chars(FOOT_NAME)
    return f"Referat · {committee} · {danish.long_date(minutes.date)} · {minutes.state.short}"


def summary(minutes, numbers):
    """Return one paragraph with links to what was agreed, or nothing."""
    decided = []
    if minutes.agreements:
        decided.append((f"indgik {danish.count(len(minutes.agreements), 'aftale', 'aftaler')}", "agreements"))
    if minutes.upward:
        decided.append((f"sender {danish.count(len(minutes.upward), 'sag', 'sager')} videre", "upward"))
    parts, before = [], "Udvalget"
    for words, name in decided:
        parts += [Part(f"{before} {words} ("), reference(name, numbers)]
        before = ") og"
    end = ")." if parts else ""
    if minutes.remarks:
        parts += [
            Part(f"{end} Der er noteret bemærkninger (".lstrip()),
            reference("remarks", numbers),
        ]
        end = ")."
    return (Paragraph((*parts, Part(end))),) if parts else ()


def approval(minutes):
    state = minutes.state
    if state.version:
        said = Paragraph(
            (
                Part(
                    "Referatet er godkendt af både formand og næstformand. Dets indhold er låst som version"
                    f" {state.version} og ligger også som data i PDF-filen. Kontrolsum (SHA-256): "
                ),
                Part(state.sha256, is_checksum=True),
            )
        )
    else:
        said = Paragraph.of(
            f"Bemærkninger til referatet sendes til referenten senest den {danish.long_date(minutes.remarks_due)}."
            " Referatet er endeligt, når både formand og næstformand har godkendt det."
        )
    columns = (Column("Rolle", "name"), Column("Navn", "name"), Column("Godkendt"))
    rows = [(each.post, each.name or NONE, given(each)) for each in state.approvals]
    comments = (
        Section(f"{each.post}ens kommentar til godkendelsen", paragraphs(each.comment), level=3, name="remark")
        for each in state.approvals
        if each.comment
    )
    posts = map(Paragraph.of, state.about_posts)
    return (said, Table("Godkendelse af referatet", columns, tuple(rows), has_row_heads=True), *posts, *comments)


def given(approval):
    """Return when a side approved, and how its post was taken."""
    if approval.on:
        return f"{danish.long_date(approval.on)} {approval.how}".strip()
    return WITHDRAWN if approval.withdrawn else "Afventer"


def corrections(minutes):
    columns = (Column("Version", "word"), Column("Dato", "date"), Column("Rettelse"))
    rows = tuple((str(each.version), danish.abbreviated_date(each.on), reason(each)) for each in minutes.corrections)
    return (Table("Rettelser", columns, rows, has_row_heads=True),) if rows else ()


def reason(correction):
    """Return why, and below it a line for each change: what stood there, and what stands there now."""
    return "\n".join((correction.text, *(in_words(change) for change in correction.changes)))


def in_words(change):
    old, new = (" ".join(words.split()) for words in (change.old, change.new))
    if old and new:
        return f"{change.place}: ”{old}” er rettet til ”{new}”"
    return f"{change.place}: ”{new}” er tilføjet" if new else f"{change.place}: ”{old}” er fjernet"


def source(minutes):
    theme = minutes.source
    series = f" i serien ”{theme.series}”" if theme.series else ""
    publisher = f", {theme.publisher}" if theme.publisher else ""
    parts = [Part(f"Kilde: ”{theme.title}”{series}{publisher}")]
    if theme.url:
        site = theme.site or theme.url
        parts += [Part(", "), Part(site, theme.url, f"{theme.title} på {site}")]
    return Paragraph((*parts, Part(". Spørgsmålene er gengivet ordret.")), "source")


def annex(minutes, numbers):
    if not has_annex(minutes):
        return None
    words = danish.count(minutes.note_count, "note", "noter")
    return Section(
        "Bilag: Noter fra mødet",
        (
            Paragraph.of(f"Bilaget gengiver de {words}, som deltagerne skrev, uden navne."),
            *(
                Section(question.text, (notes(question),), number_of(question, numbers), level=3, name="question")
                for question in minutes.questions
                if question.notes
            ),
        ),
        name="annex",
    )


# --- Parts of sections ------------------------------------------------------------------------------------------------


def number_of(question, numbers):
    return f"{numbers['questions']}.{question.number}"


def reference(name, numbers):
    number, (title, _) = numbers[name], NUMBERED[name]
    return Part(f"afsnit {number}", f"#afsnit-{number}", f"Gå til afsnit {number}, {title}")


def counted(rows):
    """Return the rows with a number before each, and a dash in each empty cell."""
    return tuple((str(number), *(cell or NONE for cell in row)) for number, row in enumerate(rows, 1))


def deadline(follow_up):
    """Return the date, or the words that stand for one."""
    return danish.abbreviated_date(follow_up.due) if follow_up.due else follow_up.due_words
