"""The one process that draws paper. Its imports stay few: the process starts by reading this module.

WeasyPrint takes 100 MB and holds the interpreter for half a second a time: in the server everybody's notes would wait.
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

SECONDS = 60  # the longest one document may take, and the longest anyone waits for it before a second try
JOBS = 50  # then the process is replaced: what leaks, leaks little


class Busy(Exception):
    """Another document is being printed: ask again in a moment."""


class CannotPrint(Exception):
    """No PDF this time. Nothing is lost by it."""


def in_worker(*work):
    """Print `work` (the arguments of `printer.printed`) in the worker, which is started if there is none. Returns bytes, or raises CannotPrint."""
    try:
        try:
            return press.print(work)
        except BrokenProcessPool:
            return press.print(work)
    except Exception as error:
        # Only its kind: the message may hold what a person wrote.
        logger.error("The minutes could not be printed: %s", type(error).__name__)
        raise CannotPrint from error


def warm_up():
    """Start the worker, unless there is one: who reads the minutes on a page soon wants them on paper."""
    try:
        press.warm_up()
    except Exception as error:  # whoever prints will be told
        logger.error("The printing process could not be started: %s", type(error).__name__)


class Press:
    """A pool of one process, replaced when it breaks and after `JOBS` documents."""

    def __init__(self):
        self.lock = threading.Lock()
        self.pool = None
        self.jobs_left = 0

    def warm_up(self):
        if not self.jobs_left:
            self.submit(load_printer)

    def print(self, work):
        pool, job = self.submit(print_here, *work)
        try:
            return job.result(SECONDS)
        except BrokenProcessPool:
            self.give_up(pool)
            raise
        finally:
            job.cancel()  # if it still stands in line, nobody waits for it any more

    def submit(self, function, *work):
        # Not `max_tasks_per_child`: with jobs in line, the new process is never started (python/cpython#115634).
        with self.lock:
            if not self.jobs_left:
                if self.pool:
                    self.pool.shutdown(wait=False)  # what stands in line there is still printed
                self.pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), begin)
                self.jobs_left = JOBS
            self.jobs_left -= 1
            try:
                return self.pool, self.pool.submit(function, *work)
            except Exception:
                self.jobs_left = 0
                raise

    def give_up(self, pool):
        with self.lock:
            if self.pool is pool:
                self.jobs_left = 0


press = Press()


def begin():
    """In the worker, once: be modest, and never outlive the server."""
    os.nice(5)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides
    threading.Thread(target=leave_with_server, daemon=True).start()


def leave_with_server():
    multiprocessing.parent_process().join()
    os._exit(0)


def load_printer():
    from . import printer  # noqa: F401 -- fonts and stylesheet, once


def print_here(*work):
    """In the worker. The alarm ends the whole process, inside C code too: a document that is stuck holds nobody up."""
    from .printer import printed  # here and nowhere else, so that the server never imports it

    signal.alarm(SECONDS)
    try:
        return printed(*work)
    finally:
        signal.alarm(0)
        gc.collect()  # `printer` leaves it to us
