"""What was agreed, as the secretary works on it: added, edited, deleted and restored, or made of a note."""

import datetime

from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import danish
from meetings.room.answers import fragment_response, workplace
from meetings.room.door import AT_DESK, note_here, seated
from meetings.room.forms.follow_ups import follow_up_form
from meetings.room.models import Conflict, Event
from meetings.room.visibility import Audience


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_follow_up(request, seat, lane):
    """Show the empty form of a lane, or add what it was filled in with."""
    form = follow_up_form(lane, seat.meeting, request.POST or None)
    if not form.is_valid():
        return form_response(request, form_context(seat, lane, form), status=422 if form.is_bound else 200)
    follow_up = seat.meeting.add_follow_up(lane=lane, **form.cleaned_data)
    form.remember(seat.meeting)
    return saved_response(request, seat, follow_up, form_context(seat, lane))


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request, seat, follow_up):
    """Open a follow-up for editing, or save it while it is typed; the form stays open until it is `done`."""
    edited = a_follow_up(seat, follow_up)
    edited.must_be_there()
    form = follow_up_form(edited.lane, seat.meeting, request.POST or None, edits=edited)
    is_done, about = "done" in request.POST, form_context(seat, edited.lane, form, edited)
    if not form.is_valid():
        return form_response(
            request, about | {"quiet": form.is_bound and not is_done}, status=422 if form.is_bound else 200
        )
    try:
        edited.edit(**form.cleaned_data)
    except Conflict as conflict:
        return follow_up_conflict(request, seat, edited, conflict)
    if is_done or not request.htmx:
        closed = form_context(seat, edited.lane, editing=True, saved=True, closed=edited)
        return saved_response(request, seat, edited, closed)
    fresh = follow_up_form(edited.lane, seat.meeting, edits=edited)
    about |= {"form": fresh, "answered": True, "stored": True, "understood": form.understood}
    return saved_response(request, seat, edited, about, template="room/desk/lane_form.html#kept")


def follow_up_conflict(request, seat, edited, conflict):
    """Return somebody else's words beside one's own. From here on only an explicit press saves over them."""
    form = follow_up_form(edited.lane, seat.meeting, request.POST.dict() | {"seen": conflict.revision}, edits=edited)
    found = theirs(form, conflict)
    about = form_context(seat, edited.lane, form, edited, quiet="done" not in request.POST, theirs=found)
    return form_response(request, about, status=409)


def theirs(form, conflict):
    """Return [(label, Danish words)] where somebody else's words differ from the form's."""
    form.full_clean()
    mine, others = with_deadline(form.cleaned_data), with_deadline(conflict.theirs)
    return [
        (field.label, danish.long_date(value) if isinstance(value, datetime.date) else value)
        for field in form.visible_fields()
        for value in [others[field.name]]
        if value != mine[field.name]
    ]


def with_deadline(fields):
    """Return the fields with the deadline as its one form field has it: a date or a word."""
    return fields | {"due": fields["due"] or fields["due_words"]}


@seated(*AT_DESK)
@require_POST
def delete_follow_up(request, seat, follow_up):
    deleted = a_follow_up(seat, follow_up)
    deleted.soft_delete()
    return saved_response(request, seat, deleted, form_context(seat, deleted.lane, follow_up=deleted, saved=True))


@seated(*AT_DESK)
@require_POST
def restore_follow_up(request, seat, follow_up):
    restored = a_follow_up(seat, follow_up)
    restored.restore()
    return saved_response(request, seat, restored, form_context(seat, restored.lane, editing=True, saved=True))


@seated(*AT_DESK)
@require_POST
def agree_at_desk(request, seat, note, lane):
    """Turn a note into a follow-up with one press, and open it for who and when."""
    follow_up = note_here(seat, Audience.DESK, note).agree(lane)
    if not request.htmx:
        return redirect("follow-up", seat.meeting.key, follow_up.pk)
    form = follow_up_form(lane, seat.meeting, edits=follow_up)
    return saved_response(request, seat, follow_up, form_context(seat, lane, form, follow_up))


@seated(*AT_DESK)
@never_cache
@require_safe
def no_form(request, seat, lane):
    """Close the lane's form for a new follow-up; with `?ret`, the one for editing."""
    if not request.htmx:
        return redirect(workplace(seat))
    return form_response(request, form_context(seat, lane, editing="ret" in request.GET))


# --- What they share -------------------------------------------------------------------------------------------------


def a_follow_up(seat, follow_up):
    return get_object_or_404(seat.meeting.follow_ups, pk=follow_up)


def form_context(seat, lane, form=None, follow_up=None, editing=False, **more):
    """Describe the place under a lane: for a new follow-up, or for the one being edited. Distinct ids, so htmx never carries text between them.

    `quiet`: the focus stays. `theirs`: as `theirs()` returns. `saved`, `stored`: what to confirm.
    """
    about = {"meeting": seat.meeting, "lane": lane, "form": form, "follow_up": follow_up}
    return {**about, "editing": editing or follow_up, **more}


def form_response(request, about, status=200):
    template = "room/desk/lane_form.html" if request.htmx else "room/desk/lane_form_page.html"
    return render(request, template, about | {"answered": request.htmx}, status=status)


def saved_response(request, seat, follow_up, about, template="room/desk/lane_form.html"):
    """Return the lanes as they are now, and the place under the lane as `about` describes it."""
    own = render_to_string(template, about | {"answered": request.htmx}, request) if request.htmx else ""
    place = f"add-{follow_up.lane}" if follow_up.deleted else f"edit-{follow_up.pk}"
    return fragment_response(
        request, seat, Audience.DESK, Event.Kind.FOLLOW_UP, follow_up.pk, own=own, to=workplace(seat), place=place
    )
