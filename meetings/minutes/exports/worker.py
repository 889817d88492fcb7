"""Writes files that take long in one spawned process. Keep its imports few: the process starts by importing this module.

WeasyPrint takes 100 MB and holds the GIL for half a second at a time. In the server, everybody's notes would wait for it.
"""

import gc
import logging
import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

logger = logging.getLogger(__name__)

CPU_SECONDS = 10  # the limit of one document, whatever was written in it
SECONDS = 60  # timeout for one document on a busy machine, in the worker and for whoever waits for it
JOBS = 50  # documents before the process is replaced, which bounds memory leaks
ENDED_BY = {-signal.SIGPROF: "limit", -signal.SIGALRM: "timeout"}  # exit code of the process: why it was ended
PASSING = {"timeout", "MemoryError", "OSError"}  # the machine's failures: the same content may be written next time


class Busy(Exception):
    """Raised while another document is being printed. Ask again in a moment."""


class CannotPrint(Exception):
    """Raised when no file could be made. Nothing is lost by it."""


class Unprintable(CannotPrint):
    """Raised when this content cannot be made into such a file: it takes too long, or fails each time."""


def in_worker(writer, *work):
    """Return the bytes that `writer`, one of WRITERS, makes of `work` in the worker, which is started if there is none.

    Raises Unprintable, which depends on the content, or CannotPrint.
    """
    try:
        return worker.write(writer, work)
    except CannotPrint:
        raise
    except Exception as error:
        # Log only its type: the message may hold what a person wrote.
        logger.error("The minutes could not be printed: %s", type(error).__name__)
        raise CannotPrint from error


def warm_up():
    """Start the worker, unless there is one. Call it where a file is likely to be asked for soon."""
    try:
        worker.warm_up()
    except Exception as error:  # printing then fails as well, and says so
        logger.error("The printing process could not be started: %s", type(error).__name__)


class Worker:
    """A process that writes one document at a time, replaced when it has ended and after `JOBS` documents."""

    def __init__(self):
        self.lock = threading.Lock()
        self.process = self.pipe = None
        self.jobs_left = 0
        self.cpu_seconds, self.seconds = CPU_SECONDS, SECONDS

    def warm_up(self):
        if self.lock.acquire(blocking=False):  # else it is at work
            try:
                self.start()
            finally:
                self.lock.release()

    def write(self, writer, work):
        with self.lock:
            try:
                return self.answer(writer, work)
            except (EOFError, OSError):  # it had ended, or was killed
                return self.answer(writer, work)

    def answer(self, writer, work):
        """Let the process write one document. Raises EOFError or OSError when the process has ended for another reason."""
        self.start()
        self.jobs_left -= 1
        try:
            self.pipe.send((writer, work))
            made = self.pipe.recv() if self.pipe.poll(self.seconds) else "timeout"
        except (EOFError, OSError):
            self.process.join(1)
            made = ENDED_BY.get(self.process.exitcode)
            if made is None:
                self.end()
                raise
        if isinstance(made, bytes):
            return made
        logger.error("The minutes could not be printed: %s", made)
        if made in PASSING:
            self.end()
            raise CannotPrint(made)
        raise Unprintable(made)

    def start(self):
        if self.jobs_left and self.process.is_alive():
            return
        self.end()
        self.pipe, its = multiprocessing.Pipe()
        try:
            self.process = multiprocessing.get_context("spawn").Process(
                target=serve, args=(its, self.cpu_seconds), daemon=True
            )
            self.process.start()
        finally:
            its.close()  # then reading ends when the process ends
        self.jobs_left = JOBS

    def end(self):
        self.jobs_left = 0
        if self.pipe:
            self.pipe.close()
        if self.process and self.process.is_alive():
            self.process.kill()
            self.process.join(1)


worker = Worker()


# --- In the worker ----------------------------------------------------------------------------------------------------


def serve(pipe, cpu_seconds):
    """Write what comes through the pipe, until it is closed. The answer is bytes, or the name of an exception's type."""
    os.nice(5)
    with suppress(OSError):  # where memory runs out, a document is lost that can be written again, and not the meeting
        Path("/proc/self/oom_score_adj").write_text("500")
    # Ctrl-C reaches the whole process group; the server ends the worker.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=exit_with_server, daemon=True).start()
    from . import printer  # noqa: F401 -- loads fonts and stylesheet, before anybody asks

    with suppress(EOFError, OSError):
        while True:
            writer, work = pipe.recv()
            pipe.send(written(writer, work, cpu_seconds))
            gc.collect()  # `printer` leaves it to us


def exit_with_server():
    multiprocessing.parent_process().join()
    os._exit(0)


def written(writer, work, cpu_seconds):
    """Write one document. The timers end the whole process, also inside C code, if the document takes too long."""
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    signal.alarm(SECONDS)
    try:
        return WRITERS[writer](*work)
    except Exception as error:
        return type(error).__name__
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)


def pdf(*work):
    from .printer import printed  # here and nowhere else, so that the server never imports it

    return printed(*work)


def word(*work):
    from .word_file import written_by

    return written_by(*work)


WRITERS = {"pdf": pdf, "docx": word}
