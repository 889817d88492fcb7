"""The secretary's desk: conclusions, follow-ups, attendance and the next meeting, beside the notes as they come."""

from uuid import uuid4

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import screens
from meetings.access import DESK, seated
from meetings.forms.follow_up import follow_up_form
from meetings.forms.room import ConclusionForm, NextMeetingForm
from meetings.models import Event, FollowUp, Meeting, Note, Stage
from meetings.screens import Screen

from .answers import drawn


@seated(*DESK)
@never_cache
@require_safe
def desk(request, seat):
    """Where the room is now: the first item before the discussion, the last after it."""
    after = seat.meeting.stage in (Stage.WRAP_UP, Stage.CLOSED)
    return redirect(desk_url(seat, seat.meeting.position or (seat.meeting.items.count() if after else 1)))


@seated(*DESK)
@never_cache
@require_safe
def desk_item(request, seat, number):
    return render(request, "meetings/desk.html", context(seat, number))


def context(seat, number, **more):
    screen = Screen(seat.meeting)
    item = get_object_or_404(seat.meeting.items, number=number)
    return {
        "screen": screen,
        "meeting": seat.meeting,
        "item": item,
        "notes": screen.notes_of(item),
        "seat": seat,
        **more,
    }


@seated(*DESK)
@require_POST
def conclusion(request, seat, number):
    """Saved as the secretary types. Whoever began from an older text is told, and keeps what they wrote."""
    item = get_object_or_404(seat.meeting.items.select_related("meeting"), number=number)
    form = ConclusionForm(request.POST)
    if not form.is_valid():
        return said(
            request,
            "conclusion-status",
            " ".join(form.errors.get("text", ["Genindlæs siden, og prøv igen."])),
            "alert",
            422,
            seat,
            number,
        )
    if not item.write_conclusion(form.cleaned_data["text"], form.cleaned_data["seen"]):
        return conflict(request, seat, item, form.cleaned_data["text"])
    if not request.htmx:
        return redirect("desk-item", seat.meeting.key, number)
    return drawn(request, seat, screens.DESK, Event.Kind.CONCLUSION, item.pk)


def conflict(request, seat, item, theirs):
    about = {"item": item, "meeting": seat.meeting, "typed": theirs}
    template = "components/conclusion_conflict.html" if request.htmx else "meetings/conclusion_conflict.html"
    return render(request, template, about, status=409)


def said(request, region, sentence, icon, status, seat, number):
    if not request.htmx:
        return render(
            request, "meetings/refused.html", {"message": sentence, "home": desk_url(seat, number)}, status=status
        )
    return render(
        request, "components/said.html", {"region": region, "sentence": sentence, "icon": icon}, status=status
    )


def desk_url(seat, number):
    return reverse("desk-item", args=[seat.meeting.key, number])


# --- Follow-ups ------------------------------------------------------------------------------------------------------


@seated(*DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_follow_up(request, seat, lane):
    """The empty form of a lane, or what it was filled in with."""
    form = follow_up_form(
        lane,
        seat.meeting,
        request.POST or None,
        initial={"uuid": uuid4(), "sent_to": seat.meeting.committee.parent_name},
    )
    if not form.is_valid():
        return lane_form(request, seat, lane, form, status=422 if form.is_bound else 200)
    follow_up = seat.meeting.add_follow_up(lane=lane, **form.cleaned_data)
    return written(request, seat, follow_up)


@seated(*DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request, seat, follow_up):
    """One follow-up, opened for mending, or mended."""
    mended = get_object_or_404(
        FollowUp.objects.standing().select_related("meeting"), pk=follow_up, meeting=seat.meeting_id
    )
    form = follow_up_form(mended.lane, seat.meeting, request.POST or None, initial=vars(mended))
    if not form.is_valid():
        return lane_form(request, seat, mended.lane, form, mended, status=422 if form.is_bound else 200)
    form.cleaned_data.pop("uuid")
    mended.mend(**form.cleaned_data)
    return written(request, seat, mended)


@seated(*DESK)
@require_POST
def remove_follow_up(request, seat, follow_up):
    removed = get_object_or_404(FollowUp.objects.select_related("meeting"), pk=follow_up, meeting=seat.meeting_id)
    removed.remove()
    return written(request, seat, removed)


@seated(*DESK)
@require_POST
def put_back_follow_up(request, seat, follow_up):
    removed = get_object_or_404(FollowUp.objects.select_related("meeting"), pk=follow_up, meeting=seat.meeting_id)
    removed.put_back()
    return written(request, seat, removed)


@seated(*DESK)
@require_POST
def agree_at_desk(request, seat, note, lane):
    """Turn a note into a follow-up with one press, and open it for who and when."""
    notes = Note.objects.shown().select_related("item__meeting")
    follow_up = get_object_or_404(notes, pk=note, item__meeting=seat.meeting_id).agree(lane)
    if not request.htmx:
        return redirect("follow-up", seat.meeting.key, follow_up.pk)
    answer = drawn(request, seat, screens.DESK, Event.Kind.FOLLOW_UP, follow_up.pk)
    form = follow_up_form(lane, seat.meeting, None, initial=vars(follow_up))
    answer.write(lane_form(request, seat, lane, form, follow_up).content.decode())
    return answer


@seated(*DESK)
@never_cache
@require_safe
def no_form(request, seat, lane):
    """Put the lane's form away."""
    return lane_form(request, seat, lane, None) if request.htmx else redirect("desk", seat.meeting.key)


def lane_form(request, seat, lane, form, follow_up=None, removed=None, status=200):
    about = {"meeting": seat.meeting, "lane": lane, "form": form, "follow_up": follow_up, "removed": removed}
    template = "components/lane_form.html" if request.htmx else "meetings/lane_form.html"
    return render(request, template, about, status=status)


def written(request, seat, follow_up):
    """The lanes as they are now, and the lane's form put away (or the way back, if the follow-up was removed)."""
    if not request.htmx:
        return redirect("desk", seat.meeting.key)
    answer = drawn(request, seat, screens.DESK, Event.Kind.FOLLOW_UP, follow_up.pk)
    removed = follow_up if follow_up.removed else None
    answer.write(lane_form(request, seat, follow_up.lane, None, removed=removed).content.decode())
    return answer


# --- Attendance and the next meeting ---------------------------------------------------------------------------------


@seated(*DESK)
@require_POST
def place_name(request, seat, participant, side):
    """Put a name that somebody gave when joining on the attendance list."""
    if side not in Meeting.SIDES:
        return said(request, "message", "Vælg en side.", "alert", 422, seat, 1)
    get_object_or_404(seat.meeting.names_to_place().select_related("meeting"), pk=participant).place_on(side)
    return drawn(request, seat, screens.DESK, Event.Kind.RECORD, to=reverse("desk", args=[seat.meeting.key]))


@seated(*DESK)
@require_POST
def next_meeting(request, seat):
    form = NextMeetingForm(request.POST)
    if not form.is_valid():
        return said(request, "next-status", " ".join(form.errors["text"]), "alert", 422, seat, 1)
    seat.meeting.write_next_meeting(form.cleaned_data["text"])
    return (
        said(request, "next-status", "Gemt", "check", 200, seat, 1)
        if request.htmx
        else redirect("desk", seat.meeting.key)
    )
