"""Says when a meeting, and the notes in it, are deleted: one clock for each purpose, as pure functions of facts and a date.

Dates are days in Europe/Copenhagen. What is due on a day is gone from the beginning of that day.
"""

import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import models

from meetings import danish

from .path import Stage

WARNING_DAYS = 30  # before a meeting without approved minutes is due, screens say so
YEARS_OF_PROOF = 5  # that something was deleted
BROWSERS_LIMIT = 400  # days; no browser keeps a cookie longer


class Clock(models.TextChoices):
    """What makes something due. The labels follow "fordi"."""

    NOTES = "notes", "referatet var godkendt"
    FINAL = "final", "fristen for et godkendt referat var nået"
    UNAPPROVED = "unapproved", "referatet ikke blev godkendt"
    CORRECTION = "correction", "rettelsen af referatet ikke blev godkendt"
    UNOPENED = "unopened", "mødet ikke blev åbnet"
    OWNER = "owner", "mødelederen slettede det"


class Facts(NamedTuple):
    """What the clocks of a meeting depend on. A Meeting has the same attributes, so the functions below take either."""

    stage: str
    date: datetime.date
    is_final: bool = False
    approved_on: datetime.date | None = None  # the last approval of the latest version
    last_deadline: datetime.date | None = None  # the latest in that version
    correction_on: datetime.date | None = None  # the day the last correction began
    notes_purged: bool = False
    held_on: datetime.date | None = None  # the day deletion was paused, while it is
    held_days: int = 0  # that earlier pauses have lasted, since `began`

    @classmethod
    def of(cls, meeting, **changed):
        """Return those of `meeting`, but for what is `changed`."""
        return cls(*(getattr(meeting, name) for name in cls._fields))._replace(**changed)


class Due(NamedTuple):
    clock: Clock
    on: datetime.date | None  # None while no clock runs


# --- When ------------------------------------------------------------------------------------------------------------


def due(meeting):
    """Return the Due of the whole meeting."""
    clock, base = _running(meeting)
    return Due(clock, None if meeting.held_on else _days(base, meeting.held_days))


def is_due(meeting, today):
    """Return whether nothing of the meeting may be shown any more."""
    on = due(meeting).on
    return on is not None and on <= today


def notes_due(meeting):
    """Return the Due of the notes as they were written, or None unless the minutes are final and there may be notes."""
    if not meeting.is_final or meeting.notes_purged:
        return None
    on = _days(meeting.approved_on, settings.NOTE_DAYS + meeting.held_days)
    return Due(Clock.NOTES, None if meeting.held_on else on)


def notes_are_due(meeting, today):
    found = notes_due(meeting)
    return found is not None and found.on is not None and found.on <= today


def began(meeting):
    """Return the day from which the meeting's present clock counts: earlier pauses do not move it."""
    if meeting.is_final:
        return meeting.approved_on
    return max(meeting.date, meeting.correction_on or meeting.date)


def days_held(meeting, today):
    """Return the days that pauses have lasted, the present one included."""
    since = max(meeting.held_on, began(meeting)) if meeting.held_on else today
    return meeting.held_days + max((today - since).days, 0)


def after_lifting(meeting, today):
    """Return the day the meeting is due if its hold is lifted on the day `today`."""
    return _days(_running(meeting)[1], days_held(meeting, today))


def is_soon(meeting, today):
    """Return whether it is time to warn that the meeting is deleted unless somebody does something."""
    clock, on = due(meeting)
    return clock != Clock.FINAL and on is not None and on <= _days(today, WARNING_DAYS)


def proof_ends(on):
    """Return the day from which the proof of a deletion on day `on` is deleted itself."""
    try:
        return on.replace(year=on.year + YEARS_OF_PROOF)
    except ValueError:  # 29 February
        return datetime.date(on.year + YEARS_OF_PROOF, 3, 1)


def longest():
    """Return the days a browser keeps its seat: as long as a meeting can be there, without corrections and pauses."""
    return min(settings.UNAPPROVED_DAYS + settings.FINAL_DAYS_AT_MOST, BROWSERS_LIMIT)


def _running(meeting):
    """Return the clock that runs, and when it runs out where nobody has paused it."""
    if meeting.is_final:
        last = max(meeting.approved_on, meeting.last_deadline or meeting.approved_on)
        at_most = _days(meeting.approved_on, settings.FINAL_DAYS_AT_MOST)
        return Clock.FINAL, min(_days(last, settings.FINAL_DAYS), at_most)
    if meeting.stage == Stage.DRAFT:
        return Clock.UNOPENED, _days(meeting.date, settings.UNOPENED_DAYS)
    clock = Clock.CORRECTION if meeting.correction_on else Clock.UNAPPROVED
    return clock, _days(began(meeting), settings.UNAPPROVED_DAYS)


def _days(date, days):
    return date + datetime.timedelta(days)


# --- In words --------------------------------------------------------------------------------------------------------

UNLESS = {
    Clock.UNAPPROVED: "Referatet er ikke godkendt. Bliver det ikke det, slettes mødet her den {day}.",
    Clock.CORRECTION: "Rettelsen er ikke godkendt. Bliver den ikke det, slettes mødet her den {day}.",
    Clock.UNOPENED: "Mødet er ikke åbnet. Bliver det ikke det, slettes det her den {day}.",
}
UNTIL_THEN = {
    Clock.UNAPPROVED: "Bliver referatet ikke godkendt, slettes mødet her den {day}.",
    Clock.CORRECTION: "Bliver rettelsen ikke godkendt, slettes mødet her den {day}.",
    Clock.UNOPENED: "Bliver mødet ikke åbnet, slettes det her den {day}.",
    Clock.FINAL: "Mødet og referatet slettes her den {day}.",
}


def meeting_words(meeting, today):
    """Return the sentence that says when the whole meeting is deleted, and by what."""
    clock, on = due(meeting)
    if on is None:
        return "Mødet bliver ikke slettet, så længe pausen varer."
    sentences = UNLESS if is_soon(meeting, today) else UNTIL_THEN
    return sentences[clock].format(day=danish.long_date(on))


def note_words(meeting):
    """Return the sentence that says when the notes as they were written are deleted."""
    if meeting.notes_purged:
        return "Noterne, som de blev skrevet, er slettet."
    if meeting.held_on:
        return "Sletning er sat på pause, så noterne bliver ikke slettet foreløbig."
    found = notes_due(meeting)
    if found is None:
        unless = f"Bliver det ikke godkendt, slettes de den {danish.long_date(due(meeting).on)}."
        return f"Noterne slettes {after_approval()}. {unless}"
    return f"Noterne, som de blev skrevet, slettes den {danish.long_date(found.on)}."


def after_approval():
    """Return when notes are deleted, as an adverbial phrase."""
    if not settings.NOTE_DAYS:
        return "samme dag, som formand og næstformand har godkendt referatet"
    days = danish.count(settings.NOTE_DAYS, "dag", "dage")
    return f"{days} efter, at formand og næstformand har godkendt referatet"


def hold_words(meeting):
    """Return who paused the deletion, since when and why, or ""."""
    if not meeting.held_on:
        return ""
    by = f" af {meeting.held_by}" if meeting.held_by else ""
    return f"Sletning er sat på pause{by} den {danish.long_date(meeting.held_on)}: {meeting.held_because}"


class Words(NamedTuple):
    """What screens say of the clocks: Danish sentences, or ""."""

    hold: str
    meeting: str
    notes: str
    is_soon: bool


def words(meeting, today):
    return Words(hold_words(meeting), meeting_words(meeting, today), note_words(meeting), is_soon(meeting, today))
