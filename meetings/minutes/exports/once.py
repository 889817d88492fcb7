"""Writes a file in the worker, once for the same content; content that cannot be written is not tried again."""

from hashlib import sha256

from django.core.cache import caches

from .turns import turns
from .worker import Unprintable, in_worker


def written_once(whose, writer, content, *work):
    """Return the bytes that `writer` of the worker makes of `work`. `content`: text that all of them depend on.

    `whose`: the meeting, of which one document is written at a time; without it, any other. Raises Busy, Unprintable or CannotPrint.
    """
    kept, failed = caches["printed"], caches["unprintable"]
    key = f"{writer}/{sha256(content.encode()).hexdigest()}"
    if failed.get(key):
        raise Unprintable
    written = kept.get(key)  # several people fetch it, and the same minutes give the same file
    if written is None:
        with turns.take(whose or object()):
            try:
                written = in_worker(writer, *work)
            except Unprintable:
                failed.set(key, True)
                raise
        kept.set(key, written)
    return written
