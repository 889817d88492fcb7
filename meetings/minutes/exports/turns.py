"""Lets meetings print in turn: one document at a time, one of each meeting, in the order in which meetings asked."""

import threading
import time
from contextlib import contextmanager

from .worker import Busy

WAIT = 0.5  # seconds a request waits for its turn; then its page asks again, every two seconds
PATIENCE = 6  # seconds a meeting that asks no more keeps its place


class Turns:
    """A queue that outlives the requests in it, for they wait in few threads: who is told Busy keeps the place."""

    def __init__(self, wait=WAIT, patience=PATIENCE):
        self.patience, self.wait_for = patience, wait
        self.changed = threading.Condition()
        self.printing = None  # the meeting whose turn it is
        self.waiting = {}  # meeting: when it last asked, in the order of their first asking

    @contextmanager
    def take(self, meeting):
        """Keep the turn of `meeting` while the block runs. Raises Busy when others come first, or it is printing already."""
        self.wait(meeting)
        try:
            yield
        finally:
            with self.changed:
                self.printing = None
                self.changed.notify_all()

    def wait(self, meeting):
        end = time.monotonic() + self.wait_for
        with self.changed:
            while True:
                now = time.monotonic()
                if meeting == self.printing:
                    raise Busy
                self.waiting[meeting] = now  # keeps its place, if it has one
                if self.printing is None and self.first(now) == meeting:
                    del self.waiting[meeting]
                    self.printing = meeting
                    return
                if now >= end:
                    raise Busy
                self.changed.wait(end - now)

    def first(self, now):
        """Return the meeting whose turn is next, and forget those that ask no more."""
        self.waiting = {meeting: asked for meeting, asked in self.waiting.items() if now - asked < self.patience}
        return next(iter(self.waiting))


turns = Turns()
