"""The secret links of a meeting: those that give a seat, and the one that only reads the final minutes."""

import hashlib
import secrets
from uuid import uuid4

from django.db import models
from django.utils import timezone

from .log import Event
from .once import add_once
from .roles import APPROVERS, How, Role
from .rows import save_fields
from .seats import Participant, this_minute


class RoleLink(models.Model):
    """A secret address that gives a seat with `role`. Only the hash of its token is kept, so it is shown once."""

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="role_links")
    role = models.CharField(max_length=12, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey("Participant", models.CASCADE, null=True, related_name="links_made")  # None: the owner
    by_secretary = models.BooleanField(default=False)  # made so, which holds when the secretary has left
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
                link.by_secretary = by.role == Role.SECRETARY
            link.save()
            if is_to_post:
                meeting.must_be_untaken(role)
                meeting.tell_of_link(entry, role)
            else:
                entry.nothing_happened()
        return token

    @property
    def how(self):
        """Return how a post is taken by it."""
        return How.SECRETARY if self.by_secretary else How.FACILITATOR

    @property
    def _kind_of_taking(self):
        if self.role in APPROVERS:
            return Event.Kind.POST
        return Event.Kind.JOINED if self.role == Role.MEMBER else Event.Kind.SEATED

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
        with self.meeting.recording(self._kind_of_taking) as entry:
            RoleLink.objects.get(pk=self.pk, is_shut=False)
            since = None if self.role == Role.MEMBER else timezone.now()
            new = Participant(meeting=self.meeting, uuid=uuid or uuid4(), role=self.role, link=self, since=since)
            new.how = self.how if is_to_post else ""
            new.last_here = this_minute() if self.role == Role.MEMBER else None
            found_by = {"same": ("role", "link_id"), "meeting_id": self.meeting.pk, "uuid": new.uuid}
            seat = add_once(entry, new, may_add=lambda: self.meeting.must_let_in(self.role), **found_by)
            if is_to_post and seat is new:
                self.meeting.tell_that_taken(entry, seat)
            elif self.role != Role.MEMBER:
                entry.subject = seat.pk
            if self.used_at is None:
                save_fields(self, used_at=timezone.now())
        seat.meeting = self.meeting
        return seat


class HasLinks:
    """The part of Meeting that makes and ends its secret links."""

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
        with self.recording(Event.Kind.APPROVAL) as entry:
            if not self.reader_token:
                return entry.nothing_happened()
            save_fields(self, reader_token="")
