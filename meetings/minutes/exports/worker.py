"""Renders PDFs in one worker process. Keep its imports few: the process starts by importing this module.

WeasyPrint takes 100 MB and holds the GIL for half a second at a time. In the server, everybody's notes would wait for it.
"""

import gc
import logging
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

logger = logging.getLogger(__name__)

SECONDS = 60  # timeout for one document, in the worker and for whoever waits for it
JOBS = 50  # documents before the process is replaced, which bounds memory leaks


class Busy(Exception):
    """Raised while another document is being printed. Ask again in a moment."""


class CannotPrint(Exception):
    """Raised when no PDF could be made. Nothing is lost by it."""


def in_worker(*work):
    """Return the bytes of a PDF made in the worker, which is started if there is none. Raises CannotPrint.

    `work`: the arguments of `printer.printed`.
    """
    try:
        try:
            return queue.print(work)
        except BrokenProcessPool:
            return queue.print(work)
    except Exception as error:
        # Log only its type: the message may hold what a person wrote.
        logger.error("The minutes could not be printed: %s", type(error).__name__)
        raise CannotPrint from error


def warm_up():
    """Start the worker, unless there is one. Call it where a PDF is likely to be asked for soon."""
    try:
        queue.warm_up()
    except Exception as error:  # printing then fails as well, and says so
        logger.error("The printing process could not be started: %s", type(error).__name__)


class Queue:
    """Prints one document at a time in a pool of one process, replaced when it breaks and after `JOBS` documents."""

    def __init__(self):
        self.lock = threading.Lock()
        self.pool = None
        self.jobs_left = 0

    def warm_up(self):
        if not self.jobs_left:
            self.submit(import_printer)

    def print(self, work):
        pool, job = self.submit(print_in_worker, *work)
        try:
            return job.result(SECONDS)
        except BrokenProcessPool:
            self.discard(pool)
            raise
        finally:
            job.cancel()  # if it has not started: nobody waits for it any more

    def submit(self, function, *work):
        # Not `max_tasks_per_child`: with jobs in the queue, the new process is never started (python/cpython#115634).
        with self.lock:
            if not self.jobs_left:
                if self.pool:
                    self.pool.shutdown(wait=False)  # its queue is still printed
                self.pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initialize)
                self.jobs_left = JOBS
            self.jobs_left -= 1
            try:
                return self.pool, self.pool.submit(function, *work)
            except Exception:
                self.jobs_left = 0
                raise

    def discard(self, pool):
        with self.lock:
            if self.pool is pool:
                self.jobs_left = 0


queue = Queue()


# --- In the worker ----------------------------------------------------------------------------------------------------


def initialize():
    """Lower the priority of the new process, and make it end with the server."""
    os.nice(5)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole process group; the server shuts down the pool
    threading.Thread(target=exit_with_server, daemon=True).start()


def exit_with_server():
    multiprocessing.parent_process().join()
    os._exit(0)


def import_printer():
    from . import printer  # noqa: F401 -- loads fonts and stylesheet


def print_in_worker(*work):
    """Print one document. The alarm ends the whole process, also inside C code, if the document takes too long."""
    from .printer import printed  # here and nowhere else, so that the server never imports it

    signal.alarm(SECONDS)
    try:
        return printed(*work)
    finally:
        signal.alarm(0)
        gc.collect()  # `printer` leaves it to us
