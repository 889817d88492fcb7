"""Remarks and disagreement, as the secretary works on them."""

from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from meetings.minutes.forms import NewRemarkForm, RemarkForm, SideForm
from meetings.minutes.remarks import Remark
from meetings.minutes.working_page import address, working_page
from meetings.room.answers import doubt, fragment_response, refused_text
from meetings.room.door import AT_DESK, seated
from meetings.room.models import Event
from meetings.room.visibility import Audience


@seated(*AT_DESK)
@require_POST
def new_remark(request, seat):
    form = NewRemarkForm(request.POST, meeting=seat.meeting)
    if not form.is_valid() and request.htmx:
        return render(request, "minutes/minutes.html#new-remark", new_remark_context(seat, form), status=422)
    if not form.is_valid():
        return working_page(request, seat, 422, new_remark=form)
    remark = Remark.add(seat.meeting, **form.cleaned_data)
    form.remember(seat.meeting)
    empty = new_remark_context(seat, NewRemarkForm(), added=True)
    return remark_response(request, seat, remark, render_to_string("minutes/minutes.html#new-remark", empty, request))


def new_remark_context(seat, form, added=False):
    return {"meeting": seat.meeting, "new_remark": form, "added": added}


@seated(*AT_DESK)
@require_POST
def remark(request, seat, remark):
    """Save a text while it is typed. Answer 409 with the other's words if it began from an older revision."""
    edited, region = a_remark(seat, remark), f"remark-{remark}"
    if refusal := refused_text(request, seat, region, RemarkForm(request.POST), edited.edit):
        return refusal
    return remark_response(request, seat, edited, own=doubt(seat, region, edited.text))


@seated(*AT_DESK)
@require_POST
def remark_side(request, seat, remark):
    edited, form = a_remark(seat, remark), SideForm(request.POST)
    edited.must_be_there()
    if form.is_valid():
        edited.set_side(**form.cleaned_data)
    return remark_response(request, seat, edited)


@seated(*AT_DESK)
@require_POST
def delete_remark(request, seat, remark):
    deleted = a_remark(seat, remark)
    deleted.soft_delete()
    return remark_response(request, seat, deleted, deletion("deleted", seat, deleted))


@seated(*AT_DESK)
@require_POST
def restore_remark(request, seat, remark):
    restored = a_remark(seat, remark)
    restored.restore()
    return remark_response(request, seat, restored, deletion("restored", seat, restored))


# --- What they share -------------------------------------------------------------------------------------------------


def a_remark(seat, remark):
    return get_object_or_404(seat.meeting.remarks, pk=remark)


def remark_response(request, seat, remark, own=""):
    place = "bemaerkninger" if remark.deleted else f"remark-{remark.pk}-text"
    there = address(seat)
    return fragment_response(
        request, seat, Audience.MINUTES, Event.Kind.REMARK, remark.pk, own=own, to=there, place=place
    )


def deletion(state, seat, remark):
    """Return the place that says that a remark is "deleted", with a way back, or nothing once it is "restored"."""
    return render_to_string(f"minutes/minutes.html#remark-{state}", {"meeting": seat.meeting, "remark": remark})
