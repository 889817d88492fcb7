"""Streams: one for each audience, which its screens keep open."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from meetings.live import streams
from meetings.room.door import AT_DESK, IN_ROOM, seated
from meetings.room.feed import head
from meetings.room.models import APPROVERS, Role
from meetings.room.visibility import Audience


@seated(*IN_ROOM)
@require_safe
def member_stream(request, seat):
    return follow(request, seat, Audience.MEMBER)


@seated(Role.FACILITATOR)
@require_safe
def wall_stream(request, seat):
    return follow(request, seat, Audience.WALL)


@seated(Role.FACILITATOR)
@require_safe
def leader_stream(request, seat):
    return follow(request, seat, Audience.LEADER)


@seated(Role.SCREEN, *Role)
@require_safe
def screen_stream(request, seat):
    return follow(request, seat, Audience.SCREEN)


@seated(*AT_DESK)
@require_safe
def desk_stream(request, seat):
    return follow(request, seat, Audience.DESK)


@seated(*AT_DESK)
@require_safe
def minutes_stream(request, seat):
    return follow(request, seat, Audience.MINUTES)


@seated(*APPROVERS)
@require_safe
def review_stream(request, seat):
    return follow(request, seat, Audience.DOCUMENT)


def follow(request, seat, audience):
    """Return the stream; with `?poll` only its beginning, for a client whose proxy blocks streams."""
    poll = "poll" in request.GET
    if not poll and streams.has_too_many(seat.pk):
        return streams.too_many()
    stream = streams.Stream(seat.meeting_id, seat.pk, audience, after(request), head(seat.meeting))
    return HttpResponse(stream.content, headers=stream.headers) if poll else stream


def after(request):
    """Return the number of the last event the client has, or None when it has none we can use."""
    number = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None
