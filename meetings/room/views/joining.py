"""Coming in: the code on the front page, the seat of a member, and the secret links."""

from copy import copy

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meetings.room import door as access
from meetings.room.forms.guessing import ALL_CODES, codes
from meetings.room.forms.joining import CodeForm, JoinForm
from meetings.room.forms.send_once import SendOnceForm
from meetings.room.models import APPROVERS, Meeting, Role, RoleLink
from meetings.strangers.tolls import slowed

EXPIRED = "Koden gælder ikke længere. Er mødet i gang, så bed mødelederen om at åbne døren igen."
UNKNOWN = "Vi kan ikke finde et møde med den kode. Tjek koden på skærmen, og prøv igen."


@access.open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def front(request):
    form = CodeForm(request.POST or None)
    if form.is_valid():
        gate = codes()
        if toll := gate.toll(request, ALL_CODES):
            return slowed(render(request, "room/front.html", {"form": form, "toll": toll}, status=429))
        meeting = Meeting.objects.exclude(stage=Meeting.Stage.DRAFT).filter(code=form.cleaned_data["code"]).first()
        if meeting and meeting.is_due:
            meeting = None
        if meeting and not meeting.code_has_expired:
            return redirect("join", meeting.key)
        gate.count(request, ALL_CODES)
        form.add_error("code", EXPIRED if meeting else UNKNOWN)
    return render(request, "room/front.html", {"form": form}, status=422 if form.errors else 200)


@access.open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, key):
    """Show the join form, where the QR code leads. Redirect members who have a seat."""
    try:
        meeting = Meeting.find(key=key).read_names()
    except Meeting.DoesNotExist:
        raise Http404 from None
    if seat := seat_here(request, key, Role.MEMBER):
        return redirect(access.home(seat) if request.method == "GET" else first_page(seat))
    form = JoinForm(request.POST or None)
    refused = ""
    if form.is_valid():
        try:
            seat = meeting.take_seat(form.cleaned_data["uuid"], form.cleaned_data["name"])
            return access.keep_seat(redirect(first_page(seat)), seat)
        except access.Refused as refusal:
            refused = str(refusal)
    status = 409 if refused else 422 if form.errors else 200
    about = {"form": form, "meeting": meeting, "refused": refused, "leads": access.leads_here(request, meeting)}
    return render(request, "room/phone/join.html", about, status=status)


def seat_here(request, key, role):
    """Return the seat with this role that the browser has in the meeting, or None."""
    try:
        return access.find_seat(request, key, [role])
    except (Http404, access.PermissionDenied):
        return None


@access.open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def role_link(request, key, token):
    """Say who a secret link lets in, and seat them on POST. Redirect a browser that has such a seat.

    GET takes no seat, since mail scanners and link previews open the link too. (Its path is below the cookie's path.)
    """
    link = RoleLink.find(token)
    if link is None or link.meeting.key != key:
        return render(request, "room/dead_link.html", status=404)
    if seat := seat_here(request, key, link.role):
        return redirect(access.home(seat) if request.method == "GET" else first_page(seat))
    form = SendOnceForm(request.POST or None)
    if link.role in APPROVERS:
        try:
            access.must_be_able_to_take(request, link.meeting, link.role)
            link.meeting.must_be_untaken(link.role)
        except access.Refused as refusal:
            return access.refuse(request, refusal)
    if not form.is_valid():
        about = {"form": form, "link": link, "token": token, "meeting": link.meeting.read_names()}
        return render(request, "room/take_seat.html", about, status=422 if form.errors else 200)
    try:
        seat = link.take_seat(form.cleaned_data["uuid"])
    except ObjectDoesNotExist:  # deleted since it was found
        return render(request, "room/dead_link.html", status=404)
    except access.Refused as refusal:
        return access.refuse(request, refusal)
    return access.keep_seat(redirect(first_page(seat)), seat)


def first_page(seat):
    """Return where a new seat leads. A member comes to write, so that page has the focus in the field (`?ny`)."""
    return access.home(seat) + ("?ny" if seat.role == Role.MEMBER else "")


@access.seated(Role.MEMBER, *Role, pace=None)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, seat):
    """Give up the seat with the role that the form names; a member's, if it names none.

    Asks a member first. `unsent`: how many notes the phone holds that no server has taken.
    """
    if request.method != "POST":
        about = {"meeting": seat.meeting.read_names(), "seat": seat, "home": access.home(seat)}
        about |= {"has_notes": seat.has_notes_to_edit(), "unsent": small_number(request.GET.get("unsent"))}
        return render(request, "room/phone/leave.html", about)
    if (role := request.POST.get("role")) in Role.values:
        seat = access.find_seat(request, seat.meeting.key, [role])
    had_notes = seat.has_notes_to_edit()
    if "sure" not in request.POST and seat.role == Role.MEMBER:
        asked = {"unsent": small_number(request.POST.get("unsent"))}
        return redirect(reverse("leave", args=[seat.meeting.key], query=asked if asked["unsent"] else None))
    request.seat = copy(seat)  # the page clears what the browser kept for it, and leaving deletes its key
    about = {"meeting": seat.meeting, "role": seat.role, "had_notes": had_notes}
    about |= {"link_works": seat.link is not None and not seat.link.is_shut}
    about |= {"approver": access.approver_here(request, seat.meeting)}
    seat.leave()
    return access.forget_seat(render(request, "room/phone/left.html", about), seat)


def small_number(text):
    """Return the number that a page has counted, or 0 if it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 4 else 0
