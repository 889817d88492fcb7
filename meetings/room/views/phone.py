"""The phone: what is being talked about, my own notes, everybody's notes."""

from copy import copy

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.room.answers import with_shared
from meetings.room.door import approver_here, home, leads_here, seated
from meetings.room.forms.notes import MissingNoteForm, NoteTextForm, note_form
from meetings.room.models import AgendaItem, Meeting, Note, Phase, Refused, Role, Stage
from meetings.room.moulds import Mould
from meetings.room.screens import MemberScreen
from meetings.room.visibility import Audience, AudienceNote, visible_to

ADDED = "Din note er tilføjet"


@seated(Role.MEMBER, Role.FACILITATOR)
@never_cache
@require_safe
def phone(request, seat):
    """Show the member's page. Redirect who leads the meeting and has no member's seat to the leader's page."""
    if seat.role == Role.FACILITATOR:
        return redirect("leader", seat.meeting.key)
    about = {"is_ready": seat.meeting.is_ready(seat.secret)}
    about |= {"approver": approver_here(request, seat.meeting), "leads": leads_here(request, seat.meeting)}
    return render(request, "room/phone/phone.html", context(seat, begins="ny" in request.GET, **about))


@seated(Role.MEMBER)
@never_cache
@require_safe
def mine(request, seat):
    """Return the personal region: the field and my own notes. Nobody else's changes ever replace it."""
    return render(request, "room/phone/phone.html#mine", context(seat))


def context(seat, form=None, **more):
    screen = MemberScreen.of(seat.meeting.read_names())
    other = more.pop("item", None)
    item, form = other or screen.item, form or screen.blank_form
    own = own_notes([other] if other else screen.answerable, seat)
    more["own_dots"] = screen.own_dots(seat.secret)
    return {"screen": screen, "meeting": seat.meeting, "item": item, "form": form, "own": own, **more}


def own_notes(items, seat):
    """Return [(item, the member's own notes to it, newest first)]."""
    found = {item.pk: [] for item in items}
    mine = Note.objects.filter(pk__in=Note.ids_by(seat.secret, *found)) if found else Note.objects.none()
    for note in visible_to(Audience.AUTHOR, mine).order_by("-rank"):
        note.item = next(item for item in items if item.pk == note.item_id)
        found[note.item_id].append(note)
    return [(item, found[item.pk]) for item in items]


@seated(Role.MEMBER, pace="notes")
@require_POST
def add_note(request, seat, number):
    item = seat.meeting.item(number)
    form = note_form(item, request.POST)
    return take_note(request, seat, item, form) if form.is_valid() else wrong_note(request, seat, form, item=item)


@seated(Role.MEMBER)
@require_POST
def add_missing_note(request, seat):
    """Add what was missing at the wrap-up, to the question that was chosen. The meeting may have moved since."""
    form = MissingNoteForm(request.POST, items=MemberScreen.of(seat.meeting).asked)
    if not form.is_valid():
        return wrong_note(request, seat, form)
    return take_note(request, seat, seat.meeting.item(form.cleaned_data.pop("item")), form)


def wrong_note(request, seat, form, **more):
    template = "room/phone/phone.html#mine" if request.htmx else "room/phone/phone.html"
    about = context(seat, form, is_ready=seat.meeting.is_ready(seat.secret), **more)
    return render(request, template, about, status=422)


def take_note(request, seat, item, form):
    """Add the note of a valid form to `item`, and answer."""
    note = item.take_note(secret=seat.secret, **form.cleaned_data)
    if not request.htmx:
        return redirect(home(seat) + f"#{form.id}")
    if note is None:  # it was saved before the meeting was closed
        return render(request, "room/phone/phone.html#said", {"status": ADDED})
    if item.number != seat.meeting.item_number:  # it has moved on: the whole personal region, and the token of its form
        about = with_note(seat.meeting, note, note.is_by(seat.secret)) | context(seat) | {"added": item}
        return HttpResponse(render_to_string("room/phone/phone.html#added", about, request))
    return HttpResponse(added(seat.meeting, note, note.is_by(seat.secret)))


def added(meeting, note, is_mine):
    """Return the HTML that answers a note at the question being discussed: put into a mould, unless there is more to say."""
    is_proposal = meeting.phase == Phase.CHOOSE
    if is_mine and not (note.deleted or note.hidden or is_proposal or meeting.doubtful(note.text)):
        return (UNSEEN_NOTE if note.waiting else NEW_NOTE).fill(**values(meeting, note))
    about = with_note(meeting, note, is_mine) | ({"screen": MemberScreen.of(meeting)} if is_proposal else {})
    return render_to_string("room/phone/phone.html#added", about)


def with_note(meeting, note, is_mine):
    """Return the context of the answer to a note."""
    as_member = AudienceNote(Audience.MEMBER, note)
    about = {"meeting": meeting, "item": note.item, "note": note, "as_member": as_member}
    return {**about, "status": ADDED, "is_mine": is_mine}


def values(meeting, note):
    """Return what differs between the answers to two new notes."""
    of_note = {"note": note.pk, "rank": note.rank, "text": note.text, "item": note.item.number}
    return {"key": meeting.key, "last_event": meeting.last_event, **of_note}


def rendering(sample):
    return lambda: render_to_string("room/phone/phone.html#added", with_note(sample.meeting, sample, is_mine=True))


SAMPLE = Note(pk=9_000_000_000_000_001, rank=2_000_000_002, text="(text)")
SAMPLE.item = AgendaItem(number=2_000_000_003, meeting=Meeting(key="tttttttttt", last_event=2_000_000_004))
UNSEEN_SAMPLE = copy(SAMPLE)
UNSEEN_SAMPLE.waiting = True
NEW_NOTE = Mould(rendering(SAMPLE), values(SAMPLE.meeting, SAMPLE))
UNSEEN_NOTE = Mould(rendering(UNSEEN_SAMPLE), values(SAMPLE.meeting, SAMPLE))


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
