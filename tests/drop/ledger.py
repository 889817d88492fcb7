"""What the clients were told, and how everything that shows notes compares with it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from uuid import UUID, uuid4


@dataclass(eq=False)
class Note:
    """One note as its author knows it. `pk` is what the answer called it; until then nobody was told anything."""

    number: int  # of the question
    text: str
    uuid: UUID = field(default_factory=uuid4)
    pk: int | None = None
    hidden: bool = False
    taken_back: bool = False

    @property
    def facts(self):
        """As the database has them."""
        return self.uuid.hex, self.number, self.text, self.hidden, self.taken_back


@dataclass
class Row:
    looks: int = 0  # how often it was looked at
    notes: int = 0  # that should have been there, in all looks
    missing: int = 0
    extra: int = 0  # twice, or never told saved
    order: int = 0  # looks at which they stood in another order
    unlike: int = 0  # looks at which a page loaded anew showed something else


class Ledger:
    def __init__(self):
        self.told = []  # Notes that a client was told were saved
        self.refused = []
        self.edited = self.taken_back = self.hidden = 0
        self.rows = defaultdict(Row)
        self.wrong = []  # in words, the first of each row

    def saved(self, note, pk):
        note.pk = pk
        self.told.append(note)

    def everything(self, number):
        """The notes to a question, in the order they were saved."""
        return sorted((note for note in self.told if note.number == number), key=lambda note: note.pk)

    def not_deleted(self, number):
        return [note for note in self.everything(number) if not note.taken_back]

    def shown(self, number):
        return [note for note in self.not_deleted(number) if not note.hidden]

    def compare(self, name, expected, found):
        """Two lists of whatever tells notes apart."""
        row = self.rows[name]
        row.looks += 1
        row.notes += len(expected)
        missing, extra = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
        row.missing += missing.total()
        row.extra += extra.total()
        if missing or extra:
            self.note(name, f"missing {list(missing)[:5]}, extra {list(extra)[:5]}")
        elif expected != found:
            row.order += 1
            self.note(name, "in another order")

    def same(self, name, here, there):
        """What a screen shows, and what the page shows when it is loaded anew."""
        if here != there:
            self.rows[name].unlike += 1
            self.note(name, f"unlike a fresh page: {difference(here, there)}")

    def note(self, name, words):
        if not any(each.startswith(name) for each in self.wrong):
            self.wrong.append(f"{name}: {words}")

    @property
    def holds(self):
        return not self.refused and not any(
            row.missing or row.extra or row.order or row.unlike for row in self.rows.values()
        )


def difference(here, there):
    """The first place where two outlines part."""
    if here and there and here[:2] == there[:2] and len(here[2]) == len(there[2]):
        return next(difference(mine, theirs) for mine, theirs in zip(here[2], there[2], strict=True) if mine != theirs)
    return tuple(str(each)[:200] for each in (here, there))
