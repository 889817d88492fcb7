"""The minutes on the secretary's desk: worked on, arranged, and fetched as a file."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import danish
from meetings.minutes.compose import compose
from meetings.minutes.files import file_response
from meetings.minutes.forms import ArrangeForm, RedactForm, TextForm
from meetings.minutes.working_page import address, working_page
from meetings.room.answers import doubt, fragment_response, refused_text
from meetings.room.door import AT_DESK, READERS, note_here, refuse, seated
from meetings.room.models import Conflict, Event, Refused
from meetings.room.visibility import Audience, visible_to


@seated(*AT_DESK)
@never_cache
@require_safe
def minutes(request, seat):
    return working_page(request, seat)


@seated(*READERS)
@never_cache
@require_safe
def printable(request, seat):
    """Show the minutes for the browser's own printing."""
    way_back = reverse("minutes" if seat.role in AT_DESK else "review", args=[seat.meeting.key])
    about = {"minutes": compose(seat.meeting), "meeting": seat.meeting, "home": way_back}
    return render(request, "minutes/printable.html", about)


@seated(*READERS)
@never_cache
@require_safe
def minutes_file(request, seat, extension):
    """Return the minutes as they stand as a file."""
    content = compose(seat.meeting)
    return file_response(request, seat.meeting, content, extension, content.file_name(extension))


minutes_file.pool = "export"  # it waits for the process that prints: see `asgi`


# --- What is written in them -----------------------------------------------------------------------------------------


@seated(*AT_DESK)
@require_POST
def minutes_text(request, seat, name):
    """Save a text while it is typed. Answer 409 with the other's words if it began from an older revision."""
    region = f"text-{name}"
    if refusal := refused_text(request, seat, region, TextForm(request.POST), partial(seat.meeting.write, name)):
        return refusal
    own, to = doubt(seat, region, getattr(seat.meeting, name)), address(seat)
    return fragment_response(
        request, seat, Audience.MINUTES, Event.Kind.MEETING_TEXT, own=own, to=to, place=f"{region}-text"
    )


@seated(*AT_DESK)
@require_POST
def arrange_note(request, seat, note):
    """Leave a note out of the minutes, take it in again, or put it under one of its question's prompts."""
    arranged = note_here(seat, Audience.MINUTES, note)
    form = ArrangeForm(request.POST, item=arranged.item)
    if not form.is_valid():
        return refuse(request, "Vælg en af spørgsmålets overskrifter, eller genindlæs siden.", seat)
    arranged.arrange(**form.asked())
    kind, subject = Event.Kind.ARRANGED, note
    if "heading" in request.POST and seat.meeting.has_groups:
        kind, subject = Event.Kind.GROUPED, arranged.item_id
    return fragment_response(request, seat, Audience.MINUTES, kind, subject, to=address(seat), place=f"leave-{note}")


@seated(*AT_DESK)
@require_POST
def copy_headings(request, seat, number):
    """Add the headings of the group to the conclusion of their question, with one press."""
    item = get_object_or_404(seat.meeting.items, number=number)
    item.meeting = seat.meeting
    notes = visible_to(Audience.DOCUMENT, item.notes.exclude(group=None))
    words = [heading.text for heading, _ in item.by_heading(notes, item.group_of) if heading]
    if not words:
        raise Refused("Ingen af overskrifterne har en note, der kommer med i referatet.")
    try:
        copied = item.add_to_conclusion(words)
    except Conflict:
        return refuse(request, "En anden har rettet konklusionen imens. Tryk igen.", seat)
    said = danish.count(copied, "overskrift er sat", "overskrifter er sat") if copied else "Overskrifterne stod der"
    about = {"words": f"{said} ind i konklusionen" if copied else f"{said} allerede"}
    is_in_minutes = request.POST.get("page") == "minutes"
    return fragment_response(
        request,
        seat,
        Audience.MINUTES if is_in_minutes else Audience.DESK,
        Event.Kind.CONCLUSION,
        item.pk,
        own=render_to_string("room/gathered.html", about),
        did=about,
        to=address(seat) if is_in_minutes else reverse("desk-item", args=[seat.meeting.key, number]),
        place=f"conclusion-{number}-text",
    )


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def redact_note(request, seat, note):
    """Ask which words of a note to remove, in a correction, or remove them."""
    redacted = note_here(seat, Audience.MINUTES, note)
    form = RedactForm(request.POST or None)
    if form.is_valid():
        try:
            redacted.redact(form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            return redirect(address(seat, f"#line-{note}"))
    about = {"meeting": seat.meeting, "note": redacted, "form": form, "home": address(seat, f"#line-{note}")}
    return render(request, "minutes/redact.html", about, status=422 if form.is_bound else 200)
