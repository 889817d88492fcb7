"""Members say that they are ready to go on."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meetings.room.door import home, refuse, seated
from meetings.room.models import Role


@seated(Role.MEMBER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ready(request, seat):
    """Show whether this member is ready; on POST they are."""
    if request.method == "POST":
        return set_ready(request, seat, is_ready=True)
    return own_state(request, seat) if request.htmx else redirect(home(seat))


@seated(Role.MEMBER)
@require_POST
def not_ready(request, seat):
    return set_ready(request, seat, is_ready=False)


def set_ready(request, seat, is_ready):
    if not seat.meeting.set_ready(seat.secret, is_ready, request.POST.get("seen")):
        return refuse(request, f"Mødet er gået videre. {seat.meeting.where}", seat)
    return own_state(request, seat) if request.htmx else redirect(f"{home(seat)}#ready")


def own_state(request, seat):
    about = {"meeting": seat.meeting, "is_ready": seat.meeting.is_ready(seat.secret)}
    return render(request, "room/phone/phone.html#ready", about)
