"""Decide who may come in to a meeting: the one door. A test walks the URLconf and fails on a view that does not say.

Strangers get 404 and learn nothing; a participant with too small a role gets 403.
"""

from contextlib import suppress
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from .models import APPROVERS, Meeting, Participant, Refused, Role, clocks, new_secret, row

AT_DESK = (Role.FACILITATOR, Role.SECRETARY)  # who write the minutes
IN_ROOM = (*AT_DESK, Role.MEMBER)
READERS = (*AT_DESK, *APPROVERS)  # of the minutes
HOMES = {
    Role.FACILITATOR: "wall",
    Role.SECRETARY: "desk",
    Role.MEMBER: "room",
    Role.CHAIR: "review",
    Role.DEPUTY: "review",
}
SALT = "seat"


def open_to_all(view):
    """Let anybody in."""
    view.door = "open"
    return view


def signed_in(view):
    """Let in only users who have logged in."""
    guarded = login_required(view)
    guarded.door = "signed in"
    return guarded


def seated(*roles):
    """Let in only the holder of a seat in the meeting with one of `roles`; the view gets that Participant in place of the key.

    A verb that raises Refused is answered here with its sentence and status 409; nothing was changed.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, key, *args, **kwargs):
            request.seat = seat = find_seat(request, key, roles)
            try:
                return view(request, seat, *args, **kwargs)
            except Refused as refusal:
                return refuse(request, refusal, seat)
            except ObjectDoesNotExist:
                raise Http404 from None

        guarded.door = roles
        return guarded

    return decorate


def find_seat(request, key, roles):
    """Return the caller's seat in the meeting, read afresh: a deleted seat is out at once.

    One browser may hold several seats in a meeting, one a role (a facilitator who also joined from the same laptop);
    the first of `roles` that it holds counts. Raises Http404 without any seat, PermissionDenied with only others.
    """
    try:
        meeting = Meeting.find(key=key)
    except Meeting.DoesNotExist:
        raise Http404 from None
    held = {seat.role: seat for seat in held_seats(request, meeting)}
    if not held:
        raise Http404
    for role in roles:
        if role in held:
            held[role].meeting = meeting
            return held[role]
    raise PermissionDenied


def held_seats(request, meeting):
    for name in COOKIES:
        if content := request.get_signed_cookie(name, None, salt=SALT):
            pk, _, secret = content.partition(".")
            with suppress(Participant.DoesNotExist):
                seat = row(Participant, id=pk, meeting_id=meeting.pk)
                seat.secret = secret
                yield seat
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        yield from Participant.objects.filter(user=request.user, meeting=meeting)


def keep_seat(response, seat):
    """Give the browser the seat in a signed cookie, which it sends only to this meeting's own addresses.

    A member's secret stands in it and nowhere else: with the cookie goes the right to edit one's notes.
    """
    if seat.role == Role.MEMBER:
        seat.secret = seat.secret or new_secret()
    response.set_signed_cookie(
        cookie(seat.role),
        f"{seat.pk}.{seat.secret or ''}",
        salt=SALT,
        max_age=clocks.longest() * 24 * 60 * 60,
        path=reverse("room", args=[seat.meeting.key]),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget_seat(response, seat):
    response.delete_cookie(cookie(seat.role), path=reverse("room", args=[seat.meeting.key]))
    return response


def home(seat):
    """Return the address where the holder of this seat follows the meeting."""
    return reverse(HOMES[Role(seat.role)], args=[seat.meeting.key])


def cookie(role):
    """Return the cookie's name. Both approvers share one: the last link opened counts, so a browser is never both sides."""
    return f"seat_{'approver' if role in APPROVERS else role}"


COOKIES = tuple(dict.fromkeys(map(cookie, Role)))


def refuse(request, refusal, seat=None, status=409):
    """Return the refusal: as a message in the page for htmx, as a page of its own without."""
    template = "room/refused.html#message" if request.htmx else "room/refused.html"
    context = {"message": str(refusal), "home": home(seat) if seat else None, "typed": request.POST.get("text", "")}
    return render(request, template, context, status=status)
