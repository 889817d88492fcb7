"""The phone: what is being talked about, my own notes, everybody's notes."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.room.answers import with_shared
from meetings.room.door import approver_here, home, seated
from meetings.room.forms.notes import NoteTextForm, note_form
from meetings.room.models import Note, Refused, Role, Stage
from meetings.room.screens import MemberScreen
from meetings.room.visibility import Audience, AudienceNote, visible_to

ADDED = "Din note er tilføjet"


@seated(Role.MEMBER)
@never_cache
@require_safe
def phone(request, seat):
    return render(request, "room/phone/phone.html", context(seat, approver=approver_here(request, seat.meeting)))


@seated(Role.MEMBER)
@never_cache
@require_safe
def mine(request, seat):
    """Return the personal region: the field and my own notes. Nobody else's changes ever replace it."""
    return render(request, "room/phone/phone.html#mine", context(seat))


def context(seat, form=None, **more):
    screen = MemberScreen.of(seat.meeting.read_names())
    item = more.pop("item", None) or screen.item
    form = form or (note_form(item) if item and item.collects_notes else None)
    own = own_notes(item, seat).order_by("-rank") if item else []
    return {"screen": screen, "meeting": seat.meeting, "item": item, "form": form, "own": own, **more}


def own_notes(item, seat):
    return visible_to(Audience.AUTHOR, item.notes).filter(pk__in=Note.ids_by(seat.secret, item.pk))


@seated(Role.MEMBER)
@require_POST
def add_note(request, seat, number):
    item = seat.meeting.item(number)
    form = note_form(item, request.POST)
    if not form.is_valid():
        template = "room/phone/phone.html#mine" if request.htmx else "room/phone/phone.html"
        return render(request, template, context(seat, form, item=item), status=422)
    note = item.take_note(secret=seat.secret, **form.cleaned_data)
    if not request.htmx:
        return redirect(home(seat) + f"#{form.id}")
    if note is None:  # it was saved before the meeting was closed
        return render(request, "room/phone/phone.html#said", {"status": ADDED})
    about = with_note(seat, item, note)
    # Only the whole region has a form with a token, and a token costs a tenth of the answer.
    return HttpResponse(render_to_string("room/phone/phone.html#added", about, request if "added" in about else None))


def with_note(seat, item, note):
    """Return the context of the answer to a note; of the whole personal region if the meeting has moved on."""
    here = {"meeting": seat.meeting, "item": item, "note": note, "as_member": AudienceNote(Audience.MEMBER, note)}
    here |= {"status": ADDED, "is_mine": note.is_by(seat.secret)}
    return here if item.number == seat.meeting.item_number else {**here, **context(seat), "added": item}


# --- My own notes ----------------------------------------------------------------------------------------------------


@seated(Role.MEMBER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def note(request, seat, note):
    """Show one of my notes as it stands or opened for editing (`?ret`); edit it on POST."""
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
def delete_note(request, seat, note):
    mine = own_note(seat, note)
    mine.soft_delete()
    return own_line(request, seat, mine, said="Noten er slettet")


@seated(Role.MEMBER)
@require_POST
def restore_note(request, seat, note):
    mine = own_note(seat, note)
    mine.restore()
    return own_line(request, seat, mine)


def own_note(seat, note):
    """Return the member's own note. Raises Http404 for everybody else's, and Refused once the meeting is closed."""
    if seat.meeting.stage == Stage.CLOSED:
        raise Refused("Mødet er afsluttet. Noten kan ikke rettes længere.")
    notes = Note.objects.select_related("item__meeting__committee", "item__meeting__theme")
    found = get_object_or_404(notes, pk=note, item__meeting=seat.meeting_id)
    if not found.is_by(seat.secret):
        raise Http404
    return found


def own_line(request, seat, note, form=None, status=200, said=""):
    """Render one of the member's own notes with its buttons; on a page of its own without JavaScript."""
    about = {"note": note, "form": form, "meeting": seat.meeting, "said": said}
    if not request.htmx and not form and not note.deleted:
        return redirect(home(seat) + f"#own-{note.pk}-edit")
    if not request.htmx:
        return render(request, "room/phone/own_note.html", about, status=status)
    line = render_to_string("room/phone/phone.html#own", about, request)
    if request.method == "POST" and status == 200:
        screen = MemberScreen.of(note.item.meeting)
        line = with_shared(
            screen.meeting, screen.render("note", note=screen.for_audience(note), item=note.item), own=line
        )
    return HttpResponse(line, status=status)
