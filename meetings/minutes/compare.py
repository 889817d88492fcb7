"""Compares two minutes: what differs between their documents, section by section, as old and new words."""

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
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


class Change(NamedTuple):
    """What differs in one place. `old` or `new` is "" where there was, or is, nothing."""

    section: str
    place: str
    old: str
    new: str

    @property
    def is_of_a_note(self):
        return self.place.startswith(NOTES)

    @property
    def words(self):
        """Return (old, new), each as [(words, whether they differ)]; long equal stretches are shortened to "…"."""
        old, new = ([], [])
        before, after = (re.findall(r"\S+\s*|\s+", text) for text in (self.old, self.new))
        for kind, *ends in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            is_last = ends[1] == len(before) and ends[3] == len(after)
            for said, words in ((old, before[ends[0] : ends[1]]), (new, after[ends[2] : ends[3]])):
                if kind == "equal":
                    words = shortened(words, not said, is_last)
                if words:
                    said.append(("".join(words), kind != "equal"))
        return old, new

    @property
    def shortened(self):
        """Return (old, new) as text, each with the words around what differs."""
        return tuple("".join(words for words, _ in said).strip() for said in self.words)


def compare(old, new):
    """Return [(title of a section, its Changes)] between two Minutes, in the order of the document."""
    before, after = by_place(old), by_place(new)
    changes = [
        change
        for key in merged(list(before), list(after))
        for change in compared(before.get(key, []), after.get(key, []))
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
    keys = list(after)
    for index, key in enumerate(before):
        if key not in keys:
            keys.insert(keys.index(before[index - 1]) + 1 if index else 0, key)
    return keys


def compared(before, after):
    """Yield the Changes between the Lines of one place. Notes have no order; everything else does."""
    is_notes = (before or after)[0].place == NOTES
    for one, other in unordered_pairs(before, after) if is_notes else pairs(before, after):
        yield from differences(one, other)


def pairs(before, after):
    """Yield (old Line or None, new Line or None) of those that are not the same, in their order."""
    for kind, first, last, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from most_alike(before[first:last], after[start:end])


def unordered_pairs(before, after):
    same = Counter(before) & Counter(after)
    yield from most_alike(without(before, same), without(after, same))


def without(lines, counts):
    left = Counter(counts)
    found = []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            found.append(line)
    return found


def most_alike(before, after):
    """Yield pairs of those that are one edited, and each of the others with None."""
    left = list(after)
    for line in before:
        ratio, twin = max(
            ((likeness(line.whole, other.whole), other) for other in left), key=lambda each: each[0], default=(0, None)
        )
        is_one_text = len(before) == len(after) == len(line.cells) == 1
        if ratio < ALIKE and not is_one_text:
            twin = None
        if twin:
            left.remove(twin)
        yield line, twin
    yield from ((None, line) for line in left)


def likeness(one, other):
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()


def differences(old, new):
    """Yield a Change for each cell that differs, or one for a Line that was added or deleted."""
    line = new or old
    if not old or not new:
        yield Change(line.section, line.where, old.whole if old else "", new.whole if new else "")
        return
    for (label, before), (_, after) in zip(old.cells, new.cells, strict=True):
        if before != after:
            which = f": {new.whole}" if label and line.place == NOTES else ""
            where = f"{line.where}, {label.lower()}" if label else line.where
            yield Change(line.section, where, before + which, after + which)


def shortened(words, is_first, is_last):
    """Return the words that stand beside what differs, and "…" for the others."""
    keep = words[: 0 if is_first else CONTEXT], words[len(words) - (0 if is_last else CONTEXT) :]
    if sum(map(len, keep)) + 1 >= len(words):
        return words
    return [*keep[0], "… ", *keep[1]]
