"""What the secretary does about the approval: links for the two who approve, their comments, and corrections."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meetings.minutes.compose import compose
from meetings.minutes.corrections import cancel_correction, open_correction
from meetings.minutes.forms import AnswerForm, CorrectionForm, DueForm, EditCorrectionForm
from meetings.minutes.invitations import approval_mail, ask_by, suggested_due
from meetings.minutes.versions import take_away
from meetings.minutes.working_page import address, working_page
from meetings.room.answers import new_link_response
from meetings.room.door import AT_DESK, seated
from meetings.room.models import APPROVERS, Conflict, Role


@seated(*AT_DESK)
@never_cache
@require_POST
def approver_link(request, seat, role):
    """Make a secret link for one approver. Unless a day to answer by is set, both are asked to within a week."""

    def as_page(link):
        return working_page(request, seat, approver_link=link, links_open=True)

    def mail(meeting, role, address):
        return approval_mail(meeting, role, names[role], address)

    names = dict(zip(APPROVERS, (approval.name for approval in compose(seat.meeting).state.approvals), strict=True))
    if seat.meeting.approval_due is None:
        ask_by(seat.meeting, suggested_due())
    return new_link_response(request, seat, Role(role), as_page, mail)


@seated(*AT_DESK)
@require_POST
def approval_due(request, seat):
    """Set the day by which the two who approve are asked to answer."""
    form = DueForm(request.POST)
    if not form.is_valid():
        return working_page(request, seat, status=422, due=form, links_open=True)
    ask_by(seat.meeting, form.cleaned_data["day"])
    return redirect(f"{address(seat)}#standing")


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_comment(request, seat, comment):
    """Show one comment with its answers and a form for an answer; save an answer on POST."""
    asked = get_object_or_404(seat.meeting.comments, pk=comment)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        asked.answer(seat.role, **form.cleaned_data)
        return redirect(f"{address(seat)}#standing")
    about = {"meeting": seat.meeting, "comment": asked, "form": form}
    return render(request, "minutes/answer.html", about, status=422 if form.is_bound else 200)


@seated(*AT_DESK)
@require_POST
def put_remark_in(request, seat, comment):
    """Put the remark that an approver asks for in the minutes."""
    asked = get_object_or_404(seat.meeting.comments.exclude(remark_side=""), pk=comment)
    asked.put_in_minutes(seat.role)
    return redirect(f"{address(seat)}#standing")


@seated(*AT_DESK)
@require_POST
def correct(request, seat):
    """Begin the next version of what both sides have approved."""
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return working_page(request, seat, status=422, correction=form)
    open_correction(seat.meeting, **form.cleaned_data)
    return redirect(address(seat))


@seated(*AT_DESK)
@require_POST
def edit_correction(request, seat, version):
    """Save the reason of the correction in progress. Answer 409 with the other's words if somebody else has edited it."""
    correction = get_object_or_404(seat.meeting.corrections, version=version)
    form = EditCorrectionForm(request.POST)
    if not form.is_valid():
        return working_page(request, seat, status=422, reason=form)
    form.remember(seat.meeting)
    try:
        correction.edit(**form.cleaned_data)
    except Conflict as conflict:
        again = EditCorrectionForm(request.POST.dict() | {"seen": conflict.revision})
        return working_page(request, seat, status=409, reason=again, their_reason=conflict.theirs["text"])
    return redirect(address(seat))


@seated(*AT_DESK)
@require_POST
def cancel(request, seat, version):
    """Cancel the correction in progress. A second press finds it cancelled."""
    cancel_correction(seat.meeting, version)
    return redirect(address(seat))


@seated(*AT_DESK)
@require_POST
def take_text_away(request, seat, version):
    """Delete the text of a version whose personal data a later one has removed."""
    take_away(seat.meeting, version)
    return redirect("version", seat.meeting.key, version)
