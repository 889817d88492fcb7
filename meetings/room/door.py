"""Decide who may come in to a meeting: the one door. A test walks the URLconf and fails on a view that does not say.

Strangers get 404 and learn nothing; a participant with too small a role gets 403.
"""

import re
from contextlib import suppress
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from . import presence
from .models import APPROVERS, KEY_LETTERS, Meeting, Note, Participant, Refused, Role, clocks, new_secret, row
from .models.posts import never_both
from .models.standing import standing_row
from .pace import TooFast, must_keep_pace
from .visibility import visible_to

AT_DESK = (Role.FACILITATOR, Role.SECRETARY)  # who write the minutes
IN_ROOM = (*AT_DESK, Role.MEMBER)
READERS = (*AT_DESK, *APPROVERS)  # of the minutes
HOMES = {
    Role.FACILITATOR: "wall",
    Role.SECRETARY: "desk",
    Role.MEMBER: "room",
    Role.SCREEN: "screen",
    Role.CHAIR: "review",
    Role.DEPUTY: "review",
}
SALT = "seat"
MAKER = "made_link"  # a cookie of a browser that made a link to a post
LAST_USER = "last_user"  # a cookie of a browser that somebody has logged in with
OWNERS_ONLY = "Det kan kun den, der ejer mødet og er logget ind."


class SeatIsGone(Http404):
    """The browser had a seat that was closed, or that fell with its link."""


class LoggedOut(Http404):
    """The owner of the meeting was logged in here, and is not any more."""


def open_to_all(view):
    """Let anybody in."""
    view.door = "open"
    return view


def signed_in(view):
    """Let in only users who have logged in."""
    guarded = login_required(view)
    guarded.door = "signed in"
    return guarded


