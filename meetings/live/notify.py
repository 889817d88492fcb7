"""Says that a meeting has changed: to this process, and to the others through PostgreSQL or the SQLite file itself.

A ring carries only a meeting's id. It is a hint: the log is the truth, so a missed or doubled ring loses nothing.
"""

import logging
import threading

from django.db import connection, transaction

CHANNEL = "meeting"
EVERYTHING = None  # rung when we may have missed something: look at every meeting you watch
SQLITE_LOOK = 0.5  # seconds between looks for another process's writes
RETRY = 1.0  # seconds before a lost LISTEN connection is tried again

logger = logging.getLogger(__name__)
_listeners = set()


def on_commit(meeting_id):
    """Ring when the current transaction commits; not at all if it rolls back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(meeting_id)])
    else:
        transaction.on_commit(lambda: here(meeting_id))


def here(meeting_id):
    """Ring at once, in this process only."""
    for heard in tuple(_listeners):
        heard(meeting_id)


def listen(heard):
    """Call `heard(meeting_id or EVERYTHING)` from a thread of its own at every ring. Returns a function that stops it."""
    _listeners.add(heard)
    stopped = threading.Event()
    watch = _listen_to_postgresql if connection.vendor == "postgresql" else _watch_sqlite
    thread = threading.Thread(target=_keep_on, args=(watch, stopped), name="bell", daemon=True)
    thread.start()

    def stop():
        stopped.set()
        _listeners.discard(heard)
        thread.join(timeout=0.6)  # it looks twice a second; one that waits for a database is not waited for

    return stop


def _keep_on(watch, stopped):
    while not stopped.is_set():
        try:
            watch(stopped)
        except Exception as error:
            logger.warning("The bell lost its database (%s); trying again.", type(error).__name__)
            stopped.wait(RETRY)
        finally:
            connection.close()


def _listen_to_postgresql(stopped):
    connection.ensure_connection()
    channel = connection.connection
    channel.autocommit = True
    channel.execute(f"LISTEN {CHANNEL}")
    here(EVERYTHING)
    while not stopped.is_set():
        for notice in channel.notifies(timeout=0.5):
            here(int(notice.payload))


def _watch_sqlite(stopped):
    """`data_version` changes when another connection has committed: ours told already, a second process did not."""
    seen = None
    while not stopped.is_set():
        with connection.cursor() as cursor:
            version = cursor.execute("PRAGMA data_version").fetchone()[0]
        if version != seen:
            seen = version
            here(EVERYTHING)
        stopped.wait(SQLITE_LOOK)
