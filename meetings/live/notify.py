"""Notifies this process and the others that a topic has new events: through PostgreSQL or the SQLite file itself.

Between processes a notification carries only the topic's id, and which process sent it: each ignores its own, since it
renders its own changes itself. It is a hint: the log is the truth, so a lost or doubled one loses nothing.
On PostgreSQL the process proves that it hears, by notifying itself; while it does not, it polls.
"""

import logging
import threading
import time
from contextlib import contextmanager
from uuid import uuid4

from django.db import connection, transaction
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from meetings.database_errors import reason

CHANNEL = "new_events"  # of PostgreSQL's LISTEN
EVERYTHING = None  # in place of a topic: some notifications may have been lost, so look at every topic you watch
POLL = 0.5  # seconds between looks for another process's commits, where nothing notifies us of them
RETRY = 1.0  # seconds before a lost database connection is tried again
PATIENCE = 2.0  # seconds within which our own probe must come back
LISTEN_AGAIN = 60.0  # seconds before a deaf process opens a new connection to listen on

HERE = str(uuid4())  # names this process to the others
PROBE = "probe"  # the first word of a probe, before the process and its number; of other notifications, the topic
DEAF = (
    "This process does not hear the notifications of PostgreSQL and polls twice a second instead."
    " The likely cause is a connection pooler in transaction mode; see deploy/pgbouncer.ini."
)

logger = logging.getLogger(__name__)
_callbacks = set()
_thread = threading.local()  # its `render` and `unsure`: see `rendering`


def on_commit(topic, written=None):
    """Notify all processes when the current transaction commits; not at all if it rolls back.

    `written`: the event as a feed.Written, for a thread that is `rendering`.
    """
    if connection.vendor == "postgresql":
        _notify_postgresql(f"{topic} {HERE}")
    if not (render := getattr(_thread, "render", None)):
        transaction.on_commit(lambda: here(topic))
        return

    def committed():
        _thread.unsure.remove(topic)
        render(topic, written)

    _thread.unsure.append(topic)
    transaction.on_commit(committed)


@contextmanager
def rendering(render):
    """Call `render(topic, written)` for each change of this thread, once it is committed, in place of notifying the reader.

    At the end of the block, `render(topic, None)` for each that nobody knows whether it was committed.
    """
    _thread.render, _thread.unsure = render, []
    try:
        yield
    finally:
        _thread.render = None
        for topic in _thread.unsure:
            render(topic, None)


def _notify_postgresql(payload):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])


def here(topic):
    """Notify this process at once, and no other."""
    for callback in tuple(_callbacks):
        callback(topic)


def listen(callback):
    """Start a thread that calls `callback(topic or EVERYTHING)`. Returns a function that stops it."""
    _callbacks.add(callback)
    stopped = threading.Event()
    listener = _listen_to_postgresql if connection.vendor == "postgresql" else _poll_sqlite
    thread = threading.Thread(target=_run, args=(listener, stopped), name="notify", daemon=True)
    thread.start()

    def stop():
        stopped.set()
        _callbacks.discard(callback)
        thread.join(timeout=0.6)  # it checks `stopped` twice a second, except while it waits for a database

    return stop


# --- Whether we hear ----------------------------------------------------------------------------------------------------


class Hearing:
    """Knows whether this process's numbered probes come back. The listener's thread writes `heard`, the reader's the rest."""

    def __init__(self):
        self.sent = 0  # the last probe
        self.heard = 0  # the last probe that came back, or that no longer can
        self.oldest, self.since = 0, 0.0  # the oldest probe that had not come back when it was sent, and when that was
        self.is_deaf = False

    def expect(self):
        if self.oldest <= self.heard:
            self.oldest, self.since = self.sent, time.monotonic()

    def hear(self, number):
        self.heard, self.is_deaf = number, False

    def forget(self):
        """Expect no probe that has been sent so far: the connection that listened is lost."""
        self.heard = self.sent

    def judge(self):
        """Become deaf, and log it, if a probe has not come back in time."""
        late = self.oldest > self.heard and time.monotonic() - self.since > PATIENCE
        if late and not self.is_deaf:
            self.is_deaf = True
            logger.warning(DEAF)


_hearing = Hearing()


def probe():
    """Notify only this process's listener, which is to hear it soon.

    Never call this in the listener's thread: even a pooler in transaction mode delivers what a connection sends itself.
    """
    if connection.vendor == "postgresql":
        _hearing.sent += 1
        _notify_postgresql(f"{PROBE} {HERE} {_hearing.sent}")
        _hearing.expect()


@receiver(connection_created)
def _drop_strays(connection, **_):
    """Drop the notifications that a pooler delivers to the wrong connection: psycopg would keep them all."""
    if connection.vendor == "postgresql":
        connection.connection.add_notify_handler(_drop)


def _drop(notice):
    pass


# --- The thread that listens ----------------------------------------------------------------------------------------------


def _run(listener, stopped):
    told = set()  # the reasons that have been logged since the database last answered
    while not stopped.is_set():
        try:
            listener(stopped, told.clear)
        except Exception as error:
            if (why := reason(error)) not in told:
                logger.warning("Lost the database while listening for events (%s). Trying again.", why)
            told.add(why)
            stopped.wait(RETRY)
        finally:
            connection.close()


def _listen_to_postgresql(stopped, answered):
    """Listen until `stopped`, or until we have been deaf for so long that another connection may be better."""
    connection.ensure_connection()
    listening = connection.connection
    listening.remove_notify_handler(_drop)
    listening.autocommit = True
    listening.execute(f"LISTEN {CHANNEL}")
    answered()
    _hearing.forget()
    began = time.monotonic()
    here(EVERYTHING)  # the reader also sends a probe
    while not stopped.is_set():
        for notice in listening.notifies(timeout=POLL):
            about, process, *number = notice.payload.split()
            if about != PROBE and process != HERE:
                here(int(about))
            elif about == PROBE and process == HERE:
                _hearing.hear(int(*number))
        _hearing.judge()
        if _hearing.is_deaf:
            here(EVERYTHING)
            if time.monotonic() - began > LISTEN_AGAIN:
                return


def _poll_sqlite(stopped, answered):
    """Poll `data_version`, which changes when another connection has committed, here or in a second process."""
    seen = None
    while not stopped.is_set():
        with connection.cursor() as cursor:
            version = cursor.execute("PRAGMA data_version").fetchone()[0]
        answered()
        if version != seen:
            seen = version
            here(EVERYTHING)
        stopped.wait(POLL)
