"""What was agreed, as the secretary works on it: added, edited, deleted and put back, or made of a note."""

import datetime

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import danish
from meetings.room import screens
from meetings.room.door import DESK, refuse, seated
from meetings.room.forms.follow_up import follow_up_form
from meetings.room.models import Event, FollowUp, Note, Stage

from .answers import drawn

GONE = "En anden har fjernet det imens. Det, du skrev, står stadig i felterne."


@seated(*DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_follow_up(request, seat, lane):
    """The empty form of a lane, or what it was filled in with."""
    form = follow_up_form(lane, seat.meeting, request.POST or None)
    if not form.is_valid():
        return lane_form(request, seat, lane, form, status=422 if form.is_bound else 200)
    follow_up = seat.meeting.add_follow_up(lane=lane, **form.cleaned_data)
    return written(request, seat, follow_up, new=True)


@seated(*DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request, seat, follow_up):
    """One follow-up, opened for editing, or edited: it saves itself, and stays open until the secretary is `done`."""
    edited = get_object_or_404(FollowUp.objects.select_related("meeting"), pk=follow_up, meeting=seat.meeting_id)
    if edited.deleted:
        return refuse(request, GONE, seat)
    form = follow_up_form(edited.lane, seat.meeting, request.POST or None, edits=edited)
    if not form.is_valid():
        quiet = form.is_bound and "done" not in request.POST
        return lane_form(request, seat, edited.lane, form, edited, status=422 if form.is_bound else 200, quiet=quiet)
    if not edited.edit(**form.cleaned_data):
        if edited.deleted:
            return refuse(request, GONE, seat)
        # From here on only a press saves: over words that one has been shown.
        form = follow_up_form(edited.lane, seat.meeting, request.POST.dict() | {"seen": edited.revision}, edits=edited)
        return lane_form(
            request,
            seat,
            edited.lane,
            form,
            edited,
            status=409,
            quiet="done" not in request.POST,
            theirs=theirs(form, edited),
        )
    if "done" in request.POST or not request.htmx:
        return written(request, seat, edited)
    answer = drawn(request, seat, screens.DESK, Event.Kind.FOLLOW_UP, edited.pk)
    form = follow_up_form(edited.lane, seat.meeting, edits=edited)
    about = {"lane": edited.lane, "follow_up": edited, "form": form, "answered": True, "stored": True}
    answer.write(render(request, "room/desk/lane_form.html#kept", about).content.decode())
    return answer


@seated(*DESK)
@require_POST
def delete_follow_up(request, seat, follow_up):
    deleted = get_object_or_404(FollowUp.objects.select_related("meeting"), pk=follow_up, meeting=seat.meeting_id)
    deleted.soft_delete()
    return written(request, seat, deleted)


@seated(*DESK)
@require_POST
def restore_follow_up(request, seat, follow_up):
    deleted = get_object_or_404(FollowUp.objects.select_related("meeting"), pk=follow_up, meeting=seat.meeting_id)
    deleted.restore()
    return written(request, seat, deleted)


@seated(*DESK)
@require_POST
def agree_at_desk(request, seat, note, lane):
    """Turn a note into a follow-up with one press, and open it for who and when."""
    notes = Note.objects.shown().select_related("item__meeting")
    follow_up = get_object_or_404(notes, pk=note, item__meeting=seat.meeting_id).agree(lane)
    if not request.htmx:
        return redirect("follow-up", seat.meeting.key, follow_up.pk)
    answer = drawn(request, seat, screens.DESK, Event.Kind.FOLLOW_UP, follow_up.pk)
    form = follow_up_form(lane, seat.meeting, edits=follow_up)
    answer.write(lane_form(request, seat, lane, form, follow_up).content.decode())
    return answer


@seated(*DESK)
@never_cache
@require_safe
def no_form(request, seat, lane):
    """Put the lane's empty form away; with `?ret`, the one that edits."""
    if not request.htmx:
        return redirect(bench(seat), seat.meeting.key)
    return lane_form(request, seat, lane, None, editing="ret" in request.GET)


def theirs(form, follow_up):
    """[(label, Danish words)] where the follow-up now says something else than the form."""
    form.full_clean()
    now = [(field, getattr(follow_up, field.name)) for field in form.visible_fields()]
    return [
        (field.label, danish.long_date(value) if isinstance(value, datetime.date) else value)
        for field, value in now
        if value != form.cleaned_data[field.name]
    ]


def bench(seat):
    """Without JavaScript: the page where the secretary works, the desk during the meeting and the minutes after it."""
    return "minutes" if seat.meeting.stage == Stage.CLOSED else "desk"


def lane_form(request, seat, lane, form, follow_up=None, editing=False, status=200, **more):
    """The place under a lane for a new follow-up, or for the one being edited: they never take each other's words."""
    about = {
        "meeting": seat.meeting,
        "lane": lane,
        "form": form,
        "follow_up": follow_up,
        "editing": editing or follow_up,
        "answered": request.htmx,
        **more,
    }
    template = "room/desk/lane_form.html" if request.htmx else "room/desk/lane_form_page.html"
    return render(request, template, about, status=status)


def written(request, seat, follow_up, new=False):
    """The lanes as they are now, and the form put away (or the way back, if the follow-up was deleted)."""
    if not request.htmx:
        return redirect(bench(seat), seat.meeting.key)
    answer = drawn(request, seat, screens.DESK, Event.Kind.FOLLOW_UP, follow_up.pk)
    gone = follow_up if follow_up.deleted else None
    form = lane_form(request, seat, follow_up.lane, None, gone, editing=not new, saved=not new)
    answer.write(form.content.decode())
    return answer
