"""The door of a meeting, the code that opens it, and the seats that it gives."""

import datetime
import math

from django.conf import settings
from django.utils import timezone

from .keys import digits_beside
from .log import Event
from .once import add_once
from .path import OPEN_FOR_JOINING
from .refused import Refused
from .roles import APPROVERS, Role
from .rows import save_fields
from .seats import Participant, new_secret, this_minute

CODE_LIFE = datetime.timedelta(hours=12)  # from the opening of the meeting, or of its door
DOOR_CLOSED = "Døren er lukket, så ingen nye kan komme ind. Bed mødelederen om at åbne den."
FULL = "Alle pladser i mødet er taget. Sig til i lokalet, så kan en, der er færdig, forlade mødet."
CODE_EXPIRED = "Koden gælder ikke længere. Bed mødelederen om at åbne døren igen."


class LetsPeopleIn:
    """The part of Meeting that decides who can come in, and seats members by its code."""

    @property
    def code_has_expired(self):
        return self.code_until is not None and timezone.now() >= self.code_until

    @property
    def code_lasts(self):
        """Return the seconds until the code expires, whole and rounded up; 0 if it has."""
        left = self.code_until - timezone.now() if self.code_until else datetime.timedelta()
        return max(0, math.ceil(left.total_seconds()))

    @property
    def opened_on(self):
        """Return the day the meeting, or its door, was last opened, or None."""
        return self.code_until and timezone.localdate(self.code_until - CODE_LIFE)

    @property
    def lets_in(self):
        """Return whether somebody with the code can take a seat."""
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
            new = Participant(meeting=self, uuid=uuid, role=Role.MEMBER, last_here=this_minute())
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
        if self.participants.filter(role=Role.MEMBER).count() >= settings.SEATS_A_MEETING:
            raise Refused(FULL)

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
        others = type(self).valid_codes().exclude(pk=self.pk).count()
        if len(self.code) < (digits := digits_beside(others)):  # others were opened since it was made
            save_fields(self, code=self._unused_code(digits))
        save_fields(self, door_closed=False, code_until=timezone.now() + CODE_LIFE)

    @classmethod
    def valid_codes(cls):
        """Return the meetings whose code somebody could guess now."""
        return cls.objects.filter(stage__in=OPEN_FOR_JOINING, code_until__gt=timezone.now())
