"""The answer "Det er det ikke" to the question whether a saved text holds a CPR number."""

import re

from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from meetings.room.door import IN_ROOM, home, refuse, seated

ANSWER = re.compile("([a-z0-9_-]+)((?: [0-9]{10})+)")  # the region that asked, and the numbers


@seated(*IN_ROOM)
@require_POST
def no_cpr(request, seat):
    answer = ANSWER.fullmatch(request.POST.get("doubt", ""))
    if not answer:
        return refuse(request, "Genindlæs siden, og prøv igen.", seat, status=422)
    region, numbers = answer.groups()
    seat.meeting.is_no_cpr(numbers.split())
    if not request.htmx:
        return redirect(where_one_was(request) or home(seat))
    return render(request, "components/doubt.html", {"region": region, "focus": focus_after(region)})


def where_one_was(request):
    """Return the address of the page of ours that sent the answer; None if the browser does not say."""
    address = request.headers.get("Referer", "")
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()) else None


def focus_after(region):
    """Return the id of what is worked on there: an own note's "Ret", or the field."""
    return f"{region}-edit" if region.startswith("own-") else f"{region}-text"
