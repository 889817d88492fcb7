"""Gathering: a note that somebody holds goes under a heading, or with others under one that the group words."""

import re
from typing import NamedTuple

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meetings import danish
from meetings.room.answers import fragment_response
from meetings.room.companions import companions
from meetings.room.door import AT_DESK, back, is_at_leaders_page, seated
from meetings.room.forms.grouping import GatherForm, HeadingForm
from meetings.room.models import NOT_SHOWN, Conflict, Event, Move, Note, NoteGroup, Refused, Role
from meetings.room.screens import WallScreen
from meetings.room.visibility import Audience, AudienceNote, visible_to

LONGEST_ID = 16  # digits
MOVES = re.compile(r"(\d{1,16}):(\d{1,16}):(\d{1,16})")
MOST_MOVES = 1000


class Page(NamedTuple):
    """Where an act was pressed, and is answered: `name` is what its forms send, `address` without JavaScript."""

    name: str
    audience: Audience
    address: str


def page_of(request, seat, item=None):
    """Return the Page that the act was pressed on. `item`: the question it is about, if there is one yet."""
    name = request.POST.get("page") or request.GET.get("page", "")
    if seat.role == Role.FACILITATOR and is_at_leaders_page(request):
        return Page("leader", Audience.LEADER, back(request, seat))
    if name == "minutes":
        return Page(name, Audience.MINUTES, reverse("minutes", args=[seat.meeting.key]))
    if name == "desk" or seat.role == Role.SECRETARY:
        address = reverse("desk-item", args=[seat.meeting.key, item.number]) if item else back(request, seat)
        return Page("desk", Audience.DESK, address)
    return Page("", Audience.WALL, back(request, seat))


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def gather(request, seat):
    """Show with what the note that is held (`note`) can be gathered, or gather it; without one, ask which it is.

    Sent are `group`, the heading it goes under ("" for none), or else `heading` and the `notes` that come along.
    """
    held = held_note(request, seat)
    page = page_of(request, seat, held and held.item)
    if held is None:
        return choose(request, seat, page)
    if request.method == "POST" and "group" in request.POST:
        return put_under(request, seat, page, held)
    if "likely" in request.GET:
        return JsonResponse([note.pk for note in likely_and_rest(held)[0]], safe=False)
    if request.method != "POST" and held.hidden:
        raise Refused(NOT_SHOWN["hidden"])
    chosen = numbers(request.POST.getlist("notes") or request.GET.getlist("notes"))
    form = GatherForm(request.POST or None, meeting=seat.meeting, held=held, chosen=chosen)
    if request.method != "POST" or not form.is_valid():
        return sheet(request, seat, page, held, form)
    try:
        moves = seat.meeting.gather([held, *others(seat, held, chosen)], form.cleaned_data["text"])
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return sheet(request, seat, page, held, form)
    form.remember(seat.meeting)
    heading = NoteGroup.objects.get(pk=moves[0].after).heading if moves else ""
    words = (
        f"{danish.count(len(moves), 'note', 'noter')} samlet under »{heading}«"
        if moves
        else "Noterne står der allerede"
    )
    return done(request, seat, page, held, words, moves)


def put_under(request, seat, page, held):
    group = request.POST["group"]
    group = get_object_or_404(NoteGroup, pk=group, item__meeting=seat.meeting_id) if group.isdecimal() else None
    moves = seat.meeting.put_under(held, group)
    words = f"Noten er lagt under »{group.heading}«" if group else "Noten står for sig selv igen"
    return done(request, seat, page, held, words if moves else "Noten står der allerede", moves)


@seated(*AT_DESK)
@require_POST
def undo_grouping(request, seat):
    """Undo what somebody has just gathered, as far as it still stands so."""
    sent = MOVES.findall(request.POST.get("moves", ""))[:MOST_MOVES]
    moves = [Move(int(note), int(before) or None, int(after) or None) for note, before, after in sent]
    found = Note.objects.select_related("item").filter(item__meeting=seat.meeting_id)
    notes = found.in_bulk([move.note for move in moves])
    if not notes:
        raise Refused("Der er ikke noget at fortryde længere.")
    number = seat.meeting.undo_grouping(moves)
    words = "Det står, som det stod før" if number else "Noterne er flyttet siden, så der er ikke noget at fortryde"
    note = next(iter(notes.values()))
    return done(request, seat, page_of(request, seat, note.item), note, words)


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def heading(request, seat, group):
    """Edit a heading, or undo that. Somebody else's words are shown beside one's own where they were first.

    An undo has no form of its own: what stops it is said where it was pressed.
    """
    found = a_group(seat, group)
    page = page_of(request, seat, found.item)
    found.must_be_there()
    form, before, is_undo = HeadingForm(sent_heading(request), group=found), found.heading, "undo" in request.POST
    if is_undo and not form.is_valid():
        raise Refused("Rettelsen kan ikke fortrydes. Ret overskriften igen i stedet.")
    if request.method != "POST" or not form.is_valid():
        return heading_sheet(request, seat, page, found, form)
    try:
        found.edit(form.cleaned_data["text"], form.cleaned_data["seen"])
    except Conflict as conflict:
        if is_undo:
            raise Refused("En anden har rettet overskriften siden, så den kan ikke fortrydes.") from None
        form = HeadingForm(request.POST.dict() | {"seen": conflict.revision}, group=found)
        return heading_sheet(request, seat, page, found, form, conflict.text)
    except Refused as refusal:
        if is_undo:
            raise
        form.add_error("text", str(refusal))
        return heading_sheet(request, seat, page, found, form)
    form.remember(seat.meeting)
    undo = f"{found.revision} {before}" if found.heading != before else ""
    own = said("Overskriften er rettet", reverse("heading", args=[seat.meeting.key, group]), "undo", undo)
    return answer(request, seat, page, found.item_id, own, f"edit-heading-{group}")


