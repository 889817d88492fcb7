"""Save what somebody typed, unless somebody else was first."""

from zlib import crc32

from .rows import save_fields


class Conflict(Exception):
    """Somebody else changed what the writer began from, so nothing was saved.

    `theirs`: what the fields say now, by name. `revision`: the one to save over them with.
    """

    def __init__(self, theirs, revision):
        self.theirs, self.revision = theirs, revision

    @property
    def text(self):
        """Their words, where one text is revised."""
        [text] = self.theirs.values()
        return text


def revision_of(*values):
    """Return a number that tells these texts and dates from others: their CRC-32, which is 0 for one empty text.

    It is made from the content, so whatever changes a text changes its revision. A page carries it as `seen`.
    """
    return crc32("\0".join(str(value or "") for value in values).encode())


def revise(entry, row, seen, typed, names=None):
    """Save `typed` (field name = value) in `row`, which was read again inside `recording`, whose `entry` it is.

    `names`: the fields that are revised together, and whose revision `seen` is; those typed, if not given. The same
    words again change nothing, whatever was seen. Raises Conflict.
    """
    if all(getattr(row, name) == value for name, value in typed.items()):
        return entry.nothing_happened()
    now = {name: getattr(row, name) for name in names or typed}
    revision = revision_of(*now.values())
    if seen != revision:
        raise Conflict(now, revision)
    # The place to keep earlier wordings: `now` is about to be overwritten.
    save_fields(row, **typed)
