"""The secret links: a fresh one at any time, and all of them reset at once."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.room.answers import new_link_response
from meetings.room.door import seated
from meetings.room.models import Role


@seated(Role.FACILITATOR)
@never_cache
@require_safe
def links(request, seat):
    return render(request, "room/wall/links.html", {"meeting": seat.meeting})


@seated(Role.FACILITATOR)
@never_cache
@require_POST
def referent_link(request, seat):
    return new_link(request, seat.meeting, Role.SECRETARY)


@seated(Role.FACILITATOR)
@never_cache
@require_POST
def facilitator_link(request, seat):
    """Make a facilitator link, for a colleague who takes over or for another machine."""
    return new_link(request, seat.meeting, Role.FACILITATOR)


def new_link(request, meeting, role):
    def as_page(link):
        return render(request, "room/wall/links.html", {"meeting": meeting, f"{role}_link": link})

    return new_link_response(request, meeting, role, as_page)


@seated(Role.FACILITATOR)
@require_POST
def reset_links(request, seat):
    seat.meeting.reset_links(by=seat)
    return redirect("links", seat.meeting.key)
