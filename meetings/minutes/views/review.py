"""The approvers' page: read the minutes, approve them, or comment on them."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.minutes.approval import approve, comment
from meetings.minutes.compose import compose, frozen
from meetings.minutes.forms import CommentForm
from meetings.room.door import seated
from meetings.room.models import APPROVERS, Refused


@seated(*APPROVERS)
@never_cache
@require_safe
def review(request, seat):
    return page(request, seat, sent="sendt" in request.GET)


def page(request, seat, status=200, **more):
    minutes = compose(seat.meeting)
    about = {
        "minutes": minutes,
        "meeting": seat.meeting,
        "mine": minutes.state.approvals[APPROVERS.index(seat.role)],
        "versions": seat.meeting.versions.defer("content") if seat.meeting.has_version else [],
        "form": CommentForm(),
    }
    return render(request, "minutes/review.html", {**about, **more}, status=status)


@seated(*APPROVERS)
@require_POST
def give_approval(request, seat):
    """Approve what was read. If the minutes have changed since, answer 409 and show them as they are now."""
    try:
        approve(seat.meeting, seat.role, request.POST.get("seen", ""), frozen)
    except Refused as refusal:
        return page(request, seat, status=409, message=str(refusal))
    return redirect("review", seat.meeting.key)


@seated(*APPROVERS)
@require_POST
def send_comment(request, seat):
    form = CommentForm(request.POST)
    if not form.is_valid():
        return page(request, seat, status=422, form=form)
    comment(seat.meeting, seat.role, **form.cleaned_data)
    return redirect(reverse("review", args=[seat.meeting.key], query={"sendt": ""}))
