"""Notifies this process and the others that a topic has new events: through PostgreSQL or the SQLite file itself.

A notification carries only the topic's id. It is a hint: the log is the truth, so a lost or doubled one loses nothing.
"""

import logging
import threading

from django.db import connection, transaction

CHANNEL = "new_events"  # of PostgreSQL's LISTEN
EVERYTHING = None  # in place of a topic: some notifications may have been lost, so look at every topic you watch
SQLITE_POLL = 0.5  # seconds between looks for another process's commits
RETRY = 1.0  # seconds before a lost database connection is tried again

logger = logging.getLogger(__name__)
_callbacks = set()


def on_commit(topic):
    """Notify all processes when the current transaction commits; not at all if it rolls back."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(topic)])
    else:
        transaction.on_commit(lambda: here(topic))


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


def _run(listener, stopped):
    while not stopped.is_set():
        try:
            listener(stopped)
        except Exception as error:
            logger.warning("Lost the database while listening for events (%s). Trying again.", type(error).__name__)
            stopped.wait(RETRY)
        finally:
            connection.close()


def _listen_to_postgresql(stopped):
    connection.ensure_connection()
    listening = connection.connection
    listening.autocommit = True
    listening.execute(f"LISTEN {CHANNEL}")
    here(EVERYTHING)
    while not stopped.is_set():
        for notice in listening.notifies(timeout=0.5):
            here(int(notice.payload))


def _poll_sqlite(stopped):
    """Poll `data_version`, which changes when another connection has committed, here or in a second process."""
    seen = None
    while not stopped.is_set():
        with connection.cursor() as cursor:
            version = cursor.execute("PRAGMA data_version").fetchone()[0]
        if version != seen:
            seen = version
            here(EVERYTHING)
        stopped.wait(SQLITE_POLL)
