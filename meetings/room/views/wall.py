"""The projector page, the leader's own page, and the facilitator's actions: moving, hiding, closing."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.room.answers import ask_first, fragment_response, leads_at, move_response, qr_response, whole_address
from meetings.room.door import IN_ROOM, back, home, is_at_leaders_page, note_here, refuse, seated
from meetings.room.forms.keeping_time import EndTimeForm
from meetings.room.forms.notes import WallNoteForm, added_words, label_for_added
from meetings.room.models import Event, Length, Note, Reason, Role, Unsure
from meetings.room.screens import BareScreen, LeaderScreen, WallScreen
from meetings.room.visibility import Audience


@seated(Role.FACILITATOR)
@never_cache
@require_safe
def wall(request, seat):
    return render(request, "room/wall/wall.html", context(request, seat, blank_note(seat.meeting)))


@seated(Role.FACILITATOR)
@never_cache
@require_safe
def leader(request, seat):
    """Show what only the leader sees: on a phone, or a laptop that is not on the projector."""
    return render(request, "room/leader/leader.html", context(request, seat, blank_note(seat.meeting), LeaderScreen))


@seated(Role.SCREEN, *Role)
@never_cache
@require_safe
def screen(request, seat):
    """Show what the wall shows, and no more: for a second room, or beside a phone at home."""
    about = {"screen": BareScreen.of(seat.meeting), "meeting": seat.meeting, "address": address(request)}
    return render(request, "room/wall/screen.html", about)


def context(request, seat, form, screen_class=None):
    """Return what the wall, or the leader's page, is rendered with: the page that the act was pressed on, if none is given."""
    found = screen_class or (LeaderScreen if is_at_leaders_page(request) else WallScreen)
    about = {"screen": found.of(seat.meeting), "meeting": seat.meeting, "form": form, "address": address(request)}
    return about | {"end_form": EndTimeForm(meeting=seat.meeting)} if found is LeaderScreen else about


def address(request):
    """Return where people go with their phones, without the scheme: PUBLIC_URL, or the host that was asked."""
    return settings.PUBLIC_URL.partition("://")[2] or request.get_host()


def blank_note(meeting, data=None):
    whose = "Til den, der ikke har en telefon med."
    if meeting.length != Length.NONE:
        whose = "Det, der bliver sagt, eller for den, der ikke har en telefon med."
    label, hint = label_for_added(meeting), f"{whose} Højst 280 tegn."
    return WallNoteForm(data, meeting=meeting, id="note-for-text", label=label, hint=hint)


@seated(Role.SCREEN, *Role)
@never_cache
@require_safe
def qr(request, seat):
    """Render the join address as an SVG QR code."""
    return qr_response(whole_address(request, "join", seat.meeting.key))


@seated(*IN_ROOM)
@never_cache
@require_safe
def theme(request, seat):
    """Show the background text, section by section: a page of its own, or inside the reading dialog."""
    template = "themes/text.html" if request.htmx else "themes/page.html"
    return render(request, template, {"theme": seat.meeting.theme, "meeting": seat.meeting, "home": home(seat)})


# --- Moving: `seen` is where the facilitator's screen stood, and `sure` the same, said a second time ----------------


def move(request, seat, verb, *where):
    """Move the meeting with a verb of its, or ask first where it does."""
    sure = request.POST.get("sure")
    try:
        kind = verb(*where, sure or request.POST.get("seen"), sure=sure is not None)
    except Unsure as why:
        return ask_first(request, seat, why)
    return move_response(request, seat, kind)


@seated(Role.FACILITATOR)
@require_POST
def advance(request, seat):
    return move(request, seat, seat.meeting.advance)


@seated(Role.FACILITATOR)
@require_POST
def go_back(request, seat):
    return move(request, seat, seat.meeting.go_back)


@seated(Role.FACILITATOR)
@require_POST
def go_to(request, seat, number):
    return move(request, seat, seat.meeting.go_to, number)


@seated(Role.FACILITATOR)
@require_POST
def go_to_phase(request, seat, phase):
    return move(request, seat, seat.meeting.go_to_phase, phase)


@seated(Role.FACILITATOR)
@require_POST
def wrap_up(request, seat):
    return move(request, seat, seat.meeting.wrap_up)


