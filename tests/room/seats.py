"""What the tests of seats share: a seat by a link, the owner's, and whether a seat is still let in."""

from django.urls import reverse

from meetings.models import RoleLink
from tests.conftest import client_of


def address(name, meeting, *more):
    return reverse(name, args=[meeting.key, *more])


def by_link(meeting, role, by=None):
    """A seat from a fresh link, made by the seat `by` or the owner."""
    return RoleLink.find(RoleLink.make(meeting, role, by=by)).take_seat()


def owner(meeting):
    return meeting.participants.get(user=meeting.facilitator)


def is_in(seat, name):
    return client_of(seat).get(address(name, seat.meeting), follow=True).status_code == 200


def last_event(meeting):
    event = meeting.events.last()
    return event.kind, event.subject
