"""The seats of a meeting: who holds them, and how they are given up, closed and handed over."""

import datetime
import secrets
from uuid import uuid4

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from .log import Event
from .notes import Note
from .path import OPEN_FOR_NOTES, Stage
from .refused import Refused
from .roles import APPROVERS, How, Role
from .rows import save_fields

SEATED = "SELECT COUNT(*) FROM meetings_participant WHERE meeting_id = %s AND role = %s"
PRESENT = f"{SEATED} AND last_here >= %s"
RECENT = datetime.timedelta(minutes=3)  # since the minute that was written down: each process writes once a minute


def this_minute():
    return timezone.now().replace(second=0, microsecond=0)


def new_secret():
    """Return a member's new secret: 43 URL-safe characters, 256 random bits."""
    return secrets.token_urlsafe(32)


class ParticipantQuerySet(models.QuerySet):
    def not_members(self):
        """Return the seats that are shown one by one, in the order they were taken."""
        return self.exclude(role=Role.MEMBER).select_related("link", "user").order_by("id")


class Participant(models.Model):
    """One person's seat in one meeting. Deleting a link deletes the seats it gave, so a reset takes effect at once.

    `secret`: a member's, from the signed cookie, which alone holds it. It proves which notes are the member's own.
    A member's seat holds no time of its own: that could tell who wrote what. Its `last_here` is the minute in which it
    was last written down, with all others of the meeting, who is there.
    """

    secret = None
    is_ticket = False  # whether the meeting was closed since, and the row is gone

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="participants")
    uuid = models.UUIDField(default=uuid4)  # made with the form, so that a double press takes one seat
    role = models.CharField(max_length=12, choices=Role)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="seats")
    link = models.ForeignKey("RoleLink", models.CASCADE, null=True, related_name="seats")
    how = models.CharField(max_length=20, choices=How, blank=True)  # a post was taken
    since = models.DateTimeField(null=True)
    last_here = models.DateTimeField(null=True)  # to the minute: see `presence`

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=("meeting", "role"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="participant_role"),
            models.CheckConstraint(
                condition=~models.Q(role=Role.MEMBER) | models.Q(since__isnull=True),
                name="participant_member_without_since",
            ),
            models.UniqueConstraint(fields=("meeting", "user"), name="one_seat_a_user"),
            models.UniqueConstraint(
                fields=("meeting", "role"), condition=models.Q(role__in=APPROVERS), name="one_seat_a_post"
            ),
            models.CheckConstraint(
                condition=models.Q(how="") & ~models.Q(role__in=APPROVERS)
                | ~models.Q(how="") & models.Q(role__in=APPROVERS),
                name="participant_how_of_posts",
            ),
            models.UniqueConstraint(fields=("meeting", "uuid"), name="participant_uuid"),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.pk}"

    @classmethod
    def of_ticket(cls, meeting, pk):
        """Return what a member's cookie is after closing: no row, and it may read and hear, but write nothing."""
        ticket = cls(pk=pk, meeting=meeting, role=Role.MEMBER)
        ticket.is_ticket = True
        return ticket

    @classmethod
    def count_present(cls, meeting_id):
        """Count the members who were heard from within the last quarter of an hour. Plain SQL, since each arrival asks."""
        since = connection.ops.adapt_datetimefield_value(timezone.now() - RECENT)
        return cls._count(PRESENT, meeting_id, Role.MEMBER.value, since)

    @classmethod
    def count_seated(cls, meeting_id):
        """Count the members who have a seat."""
        return cls._count(SEATED, meeting_id, Role.MEMBER.value)

    @staticmethod
    def _count(question, *values):
        with connection.cursor() as cursor:
            cursor.execute(question, values)
            return cursor.fetchone()[0]

    @property
    def is_owners(self):
        """Return whether it is the seat of the user whose meeting it is, who is let in by logging in."""
        return self.user_id is not None

    def has_notes_to_edit(self):
        """Return whether the holder of its secret can edit any note now."""
        if self.meeting.stage not in OPEN_FOR_NOTES or not self.secret:
            return False
        mine = [pk for item in self.meeting.items.all() for pk in Note.ids_by(self.secret, item.pk)]
        return Note.objects.filter(pk__in=mine, deleted=False).exists()

    def leave(self):
        """Give the seat up, or the ticket. Its notes stay, and nobody can edit them; so do the links it made, and what they gave.

        A taken post stays taken until it is freed: only the browser forgets it.
        """
        if self.role in APPROVERS:
            return None
        if self.is_owners:
            raise Refused("Mødet er dit, så du kan ikke forlade det. Log ud, eller giv mødet videre.")
        kind = Event.Kind.LEFT if self.role == Role.MEMBER else Event.Kind.CUT
        with self.meeting.recording(kind, self.pk) as entry:
            if self.pk in self.meeting.tickets:
                return self.meeting.give_back_ticket(self.pk)
            if self.secret:
                self.meeting.forget_ready(self.secret)
            self.links_made.update(made_by=None)
            gone, _ = self.delete()
            return None if gone else entry.nothing_happened()

    def cut(self):
        """End the seat's streams. A browser that may still watch reconnects by itself."""
        with self.meeting.recording(Event.Kind.CUT, self.pk):
            pass

    def can_be_closed_by(self, other):
        """Return whether the holder of seat `other` may close this one.

        The owner may close every seat but the own. Who leads the meeting by a link may close the secretaries' and
        the screens': not those of another facilitator, nor of the two who approve the minutes.
        """
        if self.is_owners or self.pk == other.pk:
            return False
        return other.is_owners or (other.role == Role.FACILITATOR and self.role in (Role.SECRETARY, Role.SCREEN))


