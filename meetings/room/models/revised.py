"""Save what somebody typed, unless somebody else was first."""

from zlib import crc32

from .deletable import Deletable
from .rows import save_fields
from .wordings import Wording, keep


class Conflict(Exception):
    """Somebody else changed what the writer began from, so nothing was saved.

    `theirs`: what the fields say now, by name. `revision`: the one to save over them with.
    """

    def __init__(self, theirs, revision):
        self.theirs, self.revision = theirs, revision

    @property
    def text(self):
        """Return their words, where one text is revised."""
        [text] = self.theirs.values()
        return text


def revision_of(*values):
    """Return a number that tells these texts and dates from others: their CRC-32, which is 0 for one empty text.

    It is made from the content, so whatever changes a text changes its revision. A page carries it as `seen`.
    """
    return crc32("\0".join(str(value or "") for value in values).encode())


def revise(row, fields, seen, typed):
    """Save what was `typed` in some of the `fields` of `row`, which was read again inside `recording`.

    `seen`: the revision the writer began from. Returns what they said before, or None where the same words change
    nothing, whatever was seen. Raises Conflict.
    """
    now = {name: getattr(row, name) for name in fields}
    if all(now[name] == value for name, value in typed.items()):
        return None
    revision = revision_of(*now.values())
    if seen != revision:
        raise Conflict(now, revision)
    save_fields(row, **typed)
    return now


class RevisedText:
    """What several people write in: `fields` of `row` that have one revision. A change is an event of `kind`.

    `name`: the name its earlier wordings are kept under, alone in the meeting; without it none are kept. `may_save`: is
    called under the lock with what was typed, before anything is saved, and may raise Refused.
    """

    def __init__(self, meeting, row, fields, kind, name="", may_save=None):
        self.meeting, self.row, self.fields, self.kind, self.name = meeting, row, fields, kind, name
        self.may_save = may_save
        self.subject = None if row is meeting else getattr(row, "subject", row.pk)

    @property
    def now(self):
        return {name: getattr(self.row, name) for name in self.fields}

    @property
    def revision(self):
        return revision_of(*self.now.values())

    @property
    def earlier(self):
        """Return its earlier wordings, the latest first."""
        return self.meeting.earlier_wordings.filter(of=self.name)

    @property
    def has_earlier(self):
        return self.earlier.exists()

    def save(self, seen, **typed):
        """Save what was typed in some of the fields. `seen`: the `revision` the writer began from.

        The same words again change nothing, whatever was seen. Raises Conflict, and Refused if the row is deleted.
        """
        self._save(seen, typed)

    def have_back(self, seen, wording):
        """Save an earlier Wording again. It replaces one that is kept as earlier in its place. Raises as `save`."""
        typed = {name: self.row._meta.get_field(name).to_python(value) for name, value in wording.words.items()}
        self._save(seen, typed, had_back=wording)

    def _save(self, seen, typed, had_back=None):
        with self.meeting.recording(self.kind, self.subject) as entry:
            if self.may_save:
                self.may_save(**typed)
            self._read_again()
            before = revise(self.row, self.fields, seen, typed)
            if before is None:
                return entry.nothing_happened()
            if self.name:
                keep(self.meeting, self.name, before, every=bool(had_back))
            if had_back:
                had_back.delete()

    def _read_again(self):
        if self.row is self.meeting:
            return  # `recording` has read it
        deletable = isinstance(self.row, Deletable)
        self.row.refresh_from_db(fields=[*self.fields, *(["deleted"] if deletable else [])])
        if deletable:
            self.row.must_be_there()


def forget_earlier(meeting, texts):
    """Delete the earlier wordings of these RevisedTexts, which are about to be deleted for good."""
    Wording.objects.filter(meeting=meeting, of__in=[text.name for text in texts]).delete()