def sent_heading(request):
    """Return what the form of a heading was sent with. A button that undoes an edit has it all in one value."""
    if "undo" not in request.POST:
        return request.POST or None
    seen, _, words = request.POST["undo"].partition(" ")
    return {"seen": seen, "text": words}


@seated(*AT_DESK)
@require_POST
def delete_heading(request, seat, group):
    """Delete a heading: its notes stand by themselves again."""
    found = a_group(seat, group)
    page = page_of(request, seat, found.item)
    found.soft_delete()
    own = said(f"Overskriften »{found.heading}« er fjernet", reverse("restore-heading", args=[seat.meeting.key, group]))
    return answer(request, seat, page, found.item_id, own, "undo-grouping")


@seated(*AT_DESK)
@require_POST
def restore_heading(request, seat, group):
    """Let a deleted heading stand over its notes again."""
    found = a_group(seat, group)
    page = page_of(request, seat, found.item)
    found.restore()
    own = said(f"Overskriften »{found.heading}« er der igen")
    return answer(request, seat, page, found.item_id, own, f"edit-heading-{group}")


def a_group(seat, group):
    groups = NoteGroup.objects.select_related("item__meeting")
    found = get_object_or_404(groups, pk=group, item__meeting=seat.meeting_id)
    found.item.meeting = seat.meeting  # which looks under its lock whether the seat is still there
    return found


def heading_sheet(request, seat, page, group, form, theirs=""):
    about = {"group": group, "form": form, "page": page, "theirs": theirs, "meeting": seat.meeting}
    return whole_or_sheet(request, "room/heading.html", about, form.is_bound)


# --- The note that is held ---------------------------------------------------------------------------------------------


def held_note(request, seat):
    """Return the note that is held, or None where none is named. Raises Http404 if the room cannot see it."""
    named = numbers([request.POST.get("note") or request.GET.get("note", "")])
    if not named:
        return None
    notes = visible_to(Audience.LEADER, Note.objects.select_related("item__meeting", "group"))
    return get_object_or_404(notes, pk__in=named, item__meeting=seat.meeting_id)


def others(seat, held, chosen):
    """Return the notes of the meeting that come along. Raises Refused where the one that is held is among them."""
    if held.pk in chosen:
        raise Refused("Noten kan ikke samles med sig selv. Vælg en anden note.")
    found = Note.objects.select_related("item").filter(pk__in=chosen, item__meeting=seat.meeting_id)
    if len(found) < len(set(chosen)):
        raise Refused("En af noterne findes ikke længere. Vælg igen.")
    return found


def numbers(words):
    return [int(word) for word in words if word.isdecimal() and len(word) <= LONGEST_ID]


def seen_notes(item):
    """Return the notes of an item that the whole room can read, as it sees them, oldest first."""
    notes = visible_to(Audience.SCREEN, item.notes.all())
    found = []
    for note in notes:
        note.item = item
        found.append(AudienceNote(Audience.SCREEN, note))
    return found


def sheet(request, seat, page, held, form):
    """Return what a note can be gathered with: headings, and notes, those that are likely to belong with it marked."""
    item, notes = held.item, seen_notes(held.item)
    likely, rest = likely_and_rest(held)
    about = {
        "held": AudienceNote(Audience.SCREEN, held),
        "own": item.group_of(held),
        "headings": [(heading, len(under)) for heading, under in item.by_heading(notes, item.group_of) if heading],
        "likely": likely,
        "rest": rest,
        "form": form,
        "page": page,
        "meeting": seat.meeting,
    }
    return whole_or_sheet(request, "room/gather.html", about, form.is_bound)


def likely_and_rest(held):
    """Return (the notes that are likely to belong with the one that is held, the others that could be gathered with it)."""
    notes, own = seen_notes(held.item), held.item.group_of(held)
    apart = [note for note in notes if note.pk != held.pk and not (own and held.item.group_of(note) == own)]
    likely = companions(held.on_screens, [note.text for note in apart])
    return [apart[place] for place in likely], [note for place, note in enumerate(apart) if place not in likely]


def choose(request, seat, page):
    """Return the notes of the question that is discussed, one of which can be held."""
    item = WallScreen.of(seat.meeting).item
    about = {"notes": seen_notes(item) if item else [], "item": item, "page": page, "meeting": seat.meeting}
    return whole_or_sheet(request, "room/gather_which.html", about, is_sent=False)


def whole_or_sheet(request, template, about, is_sent):
    """Return the sheet over the page, or as a page of its own; with 422 where what was sent is wrong."""
    part = "#sheet" if request.htmx else ""
    return render(request, f"{template}{part}", about, status=422 if is_sent else 200)


# --- Answers -----------------------------------------------------------------------------------------------------------


def done(request, seat, page, note, words, moves=()):
    """Return the lists as they are now, what was done, and the way to undo it. The focus goes to the button of `note`."""
    undo = " ".join(f"{move.note}:{move.before or 0}:{move.after or 0}" for move in moves)
    own = said(words, reverse("undo-grouping", args=[seat.meeting.key]) if undo else "", "moves", undo)
    return answer(request, seat, page, note.item_id, own, f"gather-{note.pk}")


def said(words, undo="", name="", value=""):
    """Return what was done. `undo`: the address that undoes it, with `value` under `name`."""
    return {"words": words, "undo": undo, "name": name, "value": value}


def answer(request, seat, page, item_id, own, place):
    """Return the lists of a question as they are now. `place`: the id to which the focus goes."""
    kind, told = Event.Kind.GROUPED, render_to_string("room/gathered.html", {**own, "focus": place})
    return fragment_response(request, seat, page.audience, kind, item_id, own=told, did=own, to=page.address)
