"""The secretary's desk: conclusions, follow-ups and the next meeting, beside the notes as they come."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.room.answers import doubt, fragment_response, refused_text, written_on
from meetings.room.door import AT_DESK, home, seated
from meetings.room.forms.desk import ConclusionForm, NextMeetingForm
from meetings.room.forms.notes import AddedNoteForm
from meetings.room.models import Event, Note, Stage
from meetings.room.screens import DeskScreen
from meetings.room.visibility import Audience, visible_to


@seated(*AT_DESK)
@never_cache
@require_safe
def desk(request, seat):
    """Show the item the room is at: the first before the discussion, the last after it. Final minutes are only read."""
    if seat.meeting.is_final:
        return redirect("minutes", seat.meeting.key)
    after = seat.meeting.stage in (Stage.WRAP_UP, Stage.CLOSED)
    return redirect(desk_url(seat, seat.meeting.item_number or (seat.meeting.items.count() if after else 1)))


@seated(*AT_DESK)
@never_cache
@require_safe
def desk_item(request, seat, number):
    if seat.meeting.is_final:
        return redirect("minutes", seat.meeting.key)
    return render(request, "room/desk/desk.html", context(seat, number))


def context(seat, number):
    screen = DeskScreen.of(seat.meeting)
    item = screen.now.item_numbered(number)
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


@seated(*AT_DESK)
@require_POST
def conclusion(request, seat, number):
    """Save a text while it is typed. Answer 409 with the other's words if it began from an older revision."""
    item = get_object_or_404(seat.meeting.items, number=number)
    region, form = f"conclusion-{number}", ConclusionForm(request.POST)
    if refusal := refused_text(request, seat, region, form, item.write_conclusion):
        return refusal
    return fragment_response(
        request,
        seat,
        Audience.DESK,
        Event.Kind.CONCLUSION,
        item.pk,
        own=doubt(seat, region, item.conclusion),
        to=written_on(request, seat, desk_url(seat, number)),
        place=f"{region}-text",
    )


def desk_url(seat, number):
    return reverse("desk-item", args=[seat.meeting.key, number])


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_added_note(request, seat, note):
    """Edit a note that the facilitator or the secretary added for somebody."""
    added = a_note(seat, note)
    added.must_be_added()
    form = AddedNoteForm(request.POST or {"text": added.text}, id="note-text", label="Noten", meeting=seat.meeting)
    if request.method != "POST" or not form.is_valid():
        about = {"form": form, "meeting": seat.meeting, "home": home(seat)}
        return render(request, "room/added_note.html", about, status=422 if request.method == "POST" else 200)
    added.edit(form.cleaned_data["text"])
    form.remember(seat.meeting)
    return redirect(home(seat))


def a_note(seat, note):
    notes = visible_to(Audience.DESK, Note.objects.select_related("item__meeting"))
    return get_object_or_404(notes, pk=note, item__meeting=seat.meeting_id)


@seated(*AT_DESK)
@require_POST
def next_meeting(request, seat):
    if refusal := refused_text(request, seat, "next", NextMeetingForm(request.POST), seat.meeting.write_next_meeting):
        return refusal
    desk = reverse("desk", args=[seat.meeting.key])
    own, to = doubt(seat, "next", seat.meeting.next_meeting), written_on(request, seat, desk)
    return fragment_response(request, seat, Audience.DESK, Event.Kind.MEETING_TEXT, own=own, to=to, place="next-text")
