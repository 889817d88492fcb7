"""Pausing the deletion of a meeting, as its owner may, and letting it go on."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meetings.room.door import owned
from meetings.room.forms.holding import HoldForm
from meetings.room.models import clocks


@owned
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request, seat):
    """Ask why on GET, pause on POST. Where a hold stands, show it and how to lift it."""
    form = HoldForm(request.POST if request.method == "POST" else None, meeting=seat.meeting)
    if not form.is_valid():
        lifted = clocks.after_lifting(seat.meeting, timezone.localdate())
        about = {"form": form, "meeting": seat.meeting, "lifted": lifted}
        return render(request, "room/hold.html", about, status=422 if form.errors else 200)
    seat.meeting.hold(request.user.get_full_name() or request.user.get_username(), form.cleaned_data["text"])
    form.remember(seat.meeting)
    messages.success(request, f"Sletning af mødet i {seat.meeting.committee} er sat på pause.")
    return redirect("my-meetings")


@owned
@require_POST
def lift_hold(request, seat):
    seat.meeting.lift_hold()
    messages.success(request, f"Pausen er ophævet. {seat.meeting.kept.meeting}")
    return redirect("my-meetings")
