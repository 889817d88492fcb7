"""The seats of a meeting: how they are taken, and the secret links that give them."""

import datetime
import hashlib
import secrets
from uuid import uuid4

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from .log import Event
from .notes import Note
from .once import add_once
from .path import OPEN_FOR_NOTES
from .refused import Refused
from .rows import save_fields

CODE_LIFE = datetime.timedelta(hours=12)  # from the opening of the meeting, or of its door
DOOR_CLOSED = "Døren er lukket, så ingen nye kan komme ind. Bed mødelederen om at åbne den."
CODE_EXPIRED = "Koden gælder ikke længere. Bed mødelederen om at åbne døren igen."
PRESENT = "SELECT COUNT(*) FROM meetings_participant WHERE meeting_id = %s AND role = %s"


class Role(models.TextChoices):
    MEMBER = "member", "deltager"
    SECRETARY = "secretary", "referent"
    FACILITATOR = "facilitator", "mødeleder"
    CHAIR = "chair", "formand"
    DEPUTY = "deputy", "næstformand"


APPROVERS = (Role.CHAIR, Role.DEPUTY)  # of the minutes: one from each side


class How(models.TextChoices):
    """How a post was taken, as the minutes say it."""

    ROOM = "room", "på egen telefon, taget på mødet"
    AFTER = "after", "på egen telefon, taget efter mødet"
    SECRETARY = "link-secretary", "via link fra referenten"
    FACILITATOR = "link-facilitator", "via link fra mødelederen"

    @property
    def on_screens(self):
        return {How.ROOM: "af en telefon i lokalet", How.AFTER: "af en telefon, der var med"}.get(self, self.label)


def new_secret():
    """Return a member's new secret: 43 URL-safe characters, 256 random bits."""
    return secrets.token_urlsafe(32)


