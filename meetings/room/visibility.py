"""Decide which notes an audience may see: the one rule that pages, answers, streams, polls, minutes and exports ask."""

from enum import StrEnum
from typing import NamedTuple

from django.db import connection
from django.db.models import Count

from .models import Note


class Audience(StrEnum):
    """Everybody who sees the same of a meeting: six live screens, the finished document, and the author of a note."""

    MEMBER = "member"  # the phones
    WALL = "wall"  # the projector
    LEADER = "leader"  # the facilitator's own page, which nobody else sees
    SCREEN = "screen"  # a screen that only shows what the wall shows
    DESK = "desk"  # the secretary's tools during the meeting
    MINUTES = "minutes"  # the minutes while they are worked on
    DOCUMENT = "document"  # the minutes as approvers and readers get them, in every format; the approvers' page is live
    AUTHOR = "author"  # a member's own notes, rendered only in answer to that member's requests


GONE = "gone"  # not even a trace
MASKED = "masked"  # its place, without its text
SHOWN = "shown"

# What a fact about a note does to it for an audience. A fact that is not named does nothing.
RULES = {
    Audience.MEMBER: {"waiting": GONE, "removed": GONE, "hidden": GONE},
    Audience.WALL: {"waiting": GONE, "removed": GONE, "hidden": MASKED},
    Audience.LEADER: {"waiting": GONE, "removed": GONE},
    Audience.SCREEN: {"waiting": GONE, "removed": GONE, "hidden": GONE},
    Audience.DESK: {"waiting": GONE, "removed": GONE},
    Audience.MINUTES: {"waiting": GONE, "deleted": GONE, "hidden": GONE},
    Audience.DOCUMENT: {"waiting": GONE, "deleted": GONE, "hidden": GONE, "left_out": GONE},
    Audience.AUTHOR: {"deleted": GONE},
}


def sight(audience, note):
    """Return GONE, MASKED or SHOWN."""
    effects = {effect for fact, effect in RULES[audience].items() if getattr(note, fact)}
    return GONE if GONE in effects else MASKED if MASKED in effects else SHOWN


def wall_sees_as(meeting):
    """Return the audience whose rules hold on the walls of a meeting: those of a bare screen, while it is led apart."""
    return Audience.SCREEN if meeting.led_apart else Audience.WALL


def visible_to(audience, notes):
    """Return the queryset `notes` without those that are gone for the audience; masked ones stay."""
    return notes.filter(**{fact: False for fact, effect in RULES[audience].items() if effect == GONE})


# These are given a note's latest text; the others see an edit or a deletion when the next notes are shown.
LATEST = (Audience.MINUTES, Audience.DOCUMENT, Audience.AUTHOR)


# These are shown how many dots a proposal has, once they are closed. No minutes print them, nor their order.
SEE_DOTS = (Audience.MEMBER, Audience.WALL, Audience.LEADER, Audience.SCREEN, Audience.DESK)
MOST_RANKS = 2**32  # more than the largest rank of a note, so that one dot more counts before any rank


class Counts(NamedTuple):
    """How many notes of an item an audience can read, and how many wait to be shown: their number is all there is to know."""

    shown: int
    waiting: int


COUNT = """
SELECT COUNT(*) FILTER (WHERE NOT waiting), COUNT(*) FILTER (WHERE waiting) FROM {table} WHERE item_id = %s{conditions}
"""


def count(audience, item_id):
    """Return the Counts of an item for the audience. Plain SQL: it is asked at each note."""
    conditions = "".join(f" AND NOT {fact}" for fact in RULES[audience] if fact != "waiting")
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(table=Note._meta.db_table, conditions=conditions), [item_id])
        return Counts(*cursor.fetchone())


def counts_of(audience, notes):
    """Return the Counts of `notes`, which have been read."""
    facts = [fact for fact in RULES[audience] if fact != "waiting"]
    counted = [note.waiting for note in notes if not any(getattr(note, fact) for fact in facts)]
    return Counts(counted.count(False), counted.count(True))


def count_readable(audience, meeting):
    """Count the notes of a meeting that the audience can read."""
    return Note.objects.filter(item__meeting=meeting, **dict.fromkeys(RULES[audience], False)).count()


def count_by_item(audience, meeting):
    """Return {item id: how many of its notes the audience can read}, without the items that have none."""
    notes = Note.objects.filter(item__meeting=meeting, **dict.fromkeys(RULES[audience], False))
    return dict(notes.order_by().values_list("item").annotate(count=Count("pk")))


class AudienceNote:
    """A note as one audience sees it: its text is empty where the audience may not read it.

    `by(item, note)`: the Heading whose list it stands in, or None. Without it all of a question stand in one. `dots`: how
    many are shown. `newest_first`: whether its list begins with the newest.
    """

    def __init__(self, audience, note, by=None, dots=0, newest_first=True):
        self._note, self._by, self.dots, self._newest_first = note, by, dots, newest_first
        self.sight = sight(audience, note)
        self.pk, self.item_id, self.rank = note.pk, note.item_id, note.rank
        text = note.text if audience in LATEST else note.on_screens
        self.text = text if self.sight == SHOWN else ""

    @property
    def gone(self):
        return self.sight == GONE

    @property
    def masked(self):
        return self.sight == MASKED

    @property
    def order(self):
        """Return its place in a list that begins with the oldest: those with most dots first."""
        return self.rank - self.dots * MOST_RANKS

    @property
    def order_newest_first(self):
        """Return its place, from the end, in a list that begins with the newest: those with most dots first."""
        return self.rank + self.dots * MOST_RANKS

    @property
    def turn(self):
        """Return its place in the list that it stands in, by which a script puts it there."""
        return self.order_newest_first if self._newest_first else self.order

    @property
    def shows_dots(self):
        """Return whether its dots are shown at it, and not at the heading of its group, where it stands under that."""
        heading = self.dots and self._by and self._by(self.item, self)
        return self.dots > 0 and not (heading and heading.group)

    @property
    def waiting(self):
        """Return whether it has not been shown to anybody yet."""
        return self._note.waiting

    @property
    def hidden(self):
        """Return whether the facilitator has hidden it from the room."""
        return self._note.hidden

    @property
    def reason(self):
        """Return why the facilitator has hidden it, or None."""
        return self._note.reason

    @property
    def corrected(self):
        """Return whether its author has edited it since it was hidden."""
        return self._note.corrected

    @property
    def left_out(self):
        return self._note.left_out

    @property
    def is_added(self):
        """Return whether the facilitator or the secretary added it, and may edit it."""
        return self._note.is_added

    @property
    def item(self):
        return self._note.item

    @property
    def prompt(self):
        return self._note.prompt

    @property
    def group_id(self):
        """Return the id of its group. What the audience may not read stands under no heading that tells of it."""
        return self._note.group_id if self.sight == SHOWN else None

    @property
    def is_grouped(self):
        """Return whether it stands under a heading of the group for some audience."""
        return self._note.group_id is not None

    @property
    def heading(self):
        """Return the Heading that the group has worded for it, or None."""
        return self.item.group_of(self)

    @property
    def heading_apart(self):
        """Return its `heading` where it stands in a list with all notes of its question, and not under that."""
        return None if self._by else self.heading

    @property
    def list(self):
        """Return the key of the list it stands in: its heading's, or the number of its item."""
        heading = self._by and self._by(self.item, self)
        return heading.key if heading else self.item.number

    @property
    def became(self):
        """Return the follow-up it was made into, or None."""
        return self._note.became