class HasSeats:
    """The part of Meeting that takes its seats away and hands it over."""

    def present(self):
        """Count the members who are here, as `presence` knows it, or who had a ticket when the meeting was closed."""
        return Participant.count_present(self.pk) or len(self.tickets)

    def seated(self):
        """Count the members who have a seat, or a ticket since the meeting was closed."""
        return Participant.count_seated(self.pk) or len(self.tickets)

    def tell_present(self):
        """Let the screens show how many are here, if that is another number than they were last told."""
        with self.recording(Event.Kind.PRESENT) as entry:
            present = Participant.count_present(self.pk)
            if present == self.present_told or self.stage == Stage.CLOSED:
                return entry.nothing_happened()
            save_fields(self, present_told=present)

    def close_seat(self, pk, by):
        """Take a seat away, with what it granted. Its link gives no more seats. `by`: the seat of whoever closes it.

        Nothing happens if it is gone already. Raises Refused if `by` may not close it.
        """
        with self.recording(Event.Kind.CUT, pk) as entry:
            seat = self.participants.not_members().filter(pk=pk).first()
            if seat is None:
                return entry.nothing_happened()
            if not seat.can_be_closed_by(by):
                raise Refused("Den plads kan kun lukkes af den, der ejer mødet.")
            if seat.role in APPROVERS:
                return self.free(entry, seat.role, by_owner=True)
            self.role_links.filter(pk=seat.link_id).update(is_shut=True)
            fallen = self._with_what_it_granted(seat)
            if len(fallen) > 1:
                entry.kind, entry.subject = Event.Kind.RESET, None
            self._keep_taken_posts(link__made_by__in=fallen)
            self.participants.filter(pk__in=fallen).delete()

    def hand_over(self, user):
        """Make the meeting another user's. The old owner's seat falls; the links and the seats they gave stay."""
        with self.recording(Event.Kind.CUT) as entry:
            old = self.participants.filter(user=self.facilitator_id).first()
            if user.pk == self.facilitator_id:
                return entry.nothing_happened()
            if old:
                entry.subject = old.pk
                old.delete()
            self.participants.create(role=Role.FACILITATOR, user=user, since=timezone.now())
            save_fields(self, facilitator=user)

    def _with_what_it_granted(self, seat):
        """Return the ids of the seat, of the seats its links gave, of those that theirs gave, and so on."""
        fallen, new = set(), {seat.pk}
        while new:
            fallen |= new
            granted = self.participants.filter(link__made_by__in=new).exclude(role__in=APPROVERS)
            new = set(granted.values_list("pk", flat=True)) - fallen
        return fallen

    def _keep_taken_posts(self, **which):
        """Let the seats of those who approve the minutes stand by themselves: a taken post falls with no link."""
        self.participants.filter(role__in=APPROVERS, **which).update(link=None)
