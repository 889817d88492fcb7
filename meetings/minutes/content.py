"""What minutes hold, and what can be said of them: plain data, without the database."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

from meetings import danish

SECTIONS = (
    "purpose", "background", "questions", "agreements", "upward", "remarks", "communication", "next_meeting",
)  # fmt: skip
OTHER = "Øvrige noter"
DAYS_FOR_REMARKS = 14
FILE_NAME_LENGTH = 120  # characters before the extension: a document system puts its own folders in front


@dataclass(frozen=True)
class Note:
    """`about`: the one of the question's prompts that it is about, or nothing."""

    text: str
    about: str = ""


@dataclass(frozen=True)
class Question:
    number: int
    text: str
    prompts: tuple[str, ...]
    conclusion: str
    notes: tuple[Note, ...]
    has_lanes: bool  # answered by the agreements and the matters sent upward

    @property
    def groups(self):
        """[(heading, texts)] in the order of the prompts. One without a heading, where no note is about a prompt."""
        groups = [
            (about.rstrip("?"), [note.text for note in self.notes if note.about == about])
            for about in dict.fromkeys(self.prompts)
        ]
        rest = [note.text for note in self.notes if note.about not in self.prompts]
        groups = [group for group in groups if group[1]]
        return [*groups, (OTHER if groups else "", rest)] if rest else groups

    @property
    def bars(self):
        """[(prompt, how many notes are about it)], or nothing where no note is about any."""
        bars = [
            (about.rstrip("?"), sum(note.about == about for note in self.notes))
            for about in dict.fromkeys(self.prompts)
        ]
        return bars if any(count for _, count in bars) else []


@dataclass(frozen=True)
class Agreement:
    text: str
    responsible: str
    due: datetime.date | None


@dataclass(frozen=True)
class Matter:
    """Something that is sent upward."""

    text: str
    sent_to: str
    request: str
    carried_by: str
    due: datetime.date | None


@dataclass(frozen=True)
class Remark:
    """What one side, or the committee, wanted noted. `side`: in Danish, "Medarbejdersiden"."""

    side: str
    text: str


@dataclass(frozen=True)
class Correction:
    """Why `version` differs from the one before it."""

    version: int
    on: datetime.date
    text: str


@dataclass(frozen=True)
class Source:
    """Where the theme comes from."""

    title: str
    series: str
    publisher: str
    site: str
    url: str


@dataclass(frozen=True)
class Approval:
    """One side's: `post` is "Formand"; `on` is None until they have approved these very minutes."""

    post: str
    name: str
    on: datetime.date | None
    withdrawn: bool  # approved, and then the minutes were changed


@dataclass(frozen=True)
class State:
    """How far the approval has come. It is not part of what is approved."""

    is_closed: bool  # no more notes can come
    sha256: str  # of what is approved: `archive.canonical`
    version: int | None  # its number, once both sides have approved
    approvals: tuple[Approval, ...]

    @property
    def text(self):
        given = [approval.post.lower() for approval in self.approvals if approval.on]
        if self.version:
            return f"Endeligt godkendt, version {self.version}"
        if given:
            return f"Udkast – godkendt af {given[0]}en"
        return "Udkast – ikke godkendt" if self.is_closed else "Udkast – mødet er ikke afsluttet"

    @property
    def mark(self):
        """At the top of each page, until the minutes are final."""
        return "" if self.version else self.text.replace("Udkast", "UDKAST")

    @property
    def short(self):
        """For the foot of each page."""
        return f"Godkendt, version {self.version} · SHA-256 {self.sha256[:12]}" if self.version else "Udkast"


@dataclass(frozen=True)
class Minutes:
    """The lists of people hold one person each, as typed: "Lise Holm (formand)"."""

    organisation: str
    committee: str
    date: datetime.date
    starts_at: datetime.time
    ends_at: datetime.time
    venue: str
    case_number: str
    facilitator: str
    secretary: str
    management_side: tuple[str, ...]
    employee_side: tuple[str, ...]
    others: tuple[str, ...]
    absent: tuple[str, ...]
    purpose: str
    questions: tuple[Question, ...]
    agreements: tuple[Agreement, ...]
    upward: tuple[Matter, ...]
    remarks: tuple[Remark, ...]
    communication: str
    next_meeting: str
    corrections: tuple[Correction, ...]
    source: Source
    state: State | None = None

    @property
    def title(self):
        return f"Referat af møde i {self.committee}, den {danish.long_date(self.date)}".replace(danish.NBSP, " ")

    @property
    def background(self):
        series = f" fra serien ”{self.source.series}”" if self.source.series else ""
        notes = (
            " Deltagerne skrev noter, som gengives uden navne."
            " En note er én deltagers bidrag og ikke udvalgets beslutning."
        )
        return f"Udvalget drøftede temaet ”{self.source.title}”{series}.{notes if self.note_count else ''}"

    @property
    def numbers(self):
        """The number of each section that has something to say, by its name: {"purpose": 1, …}."""
        return {name: number for number, name in enumerate(filter(lambda name: getattr(self, name), SECTIONS), 1)}

    @property
    def note_count(self):
        return sum(len(question.notes) for question in self.questions)

    @property
    def chart(self):
        """[(question, bars)] of the questions whose notes are about their prompts."""
        return [(question.text, question.bars) for question in self.questions if question.bars]

    @property
    def people(self):
        return (*self.management_side, *self.employee_side, *self.others, *self.absent)

    @property
    def chair(self):
        return self._holder_of("formand")

    @property
    def deputy(self):
        return self._holder_of("næstformand")

    @property
    def remarks_due(self):
        return self.date + datetime.timedelta(DAYS_FOR_REMARKS)

    def file_name(self, extension):
        """What and when, as a records office files it. No commas, and nothing a file system refuses."""
        words = f"{self.date} Referat {self.committee} {self.source.title}"
        words = re.sub(r"[^\w.()&+–-]+", " ", unicodedata.normalize("NFC", words))
        return f"{words[:FILE_NAME_LENGTH].strip(' .')}.{extension}"

    def _holder_of(self, post):
        """The name on the attendance list that has this post in brackets, or nothing."""
        return next((name.split("(")[0].strip() for name in self.people if f"({post}" in name.casefold()), "")
