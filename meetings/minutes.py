"""A meeting as plain data, ready for any format: what was said, what was agreed, and nothing about who wrote what."""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from typing import Self

from django.db.models import Prefetch

from . import danish
from .models import Lane, Meeting, Note, Stage

SECTIONS = ("purpose", "background", "questions", "agreements", "upward", "next_meeting")
DAYS_FOR_REMARKS = 14
FILE_NAME_LENGTH = 120  # characters before the extension: a document system puts its own folders in front


@dataclass(frozen=True)
class Question:
    number: int
    text: str
    prompts: tuple[str, ...]
    conclusion: str
    notes: tuple[str, ...]
    has_lanes: bool  # answered by the agreements and the matters sent upward


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
class Source:
    """Where the theme comes from."""

    title: str
    series: str
    publisher: str
    site: str
    url: str


@dataclass(frozen=True)
class Minutes:
    """`is_closed`: no more notes can come. The lists of people hold one person each, as typed: "Lise Holm (formand)"."""

    is_closed: bool
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
    next_meeting: str
    source: Source

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """The minutes of `meeting` as it stands. What was hidden or taken back is never in them."""
        shown = Prefetch("notes", Note.objects.shown(), to_attr="shown")
        follow_ups = list(meeting.follow_ups.standing())
        return cls(
            is_closed=meeting.stage == Stage.CLOSED,
            organisation=meeting.committee.organisation,
            committee=meeting.committee.name,
            date=meeting.date,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            venue=meeting.venue,
            case_number=meeting.case_number,
            facilitator=meeting.facilitator_name,
            secretary=meeting.secretary_name,
            **{side: _names(getattr(meeting, side)) for side in meeting.SIDES},
            purpose=meeting.theme.purpose,
            questions=tuple(_question(item) for item in meeting.items.prefetch_related(shown)),
            agreements=tuple(
                Agreement(done.text, done.responsible, done.due) for done in follow_ups if done.lane == Lane.SELF
            ),
            upward=tuple(
                Matter(sent.text, sent.sent_to, sent.request, sent.carried_by, sent.due)
                for sent in follow_ups
                if sent.lane == Lane.UP
            ),
            next_meeting=meeting.next_meeting.strip(),
            source=_source(meeting.theme),
        )

    @property
    def title(self):
        return f"Referat af møde i {self.committee}, den {danish.long_date(self.date)}".replace(danish.NBSP, " ")

    @property
    def status(self):
        """Why it is a draft."""
        return "ikke godkendt" if self.is_closed else "mødet er ikke afsluttet"

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


def _names(lines):
    return tuple(name for line in lines.splitlines() if (name := line.strip()))


def _question(item):
    return Question(
        number=item.number,
        text=f"{item.text} {item.also_asks}".strip(),
        prompts=tuple(item.prompts),
        conclusion=item.conclusion.strip(),
        notes=tuple(note.text for note in item.shown),
        has_lanes=item.has_lanes,
    )


def _source(theme):
    return Source(theme.title, theme.series, theme.publisher, theme.site, theme.page_url)
