"""The secretary's desk: conclusions, follow-ups, attendance and the next meeting, beside the notes as they come."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.room import screens
from meetings.room.door import DESK, refuse, seated
from meetings.room.forms.room import ConclusionForm, NextMeetingForm
from meetings.room.models import Event, Meeting, Stage
from meetings.room.screens import Screen

from .answers import drawn

NOWHERE = "ingen"  # the name is on the list already, or is to be left off it


@seated(*DESK)
@never_cache
@require_safe
def desk(request, seat):
    """Where the room is now: the first item before the discussion, the last after it. Final minutes are only read."""
    if seat.meeting.is_final:
        return redirect("minutes", seat.meeting.key)
    after = seat.meeting.stage in (Stage.WRAP_UP, Stage.CLOSED)
    return redirect(desk_url(seat, seat.meeting.position or (seat.meeting.items.count() if after else 1)))


@seated(*DESK)
@never_cache
@require_safe
def desk_item(request, seat, number):
    if seat.meeting.is_final:
        return redirect("minutes", seat.meeting.key)
    return render(request, "room/desk/desk.html", context(seat, number))


def context(seat, number):
    screen = Screen(seat.meeting)
    item = screen.item_numbered(number)
    if item is None:
        raise Http404
    return {
        "screen": screen,
        "meeting": seat.meeting,
        "item": item,
        "number": str(number),
        "notes": dict(screen.notes_by_item)[item],
        "seat": seat,
    }


@seated(*DESK)
@require_POST
def conclusion(request, seat, number):
    """Saved as the secretary types. Whoever began from an older text is told, and keeps what they wrote."""
    item = get_object_or_404(seat.meeting.items.select_related("meeting"), number=number)
    form = ConclusionForm(request.POST)
    if not form.is_valid():
        return said(request, f"conclusion-{number}", form, seat)
    if not item.write_conclusion(**form.cleaned_data):
        return conflict(request, seat, f"conclusion-{number}", item.conclusion, item.conclusion_revision)
    return drawn(
        request, seat, screens.DESK, Event.Kind.CONCLUSION, item.pk, to=back(request, seat, desk_url(seat, number))
    )


def conflict(request, seat, region, theirs, revision):
    """Somebody else wrote in `region` meanwhile: their words beside one's own, which stand in the field."""
    about = {"region": region, "theirs": theirs, "revision": revision, "meeting": seat.meeting}
    template = "components/conflict.html" if request.htmx else "room/desk/conflict.html"
    return render(
        request, template, {**about, "typed": request.POST.get("text", ""), "action": request.path}, status=409
    )


def said(request, region, form, seat):
    """What is wrong with the text of a field that saves itself."""
    sentence = " ".join(form.errors.get("text", ["Genindlæs siden, og prøv igen."]))
    if not request.htmx:
        return refuse(request, sentence, seat, status=422)
    return render(request, "components/said.html", {"region": region, "sentence": sentence}, status=422)


def back(request, seat, desk):
    """Without JavaScript: to the page it was written on, the minutes or the desk."""
    return reverse("minutes", args=[seat.meeting.key]) if request.POST.get("back") == "minutes" else desk


def desk_url(seat, number):
    return reverse("desk-item", args=[seat.meeting.key, number])


# --- Attendance and the next meeting ---------------------------------------------------------------------------------


@seated(*DESK)
@require_POST
def place_name(request, seat, participant, side):
    """Put a name that somebody gave when joining on the attendance list."""
    if side not in (*Meeting.SIDES, NOWHERE):
        return refuse(request, "Vælg en af siderne på listen.", seat, status=422)
    named = get_object_or_404(seat.meeting.participants.exclude(name=""), pk=participant)
    if not named.name_placed:
        seat.meeting.place_name(named, None if side == NOWHERE else side)
    return drawn(request, seat, screens.DESK, Event.Kind.RECORD, to=reverse("desk", args=[seat.meeting.key]))


@seated(*DESK)
@require_POST
def next_meeting(request, seat):
    form = NextMeetingForm(request.POST)
    if not form.is_valid():
        return said(request, "next", form, seat)
    if not seat.meeting.write_next_meeting(**form.cleaned_data):
        return conflict(request, seat, "next", seat.meeting.next_meeting, seat.meeting.next_meeting_revision)
    desk = reverse("desk", args=[seat.meeting.key])
    return drawn(request, seat, screens.DESK, Event.Kind.RECORD, to=back(request, seat, desk))
