"""The approvers' page: read the minutes, approve them, comment on them, or say that one cannot approve."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.minutes.approval import approve, withdraw
from meetings.minutes.comments import comment, thread
from meetings.minutes.compare import compare
from meetings.minutes.compose import frozen, read_back
from meetings.minutes.forms import CommentForm, WishForm
from meetings.minutes.last_read import last_read
from meetings.minutes.screen import ReviewScreen
from meetings.room.door import seated
from meetings.room.models import APPROVERS, Refused


@seated(*APPROVERS)
@never_cache
@require_safe
def review(request, seat):
    return page(request, seat, sent="sendt" in request.GET)


@seated(*APPROVERS)
@require_POST
def give_approval(request, seat):
    """Approve what was read, with a comment or without. If the minutes have changed since, answer 409 with them as they are."""
    form = CommentForm(request.POST) if "text" in request.POST else None
    if form and not form.is_valid():
        return page(request, seat, status=422, form=form, pressed=request.path)
    words = form.cleaned_data["text"] if form else ""
    try:
        approve(seat.meeting, seat.role, request.POST.get("seen", ""), frozen, words)
    except Refused as refusal:
        return page(request, seat, status=409, message=str(refusal), **({"form": form} if form else {}))
    return redirect("review", seat.meeting.key)


@seated(*APPROVERS)
@require_POST
def take_approval_back(request, seat):
    withdraw(seat.meeting, seat.role)
    return redirect("review", seat.meeting.key)


@seated(*APPROVERS)
@require_POST
def send_comment(request, seat):
    return send(request, seat)


@seated(*APPROVERS)
@require_POST
def send_objection(request, seat):
    """Say with words that one cannot approve."""
    return send(request, seat, is_objection=True)


@seated(*APPROVERS)
@require_POST
def ask_for_remark(request, seat):
    """Ask for a remark in the minutes, in the name of a side."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return page(request, seat, status=422, wish=form)
    return sent(request, seat, **form.cleaned_data)


@seated(*APPROVERS)
@require_POST
def reopen_comment(request, seat, comment):
    own_comment(seat, comment).reopen()
    return redirect("review", seat.meeting.key)


@seated(*APPROVERS)
@require_POST
def close_comment(request, seat, comment):
    own_comment(seat, comment).close()
    return redirect("review", seat.meeting.key)


# --- What they share -------------------------------------------------------------------------------------------------


def page(request, seat, status=200, **more):
    screen = ReviewScreen.of(seat.meeting)
    minutes = screen.minutes
    about = {
        "minutes": minutes,
        "screen": screen,
        "meeting": seat.meeting,
        "role": seat.role,
        "posts": seat.meeting.posts,
        "mine": minutes.state.approvals[APPROVERS.index(seat.role)],
        "versions": seat.meeting.versions.defer("content") if seat.meeting.has_version else [],
        "changes": changes_since(seat, minutes),
        "comments": thread(seat.meeting),
        "form": CommentForm(),
        "wish": WishForm(),
    }
    template = "minutes/review.html#fresh" if request.htmx else "minutes/review.html"
    return render(request, template, {**about, **more}, status=status)


def changes_since(seat, minutes):
    """Return what differs, as `compare` does, from what this side read when it last approved or wrote."""
    before = "" if minutes.state.version else last_read(seat.meeting, seat.role)
    return compare(read_back(before), minutes) if before else []


def send(request, seat, is_objection=False):
    form = CommentForm(request.POST)
    if not form.is_valid():
        return page(request, seat, status=422, form=form, pressed=request.path)
    return sent(request, seat, **form.cleaned_data, is_objection=is_objection)


def sent(request, seat, **words):
    comment(seat.meeting, seat.role, **words, seen=request.POST.get("seen", ""), draw_up=frozen)
    return redirect(reverse("review", args=[seat.meeting.key], query={"sendt": ""}))


def own_comment(seat, comment):
    """Return a comment of this seat's side. Raises Refused if it is the other side's."""
    found = get_object_or_404(seat.meeting.comments, pk=comment)
    if found.role != seat.role:
        raise Refused(f"Det kan kun {found.get_role_display()}en, som har skrevet det.")
    return found
