"""Who has a seat, and what gives one: the secret links, the door, and the meeting itself."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.room import presence
from meetings.room.answers import fragment_response, leads_at, new_link_response, whole_address
from meetings.room.door import owned, seated
from meetings.room.forms.seats import HandOverForm
from meetings.room.models import Event, Role


@seated(Role.FACILITATOR)
@never_cache
@require_safe
def seats(request, seat):
    return page(request, seat)


def page(request, seat, status=200, **more):
    about = {
        "meeting": seat.meeting,
        "seat": seat,
        "seats": [described(each, seat) for each in seat.meeting.participants.not_members()],
        "form": HandOverForm(meeting=seat.meeting),
        "join_address": whole_address(request, "join", seat.meeting.key),
    }
    return render(request, "room/seats/seats.html", {**about, **more}, status=status)


def described(seat, asker):
    """Return a seat for the list, with whether `asker` holds it or may close it, and whether somebody is there now."""
    mine = seat.pk == asker.pk
    here = mine or presence.is_here(seat) or presence.is_recent(seat.last_here)
    return {"seat": seat, "mine": mine, "here": here, "can_close": seat.can_be_closed_by(asker)}


@seated(Role.FACILITATOR)
@require_POST
def close_seat(request, seat, participant):
    seat.meeting.close_seat(participant, by=seat)
    return redirect("seats", seat.meeting.key)


# --- The secret links: a fresh one at any time, and all of them reset at once ----------------------------------------


@seated(Role.FACILITATOR)
@never_cache
@require_POST
def referent_link(request, seat):
    return new_link(request, seat, Role.SECRETARY)


@seated(Role.FACILITATOR)
@never_cache
@require_POST
def facilitator_link(request, seat):
    """Make a facilitator link, for a colleague who takes over or for another machine."""
    return new_link(request, seat, Role.FACILITATOR)


@seated(Role.FACILITATOR)
@never_cache
@require_POST
def screen_link(request, seat):
    """Make a link for a screen that only shows the meeting."""
    return new_link(request, seat, Role.SCREEN)


def new_link(request, seat, role):
    return new_link_response(request, seat, role, lambda link: page(request, seat, **{f"{role}_link": link}))


@owned
@require_POST
def reset_links(request, seat):
    seat.meeting.reset_links()
    return redirect("seats", seat.meeting.key)


# --- The door, and the meeting ----------------------------------------------------------------------------------------


@seated(Role.FACILITATOR)
@require_POST
def close_door(request, seat):
    seat.meeting.close_door()
    return door_response(request, seat)


@seated(Role.FACILITATOR)
@require_POST
def open_door(request, seat):
    seat.meeting.open_door()
    return door_response(request, seat)


def door_response(request, seat):
    if "back" in request.POST:
        return redirect("seats", seat.meeting.key)
    return fragment_response(request, seat, leads_at(request), Event.Kind.DOOR)


@owned
@require_POST
def hand_over(request, seat):
    """Give the meeting to another user, who has a login."""
    form = HandOverForm(request.POST, meeting=seat.meeting)
    if not form.is_valid():
        return page(request, seat, status=422, form=form)
    seat.meeting.hand_over(form.user)
    messages.success(request, f"Mødet i {seat.meeting.committee} er givet videre til {form.user}.")
    return redirect("my-meetings")
