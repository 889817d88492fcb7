"""The phone: what is being talked about, my own notes, everybody's notes; and the stream every screen listens to."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.live import streams as rooms
from meetings.room import screens
from meetings.room.door import DESK, EVERYONE, seated
from meetings.room.feed import Stream
from meetings.room.forms.room import NoteForm, NoteTextForm
from meetings.room.models import Role
from meetings.room.screens import Screen

from .answers import everybodys

NOTE_HINT = "Skriv én ting pr. note. Undgå navne på kolleger og borgere."


@seated(Role.MEMBER)
@never_cache
@require_safe
def room(request, seat):
    return render(request, "room/phone/phone.html", context(seat))


@seated(Role.MEMBER)
@never_cache
@require_safe
def mine(request, seat):
    """The personal region: the field and my own notes. Nobody else's changes ever replace it."""
    return render(request, "room/phone/phone.html#mine", context(seat))


def context(seat, form=None, **more):
    screen = Screen(seat.meeting.read_names())
    item = more.pop("item", None) or screen.item
    form = form or (note_form(item) if item and item.collects_notes else None)
    own = item.notes.not_deleted().filter(author=seat).order_by("-id") if item else []
    return {"screen": screen, "meeting": seat.meeting, "item": item, "form": form, "own": own, **more}


def note_form(item, data=None):
    return NoteForm(data, id=f"note-text-{item.number}", hint=item.note_hint or NOTE_HINT)


@seated(Role.MEMBER)
@require_POST
def add_note(request, seat, number):
    item = seat.meeting.item(number)
    form = note_form(item, request.POST)
    if not form.is_valid():
        template = "room/phone/phone.html#mine" if request.htmx else "room/phone/phone.html"
        return render(request, template, context(seat, form, item=item), status=422)
    note = item.take_note(author=seat, **form.cleaned_data)
    if not request.htmx:
        return redirect("room", seat.meeting.key)
    return render(request, "room/phone/phone.html#added", with_note(seat, item, note))


def with_note(seat, item, note):
    """For the answer to a note: that it is there, and its line among my own; all of mine where the room has moved on."""
    here = {"meeting": seat.meeting, "item": item, "note": note, "status": "Din note er tilføjet"}
    return here if item.number == seat.meeting.position else {**here, **context(seat), "added": item}


# --- My own notes ----------------------------------------------------------------------------------------------------


@seated(Role.MEMBER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request, seat, note):
    """One of my notes: as it stands, opened for editing (`?ret`), or edited."""
    mine = own_note(seat, note)
    form = NoteTextForm(request.POST or {"text": mine.text}, id=f"edit-{mine.pk}", label="Ret noten")
    if request.method != "POST":
        return own_line(request, seat, mine, form=form if "ret" in request.GET else None)
    if not form.is_valid():
        return own_line(request, seat, mine, form=form, status=422)
    mine.edit(form.cleaned_data["text"])
    return own_line(request, seat, mine, said="Noten er rettet")


@seated(Role.MEMBER)
@require_POST
def soft_delete(request, seat, note):
    mine = own_note(seat, note)
    mine.soft_delete()
    return own_line(request, seat, mine, said="Noten er slettet")


@seated(Role.MEMBER)
@require_POST
def restore(request, seat, note):
    mine = own_note(seat, note)
    mine.restore()
    return own_line(request, seat, mine)


def own_note(seat, note):
    notes = seat.notes.select_related("item__meeting__committee", "item__meeting__theme")
    return get_object_or_404(notes, pk=note)


def own_line(request, seat, note, form=None, status=200, said=""):
    """The note among my own, with what can be done to it; on a page of its own without JavaScript."""
    about = {"note": note, "form": form, "meeting": seat.meeting, "said": said}
    if not request.htmx and not form and not note.deleted:
        return redirect("room", seat.meeting.key)
    if not request.htmx:
        return render(request, "room/phone/own_note.html", about, status=status)
    line = render_to_string("room/phone/phone.html#own", about, request)
    if request.method == "POST" and status == 200:
        meeting = note.item.meeting
        line += everybodys(meeting, screens.draw(screens.MEMBER, "note", Screen(meeting), note=note, item=note.item))
    return HttpResponse(line, status=status)


# --- The stream ------------------------------------------------------------------------------------------------------


@seated(*EVERYONE)
@require_safe
def member_stream(request, seat):
    return follow(request, seat, screens.MEMBER)


@seated(Role.FACILITATOR)
@require_safe
def wall_stream(request, seat):
    return follow(request, seat, screens.WALL)


@seated(*DESK)
@require_safe
def desk_stream(request, seat):
    return follow(request, seat, screens.DESK)


@seated(*DESK)
@require_safe
def minutes_stream(request, seat):
    return follow(request, seat, screens.MINUTES)


def follow(request, seat, audience):
    """The stream; or, with `?poll`, what it would begin with, for a line whose proxy holds streams back."""
    poll = "poll" in request.GET
    if not poll and rooms.crowded(seat.pk):
        return rooms.too_many()
    stream = Stream(seat, audience, after(request))
    return HttpResponse(stream.content, headers=stream.headers) if poll else stream


def after(request):
    """The number of the last event the client has, or None when it has none we can use."""
    number = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None
