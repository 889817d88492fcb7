"""Writes a file in the worker, once for the same content; content that cannot be written is not tried again."""

import threading
from hashlib import sha256

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache

from .turns import turns
from .worker import Unprintable, in_worker

SWEEP = 60.0  # seconds from one look at what is over to the next, while anything is kept
_sweep_is_due = threading.Lock()


class Printed(LocMemCache):
    """Lets go of a file when its time is over: Django's own keeps it until somebody asks for it, past its meeting."""

    def set(self, *args, **more):
        super().set(*args, **more)
        sweep_later(self)

    def let_go(self):
        """Delete what is over. Returns whether anything is left."""
        with self._lock:
            for key in [key for key in self._cache if self._has_expired(key)]:
                self._delete(key)
            return bool(self._cache)


def sweep_later(cache):
    """Let what is over go in a while, unless that is to be done already: meanwhile the lock is held."""
    if _sweep_is_due.acquire(blocking=False):
        timer = threading.Timer(SWEEP, sweep, [cache])
        timer.daemon = True
        timer.start()


def sweep(cache):
    """Let go of what is over, and look again later if anything is left."""
    _sweep_is_due.release()
    if cache.let_go():
        sweep_later(cache)


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
