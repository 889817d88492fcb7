"""The attendance list: each row added, edited, marked absent or removed, and the last act undone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.room.answers import fragment_response
from meetings.room.door import AT_DESK, home, seated
from meetings.room.forms.attendance import AttendeeForm, PasteForm, PeopleForms
from meetings.room.models import Conflict, Event, Stage
from meetings.room.screens import DeskScreen
from meetings.room.visibility import Audience


@seated(*AT_DESK)
@never_cache
@require_safe
def attendance(request, seat):
    """Show the list with everything one can do to it. Final minutes are only read."""
    if seat.meeting.is_final:
        return redirect("minutes", seat.meeting.key)
    return page(request, seat)


def page(request, seat, status=200, **about):
    screen = DeskScreen.of(seat.meeting)
    about = {"screen": screen, "meeting": seat.meeting, "seat": seat, "back": back(seat), **about}
    about |= {} if screen.now.attendees else {"paste": PasteForm()}
    return render(request, "room/attendance/page.html", about, status=status)


def back(seat):
    """Return the address one comes from: where the meeting is, before and after it."""
    if seat.meeting.stage == Stage.DRAFT and seat.user_id:
        return reverse("my-meetings")
    return reverse("minutes", args=[seat.meeting.key]) if seat.meeting.stage == Stage.CLOSED else home(seat)


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_attendee(request, seat):
    """Show an empty form, or add the person it was filled in with."""
    form = AttendeeForm(request.POST or None, meeting=seat.meeting)
    if not form.is_valid():
        return form_response(request, seat, form)
    form.remember(seat.meeting)
    person = dict(form.cleaned_data)
    seat.meeting.add_attendees(person.pop("uuid"), [person])
    form = AttendeeForm(meeting=seat.meeting)
    return saved_response(request, seat, "add-attendee", form_place(request, seat, form))


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attendee(request, seat, attendee):
    """Open a row for editing, or save it. Answer 409 with the other's words if it began from an older revision."""
    edited = an_attendee(seat, attendee)
    form = AttendeeForm(request.POST or None, meeting=seat.meeting, edits=edited)
    if not form.is_valid():
        return form_response(request, seat, form)
    try:
        edited.edit(**form.cleaned_data)
    except Conflict as conflict:
        form = AttendeeForm(request.POST.dict() | {"seen": conflict.revision}, meeting=seat.meeting, edits=edited)
        return form_response(request, seat, form, status=409, theirs=an_attendee(seat, attendee))
    form.remember(seat.meeting)
    place = f"edit-attendee-{attendee}"
    return saved_response(request, seat, place, form_place(request, seat, focus=place))


@seated(*AT_DESK)
@require_POST
def absent(request, seat, attendee):
    an_attendee(seat, attendee).set_absent(True)
    return saved_response(request, seat, f"presence-{attendee}")


@seated(*AT_DESK)
@require_POST
def present(request, seat, attendee):
    an_attendee(seat, attendee).set_absent(False)
    return saved_response(request, seat, f"presence-{attendee}")


@seated(*AT_DESK)
@require_POST
def place(request, seat, attendee, side):
    """Put a name that somebody gave when joining on the list."""
    an_attendee(seat, attendee).place(side)
    next_name = seat.meeting.attendees.filter(side="").first()
    return saved_response(request, seat, f"place-{next_name.pk}" if next_name else "undo-attendance")


@seated(*AT_DESK)
@require_POST
def remove(request, seat, attendee):
    an_attendee(seat, attendee).remove()
    return saved_response(request, seat, "undo-attendance", form_place(request, seat, focus="undo-attendance"))


@seated(*AT_DESK)
@require_POST
def undo(request, seat, act):
    """Undo the last act on the list; one that is no longer the last gets 409."""
    seat.meeting.undo(act)
    return saved_response(request, seat, "attendance")


@seated(*AT_DESK)
@never_cache
@require_safe
def no_form(request, seat):
    """Close the form."""
    if not request.htmx:
        return redirect("attendance", seat.meeting.key)
    return HttpResponse(form_place(request, seat, focus="add-attendee"))


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request, seat):
    """Read a pasted list and show what was understood for correction; what is sent from there goes on the list."""
    if seat.meeting.is_final:
        return redirect("minutes", seat.meeting.key)
    if "navne-TOTAL_FORMS" in request.POST and "read" not in request.POST:
        return add_people(request, seat)
    form = PasteForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return paste_page(request, seat, form, status=422 if form.is_bound else 200)
    people = PeopleForms(initial=form.suggestions(seat.meeting), meeting=seat.meeting)
    return paste_page(request, seat, form, people)


def add_people(request, seat):
    people = PeopleForms(request.POST, meeting=seat.meeting)
    if not people.is_valid():
        return paste_page(request, seat, PasteForm(request.POST), people, status=422)
    if found := people.people():
        seat.meeting.add_attendees(people.uuid, found)
    for form in people:
        form.remember(seat.meeting)
    return redirect(reverse("attendance", args=[seat.meeting.key]) + "#undo-attendance")


def paste_page(request, seat, form, people=None, status=200):
    about = {"meeting": seat.meeting, "paste": form, "people": people}
    return render(request, "room/attendance/paste.html", about, status=status)


# --- What they share -------------------------------------------------------------------------------------------------


def an_attendee(seat, attendee):
    found = get_object_or_404(seat.meeting.attendees.select_related("stands_in_for"), pk=attendee)
    found.meeting = seat.meeting
    return found


def form_response(request, seat, form, status=None, theirs=None):
    """Return the form as it is, `theirs` being the row as somebody else has saved it meanwhile."""
    status = status or (422 if form.is_bound else 200)
    if not request.htmx:
        return page(request, seat, status=status, form=form, theirs=theirs)
    return HttpResponse(form_place(request, seat, form, theirs=theirs), status=status)


def form_place(request, seat, form=None, **about):
    """Return the place below the list: with the form, or with what opens it."""
    return render_to_string("room/attendance/form.html", {"meeting": seat.meeting, "form": form, **about}, request)


def saved_response(request, seat, place, own=""):
    """Return the list as it is now. `place`: the id where one goes on. `own`: the place of the form, else left alone."""
    own = own or format_html('<div id="attendance-focus" data-focus="{}"></div>', place)
    there = reverse("attendance", args=[seat.meeting.key])
    return fragment_response(request, seat, Audience.DESK, Event.Kind.ATTENDANCE, own=own, to=there, place=place)
