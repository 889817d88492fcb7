"""Compares two minutes: what differs between their documents, section by section, as old and new words."""

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import Match, SequenceMatcher
from itertools import pairwise, takewhile
from operator import eq
from typing import NamedTuple

from meetings.room.models import REDACTED

from . import content
from .discussion import OTHER
from .sections import NONE

# They tell of the approval, not of the meeting; what they say of the meeting stands in the others too.
LEFT_OUT = ("summary", "approval", "corrections")
DERIVED = ("pointer", "none")  # roles of paragraphs that say where something is
NOTES = "Noter fra mødet"
WITHOUT = "Uden overskrift"
THE_MEETING = "Mødet"
ALIKE = 0.5  # from this ratio on, two texts are one that was edited
CONTEXT = 8  # words that are kept before and after what differs
# Steps that one comparison may take, some second of CPU: a text of the same few words, edited, would take hours. Beyond
# them only what begins and ends alike is the same. It is counted in steps, for what is found is part of what is approved.
MOST_STEPS = 4_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """The smallest part that is compared. `cells`: ((label or "", words), …), the first of which tells it from others.

    `number`: of the row in its table. It says which one it is, and is no difference.
    """

    section: str
    place: str
    cells: tuple
    number: str = field(default="", compare=False)

    @property
    def where(self):
        return f"{self.place} {self.number}".strip()

    @property
    def whole(self):
        """Return all it says, as sentences; of a note only its text."""
        cells = self.cells[:1] if self.place == NOTES else [cell for cell in self.cells if cell[1] != NONE]
        return " ".join(sentence(f"{label}: {words}") if label else words for label, words in cells)


class Steps:
    """What is left of MOST_STEPS."""

    def __init__(self, most=MOST_STEPS):
        self.left = most

    def take(self, number):
        """Take so many, if there are as many left. Returns whether there were."""
        is_enough = number <= self.left
        self.left -= number if is_enough else 0
        return is_enough


class Matcher(SequenceMatcher):
    """Finds what two sequences have in common, as far as there are steps."""

    def __init__(self, old, new, steps):
        self.steps = steps
        super().__init__(None, old, new, autojunk=False)

    def find_longest_match(self, alo, ahi, blo, bhi):
        # It looks at each place in the other sequence where an element of this one stands.
        if self.steps.take(sum(1 + len(self.b2j.get(each, ())) for each in self.a[alo:ahi])):
            return super().find_longest_match(alo, ahi, blo, bhi)
        old, new = self.a[alo:ahi], self.b[blo:bhi]
        if size := alike(old, new):
            return Match(alo, blo, size)
        size = alike(reversed(old), reversed(new))
        return Match(ahi - size, bhi - size, size)


def alike(old, new):
    """Return how many elements are the same from the first on."""
    return sum(1 for _ in takewhile(bool, map(eq, old, new)))


class Change(NamedTuple):
    """What differs in one place. `old` or `new` is "" where there was, or is, nothing.

    `words`: (old, new), each as [(words, whether they differ)]; long equal stretches are shortened to "…".
    """

    section: str
    place: str
    old: str
    new: str
    words: tuple

    @classmethod
    def of(cls, section, place, old, new, steps):
        return cls(section, place, old, new, told_apart(old, new, steps))

    @property
    def is_of_a_note(self):
        return self.place.startswith(NOTES)

    @property
    def shortened(self):
        """Return (old, new) as text, each with the words around what differs."""
        return tuple("".join(words for words, _ in said).strip() for said in self.words)


def told_apart(old, new, steps):
    """Return what `Change.words` is."""
    said = [], []
    before, after = (re.findall(r"\S+\s*|\s+", text) for text in (old, new))
    for kind, *ends in Matcher(before, after, steps).get_opcodes():
        is_last = ends[1] == len(before) and ends[3] == len(after)
        for one, words in zip(said, (before[ends[0] : ends[1]], after[ends[2] : ends[3]]), strict=True):
            if kind == "equal":
                words = shortened(words, not one, is_last)
            if words:
                one.append(("".join(words), kind != "equal"))
    return said


def compare(old, new):
    """Return [(title of a section, its Changes)] between two Minutes, in the order of the document."""
    before, after, steps = by_place(old), by_place(new), Steps()
    changes = [
        change
        for key in merged(list(before), list(after))
        for change in compared(before.get(key, []), after.get(key, []), steps)
    ]
    found = {}
    for change in changes:
        found.setdefault(change.section, []).append(change)
    return list(found.items())


def log(compared, is_personal):
    """Return what `compare` found as content.Changes, for the minutes: old words that were removed are not repeated.

    `is_personal`: a correction that removes personal data repeats none.
    """
    return tuple(entry(change, is_personal) for _, changes in compared for change in changes)


