"""Coming in: the code on the front page, the seat of a member, and the secret links."""

from copy import copy

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.room import door as access
from meetings.room.forms.guessing import Guesses
from meetings.room.forms.joining import CodeForm, JoinForm
from meetings.room.models import Meeting, Role, RoleLink, row

wrong_codes = Guesses("wrong-codes", 60)


@access.open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def front(request):
    form = CodeForm(request.POST or None)
    if request.method == "POST" and wrong_codes.too_many(request):
        form.add_error("code", "Der er prøvet for mange koder. Vent et minut, og prøv igen.")
        return render(request, "room/front.html", {"form": form}, status=429)
    if form.is_valid():
        meeting = Meeting.objects.exclude(stage=Meeting.Stage.DRAFT).filter(code=form.cleaned_data["code"]).first()
        if meeting:
            return redirect("join", meeting.key)
        wrong_codes.remember(request)
        form.add_error("code", "Vi kan ikke finde et møde med den kode. Tjek koden på skærmen, og prøv igen.")
    return render(request, "room/front.html", {"form": form}, status=422 if form.errors else 200)


@access.open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, key):
    """Show the join form, where the QR code leads. Redirect members who have a seat."""
    try:
        meeting = row(Meeting, key=key).read_names()
    except Meeting.DoesNotExist:
        raise Http404 from None
    if seat := member_seat(request, key):
        return redirect(access.home(seat))
    form = JoinForm(request.POST or None)
    if meeting.is_open and form.is_valid():
        try:
            seat = meeting.take_seat(form.cleaned_data["uuid"], form.cleaned_data["name"])
        except access.Refused:
            return redirect("join", key)
        return access.keep_seat(redirect(access.home(seat)), seat)
    status = 409 if request.method == "POST" and not meeting.is_open else 422 if form.errors else 200
    return render(request, "room/phone/join.html", {"form": form, "meeting": meeting}, status=status)


def member_seat(request, key):
    try:
        return access.find_seat(request, key, [Role.MEMBER])
    except (Http404, access.PermissionDenied):
        return None


@access.open_to_all
@never_cache
@require_safe
def role_link(request, key, token):
    """Take the seat of a secret link, or keep the one this browser has. (The link's path is below the cookie's path.)"""
    link = RoleLink.find(token)
    if link is None or link.meeting.key != key:
        return render(request, "room/dead_link.html", status=404)
    try:
        seat = access.find_seat(request, key, [link.role])
    except (Http404, access.PermissionDenied):
        seat = link.take_seat()
    return access.keep_seat(redirect(access.home(seat)), seat)


@access.seated(Role.MEMBER)
@require_POST
def leave(request, seat):
    request.seat = copy(seat)  # the page clears what the browser kept for it, and leaving deletes its key
    seat.leave()
    return access.forget_seat(render(request, "room/phone/left.html", {"meeting": seat.meeting}), seat)