def seated(*roles, pace="acts"):
    """Let in only the holder of a seat in the meeting with one of `roles`; the view gets that Participant in place of the key.

    `pace`: as what a POST counts in the seat's bucket; None: in none. From an empty one it is refused with status 429.

    A verb that raises Refused is answered here with its sentence and status 409; nothing was changed. A browser whose
    seat was taken away is told so.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, key, *args, **kwargs):
            try:
                request.seat = seat = find_seat(request, key, roles)
            except SeatIsGone:
                return render(request, "room/seat_is_gone.html", status=404)
            except LoggedOut:
                return logged_out(request, key)
            try:
                if request.method == "POST" and pace:
                    must_keep_pace(seat, pace)
                return view(request, seat, *args, **kwargs)
            except TooFast as refusal:
                return later(refuse(request, refusal.words(by_script=request.htmx), seat, status=429))
            except Refused as refusal:
                return refuse(request, refusal, seat)
            except ObjectDoesNotExist:
                raise Http404 from None

        guarded.door = roles
        return guarded

    return decorate


def later(response):
    """Say to a script after how many seconds it may send the same again."""
    response["Retry-After"] = "6"
    return response


def note_here(seat, audience, pk):
    """Return the note of the seat's meeting that the audience may see. Raises Http404.

    Its meeting is the seat's own, which looks under its lock whether the seat is still there.
    """
    note = get_object_or_404(
        visible_to(audience, Note.objects.select_related("item")), pk=pk, item__meeting=seat.meeting_id
    )
    note.item.meeting = seat.meeting
    return note


def owned(view):
    """Let in only the facilitator whose meeting it is, logged in: not those who lead it by a link."""

    @wraps(view)
    def of_the_owner(request, seat, *args, **kwargs):
        if not seat.is_owners:
            return refuse(request, OWNERS_ONLY, seat, status=403)
        return view(request, seat, *args, **kwargs)

    guarded = seated(Role.FACILITATOR)(of_the_owner)
    guarded.door = "owner"
    return guarded


def find_seat(request, key, roles):
    """Return the caller's seat in the meeting, read afresh: a deleted seat is out at once.

    One browser may hold several seats in a meeting, one a role (a facilitator who also joined from the same laptop);
    the first of `roles` that it holds counts. Raises Http404 without any seat (SeatIsGone or LoggedOut if it had one
    with such a role), PermissionDenied with only others.
    """
    try:
        meeting = Meeting.find(key=key)
    except Meeting.DoesNotExist:
        raise Http404 from None
    held = {seat.role: seat for seat in held_seats(request, meeting)}
    for role in roles:
        if role in held:
            held[role].meeting = meeting
            meeting.acts_for = None if role == Role.MEMBER else held[role].pk
            presence.remember(held[role], asks=request.method in ("GET", "HEAD"))
            return held[role]
    if any(had_seat(request, role) for role in roles):
        raise SeatIsGone
    if Role.FACILITATOR in roles and is_last_user(request, meeting.facilitator_id):
        raise LoggedOut
    raise PermissionDenied if held else Http404


def had_seat(request, role):
    """Return whether the browser once got a seat with this role. (A member's may be gone because the meeting is over.)"""
    return role != Role.MEMBER and bool(request.get_signed_cookie(cookie(role), None, salt=SALT))


def is_last_user(request, user_id):
    """Return whether this user was the last to log in with the browser, and nobody is logged in now."""
    return was_last_user(request, user_id) and not request.user.is_authenticated


def was_last_user(request, user_id):
    return request.get_signed_cookie(LAST_USER, None, salt=SALT) == str(user_id)


def keep_last_user(response, user_id, max_age):
    """Let the browser remember for `max_age` seconds who has logged in, so that a page can say why it is closed."""
    keep_cookie(response, LAST_USER, user_id, "/", max_age)
    return response


def logged_out(request, key):
    """Return the page that says so, with the way back to the same page, and what was sent meanwhile."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("wall", args=[key])
    about = {"back": back, "typed": request.POST.get("text", "")}
    return render(request, "room/logged_out.html", about, status=404)


def held_seats(request, meeting):
    for name in COOKIES:
        if seat := seat_in(request, name, meeting):
            yield seat
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        yield from Participant.objects.filter(user=request.user, meeting=meeting)


def seat_in(request, name, meeting):
    """Return the seat in the meeting, or the ticket, that the browser's cookie of this name holds, or None."""
    pk, _, secret = request.get_signed_cookie(name, "", salt=SALT).partition(".")
    if not pk:
        return None
    try:
        if name == cookie(Role.MEMBER):  # the many, whose seats fall by events of the meeting alone
            seat = standing_row(meeting, Participant, id=pk)
        else:
            seat = row(Participant, id=pk, meeting_id=meeting.pk)
    except Participant.DoesNotExist:
        if int(pk) not in meeting.tickets:
            return None
        seat = Participant.of_ticket(meeting, int(pk))
    seat.secret = secret
    return seat


def approver_here(request, meeting):
    """Return the seat of an approver that this browser holds in the meeting, or None."""
    return seat_in(request, cookie(Role.CHAIR), meeting)


def leads_here(request, meeting):
    """Return whether this browser leads the meeting, by a link or as the owner."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.pk == meeting.facilitator_id:
        return True
    return seat_in(request, cookie(Role.FACILITATOR), meeting) is not None


def keep_maker(response, meeting):
    """Let the browser remember, past its seat, that it made a link to a post: it cannot use one itself."""
    keep_cookie(response, MAKER, "1", reverse("room", args=[meeting.key]))
    return response


def must_be_able_to_take(request, meeting, role):
    """Raise Refused unless this browser may take the post of `role`: not one that made a link to a post, or has the other."""
    held = approver_here(request, meeting)
    if held and held.role != role:
        raise Refused(never_both(held.role, role))
    if request.get_signed_cookie(MAKER, None, salt=SALT):
        raise Refused(
            "Her er lavet et link til dem, der godkender referatet. "
            f"Den, der er {Role(role).label}, skal bruge sin egen telefon eller computer."
        )


def keep_seat(response, seat):
    """Give the browser the seat in a signed cookie, which it sends only to this meeting's own addresses.

    A member's secret stands in it and nowhere else: with the cookie goes the right to edit one's notes. A second cookie
    with the same content goes only to "Log ud", which ends what the browser holds.
    """
    if seat.role == Role.MEMBER:
        seat.secret = seat.secret or new_secret()
    addresses = {
        cookie(seat.role): reverse("room", args=[seat.meeting.key]),
        f"{cookie(seat.role)}_{seat.meeting.key}": reverse("log-out"),
    }
    for name, path in addresses.items():
        keep_cookie(response, name, f"{seat.pk}.{seat.secret or ''}", path)
    return response


def keep_cookie(response, name, value, path, max_age=None):
    """Set a signed cookie for `max_age` seconds, or as long as any clock of a meeting can run; no script can read it."""
    response.set_signed_cookie(
        name,
        value,
        salt=SALT,
        max_age=max_age or clocks.longest() * 24 * 60 * 60,
        path=path,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget_seat(response, seat):
    return forget_cookies(response, cookie(seat.role), seat.meeting.key)


def forget_cookies(response, name, key):
    response.delete_cookie(name, path=reverse("room", args=[key]))
    response.delete_cookie(f"{name}_{key}", path=reverse("log-out"))
    return response


def leave_everything(request, response):
    """Give up the seats that this browser got, in all meetings, and let it forget them. Only "Log ud" is sent them.

    A taken post stays taken: the browser forgets it.
    """
    for name in request.COOKIES:
        if not (parts := FOR_LOG_OUT.fullmatch(name)):
            continue
        kind, key = parts.groups()
        with suppress(Meeting.DoesNotExist):
            seat = seat_in(request, name, meeting := Meeting.find(key=key))
            if seat and seat.role not in APPROVERS:
                seat.meeting = meeting
                seat.leave()
        forget_cookies(response, kind, key)
    return response


def home(seat):
    """Return the address where the holder of this seat follows the meeting."""
    return reverse(HOMES[Role(seat.role)], args=[seat.meeting.key])


def is_at_leaders_page(request):
    """Return whether an act was pressed on the leader's page, and so is answered there: what it sends says so."""
    return "leader" in (request.GET.get("page"), request.POST.get("page"))


def back(request, seat):
    """Return the address of the page that an act was pressed on: the leader's, or else the seat's home."""
    return reverse("leader", args=[seat.meeting.key]) if is_at_leaders_page(request) else home(seat)


def cookie(role):
    """Return the cookie's name. Both approvers share one: the last link opened counts, so a browser is never both sides."""
    return f"seat_{'approver' if role in APPROVERS else role}"


COOKIES = tuple(dict.fromkeys(map(cookie, Role)))
FOR_LOG_OUT = re.compile(f"({'|'.join(COOKIES)})_([{KEY_LETTERS}]{{10}})")


def refuse(request, refusal, seat=None, status=409):
    """Return the refusal: as a message in the page for htmx, as a page of its own without."""
    template = "room/refused.html#message" if request.htmx else "room/refused.html"
    context = {
        "message": str(refusal),
        "home": back(request, seat) if seat else None,
        "typed": request.POST.get("text", ""),
    }
    return render(request, template, context, status=status)
