"""The two posts that approve the minutes: a phone takes one, and its holder or the owner frees it."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from meetings.room.door import forget_seat, home, keep_seat, must_be_able_to_take, seated
from meetings.room.models import APPROVERS, Refused, Role


@seated(Role.MEMBER)
@require_POST
def take_post(request, seat, role):
    """Let this phone be the chair's, or the deputy's. A browser never holds both."""
    must_be_able_to_take(request, seat.meeting, role)
    taken = seat.meeting.take_post(Role(role), seat.secret)
    return keep_seat(redirect(home(taken)), taken)


@seated(*APPROVERS, Role.FACILITATOR)
@require_POST
def free_post(request, seat, role):
    """Free a post: one's own, or as the owner any."""
    if seat.role == role:
        seat.meeting.free_post(role, by_owner=False)
        about = {"meeting": seat.meeting.read_names(), "role": Role(role), "freed": True}
        return forget_seat(render(request, "room/phone/left.html", about), seat)
    if not seat.is_owners:
        raise Refused("Pladsen kan kun frigives af den, der har taget den, og af mødets ejer.")
    seat.meeting.free_post(role, by_owner=True)
    return redirect("seats", seat.meeting.key)
