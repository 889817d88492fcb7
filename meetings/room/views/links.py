"""The secret links: a fresh one at any time, and all of them reset at once."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.room.door import seated
from meetings.room.models import Role, RoleLink


@seated(Role.FACILITATOR)
@never_cache
@require_safe
def links(request, seat):
    return render(request, "room/wall/links.html", {"meeting": seat.meeting})


@seated(Role.FACILITATOR)
@never_cache
@require_POST
def referent_link(request, seat):
    return fresh_link(request, seat.meeting, Role.SECRETARY)


@seated(Role.FACILITATOR)
@never_cache
@require_POST
def facilitator_link(request, seat):
    """For somebody else who takes over, or for another machine when this one gives up."""
    return fresh_link(request, seat.meeting, Role.FACILITATOR)


def fresh_link(request, meeting, role):
    about = {"meeting": meeting}
    return fresh(
        request, meeting, role, lambda link: render(request, "room/wall/links.html", {**about, f"{role}_link": link})
    )


def fresh(request, meeting, role, as_page):
    """To the page's script a new link goes as data, for the clipboard; it is never drawn on the wall."""
    path = reverse("role-link", args=[meeting.key, RoleLink.make(meeting, role)])
    link = (settings.PUBLIC_URL or request.build_absolute_uri("/")[:-1]) + path
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"link": link})
    return as_page(link)


@seated(Role.FACILITATOR)
@require_POST
def reset_links(request, seat):
    seat.meeting.reset_links(by=seat)
    return redirect("links", seat.meeting.key)
