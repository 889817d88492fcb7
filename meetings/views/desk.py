"""The secretary's desk: conclusions, follow-ups, attendance and the next meeting, beside the notes as they come."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import screens
from meetings.access import DESK, refuse, seated
from meetings.forms.follow_up import follow_up_form
from meetings.forms.room import ConclusionForm, NextMeetingForm
from meetings.models import Event, FollowUp, Meeting, Note, Stage
from meetings.screens import Screen

from .answers import drawn

NOWHERE = "ingen"  # the name is on the list already, or is to be left off it


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
    return drawn(request, seat, screens.DESK, Event.Kind.CONCLUSION, item.pk, to=desk_url(seat, number))


def conflict(request, seat, region, theirs, revision):
    """Somebody else wrote in `region` meanwhile: their words beside one's own, which stand in the field."""
    about = {"region": region, "theirs": theirs, "revision": revision, "meeting": seat.meeting}
    template = "components/conflict.html" if request.htmx else "meetings/conflict.html"
    return render(
        request, template, {**about, "typed": request.POST.get("text", ""), "action": request.path}, status=409
    )


def said(request, region, form, seat):
    """What is wrong with the text of a field that saves itself."""
    sentence = " ".join(form.errors.get("text", ["Genindlæs siden, og prøv igen."]))
    if not request.htmx:
        return refuse(request, sentence, seat, status=422)
    return render(request, "components/said.html", {"region": region, "sentence": sentence}, status=422)


def desk_url(seat, number):
    return reverse("desk-item", args=[seat.meeting.key, number])


# --- Follow-ups ------------------------------------------------------------------------------------------------------


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
    """One follow-up, opened for mending, or mended."""
    mended = get_object_or_404(
        FollowUp.objects.standing().select_related("meeting"), pk=follow_up, meeting=seat.meeting_id
    )
    form = follow_up_form(mended.lane, seat.meeting, request.POST or None, mends=mended)
    if form.is_valid() and not mended.mend(**form.cleaned_data):
        form.add_error(None, "En anden har rettet det her imens. Luk formularen, og åbn den igen for at se den andens.")
    if not form.is_valid():
        return lane_form(request, seat, mended.lane, form, mended, status=422 if form.is_bound else 200)
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
    form = follow_up_form(lane, seat.meeting, mends=follow_up)
    answer.write(lane_form(request, seat, lane, form, follow_up).content.decode())
    return answer


@seated(*DESK)
@never_cache
@require_safe
def no_form(request, seat, lane):
    """Put the lane's empty form away; with `?ret`, the one that mends."""
    if not request.htmx:
        return redirect("desk", seat.meeting.key)
    return lane_form(request, seat, lane, None, mending="ret" in request.GET)


def lane_form(request, seat, lane, form, follow_up=None, mending=False, status=200, **more):
    """The place under a lane for a new follow-up, or for the one being mended: they never take each other's words."""
    about = {
        "meeting": seat.meeting,
        "lane": lane,
        "form": form,
        "follow_up": follow_up,
        "mending": mending or follow_up,
        "answered": request.htmx,
        **more,
    }
    template = "components/lane_form.html" if request.htmx else "meetings/lane_form.html"
    return render(request, template, about, status=status)


def written(request, seat, follow_up, new=False):
    """The lanes as they are now, and the form put away (or the way back, if the follow-up was removed)."""
    if not request.htmx:
        return redirect("desk", seat.meeting.key)
    answer = drawn(request, seat, screens.DESK, Event.Kind.FOLLOW_UP, follow_up.pk)
    gone = follow_up if follow_up.removed else None
    form = lane_form(request, seat, follow_up.lane, None, gone, mending=not new, saved=not new)
    answer.write(form.content.decode())
    return answer


# --- Attendance and the next meeting ---------------------------------------------------------------------------------


@seated(*DESK)
@require_POST
def place_name(request, seat, participant, side):
    """Put a name that somebody gave when joining on the attendance list."""
    if side not in (*Meeting.SIDES, NOWHERE):
        return refuse(request, "Vælg en af siderne på listen.", seat, status=422)
    named = get_object_or_404(seat.meeting.participants.exclude(name="").select_related("meeting"), pk=participant)
    if not named.name_placed:
        named.place_on(None if side == NOWHERE else side)
    return drawn(request, seat, screens.DESK, Event.Kind.RECORD, to=reverse("desk", args=[seat.meeting.key]))


@seated(*DESK)
@require_POST
def next_meeting(request, seat):
    form = NextMeetingForm(request.POST)
    if not form.is_valid():
        return said(request, "next", form, seat)
    if not seat.meeting.write_next_meeting(**form.cleaned_data):
        return conflict(request, seat, "next", seat.meeting.next_meeting, seat.meeting.next_meeting_revision)
    return drawn(request, seat, screens.DESK, Event.Kind.RECORD, to=reverse("desk", args=[seat.meeting.key]))
