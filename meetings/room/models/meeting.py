"""A meeting and its life: draft, lobby, discussion, wrap-up, closed. Every change to it goes through `recording`."""

import datetime
import re
from contextlib import contextmanager
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction

from meetings import danish
from meetings.committees.models import Committee
from meetings.live import notify
from meetings.themes.models import Theme

from . import path as lifecycle
from .agenda import AgendaItem
from .follow_ups import FollowUp, Lane
from .keys import mark, new_code, new_key
from .log import Entry, Event
from .notes import Note
from .path import OPEN_FOR_JOINING, OPEN_FOR_NOTES, Stage
from .plain import row
from .refused import Refused
from .seats import Participant, Role

MOST_ITEMS = 32_767  # what their numbers have room for


class Meeting(models.Model):
    Stage = Stage

    key = models.CharField(max_length=12, unique=True, default=new_key)
    code = models.CharField(max_length=6, unique=True)
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
    # One name a line, as typed: "Lise Holm (formand)".
    management_side = models.TextField(blank=True)
    employee_side = models.TextField(blank=True)
    others = models.TextField(blank=True)
    absent = models.TextField(blank=True)
    communication = models.TextField(blank=True)
    next_meeting = models.CharField(max_length=500, blank=True)
    next_meeting_revision = models.PositiveIntegerField(default=0)

    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    position = models.PositiveSmallIntegerField(null=True)  # the number of the item being discussed
    last_event = models.PositiveIntegerField(default=0)
    # Set by `minutes`, so that nothing here reads its rows.
    has_version = models.BooleanField(default=False)  # both sides have approved the minutes at least once
    is_final = models.BooleanField(default=False)  # the latest version stands: no correction has begun since
    notes_purged = models.BooleanField(default=False)  # the notes exist only in the frozen versions

    class Meta:
        ordering = ("-date", "-starts_at")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage="discussion", position__isnull=False, position__gte=1)
                | (~models.Q(stage="discussion") & models.Q(position__isnull=True)),
                name="meeting_position_only_in_discussion",
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=Stage.values),
                name="meeting_stage",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="meeting_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(has_version=False) | models.Q(stage="closed"),
                name="meeting_approved_only_when_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(has_version=True) | models.Q(is_final=False, notes_purged=False),
                name="meeting_final_has_version",
            ),
        ]

    def __str__(self):
        return f"{self.committee}, {self.date}"

    def read_names(self):
        """Its committee and theme, which every page names, before Django composes a query for each."""
        self.committee, self.theme = row(Committee, id=self.committee_id), row(Theme, id=self.theme_id)
        return self

    def item(self, number):
        """The item so numbered. Raises AgendaItem.DoesNotExist."""
        if number > MOST_ITEMS:
            raise AgendaItem.DoesNotExist
        item = row(AgendaItem, meeting_id=self.pk, number=number)
        item.meeting = self
        return item

    # --- Every change ---------------------------------------------------------------------------------------------

    @contextmanager
    def recording(self, kind, subject=None):
        """Lock the meeting, let the change happen, number it in the log, and ring the bell on commit.

        Yields an `Entry`: set its `subject`, or say `nothing_happened()` to leave the log alone. Numbers are given
        under the lock, so within a meeting they are the order of commits. Raises Meeting.DoesNotExist if it is gone.
        """
        with transaction.atomic():
            self._lock()
            entry = Entry(kind, subject)
            yield entry
            if entry.happened:
                if self.is_final and entry.kind not in Event.OUTSIDE:
                    raise Refused("Referatet er endeligt godkendt. Begynd en rettelse, hvis noget skal ændres.")
                self.last_event += 1
                Event.write(self.pk, self.last_event, entry.kind, entry.subject)
                notify.on_commit(self.pk)

    def _lock(self):
        now = row(Meeting, lock=True, id=self.pk)
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(now, field.attname))

    # --- Setting up -----------------------------------------------------------------------------------------------

    def set_up(self):
        """Save a new meeting with the theme's questions and its facilitator's seat."""
        with transaction.atomic():
            self.code = self.code or self._unused_code()
            self.save()
            self._ask_the_questions()
            Participant.objects.create(meeting=self, role=Role.FACILITATOR, user=self.facilitator)

    def edit(self, **facts):
        """Correct the meeting's facts (field name = value). The theme can change until the first note."""
        with self.recording(Event.Kind.FACTS):
            theme_changes = facts.get("theme", self.theme) != self.theme
            if theme_changes and self.is_settled():
                raise Refused("Temaet kan ikke skiftes, når der er skrevet noter eller opsamlinger.")
            for name, value in facts.items():
                setattr(self, name, value)
            self.save(update_fields=list(facts))
            if theme_changes:
                self.items.all().delete()
                self._ask_the_questions()
                if self.stage == Stage.DISCUSSION:
                    self.stand(Stage.DISCUSSION, 1)

    def erase(self):
        """Delete the meeting and everything in it. Whoever is watching is told by the bell."""
        with transaction.atomic():
            Meeting.objects.select_for_update().filter(pk=self.pk).first()  # a note on its way is let in first
            notify.on_commit(self.pk)
            self.delete()

    def _unused_code(self):
        """Return a code that no meeting has. The unique constraint catches a race."""
        while Meeting.objects.filter(code=(code := new_code())).exists():
            pass
        return code

    def _ask_the_questions(self):
        questions = list(self.theme.questions.prefetch_related("prompts"))
        numbers = {question.position: number for number, question in enumerate(questions, 1)}
        self.items.bulk_create(AgendaItem.copied_from(question, self, numbers) for question in questions)

    # --- Moving on: `seen` is the `place` the mover saw, so that two presses move one step ---------------------------

    def open_lobby(self):
        """Let people in. Returns False when it was open already."""
        return self._move(self.place, lifecycle.into_lobby) if self.stage == Stage.DRAFT else False

    def advance(self, seen):
        """One step on: to the first question, the next, or the wrap-up. Returns False if somebody moved already."""
        return self._move(seen, lifecycle.one_step_on)

    def go_back(self, seen):
        """One step back; nothing is lost by it. Returns False if somebody moved already."""
        return self._move(seen, lifecycle.one_step_back)

    def go_to(self, number, seen):
        """Straight to item `number`. Returns False if somebody moved already."""
        return self._move(seen, lifecycle.straight_to, number)

    def wrap_up(self, seen):
        """Straight to the wrap-up. Returns False if somebody moved already."""
        return self._move(seen, lifecycle.into_wrap_up)

    def close(self, seen):
        """No more notes. What was taken back is deleted, and no note remembers its author. Returns False if closed."""
        return self._move(seen, lifecycle.shut)

    def reopen(self):
        """Back to the wrap-up, for what was forgotten. Returns False if it is open already."""
        return self._move("closed", lifecycle.open_again)

    def _move(self, seen, step, *where):
        with self.recording(Event.Kind.MOVED) as entry:
            if self.place != seen:
                entry.nothing_happened()
                return False
            before = self.position
            step(self, *where)
            went_back = self.position and (before is None or self.position < before) and seen != Stage.LOBBY
            entry.kind = Event.Kind.MOVED_BACK if went_back else Event.Kind.MOVED
        return True

    def stand(self, stage, position=None):
        """For the steps in `lifecycle`, inside `recording`."""
        self.stage, self.position = stage, position
        self.save(update_fields=["stage", "position"])

    # --- Who is there, and what was agreed ------------------------------------------------------------------------

    SIDES = ("management_side", "employee_side", "others", "absent")

    def present(self):
        """How many members are in."""
        return Participant.count_present(self.pk)

    def take_seat(self, uuid, name=""):
        """Seat a member. The same `uuid` again is the same person pressing twice."""
        with self.recording(Event.Kind.JOINED) as entry:
            if not self.is_open:
                raise Refused(self.where)
            try:
                seat = row(Participant, meeting_id=self.pk, uuid=uuid, role=Role.MEMBER)
                entry.nothing_happened()
            except Participant.DoesNotExist:
                seat = Participant(meeting=self, uuid=uuid, role=Role.MEMBER, name=name)
                seat.save(force_insert=True)
        seat.meeting = self
        return seat

    def lists(self, name):
        """Whether the attendance lists hold `name`, whatever stands after it in brackets or behind a comma."""
        listed = (re.split("[(,]", line)[0] for side in self.SIDES for line in getattr(self, side).splitlines())
        return " ".join(name.casefold().split()) in {" ".join(line.casefold().split()) for line in listed}

    def add_follow_up(self, *, lane, text, uuid=None, note=None, **fields):
        """Add what was agreed. The same `uuid`, or a note that already became one, returns the one that is there."""
        with self.recording(Event.Kind.FOLLOW_UP) as entry:
            there = self.follow_ups.not_deleted().filter(note=note) if note else self.follow_ups.filter(uuid=uuid)
            if follow_up := there.first():
                entry.nothing_happened()
                return follow_up
            if note and lane == Lane.UP:
                fields = {
                    "sent_to": self.committee.parent_name,
                    "request": FollowUp.Request.DISCUSS,
                    **fields,
                }
            follow_up = FollowUp(
                meeting=self,
                lane=lane,
                text=text,
                note=note,
                uuid=uuid or uuid4(),
                **fields,
            )
            follow_up.save(force_insert=True)
            entry.subject = follow_up.pk
        return follow_up

    TEXTS = (*SIDES, "communication")  # that save themselves while the secretary writes

    def write(self, name, text, seen):
        """Save one of TEXTS. `seen`: the `mark` of the text the writer began from.

        Returns False, and saves nothing, when somebody else has written something else since.
        """
        with self.recording(Event.Kind.RECORD) as entry:
            now = getattr(self, name)
            if text == now or seen != mark(now):
                entry.nothing_happened()
                return text == now
            setattr(self, name, text)
            self.save(update_fields=[name])
        return True

    def reset_links(self, by):
        """Every secret link stops working, and whoever came in by one is out at once, but the seat that asks, `by`."""
        with self.recording(Event.Kind.RESET):
            self.participants.filter(pk=by.pk).update(link=None)
            self.role_links.all().delete()

    def write_next_meeting(self, text, seen):
        """`seen`: the `next_meeting_revision` the writer began from. Returns False if somebody wrote something else since."""
        with self.recording(Event.Kind.RECORD) as entry:
            if text == self.next_meeting or seen != self.next_meeting_revision:
                entry.nothing_happened()
                return text == self.next_meeting
            self.next_meeting = text
            self.next_meeting_revision += 1
            self.save(update_fields=["next_meeting", "next_meeting_revision"])
        return True

    # --- Where it stands ------------------------------------------------------------------------------------------

    @property
    def place(self):
        """One word for where the meeting stands: a stage, or the number of the item being discussed."""
        return str(self.position) if self.position else str(self.stage)

    @property
    def where(self):
        """The same as a Danish sentence."""
        return lifecycle.WHERE[self.stage].format(number=self.position)

    def must_take_notes(self):
        """Raise Refused unless notes can be written, edited, hidden and shown now."""
        if self.stage == Stage.CLOSED:
            raise Refused("Mødet er afsluttet, så der kan ikke skrives eller rettes flere noter.")
        if self.stage not in OPEN_FOR_NOTES:
            raise Refused("Mødet er ikke gået i gang endnu. Vent med at skrive noter, til mødelederen starter.")

    @property
    def is_open(self):
        return self.stage in OPEN_FOR_JOINING

    def is_settled(self):
        """Whether something is written, or was, that belongs to the theme's questions."""
        return (
            self.has_version
            or Note.objects.filter(item__meeting=self).exists()
            or self.items.exclude(conclusion="").exists()
        )

    def lacks(self):
        """What is not filled in yet, as short Danish clauses."""
        words = {Lane.SELF: ("aftale", "aftaler"), Lane.UP: ("sag", "sager")}
        lacks = [f"{danish.count(n, *words[lane])} {what}" for n, lane, what in self.follow_ups.lacks()]
        if silent := self.items.filter(conclusion="").count():
            lacks.append(f"{danish.count(silent, 'spørgsmål', 'spørgsmål')} har ingen opsamling")
        return lacks

    @property
    def delete_on(self):
        """The day everything about the meeting is deleted here."""
        return self.date + datetime.timedelta(days=settings.RETENTION_DAYS)