def entry(change, is_personal):
    old, new = change.shortened
    if change.is_of_a_note and not new:
        old = "en note"
    elif old and (is_personal or new.count(REDACTED) > old.count(REDACTED)):
        old = REDACTED
    place = f"{change.section}: {change.place}" if change.place else change.section
    return content.Change(place, old, new)


def by_place(minutes):
    """Return {(section, place): its Lines}, in the order of the document."""
    found = {}
    for line in lines(minutes):
        found.setdefault((line.section, line.place), []).append(line)
    return found


def lines(minutes):
    document, head = minutes.document, minutes.document.head
    for label, text in (("Organisation", head.organisation), ("Møde", head.committee), *head.facts, *head.people):
        yield Line(THE_MEETING, label, (("", text),))
    for section in (*document.sections, *filter(None, [document.annex])):
        if section.name not in LEFT_OUT:
            yield from lines_of(section, section.title, "")
    for each in minutes.corrections:  # only why: what they changed is what is told here
        yield Line("Rettelser", f"Version {each.version}", (("", each.text),))


def lines_of(section, title, place):
    for block in section.blocks:
        if block.kind == "section":
            is_question = block.name == "question"
            yield from lines_of(block, block.title if is_question else title, "" if is_question else block.title)
        elif block.kind == "paragraph" and block.role not in DERIVED and section.name != "annex":
            yield Line(title, place, (("", "".join(part.text for part in block.parts)),))
        elif block.kind == "lists":
            yield from (
                Line(title, NOTES, (("", text), ("Overskrift", WITHOUT if heading in ("", OTHER) else heading)))
                for heading, texts in block.groups
                for text in texts
            )
        elif block.kind == "table":
            for row in block.rows:
                (_, number), (what, text), *rest = zip((each.title for each in block.columns), row, strict=True)
                yield Line(title, what, (("", text), *rest), number)


def sentence(words):
    return words if words.endswith(".") else f"{words}."


def merged(before, after):
    """Return the keys of both, in the order of `after`, each that only `before` has behind the one it stood behind."""
    known, keys = set(after), []
    behind = {one: key for one, key in pairwise([None, *before]) if key not in known}
    for key in [None, *after]:
        keys += [key] if key else []
        while key := behind.get(key):
            keys.append(key)
    return keys


def compared(before, after, steps):
    """Yield the Changes between the Lines of one place. Notes have no order; everything else does."""
    is_notes = (before or after)[0].place == NOTES
    for one, other in (unordered_pairs if is_notes else pairs)(before, after, steps):
        yield from differences(one, other, steps)


def pairs(before, after, steps):
    """Yield (old Line or None, new Line or None) of those that are not the same, in their order."""
    for kind, first, last, start, end in Matcher(before, after, steps).get_opcodes():
        if kind != "equal":
            yield from most_alike(before[first:last], after[start:end], steps)


def unordered_pairs(before, after, steps):
    same = Counter(before) & Counter(after)
    yield from most_alike(without(before, same), without(after, same), steps)


def without(lines, counts):
    left = Counter(counts)
    found = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            found.append(line)
    return found


def most_alike(before, after, steps):
    """Yield pairs of those that are one edited, and each of the others with None."""
    if len(before) == len(after) == 1 == len(before[0].cells):  # one text, however much of it is new
        yield before[0], after[0]
        return
    left = list(after)
    for line in before:
        looked_at = left if steps.left else ()
        ratio, twin = max(
            ((likeness(line.whole, other.whole, steps), other) for other in looked_at),
            key=lambda each: each[0],
            default=(0, None),
        )
        if ratio < ALIKE:
            twin = None
        if twin:
            left.remove(twin)
        yield line, twin
    yield from ((None, line) for line in left)


def likeness(one, other, steps):
    old, new = one.split(), other.split()
    if not steps.take(len(old) + len(new) + 20):
        steps.left = 0  # thousands of lines may each be compared with thousands
        return 0
    return Matcher(old, new, steps).ratio()


def differences(old, new, steps):
    """Yield a Change for each cell that differs, or one for a Line that was added or deleted."""
    line = new or old
    if not old or not new:
        yield Change.of(line.section, line.where, old.whole if old else "", new.whole if new else "", steps)
        return
    for (label, before), (_, after) in zip(old.cells, new.cells, strict=True):
        if before != after:
            which = f": {new.whole}" if label and line.place == NOTES else ""
            where = f"{line.where}, {label.lower()}" if label else line.where
            yield Change.of(line.section, where, before + which, after + which, steps)


def shortened(words, is_first, is_last):
    """Return the words that stand beside what differs, and "…" for the others."""
    keep = words[: 0 if is_first else CONTEXT], words[len(words) - (0 if is_last else CONTEXT) :]
    if sum(map(len, keep)) + 1 >= len(words):
        return words
    return [*keep[0], "… ", *keep[1]]