class RoleLink(models.Model):
    """A secret address that gives a seat with `role`. Only the hash of its token is kept, so it is shown once."""

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="role_links")
    role = models.CharField(max_length=12, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey("Participant", models.CASCADE, null=True, related_name="links_made")  # None: the owner
    mailed_at = models.DateTimeField(null=True)  # when a mail with it was opened, ready to send
    used_at = models.DateTimeField(null=True)  # when it first gave a seat
    is_shut = models.BooleanField(default=False)  # gives no more seats, since one that it gave was closed

    @classmethod
    def make(cls, meeting, role, by=None):
        """Make a link. Returns its token (43 URL-safe characters), which nobody can read again.

        `by`: the seat of whoever makes it; the link falls with that seat. Raises ObjectDoesNotExist if it is gone.
        """
        token = secrets.token_urlsafe(32)
        link = cls(meeting=meeting, role=role, token_hash=cls.hashed(token))
        is_to_post = role in APPROVERS
        # Under the lock, so that no reset comes between.
        with meeting.recording(Event.Kind.POST if is_to_post else Event.Kind.CUT) as entry:
            if by and not by.is_owners:
                link.made_by = Participant.objects.get(pk=by.pk)
            link.save()
            if is_to_post:
                meeting.must_be_untaken(role)
                meeting.tell_of_link(entry, role)
            else:
                entry.nothing_happened()
        return token

    @property
    def how(self):
        """How a post is taken by it."""
        by_secretary = self.made_by and self.made_by.role == Role.SECRETARY
        return How.SECRETARY if by_secretary else How.FACILITATOR

    @classmethod
    def find(cls, token):
        """Return the link of this token, or None if it gives no seat, or its meeting is due to be deleted."""
        links = cls.objects.filter(token_hash=cls.hashed(token), is_shut=False)
        link = links.select_related("meeting").first()
        return None if link is None or link.meeting.is_due else link

    def note_mail(self):
        """Remember that a mail with the link was opened. Whether it was sent cannot be known."""
        with self.meeting.recording(Event.Kind.APPROVAL):
            save_fields(self, mailed_at=timezone.now())

    @staticmethod
    def hashed(token):
        return hashlib.sha256(token.encode()).hexdigest()

    def take_seat(self, uuid=None):
        """Seat whoever has the link. The same `uuid` again returns the seat that is there.

        Raises ObjectDoesNotExist if the link or its meeting is gone, and Refused where nobody can come in.
        """
        is_to_post = self.role in APPROVERS
        with self.meeting.recording(Event.Kind.POST if is_to_post else Event.Kind.JOINED) as entry:
            RoleLink.objects.get(pk=self.pk, is_shut=False)
            since = None if self.role == Role.MEMBER else timezone.now()
            new = Participant(meeting=self.meeting, uuid=uuid or uuid4(), role=self.role, link=self, since=since)
            new.how = self.how if is_to_post else ""
            found_by = {"same": ("role", "link_id"), "meeting_id": self.meeting.pk, "uuid": new.uuid}
            seat = add_once(entry, new, may_add=lambda: self.meeting.must_let_in(self.role), **found_by)
            if is_to_post and seat is new:
                self.meeting.tell_that_taken(entry, seat)
            elif self.role != Role.MEMBER:
                entry.nothing_happened()  # that a screen shows
            if self.used_at is None:
                save_fields(self, used_at=timezone.now())
        seat.meeting = self.meeting
        return seat


class ParticipantQuerySet(models.QuerySet):
    def not_members(self):
        """Return the seats that are shown one by one, in the order they were taken."""
        return self.exclude(role=Role.MEMBER).select_related("link", "user").order_by("id")


class Participant(models.Model):
    """One person's seat in one meeting. Deleting a link deletes the seats it gave, so a reset takes effect at once.

    `secret`: a member's, from the signed cookie, which alone holds it. It proves which notes are the member's own.
    A member's seat holds no times: they could tell who wrote what.
    """

    secret = None
    is_ticket = False  # whether the meeting was closed since, and the row is gone

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="participants")
    uuid = models.UUIDField(default=uuid4)  # made with the form, so that a double press takes one seat
    role = models.CharField(max_length=12, choices=Role)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="seats")
    link = models.ForeignKey(RoleLink, models.CASCADE, null=True, related_name="seats")
    how = models.CharField(max_length=20, choices=How, blank=True)  # a post was taken
    since = models.DateTimeField(null=True)
    last_seen = models.DateTimeField(null=True)  # to the minute: see `presence`

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=("meeting", "role"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="participant_role"),
            models.CheckConstraint(
                condition=~models.Q(role=Role.MEMBER) | models.Q(since__isnull=True, last_seen__isnull=True),
                name="participant_member_without_times",
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
        """Count the members who have a seat. Plain SQL, since each arrival asks."""
        with connection.cursor() as cursor:
            cursor.execute(PRESENT, [meeting_id, Role.MEMBER.value])
            return cursor.fetchone()[0]

    @property
    def is_owners(self):
        """Whether it is the seat of the user whose meeting it is, who is let in by logging in."""
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
        if self.is_ticket:
            return self.meeting.give_back_ticket(self.pk)
        if self.is_owners:
            raise Refused("Mødet er dit, så du kan ikke forlade det. Log ud, eller giv mødet videre.")
        kind = Event.Kind.LEFT if self.role == Role.MEMBER else Event.Kind.CUT
        with self.meeting.recording(kind, self.pk):
            self.links_made.update(made_by=None)
            self.delete()

    def cut(self):
        """End the seat's streams. A browser that may still watch reconnects by itself."""
        with self.meeting.recording(Event.Kind.CUT, self.pk):
            pass

    def can_be_closed_by(self, other):
        """Return whether the holder of seat `other` may close this one.

        The owner may close every seat but the own. Who leads the meeting by a link may close the secretaries': not
        those of another facilitator, nor of the two who approve the minutes.
        """
        if self.is_owners or self.pk == other.pk:
            return False
        return other.is_owners or (other.role == Role.FACILITATOR and self.role == Role.SECRETARY)


class HasSeats:
    """The part of Meeting that lets people in and throws them out."""

    def present(self):
        """Count the members who have a seat, or a ticket since the meeting was closed."""
        return Participant.count_present(self.pk) or len(self.tickets)

    @property
    def code_has_expired(self):
        return self.code_until is not None and timezone.now() >= self.code_until

    @property
    def opened_on(self):
        """The day the meeting, or its door, was last opened, or None."""
        return self.code_until and timezone.localdate(self.code_until - CODE_LIFE)

    @property
    def lets_in(self):
        """Whether somebody with the code can take a seat."""
        return self.is_open and not self.door_closed and not self.code_has_expired

    def must_let_in(self, role):
        """Raise Refused unless somebody new can take a seat with `role` now. Secret links work before and after the meeting."""
        if self.is_open and self.door_closed:
            raise Refused(DOOR_CLOSED)
        if role == Role.MEMBER and not self.is_open:
            raise Refused(self.where)
        if role in APPROVERS:
            self.must_be_untaken(role)

    def take_seat(self, uuid, name=""):
        """Seat a member by the code. The same `uuid` again returns the seat that is there. Raises Refused if nobody can come in.

        A `name` is for the attendance list alone: nothing connects it with the seat.
        """
        with self.recording(Event.Kind.JOINED) as entry:
            if not self.is_open:
                raise Refused(self.where)
            new = Participant(meeting=self, uuid=uuid, role=Role.MEMBER)
            seat = add_once(
                entry, new, may_add=self._must_take_the_code, meeting_id=self.pk, uuid=uuid, role=Role.MEMBER
            )
            if entry.happened:
                self.add_joined(name)
        seat.meeting, seat.secret = self, new_secret()
        return seat

    def _must_take_the_code(self):
        self.must_let_in(Role.MEMBER)
        if self.code_has_expired:
            raise Refused(CODE_EXPIRED)

    # --- The door -----------------------------------------------------------------------------------------------------

    def close_door(self):
        """Let nobody new in until it is opened again. Whoever has a seat keeps it."""
        with self.recording(Event.Kind.DOOR) as entry:
            self._must_have_a_door()
            if self.door_closed:
                return entry.nothing_happened()
            save_fields(self, door_closed=True)

    def open_door(self):
        """Let people in again, and let the code be valid for another 12 hours."""
        with self.recording(Event.Kind.DOOR):
            self._must_have_a_door()
            self._let_in()

    def _must_have_a_door(self):
        if not self.is_open:
            raise Refused(f"Døren kan ikke åbnes eller lukkes nu. {self.where}")

    def _let_in(self):
        save_fields(self, door_closed=False, code_until=timezone.now() + CODE_LIFE)

    # --- Who holds what -----------------------------------------------------------------------------------------------

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
            RoleLink.objects.filter(pk=seat.link_id).update(is_shut=True)
            fallen = self._with_what_it_granted(seat)
            if len(fallen) > 1:
                entry.kind, entry.subject = Event.Kind.RESET, None
            self._keep_taken_posts(link__made_by__in=fallen)
            self.participants.filter(pk__in=fallen).delete()

    def reset_links(self):
        """Delete every secret link and every seat they gave. Only the owner, the members and the taken posts stay."""
        with self.recording(Event.Kind.RESET):
            self._keep_taken_posts()
            save_fields(self, reader_token="")
            self.role_links.all().delete()
            staying = models.Q(role__in=(Role.MEMBER, *APPROVERS)) | models.Q(user=self.facilitator_id)
            self.participants.exclude(staying).delete()

    def make_reader_link(self):
        """Make the one link that reads the final minutes and gives no seat, unless there is one. Returns its token.

        It is kept as it is, so that it can be shown again: who reads the database reads the minutes too.
        """
        with self.recording(Event.Kind.APPROVAL) as entry:
            if self.reader_token:
                entry.nothing_happened()
            else:
                save_fields(self, reader_token=secrets.token_urlsafe(16))
        return self.reader_token

    def end_reader_link(self):
        with self.recording(Event.Kind.APPROVAL):
            save_fields(self, reader_token="")

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
