"""Makes the daily run: once a day, in one of the processes, it deletes what is due.

A server makes it by itself, at NIGHT or, if it was not running then, an hour after it started. What it does is STEPS.
"""

import datetime
import logging
import threading
from typing import NamedTuple

from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.utils import timezone

from meetings import danish
from meetings.database_errors import reason
from meetings.minutes.versions import purge_due_notes
from meetings.room.models import Erasure, Meeting, clocks, traces
from meetings.room.models.clocks import Facts
from meetings.room.models.path import OPEN_FOR_JOINING, OPEN_FOR_NOTES
from meetings.strangers import attempts

NIGHT = 4  # o'clock, in Europe/Copenhagen
# Seconds after the start: whoever restored a backup, or set a clock wrong, can stop the server in time.
FIRST = 60 * 60.0
LOOK = 10 * 60.0  # seconds between looks whether it is time, and whether a process that was killed left traces
LEASE = datetime.timedelta(hours=1)  # after which another process makes the run that one has not finished
FURTHEST = 60  # days since the last run: a clock that says more may be wrong
LOCK = 7_301_964  # of PostgreSQL's advisory locks: a number of our own

logger = logging.getLogger(__name__)


class DailyRun(models.Model):
    """The last daily run: one row, so that only one process makes it, and that a wrong clock is noticed."""

    on = models.DateField()  # its day
    began_at = models.DateTimeField()
    is_done = models.BooleanField(default=False)

    def __str__(self):
        return f"the run of {self.on}"


class WrongClock(Exception):
    """This machine's clock cannot be believed. Its text says why, in Danish."""


# --- When ------------------------------------------------------------------------------------------------------------


def start():
    """Start the thread that makes the run when it is time. Returns a function that stops it."""
    stopped = threading.Event()
    threading.Thread(target=_look_now_and_then, args=(stopped,), name="daily", daemon=True).start()
    return stopped.set


def _look_now_and_then(stopped):
    waited, doubted = 0.0, None
    while not stopped.wait(LOOK if waited else 0):
        now = timezone.localtime()
        try:
            traces.clear_what_is_left()
            if waited >= FIRST and now.hour >= NIGHT and claim(now):
                run(now.date())
        except WrongClock as doubt:
            if doubted != now.date():
                logger.warning("%s", doubt)
            doubted = now.date()
        except Exception as error:
            logger.warning("Could not make the daily run (%s). Trying again.", reason(error))
        finally:
            waited += LOOK
            connection.close()


def claim(now, again=False, is_right=False):
    """Note that this process makes the run of this day. Returns False if it is made, or being made, by another.

    `again`: make it even so. `is_right`: believe the clock. Raises WrongClock.
    """
    with transaction.atomic():  # on SQLite, only one process at a time comes further than this
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = DailyRun.objects.first()
        if last and not is_right and (why := doubt(last.on, now.date())):
            raise WrongClock(why)
        if last and last.on == now.date() and not again and (last.is_done or now - last.began_at < LEASE):
            return False
        DailyRun.objects.update_or_create(defaults={"on": now.date(), "began_at": now, "is_done": False})
    return True


def doubt(last, today):
    """Return in Danish why `today` cannot be believed when the last run was on the day `last`, or ""."""
    days = (today - last).days
    if 0 <= days <= FURTHEST:
        return ""
    how = f"mere end {FURTHEST} dage efter" if days > 0 else "før"
    return (
        f"Maskinens ur siger den {danish.long_date(today)}, og det er {how} den sidste daglige kørsel"
        f" ({danish.long_date(last)}). Intet er slettet. Er uret rigtigt, så kør »manage.py erase --clock-is-right«."
    ).replace(danish.NBSP, " ")


# --- What ------------------------------------------------------------------------------------------------------------
# Each step is a function of the day. It yields what it did as Danish sentences, or with `dry` what it would do. It does
# each thing in a transaction of its own that looks again under the meeting's lock, so that it may be stopped anywhere,
# and run twice, at once too.


def erase_due_meetings(today, dry=False):
    """Delete the meetings whose clock has run out."""
    for meeting in _meetings():
        if clocks.is_due(meeting, today) and (dry or meeting.erase_if_due(today)):
            why = clocks.due(meeting).clock.label
            yield f"Mødet den {danish.long_date(meeting.date)} {_is(dry)} slettet, fordi {why}."


def purge_notes(today, dry=False):
    """Delete the notes of approved minutes whose clock has run out."""
    for meeting in _meetings(is_final=True, notes_purged=False):
        if clocks.notes_are_due(meeting, today) and not clocks.is_due(meeting, today):
            try:
                number = meeting.count_erased()["notes"] if dry else purge_due_notes(meeting, today)
            except Meeting.DoesNotExist:  # its owner deletes it just now
                continue
            if number:
                notes = danish.count(number, "note", "noter")
                yield f"{notes} fra mødet den {danish.long_date(meeting.date)} {_is(dry)} slettet."


def close_forgotten(today, dry=False):
    """Close the meetings that nobody has closed since the day before, as if by "Afslut"."""
    for meeting in Meeting.objects.filter(stage__in=OPEN_FOR_JOINING, date__lt=today).order_by("pk"):
        if meeting.is_forgotten(today) and (dry or meeting.close_if_forgotten(today)):
            yield f"Mødet den {danish.long_date(meeting.date)} {_is(dry)} afsluttet: ingen havde gjort det."


def rewrite_at_night(today, dry=False):
    """Write the database anew without what was deleted, unless notes are being written: it locks each table.

    Nor does it inside a transaction, which it would wait for.
    """
    if not (dry or connection.in_atomic_block or Meeting.objects.filter(stage__in=OPEN_FOR_NOTES).exists()):
        traces.rewrite()
    return ()


def forget_erasures(today, dry=False):
    """Delete the proofs of deletions that are old enough."""
    old = [erasure.pk for erasure in Erasure.objects.all() if clocks.proof_ends(erasure.on) <= today]
    if old and not dry:
        Erasure.objects.filter(pk__in=old).delete()
    if old:
        yield f"{danish.count(len(old), 'slettebevis', 'slettebeviser')} {_is(dry)} slettet."


def forget_logins(today, dry=False):
    """Delete the logins that have expired."""
    old = Session.objects.filter(expire_date__lt=timezone.now())
    number = old.count() if dry else old.delete()[0]
    if number:
        yield f"{danish.count(number, 'udløbet login', 'udløbne logins')} {_is(dry)} slettet."


def forget_attempts(today, dry=False):
    """Delete the counts of wrong codes and logins that have come to nothing. (Others do it too, so nobody is told.)"""
    if not dry:
        attempts.forget()
    return ()


STEPS = (
    close_forgotten,
    erase_due_meetings,
    purge_notes,
    forget_erasures,
    forget_logins,
    forget_attempts,
    rewrite_at_night,
)


class Outcome(NamedTuple):
    sentences: list[str]  # what was done
    failed: list[str]  # the names of the steps that failed


def run(today, dry=False):
    """Take each of STEPS, and note that the run is done if none failed; a step that fails stops no other."""
    outcome = Outcome([], [])
    for step in STEPS:
        try:
            outcome.sentences.extend(step(today, dry))
        except Exception as error:
            logger.warning("A step of the daily run failed: %s (%s).", step.__name__, reason(error))
            outcome.failed.append(step.__name__)
    if not dry and not outcome.failed:
        DailyRun.objects.filter(on=today).update(is_done=True)
    return outcome


def _meetings(**where):
    return Meeting.objects.filter(**where).only("facilitator_id", *Facts._fields).order_by("pk")


def _is(dry):
    return "ville blive" if dry else "er"
