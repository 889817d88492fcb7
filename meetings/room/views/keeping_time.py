"""The clocks: of the phase, which everybody sees, and of the whole meeting, which the leader alone does."""

from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings import danish
from meetings.room.answers import fragment_response, leads_at
from meetings.room.door import refuse, seated
from meetings.room.forms.keeping_time import EndTimeForm
from meetings.room.models import Event, Refused, Role
from meetings.room.screens import LeaderScreen
from meetings.room.visibility import Audience


@seated(Role.FACILITATOR)
@require_POST
def more_time(request, seat):
    done = seat.meeting.give_more_time(request.POST.get("seen"))
    return clock_response(request, seat, done, "I har fået 2 minutter mere")


@seated(Role.FACILITATOR)
@require_POST
def stop_clock(request, seat):
    return clock_response(request, seat, seat.meeting.stop_clock(request.POST.get("seen")), "Uret er stoppet")


@seated(Role.FACILITATOR)
@require_POST
def share_time(request, seat):
    done = seat.meeting.share_time_left(request.POST.get("seen"))
    return clock_response(request, seat, done, "Resten af tiden er fordelt på det, I mangler")


@seated(Role.FACILITATOR)
@require_POST
def advised_times(request, seat):
    done = seat.meeting.return_to_advised_times(request.POST.get("seen"))
    return clock_response(request, seat, done, "I bruger de vejledende tider")


def clock_response(request, seat, done, did):
    if not done:
        return refuse(request, f"Mødet var allerede flyttet, så uret blev ikke stillet. {seat.meeting.where}", seat)
    audience = leads_at(request)
    own = own_panel(request, seat) if audience == Audience.WALL and not seat.meeting.led_apart else ""
    return fragment_response(request, seat, audience, Event.Kind.CLOCK, own=own, did=did)


@seated(Role.FACILITATOR)
@require_POST
def end_time(request, seat):
    """Let the meeting end at another time, while it goes on."""
    if not seat.meeting.is_open:
        raise Refused(f"Sluttiden kan ikke rettes her nu. {seat.meeting.where}")
    form = EndTimeForm(request.POST, meeting=seat.meeting)
    if not form.is_valid():
        template = "room/leader/end_time.html#form" if request.htmx else "room/leader/end_time.html"
        return render(request, template, {"meeting": seat.meeting, "end_form": form}, status=422)
    seat.meeting.edit(**form.cleaned_data)
    about = {"meeting": seat.meeting, "end_form": EndTimeForm(meeting=seat.meeting)}
    saved = render_to_string("room/leader/end_time.html#form", about, request)
    did = {"words": f"Mødet slutter kl. {danish.clock(seat.meeting.ends_at)}"}
    own = saved + render_to_string("room/gathered.html", did)
    return fragment_response(request, seat, leads_at(request), Event.Kind.FACTS, own=own, did=did)


@seated(Role.FACILITATOR)
@never_cache
@require_safe
def panel(request, seat):
    """Show what is the leader's alone over the wall that was asked for it, and on no other; never while it is led apart."""
    if seat.meeting.led_apart:
        raise Refused("Mødet ledes fra mødelederens egen side. Der står det.")
    opens = "aabn" in request.GET  # else it stands open, and asks for what it says again
    part = "#panel" if opens else "#parts"
    template = f"room/leader/panel.html{part if request.htmx else ''}"
    return render(request, template, about_panel(seat) | {"opens": opens})


def own_panel(request, seat):
    return render_to_string("room/leader/panel.html#panel", about_panel(seat), request) if request.htmx else ""


def about_panel(seat):
    return {"screen": LeaderScreen.of(seat.meeting), "meeting": seat.meeting}
