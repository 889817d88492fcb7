"""Records the notes confirmed to clients, and compares everything that shows notes with them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from uuid import UUID, uuid4


@dataclass(eq=False)
class Note:
    """One note as its author knows it. `pk`: from the response that confirmed it; None until then."""

    number: int  # of the question
    text: str
    uuid: UUID = field(default_factory=uuid4)
    pk: int | None = None
    hidden: bool = False
    deleted: bool = False

    @property
    def facts(self):
        """Return the note's fields as the database has them."""
        return self.uuid.hex, *self.lasting

    @property
    def lasting(self):
        """Return those that are left after closing."""
        return self.number, self.text, self.hidden, self.deleted


@dataclass
class Row:
    looks: int = 0  # comparisons made
    notes: int = 0  # expected in all comparisons
    missing: int = 0
    extra: int = 0  # twice, or never confirmed
    order: int = 0  # comparisons in another order
    unlike: int = 0  # comparisons in which a page loaded anew differed


class Ledger:
    def __init__(self):
        self.confirmed = []  # Notes confirmed to a client
        self.turns = {}  # {uuid: its turn in the server's own order}, as last read
        self.waiting = set()  # the uuids of notes that nobody but their author may see, as last read
        self.refused = []
        self.edited = self.deleted = self.hidden = 0
        self.rows = defaultdict(Row)
        self.unordered = set()  # rows whose order is none of the server's
        self.wrong = []  # the first difference of each row

    def saved(self, note, pk):
        note.pk = pk
        self.confirmed.append(note)

    def everything(self, number):
        """Return the notes to a question, in the server's own order."""
        notes = (note for note in self.confirmed if note.number == number)
        return sorted(notes, key=lambda note: self.turns.get(note.uuid.hex, len(self.turns)))

    def not_deleted(self, number):
        return [note for note in self.everything(number) if not note.deleted]

    def on_screens(self, number):
        """Return those that wall and desk have: not deleted, and not waiting."""
        return [note for note in self.not_deleted(number) if note.uuid.hex not in self.waiting]

    def shown(self, number):
        return [note for note in self.on_screens(number) if not note.hidden]

    def compare(self, name, expected, found, ordered=True):
        """Compare two lists of whatever identifies notes. After closing their order is random: then not `ordered`."""
        row = self.rows[name]
        row.looks += 1
        row.notes += len(expected)
        missing, extra = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
        row.missing += missing.total()
        row.extra += extra.total()
        if missing or extra:
            self.note(name, f"missing {list(missing)[:5]}, extra {list(extra)[:5]}")
        elif ordered and name not in self.unordered and expected != found:
            row.order += 1
            self.note(name, "in another order")

    def same(self, name, here, there):
        """Compare a screen with the same page loaded anew."""
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
    """Return the first difference of two outlines."""
    if here and there and here[:2] == there[:2] and len(here[2]) == len(there[2]):
        return next(difference(mine, theirs) for mine, theirs in zip(here[2], there[2], strict=True) if mine != theirs)
    return tuple(str(each)[:200] for each in (here, there))
