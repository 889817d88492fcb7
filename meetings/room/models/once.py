"""Add a row once, however often the same form is sent."""

from uuid import uuid4

from .refused import Refused
from .rows import add, row


def add_once(entry, new, *, same=(), may_add=None, **columns):
    """Save the row `new` unless it is there already. Returns it, or the one that is there. Call it inside `recording`.

    A double press sends the same form twice, and a browser that never got the answer sends it again, with the same
    uuid. `columns`: what finds the row, as `rows.row` takes them. `same`: fields that must agree as well; when they
    do not, the uuid is from a page that somebody went back to, and `new` gets another. `may_add`: is called before
    anything is added, and may raise Refused.
    """
    refusal = _refusal(may_add) if may_add else None
    if not refusal and add(new):
        return new
    try:
        there = row(type(new), **columns)
    except type(new).DoesNotExist:
        there = None
    if there and all(getattr(there, name) == getattr(new, name) for name in same):
        entry.nothing_happened()
        return there
    if refusal:
        raise refusal
    if there:
        new.uuid = uuid4()
    new.save(force_insert=True)
    return new


def _refusal(may_add):
    try:
        may_add()
    except Refused as refusal:
        return refusal
