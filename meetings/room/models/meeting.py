"""A meeting: its fields, and `recording`, which makes every change to it. Its verbs are in the classes it inherits."""

from contextlib import contextmanager

from django.conf import settings
from django.db import models, transaction

from meetings.committees.models import Committee
from meetings.live import notify
from meetings.live.feed import Written
from meetings.themes.models import Theme

from .agenda import HasAgenda
from .attendance import HasAttendance
from .closing import IsCompacted
from .dots import HasDots
from .erasing import IsErased
from .follow_ups import HasFollowUps
from .grouping import HasGroups
from .haste import HasHaste
from .keeping_time import KeepsTime
from .keys import new_key
from .leading import IsLed
from .letting_in import LetsPeopleIn
from .log import Entry, Event, Known
from .no_cpr import KnowsNoCpr
from .path import OnPath, Stage
from .phases import Arrival, Length, Phase
from .posts import HasPosts
from .ready import HasReadyMarks
from .refused import Refused
from .rows import count_up, row
from .seats import HasSeats
from .secret_links import HasLinks
from .setting_up import IsSetUp
from .showing import HidesNotes
from .spotlight import HasSpotlight
from .whole_clock import PlansTime


class Meeting(
    IsSetUp,
    OnPath,
    HasAgenda,
    LetsPeopleIn,
    HasSeats,
    HasLinks,
    HasPosts,
    HasAttendance,
    HasFollowUps,
    HasSpotlight,
    HasGroups,
    HidesNotes,
    HasDots,
    HasReadyMarks,
    HasHaste,
    KeepsTime,
    PlansTime,
    IsLed,
    KnowsNoCpr,
    IsCompacted,
    IsErased,
    models.Model,
):
    Stage = Stage
    found_at = None  # the last event as the meeting was found, outside a transaction: for `standing_row`
    acts_for = None  # the id of the seat for which the door gave it out, unless it is a member's

    key = models.CharField(max_length=12, unique=True, default=new_key)
    code = models.CharField(max_length=8, unique=True)
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="meetings")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="meetings")

    date = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    venue = models.CharField(max_length=120, blank=True)
    case_number = models.CharField(max_length=60, blank=True)
    facilitator_name = models.CharField(max_length=120, blank=True)
    secretary_name = models.CharField(max_length=120, blank=True)
    communication = models.TextField(blank=True)
    next_meeting = models.CharField(max_length=500, blank=True)
    no_cpr = models.TextField(blank=True)  # HMACs of numbers that look like CPR numbers and are none

    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    item_number = models.PositiveSmallIntegerField(null=True)  # of the item being discussed
    phase = models.CharField(max_length=10, choices=Phase, blank=True)  # of that item, where it has phases
    phase_ends = models.DateTimeField(null=True)  # as advised, or as the facilitator moved it; None without a clock
    has_clock = models.BooleanField(default=True)  # phases have one
    length = models.CharField(max_length=10, choices=Length, default=Length.NONE)
    arrival = models.CharField(max_length=10, choices=Arrival, default=Arrival.AT_ONCE)
    spotlight = models.BigIntegerField(null=True)  # the id of the note that every screen shows now
    led_apart = models.BooleanField(default=False)  # from the leader's page: no wall shows what is the leader's alone
    has_groups = models.BooleanField(default=False)  # notes have been put under headings that the group worded
    overview = models.BooleanField(default=False)  # every wall shows all notes in one picture
    door_closed = models.BooleanField(default=False)  # nobody new comes in while the meeting is open
    hasty = models.CharField(max_length=1000, blank=True)  # marks of the phones that write too fast
    paused = models.CharField(max_length=1000, blank=True)  # marks of those that the facilitator has put on pause
    code_until = models.DateTimeField(null=True)  # the code is valid until then; None before the meeting is opened
    approval_due = models.DateField(null=True)  # the day by which the two who approve are asked to answer
    shared_at = models.DateTimeField(null=True)  # when a mail to those who were there was last opened
    reader_token = models.CharField(max_length=22, blank=True)  # of the link to the final minutes, while there is one
    last_event = models.PositiveIntegerField(default=0)  # its number
    compacted_to = models.PositiveIntegerField(default=0)  # the events up to this number are gone, since it was closed
    present_told = models.PositiveIntegerField(default=0)  # how many are here, as the screens were last told
    tickets = models.JSONField(default=list)  # ids of the members' seats there were when it was closed
    # Set by `minutes`, so that nothing here reads its rows.
    has_version = models.BooleanField(default=False)  # both sides have approved the minutes at least once
    is_final = models.BooleanField(default=False)  # the latest version stands: no correction has begun since
    notes_purged = models.BooleanField(default=False)  # the notes exist only in the frozen versions
    approved_on = models.DateField(null=True)  # the last approval of the latest version
    last_deadline = models.DateField(null=True)  # the latest in that version
    correction_on = models.DateField(null=True)  # the day the last correction began
    # A hold: while it stands no clock runs, and nothing is deleted.
    held_on = models.DateField(null=True)
    held_by = models.CharField(max_length=150, blank=True)  # a name
    held_because = models.CharField(max_length=200, blank=True)
    held_days = models.PositiveIntegerField(default=0)  # that lifted holds have lasted since the present clock began

    class Meta:
        ordering = ("-date", "-starts_at")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage="discussion", item_number__isnull=False, item_number__gte=1)
                | (~models.Q(stage="discussion") & models.Q(item_number__isnull=True)),
                name="meeting_item_only_in_discussion",
            ),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="meeting_stage"),
            models.CheckConstraint(
                condition=models.Q(stage="discussion", phase__in=["", *Phase.values]) | models.Q(phase=""),
                name="meeting_phase_only_in_discussion",
            ),
            models.CheckConstraint(condition=models.Q(length__in=Length.values), name="meeting_length"),
            models.CheckConstraint(condition=models.Q(arrival__in=Arrival.values), name="meeting_arrival"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(has_version=False) | models.Q(stage="closed"),
                name="meeting_approved_only_when_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(has_version=True, approved_on__isnull=False)
                | models.Q(has_version=False, is_final=False, notes_purged=False),
                name="meeting_final_has_version",
            ),
            models.CheckConstraint(
                condition=models.Q(held_on__isnull=True, held_because="")
                | models.Q(held_on__isnull=False) & ~models.Q(held_because=""),
                name="meeting_hold_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.committee}, {self.date}"

    def read_names(self):
        """Read the committee and the theme, which every page names, by plain SQL. Returns the meeting."""
        self.committee, self.theme = row(Committee, id=self.committee_id), row(Theme, id=self.theme_id)
        return self

    @contextmanager
    def recording(self, kind, subject=None):
        """Lock the meeting, let the change happen, append it to the log, and notify on commit.

        Yields an `Entry`: set its `kind` or `subject`, or call `nothing_happened()` to leave the log alone. Events are
        numbered under the lock, so within a meeting they are in the order of commits. Raises Refused if the minutes
        are final and `kind` would change them, or if the seat that acts has been closed since the door let it in, and
        Meeting.DoesNotExist if the meeting is gone.
        """
        with transaction.atomic():
            now = count_up(Meeting, "last_event", id=self.pk)
            number = now.last_event
            now.last_event -= 1  # until the change has happened
            self._take_over(now)
            self._must_act_for_a_seat()
            entry = Entry(kind, subject)
            yield entry
            if not entry.happened:
                return Event.give_back(self.pk, number)
            if self.is_final and entry.kind not in Event.NOT_IN_MINUTES:
                raise Refused("Referatet er endeligt godkendt. Begynd en rettelse, hvis noget skal ændres.")
            self.last_event = number
            event = (number, entry.kind, entry.subject)
            Event.write(self.pk, *event)
            now._take_over(self)
            notify.on_commit(self.pk, Written(number, event, Known(now, entry.note)))

    def _lock(self):
        """Lock the meeting's row until the transaction ends, and take over its values."""
        self._take_over(row(Meeting, lock=True, id=self.pk))
        self._must_act_for_a_seat()

    def _take_over(self, other):
        """Set every column to what it is in `other`. A row that a changed column leads to is read anew."""
        mine, theirs = vars(self), vars(other)
        for field in self._meta.concrete_fields:
            if mine.get(field.attname, other) != (value := theirs[field.attname]):
                setattr(self, field.attname, value)

    def _must_act_for_a_seat(self):
        """Raise Refused if the seat that the door let in has been closed since."""
        if self.acts_for and not self.participants.filter(pk=self.acts_for).exists():
            raise Refused("Din plads er lukket, så det blev ikke gjort.")

    def missing(self):
        """List what is not filled in yet, as short Danish clauses."""
        return [*self.follow_ups.missing(), *self.missing_conclusions()]