@seated(Role.FACILITATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request, seat):
    """Confirm on GET, saying what is missing; close on POST. A press that comes twice has closed it once."""
    if request.method != "POST":
        about = {"meeting": seat.meeting, "missing": seat.meeting.missing(), "back": back(request, seat)}
        about |= {"at_leaders_page": is_at_leaders_page(request)}
        return render(request, "room/wall/close.html", about)
    if not seat.meeting.close(request.POST.get("seen")) and seat.meeting.is_open:
        return refuse(request, f"Mødet blev ikke afsluttet, for det har flyttet sig. {seat.meeting.where}", seat)
    return redirect(back(request, seat))


@seated(Role.FACILITATOR)
@require_POST
def reopen(request, seat):
    seat.meeting.reopen()
    return redirect(back(request, seat))


# --- Notes -----------------------------------------------------------------------------------------------------------


@seated(Role.FACILITATOR)
@require_POST
def add_note(request, seat):
    """Add a note for somebody without a phone, under the item that was on the screen."""
    form = blank_note(seat.meeting, request.POST)
    if not form.is_valid():
        page = "room/leader/leader.html" if is_at_leaders_page(request) else "room/wall/wall.html"
        template = "room/wall/wall.html#note-for" if request.htmx else page
        return render(request, template, context(request, seat, form), status=422)
    item = get_object_or_404(seat.meeting.items, number=form.cleaned_data.pop("item"))
    note = item.take_note(**form.cleaned_data)
    form.remember(seat.meeting)
    about = context(request, seat, blank_note(seat.meeting)) | {"added": True}
    empty = render_to_string("room/wall/wall.html#note-for", about, request)
    subject, did = note and note.pk, added_words(note)
    return fragment_response(
        request, seat, leads_at(request), Event.Kind.NOTE, subject, own=empty, did=did, place=form.id
    )


@seated(Role.FACILITATOR)
@require_POST
def show_notes(request, seat):
    """Show all notes that wait, together. `first` is sent in place of `seen` by a page on which none was shown."""
    first = request.POST.get("first")
    if not seat.meeting.show_notes(first or request.POST.get("seen"), first=first is not None):
        return refuse(request, f"Mødet var allerede flyttet, så ingen noter blev vist. {seat.meeting.where}", seat)
    return fragment_response(request, seat, leads_at(request), Event.Kind.SHOWN)


@seated(Role.FACILITATOR)
@require_POST
def hide(request, seat, note):
    reason = request.POST.get("reason")
    if reason not in Reason:
        return refuse(request, "Vælg, hvorfor noten skal skjules.", seat, status=422)
    hidden = note_here(seat, Audience.WALL, note)
    audience, was_big = leads_at(request), hidden.meeting.spotlight == note
    whole = was_big and audience == Audience.WALL
    kind, subject = (Event.Kind.SPOTLIGHT, None) if whole else (Event.Kind.NOTE, note)
    hidden.hide(reason)
    return fragment_response(request, seat, audience, kind, subject, place=f"turn-{note}")


@seated(Role.FACILITATOR)
@require_POST
def show(request, seat, note):
    note_here(seat, Audience.WALL, note).show()
    return fragment_response(request, seat, leads_at(request), Event.Kind.NOTE, note, place=f"turn-{note}")


@seated(Role.FACILITATOR)
@require_POST
def put_in_spotlight(request, seat, note):
    """Show one note big on every wall, and let the phones name it."""
    seat.meeting.put_in_spotlight(get_object_or_404(Note, pk=note, item__meeting=seat.meeting_id))
    own = left_lying(request, seat) if request.POST.get("left", "").isdecimal() else ""
    return fragment_response(request, seat, leads_at(request), Event.Kind.SPOTLIGHT, own=own, place="spotlight")


def left_lying(request, seat):
    """Render that a proposal was left, with the way back to it."""
    undo = reverse("put-in-spotlight", args=[seat.meeting.key, int(request.POST["left"])])
    return render_to_string("room/wall/did.html", {"did": "Forslaget bliver liggende", "undo": undo}, request)


@seated(Role.FACILITATOR)
@require_POST
def end_spotlight(request, seat):
    seat.meeting.end_spotlight()
    return fragment_response(request, seat, leads_at(request), Event.Kind.SPOTLIGHT)


@seated(Role.FACILITATOR)
@require_POST
def show_overview(request, seat):
    seat.meeting.show_overview()
    return fragment_response(request, seat, leads_at(request), Event.Kind.SPOTLIGHT, place="overview")


@seated(Role.FACILITATOR)
@require_POST
def end_overview(request, seat):
    seat.meeting.end_overview()
    return fragment_response(request, seat, leads_at(request), Event.Kind.SPOTLIGHT, place="overview")
