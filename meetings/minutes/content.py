"""Defines the minutes as plain data: the content that is approved and frozen, and the state of its approval.

The Danish descriptions go into docs/referat.schema.json (`manage.py minutes_schema`).
"""

import datetime
import re
from typing import Annotated, Literal

from msgspec import Meta, Struct

from meetings import danish

from . import sections

# Raise it in every release that changes a subclass of Frozen, and add a file to tests/minutes/frozen/.
FORMAT_VERSION = 1
DAYS_FOR_REMARKS = 14
FILE_NAME_LENGTH = 120  # characters before the extension: a document system puts its own folders in front

DATE = Meta(description="ÅÅÅÅ-MM-DD")
TIME = Meta(description="TT:MM:SS")


class Frozen(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of what is frozen.

    Give a field that is added later a default, so that older content can be read. Older content with a field that was
    removed is refused, so that nothing that was approved is left out silently.
    """


class Attendee(Frozen):
    name: str
    side: Literal[sections.SIDES]
    post: Annotated[Literal["", "formand", "næstformand"], Meta(description="”formand”, ”næstformand” eller tomt")]
    function: Annotated[str, Meta(description="Fx ”TR”, ”AMR” eller en stilling")]
    absent: Annotated[bool, Meta(description="Har meldt afbud")]
    stands_in_for: Annotated[str, Meta(description="Navnet på den, der har meldt afbud, eller tomt")]

    @property
    def in_words(self):
        """Return "Peter Aagaard (næstformand, TR)"."""
        return danish.person(self.name, self.post, self.function, self.stands_in_for)


class Note(Frozen):
    text: str
    about: Annotated[str, Meta(description="Den overskrift eller det hjælpespørgsmål, noten står under, eller tomt")]


class Hidden(Frozen):
    """Notes that the facilitator hid from the room, and which are in no file."""

    reason: Annotated[str, Meta(description="På dansk, fx ”nævner en person”")]
    count: Annotated[int, Meta(ge=1)]


class Question(Frozen):
    number: int
    text: str
    prompts: tuple[str, ...]
    conclusion: str
    notes: tuple[Note, ...]
    has_lanes: Annotated[bool, Meta(description="Besvares af aftalerne og de sager, der sendes videre")]
    hidden: Annotated[tuple[Hidden, ...], Meta(description="Noter, som mødelederen har skjult")] = ()
    left_out: Annotated[int, Meta(ge=0, description="Noter, som referenten har udeladt")] = 0
    headings: Annotated[tuple[str, ...], Meta(description="Overskrifter, som deltagerne har samlet noter under")] = ()


DueWords = Annotated[str, Meta(description="Fristen i ord, når den ikke er en dato: ”løbende”")]


class Agreement(Frozen):
    text: str
    responsible: str
    due: Annotated[datetime.date | None, DATE]
    due_words: DueWords = ""


class Matter(Frozen):
    """Something that is sent upward."""

    text: str
    sent_to: str
    request: Annotated[str, Meta(description="”orientering”, ”drøftelse”, ”beslutning” eller tomt")]
    carried_by: str
    due: Annotated[datetime.date | None, DATE]
    due_words: DueWords = ""


class Remark(Frozen):
    side: Annotated[str, Meta(description="På dansk, fx ”Medarbejdersiden”")]
    text: str


class Change(Frozen):
    """What a correction changed in one place. Words that it removed for somebody's sake are not repeated."""

    place: Annotated[str, Meta(description="På dansk, fx ”Aftaler: Aftale 1, frist”")]
    old: Annotated[str, Meta(description="Før; tomt, hvis det er tilføjet")]
    new: Annotated[str, Meta(description="Efter; tomt, hvis det er fjernet")]


class Correction(Frozen):
    """Why and where `version` differs from the one before it."""

    version: Annotated[int, Meta(ge=2)]
    on: Annotated[datetime.date, DATE]
    text: str
    changes: tuple[Change, ...] = ()


class Source(Frozen):
    """Where the theme comes from."""

    title: str
    series: str
    publisher: str
    site: str
    url: str


class Content(Frozen):
    """The content both sides approve."""

    format_version: Annotated[int, Meta(ge=1, description="Indholdets format. Et nyt felt giver et nyt nummer")]
    organisation: str
    committee: str
    date: Annotated[datetime.date, DATE]
    starts_at: Annotated[datetime.time, TIME]
    ends_at: Annotated[datetime.time, TIME]
    venue: str
    case_number: str
    facilitator: str
    secretary: str
    attendees: tuple[Attendee, ...]
    purpose: str
    questions: tuple[Question, ...]
    agreements: tuple[Agreement, ...]
    upward: tuple[Matter, ...]
    remarks: tuple[Remark, ...]
    communication: str
    next_meeting: str
    corrections: tuple[Correction, ...]
    source: Source

    @property
    def chair(self):
        return self._holder_of("formand")

    @property
    def deputy(self):
        return self._holder_of("næstformand")

    def _holder_of(self, post):
        """Return the name of who has this post, or of who is there in that person's place, or ""."""
        holder = next((each for each in self.attendees if each.post == post), None)
        if holder is None:
            return ""
        instead = (each.name for each in self.attendees if each.stands_in_for == holder.name and not each.absent)
        return next(instead, holder.name) if holder.absent else holder.name


class Approval(Struct, frozen=True, forbid_unknown_fields=True):
    """One side's approval. `on` is None until that side has approved these very minutes."""

    post: Annotated[str, Meta(description="”Formand” eller ”Næstformand”")]
    name: str
    on: Annotated[datetime.date | None, DATE]
    withdrawn: Annotated[bool, Meta(description="Godkendt, men referatet blev ændret bagefter")]
    comment: Annotated[str, Meta(description="Givet med godkendelsen, eller tom")] = ""
    how: Annotated[str, Meta(description="Hvordan pladsen blev taget, eller tom")] = ""


class State(Struct, frozen=True, forbid_unknown_fields=True):
    """How far the approval has come. It is not part of what is approved."""

    is_closed: Annotated[bool, Meta(description="Mødet er afsluttet: der kommer ikke flere noter")]
    sha256: Annotated[
        str,
        Meta(
            pattern="^[0-9a-f]{64}$",
            description=(
                "SHA-256 af ”minutes” skrevet som JSON i UTF-8 med sorterede nøgler og uden mellemrum"
                " (separatorerne ”,” og ”:”)"
            ),
        ),
    ]
    version: Annotated[int | None, Meta(description="Nummeret, når begge parter har godkendt; ellers null")]
    approvals: tuple[Approval, ...]
    about_posts: Annotated[
        tuple[str, ...], Meta(description="Når en plads er frigivet, eller der er lavet flere links")
    ] = ()

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
        """Return the mark at the top of each page until the minutes are final."""
        return "" if self.version else self.text.replace("Udkast", "UDKAST")

    @property
    def short(self):
        """Return the state in the footer of each page."""
        return f"Godkendt, version {self.version} · SHA-256 {self.sha256[:12]}" if self.version else "Udkast"


class Minutes(Content, kw_only=True):
    """A meeting's minutes with the state of their approval. `canonical`: the text whose SHA-256 is `state.sha256`."""

    canonical: str
    state: State

    @property
    def document(self):
        """Return the sections and blocks that every format is made of."""
        return sections.document(self)

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
    def note_count(self):
        return sum(len(question.notes) for question in self.questions)

    @property
    def remarks_due(self):
        return self.date + datetime.timedelta(DAYS_FOR_REMARKS)

    def file_name(self, extension, which=""):
        """Return a name that says what and when, without commas and characters that a file system refuses.

        `which`: what follows it, such as the version.
        """
        words = f"{self.date} Referat {self.committee} {self.source.title}"
        words = re.sub(r"[^\w.()&+–-]+", " ", words)
        return f"{words[:FILE_NAME_LENGTH].strip(' .')} {which}".strip() + f".{extension}"
