"""The dots: each member's own, given and taken back on the phone, and closed by whoever leads."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.room.answers import ask_first, fragment_response, leads_at
from meetings.room.door import home, refuse, seated
from meetings.room.models import Event, Role, Unsure
from meetings.room.screens import MemberScreen

DOTS_CLOSED = "Prikkerne er lukket. Forslag med flest prikker står øverst."


@seated(Role.MEMBER)
@never_cache
@require_safe
def own_dots(request, seat):
    """Return which proposals have a dot of the member's own, and how many are left."""
    return own_response(request, seat)


@seated(Role.MEMBER)
@require_POST
def give_dot(request, seat, proposal):
    seat.meeting.give_dot(proposal, seat.secret)
    return own_response(request, seat, proposal)


@seated(Role.MEMBER)
@require_POST
def take_dot_back(request, seat, proposal):
    seat.meeting.take_dot_back(proposal, seat.secret)
    return own_response(request, seat, proposal)


def own_response(request, seat, proposal=None):
    """Render the member's own dots, alone: what everybody is shown is the same before and after."""
    if not request.htmx and request.method == "POST":
        return redirect(f"{home(seat)}#dot-{proposal}")
    screen = MemberScreen.of(seat.meeting)
    about = {"screen": screen, "meeting": seat.meeting, "own_dots": screen.own_dots(seat.secret)}
    return render(request, "room/phone/own_dots.html", about)


@seated(Role.FACILITATOR)
@require_POST
def close_dots(request, seat):
    """Close the dots, or ask first, as it is never undone."""
    sure = request.POST.get("sure")
    try:
        closed = seat.meeting.close_dots(sure or request.POST.get("seen"), sure=sure is not None)
    except Unsure as why:
        return ask_first(request, seat, why)
    if not closed:
        return refuse(request, f"Mødet var allerede flyttet, så prikkerne blev ikke lukket. {seat.meeting.where}", seat)
    return fragment_response(request, seat, leads_at(request), Event.Kind.DOTS, did=DOTS_CLOSED)
