"""The secretary's desk: conclusions, follow-ups and the next meeting, beside the notes as they come."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.room.answers import doubt, fragment_response, leads_at, refused_text, written_on
from meetings.room.door import AT_DESK, back, is_at_leaders_page, note_here, seated
from meetings.room.forms.desk import ConclusionForm, NextMeetingForm
from meetings.room.forms.notes import AddedNoteForm, AddNoteForm, added_words, label_for_added
from meetings.room.models import Event, Role, Stage
from meetings.room.screens import DeskScreen
from meetings.room.visibility import Audience


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


def context(seat, number, form=None):
    screen = DeskScreen.of(seat.meeting)
    item = screen.now.item_numbered(number)
    if item is None:
        raise Http404
    return {
        "screen": screen,
        "meeting": seat.meeting,
        "item": item,
        "number": str(number),
        "groups": screen.groups_of(item),
        "seat": seat,
        "form": form or blank_note(seat.meeting, number),
    }


def blank_note(meeting, number, data=None):
    hint = "Det, der bliver sagt, eller for den, der ikke har en telefon med. Højst 280 tegn."
    label = label_for_added(meeting)
    return AddNoteForm(data, meeting=meeting, id=f"add-note-{number}-text", label=label, hint=hint)


@seated(*AT_DESK)
@require_POST
def add_note(request, seat, number):
    """Add a note for somebody under an item."""
    item = get_object_or_404(seat.meeting.items, number=number)
    form = blank_note(seat.meeting, number, request.POST)
    if not form.is_valid():
        template = "room/desk/desk.html#add-note" if request.htmx else "room/desk/desk.html"
        return render(request, template, context(seat, number, form), status=422)
    note = item.take_note(**form.cleaned_data)
    form.remember(seat.meeting)
    about = {"form": blank_note(seat.meeting, number), "meeting": seat.meeting, "item": item, "added": True}
    empty = render_to_string("room/desk/desk.html#add-note", about, request)
    subject, did, to = note and note.pk, added_words(note), desk_url(seat, number)
    return fragment_response(
        request, seat, Audience.DESK, Event.Kind.NOTE, subject, own=empty, did=did, to=to, place=form.id
    )


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
    added = note_here(seat, Audience.DESK, note)
    added.must_be_added()
    at_desk = seat.role == Role.SECRETARY or "desk" in request.POST or "desk" in request.GET
    to = desk_url(seat, added.item.number) if at_desk else back(request, seat)
    form = AddedNoteForm(request.POST or {"text": added.text}, id="note-text", label="Noten", meeting=seat.meeting)
    if request.method != "POST" or not form.is_valid():
        about = {"form": form, "meeting": seat.meeting, "back": to, "at_desk": at_desk}
        about |= {"at_leaders_page": is_at_leaders_page(request)}
        template = "room/added_note.html#sheet" if request.htmx else "room/added_note.html"
        return render(request, template, about, status=422 if request.method == "POST" else 200)
    added.edit(form.cleaned_data["text"])
    form.remember(seat.meeting)
    audience, place = (Audience.DESK if at_desk else leads_at(request)), f"added-{added.pk}"
    did = "" if added.on_screens == added.text else "Noten er rettet. Rettelsen vises sammen med de næste noter."
    own = render_to_string("room/gathered.html", {"words": did}) if did else ""
    return fragment_response(request, seat, audience, Event.Kind.NOTE, added.pk, own=own, did=did, to=to, place=place)


@seated(*AT_DESK)
@require_POST
def next_meeting(request, seat):
    if refusal := refused_text(request, seat, "next", NextMeetingForm(request.POST), seat.meeting.write_next_meeting):
        return refusal
    desk = reverse("desk", args=[seat.meeting.key])
    own, to = doubt(seat, "next", seat.meeting.next_meeting), written_on(request, seat, desk)
    return fragment_response(request, seat, Audience.DESK, Event.Kind.MEETING_TEXT, own=own, to=to, place="next-text")
