"""The seats of a meeting: how they are taken, and the secret links that give them."""

import hashlib
import secrets
from uuid import uuid4

from django.conf import settings
from django.db import connection, models

from .log import Event
from .once import add_once
from .refused import Refused

PRESENT = "SELECT COUNT(*) FROM meetings_participant WHERE meeting_id = %s AND role = %s"


class Role(models.TextChoices):
    MEMBER = "member", "deltager"
    SECRETARY = "secretary", "referent"
    FACILITATOR = "facilitator", "mødeleder"
    CHAIR = "chair", "formand"
    DEPUTY = "deputy", "næstformand"


APPROVERS = (Role.CHAIR, Role.DEPUTY)  # of the minutes: one from each side


def new_secret():
    """Return a member's new secret: 43 URL-safe characters, 256 random bits."""
    return secrets.token_urlsafe(32)


class RoleLink(models.Model):
    """A secret address that gives a seat with `role`. Only the hash of its token is kept, so it is shown once."""

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="role_links")
    role = models.CharField(max_length=12, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True)

    @classmethod
    def make(cls, meeting, role):
        """Make a link. Returns its token (43 URL-safe characters), which nobody can read again."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(meeting=meeting, role=role, token_hash=cls.hashed(token))
        return token

    @classmethod
    def find(cls, token):
        """Return the link of this token, or None, also when its meeting is due to be deleted."""
        link = cls.objects.filter(token_hash=cls.hashed(token)).select_related("meeting").first()
        return None if link is None or link.meeting.is_due else link

    @staticmethod
    def hashed(token):
        return hashlib.sha256(token.encode()).hexdigest()

    def take_seat(self, uuid=None):
        """Seat whoever has the link. The same `uuid` again returns the seat that is there.

        Raises ObjectDoesNotExist if the link or its meeting is gone, and Refused where nobody can come in.
        """
        with self.meeting.recording(Event.Kind.JOINED) as entry:
            RoleLink.objects.get(pk=self.pk)
            if self.role == Role.MEMBER and not self.meeting.is_open:
                raise Refused(self.meeting.where)
            new = Participant(meeting=self.meeting, uuid=uuid or uuid4(), role=self.role, link=self)
            seat = add_once(entry, new, same=("role", "link_id"), meeting_id=self.meeting.pk, uuid=new.uuid)
            if self.role != Role.MEMBER:
                entry.nothing_happened()  # that a screen shows
        seat.meeting = self.meeting
        return seat


class ParticipantQuerySet(models.QuerySet):
    def to_place(self):
        """Return members who gave a name that is not yet put on the attendance list, or left off it."""
        return self.filter(role=Role.MEMBER, name_placed=False).exclude(name="").order_by("id")


class Participant(models.Model):
    """One person's seat in one meeting. Deleting a link deletes the seats it gave, so a reset takes effect at once.

    `secret`: a member's, from the signed cookie, which alone holds it. It proves which notes are the member's own.
    """

    secret = None

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="participants")
    uuid = models.UUIDField(default=uuid4)  # made with the form, so that a double press takes one seat
    role = models.CharField(max_length=12, choices=Role)
    name = models.CharField(max_length=80, blank=True)
    name_placed = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="seats")
    link = models.ForeignKey(RoleLink, models.CASCADE, null=True, related_name="seats")

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=("meeting", "role"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="participant_role"),
            models.UniqueConstraint(fields=("meeting", "user"), name="one_seat_a_user"),
            models.UniqueConstraint(fields=("meeting", "uuid"), name="participant_uuid"),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.pk}"

    @classmethod
    def count_present(cls, meeting_id):
        """Count the members who have a seat. Plain SQL, since each arrival asks."""
        with connection.cursor() as cursor:
            cursor.execute(PRESENT, [meeting_id, Role.MEMBER.value])
            return cursor.fetchone()[0]

    def leave(self):
        """Give the seat up. Its notes stay, and nobody can edit them."""
        with self.meeting.recording(Event.Kind.LEFT, self.pk):
            self.delete()


class HasSeats:
    """The part of Meeting that lets people in and throws them out."""

    def present(self):
        """Count the members who have a seat."""
        return Participant.count_present(self.pk)

    def take_seat(self, uuid, name=""):
        """Seat a member. The same `uuid` again returns the seat that is there. Raises Refused if nobody can come in."""
        with self.recording(Event.Kind.JOINED) as entry:
            if not self.is_open:
                raise Refused(self.where)
            new = Participant(meeting=self, uuid=uuid, role=Role.MEMBER, name=name)
            seat = add_once(entry, new, meeting_id=self.pk, uuid=uuid, role=Role.MEMBER)
        seat.meeting, seat.secret = self, new_secret()
        return seat

    def reset_links(self, by):
        """Delete every secret link and every seat they gave, but for `by`, the seat of whoever asks."""
        with self.recording(Event.Kind.RESET):
            self.participants.filter(pk=by.pk).update(link=None)
            self.role_links.all().delete()
