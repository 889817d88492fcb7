"""Shares once a minute who is watching here with the other processes: in a thread of its own, so no screen waits for it."""

import logging
import threading

from django.db import connection

from meetings.database_errors import reason

from . import feed
from .streams import channels, open_streams

EVERY = 60.0  # seconds between two rounds
PAUSE = 0.1  # seconds after each topic that was told: a thousand at once would stand in the way of a thousand notes

logger = logging.getLogger(__name__)


def start():
    """Start the thread. Returns what stops it, without waiting for it."""
    stopped = threading.Event()
    threading.Thread(target=run, args=(stopped,), name="sharing", daemon=True).start()
    return stopped.set


def run(stopped):
    """Note who is watching, once in EVERY seconds, until `stopped`."""
    while not stopped.wait(EVERY):
        try:
            share(stopped)
        except Exception as error:  # no database for a moment: the next minute is as good
            logger.warning("Could not note who is watching (%s).", reason(error))
        connection.close()


def share(stopped):
    """Note who is watching, then tell the topics about it one by one, with a PAUSE after each that had something to tell."""
    for _ in feed.current.share_presence(set(open_streams), list(channels)):
        if stopped.wait(PAUSE):
            return
