"""A phone that writes too fast: the facilitator puts it on pause, without knowing which it is, and lets it go on."""

from django.views.decorators.http import require_POST

from meetings.room.answers import fragment_response, leads_at
from meetings.room.door import seated
from meetings.room.models import Event, Role


@seated(Role.FACILITATOR)
@require_POST
def pause_haste(request, seat):
    seat.meeting.pause_haste()
    return fragment_response(request, seat, leads_at(request), Event.Kind.HASTE)


@seated(Role.FACILITATOR)
@require_POST
def end_haste(request, seat):
    seat.meeting.end_haste()
    return fragment_response(request, seat, leads_at(request), Event.Kind.HASTE)
