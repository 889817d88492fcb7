"""Erases a meeting, or keeps it from being erased, and leaves a proof of what was deleted."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from meetings import danish
from meetings.live import notify

from . import clocks, traces
from .clocks import Clock
from .log import Event
from .notes import Note
from .refused import Refused
from .rows import row, save_fields

HELD = "Sletning er sat på pause. Ophæv pausen, før du sletter mødet."


class Erasure(models.Model):
    """The proof (slettebevis) that a meeting, or its notes, were deleted: no name and no word of what was said."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="erasures")
    clock = models.CharField(max_length=12, choices=Clock)
    meeting_date = models.DateField()
    on = models.DateField()
    notes = models.PositiveIntegerField()
    follow_ups = models.PositiveIntegerField()
    versions = models.PositiveIntegerField()

    class Meta:
        ordering = ("-on", "-id")
        constraints = [models.CheckConstraint(condition=models.Q(clock__in=Clock.values), name="erasure_clock")]

    def __str__(self):
        what = "Noterne fra mødet" if self.clock == Clock.NOTES else "Mødet"
        when, on = danish.long_date(self.meeting_date), danish.long_date(self.on)
        counts = f": {self.counts}" if self.counts else ""
        return f"{what} den {when} blev slettet den {on}, fordi {self.get_clock_display()}{counts}."

    @property
    def counts(self):
        """Return what was deleted: "23 noter, 3 aftaler og sager og 1 version af referatet"."""
        found = [
            (self.notes, "note", "noter"),
            (self.follow_ups, "aftale eller sag", "aftaler og sager"),
            (self.versions, "version af referatet", "versioner af referatet"),
        ]
        words = [danish.count(number, one, many) for number, one, many in found if number]
        return danish.listed(words) if words else ""

    @classmethod
    def leave(cls, meeting, clock, today, **counts):
        """Save a proof, in the transaction that deletes."""
        about = {"user_id": meeting.facilitator_id, "clock": clock, "meeting_date": meeting.date, "on": today}
        return cls.objects.create(**about, **{"notes": 0, "follow_ups": 0, "versions": 0, **counts})


class IsErased:
    """The part of Meeting that ends it, and keeps it from ending."""

    @property
    def is_due(self):
        """Return whether nobody may be shown the meeting any more, although its rows may still be there."""
        return clocks.is_due(self, timezone.localdate())

    @property
    def kept(self):
        """Return what screens say of how long the meeting and its notes are kept."""
        return clocks.words(self, timezone.localdate())

    @classmethod
    def find(cls, **columns):
        """Return the one meeting with these values. Raises Meeting.DoesNotExist, also when it is due."""
        meeting = row(cls, **columns)
        if meeting.is_due:
            raise cls.DoesNotExist
        meeting.found_at = meeting.last_event
        return meeting

    def count_erased(self):
        """Count what goes with the meeting: {field of Erasure: number}."""
        return {
            "notes": Note.objects.filter(item__meeting=self, deleted=False).count(),
            "follow_ups": self.follow_ups.not_deleted().count(),
            "versions": self.versions.count(),
        }

    def erase(self):
        """Delete the meeting and everything in it, as its owner asks. Raises Refused while a hold stands."""
        with transaction.atomic():
            self._lock()
            if self.held_on:
                raise Refused(HELD)
            self._erase(Clock.OWNER, timezone.localdate())

    def erase_if_due(self, today):
        """Delete the meeting and everything in it if its clock has run out. Returns whether it did."""
        with transaction.atomic():
            try:
                self._lock()
            except type(self).DoesNotExist:  # its owner, or another process, was first
                return False
            if not clocks.is_due(self, today):  # held meanwhile
                return False
            self._erase(clocks.due(self).clock, today)
        return True

    def _erase(self, clock, today):
        """Delete everything. The one change without `recording`: no log is left to append to."""
        Erasure.leave(self, clock, today, **self.count_erased())
        notify.on_commit(self.pk)
        self.delete()
        traces.clear_on_commit()

    def hold(self, by, because):
        """Pause every clock of the meeting. `by`: a name. Raises DoesNotExist if the meeting is due: nothing brings it back.

        A second hold changes nothing.
        """
        with self.recording(Event.Kind.HOLD) as entry:
            if self.is_due:
                raise type(self).DoesNotExist
            if self.held_on:
                return entry.nothing_happened()
            save_fields(self, held_on=timezone.localdate(), held_by=by, held_because=because)

    def lift_hold(self):
        """Let the clocks go on from where they stood: each date is as many days later as the hold has lasted."""
        with self.recording(Event.Kind.HOLD) as entry:
            if not self.held_on:
                return entry.nothing_happened()
            days = clocks.days_held(self, timezone.localdate())
            save_fields(self, held_on=None, held_by="", held_because="", held_days=days)
