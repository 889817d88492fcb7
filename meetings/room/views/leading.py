"""From where the meeting is led: the switch, and how the leader's phone finds the leader's page."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.room.answers import fragment_response, leads_at, qr_response, whole_address
from meetings.room.door import back, seated
from meetings.room.models import Event, Role


@seated(Role.FACILITATOR)
@require_POST
def lead_here(request, seat):
    """Let the leader's page lead: no wall of the meeting shows what is the leader's alone."""
    seat.meeting.lead_apart()
    return fragment_response(request, seat, leads_at(request), Event.Kind.LEAD)


@seated(Role.FACILITATOR)
@require_POST
def lead_from_wall(request, seat):
    seat.meeting.lead_from_wall()
    return fragment_response(request, seat, leads_at(request), Event.Kind.LEAD)


@seated(Role.FACILITATOR)
@never_cache
@require_safe
def from_phone(request, seat):
    """Say how the leader's page is opened on a phone: over the room, or as a page of its own."""
    template = "room/leader/from_phone.html#sheet" if request.htmx else "room/leader/from_phone.html"
    return render(request, template, {"meeting": seat.meeting, "seat": seat, "back": back(request, seat)})


@seated(Role.FACILITATOR)
@never_cache
@require_safe
def qr(request, seat):
    """Render the way to the leader's page as a QR code. It is no secret: it leads by the login, as it hangs on the wall."""
    page = reverse("leader", args=[seat.meeting.key])
    return qr_response(f"{whole_address(request, 'log-in')}?{urlencode({'next': page})}")
