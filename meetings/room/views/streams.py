"""The streams that the screens listen to."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from meetings.live import streams
from meetings.room.door import AT_DESK, IN_ROOM, seated
from meetings.room.feed import Stream
from meetings.room.models import Role
from meetings.room.visibility import Audience


@seated(*IN_ROOM)
@require_safe
def member_stream(request, seat):
    return follow(request, seat, Audience.MEMBER)


@seated(Role.FACILITATOR)
@require_safe
def wall_stream(request, seat):
    return follow(request, seat, Audience.WALL)


@seated(*AT_DESK)
@require_safe
def desk_stream(request, seat):
    return follow(request, seat, Audience.DESK)


@seated(*AT_DESK)
@require_safe
def minutes_stream(request, seat):
    return follow(request, seat, Audience.MINUTES)


def follow(request, seat, audience):
    """The stream; or, with `?poll`, what it would begin with, for a line whose proxy holds streams back."""
    poll = "poll" in request.GET
    if not poll and streams.crowded(seat.pk):
        return streams.too_many()
    stream = Stream(seat, audience, after(request))
    return HttpResponse(stream.content, headers=stream.headers) if poll else stream


def after(request):
    """The number of the last event the client has, or None when it has none we can use."""
    number = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None
