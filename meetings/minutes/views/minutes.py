"""The minutes on the secretary's desk: worked on, arranged, sent to both sides, and fetched as a file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.minutes.approval import open_correction
from meetings.minutes.compose import compose
from meetings.minutes.exports import FORMATS, exporter
from meetings.minutes.exports.worker import Busy, CannotPrint, warm_up
from meetings.minutes.forms import ArrangeForm, CorrectionForm, NewRemarkForm, RemarkForm, SideForm, TextForm
from meetings.minutes.remarks import Remark
from meetings.room import screens
from meetings.room.door import DESK, READERS, refuse, seated
from meetings.room.models import APPROVERS, Event, Note, Role, mark
from meetings.room.screens import SIDES, Screen
from meetings.room.views.answers import drawn
from meetings.room.views.desk import conflict, said
from meetings.room.views.links import fresh

NEW_REMARK = "new-remark-%s"  # the ids of its fields
GONE = "En anden har fjernet bemærkningen. Din tekst står stadig i feltet."
SOON = {"Retry-After": "2", "Refresh": "2"}


@seated(*DESK)
@never_cache
@require_safe
def minutes(request, seat):
    return page(request, seat)


def page(request, seat, status=200, **forms):
    """The working page; `forms`: those that were filled in wrong."""
    warm_up()
    screen = Screen(seat.meeting)
    texts = {name: (text, revision) for name, text, revision in screen.texts}
    about = {
        "screen": screen,
        "meeting": seat.meeting,
        "minutes": screen.minutes,
        "seat": seat,
        "sides": [(name, label, *texts[name]) for name, label in SIDES.items()],
        "communication_mark": texts["communication"][1],
        "new_remark": NewRemarkForm(auto_id=NEW_REMARK),
        "correction": CorrectionForm(auto_id="correction-%s"),
        "next_version": (screen.minutes.state.version or 0) + 1,
        "approvers": [(role.value, role.label) for role in APPROVERS],
        "formats": [(extension, name) for extension, (_, name) in FORMATS.items() if extension != "pdf"],
    }
    return render(request, "minutes/minutes.html", {**about, **forms}, status=status)


def address(seat, place=""):
    return reverse("minutes", args=[seat.meeting.key]) + place


@seated(*READERS)
@never_cache
@require_safe
def printable(request, seat):
    """For the browser's own printing."""
    way_back = reverse("minutes" if seat.role in DESK else "review", args=[seat.meeting.key])
    about = {"minutes": compose(seat.meeting), "meeting": seat.meeting, "home": way_back}
    return render(request, "minutes/printable.html", about)


@seated(*READERS)
@never_cache
@require_safe
def minutes_file(request, seat, extension):
    """The file, or a page that says that it waits its turn, or that it could not be made."""
    content, writer = compose(seat.meeting), exporter(extension)
    try:
        written = writer.render(content)
    except Busy:
        answer = render(request, "minutes/printing.html", {"meeting": seat.meeting}, status=503)
        for header, value in SOON.items():
            answer.headers[header] = value
        return answer
    except CannotPrint:
        return render(request, "minutes/not_printed.html", {"meeting": seat.meeting}, status=503)
    disposition = content_disposition_header(as_attachment=True, filename=content.file_name(extension))
    return HttpResponse(written, content_type=writer.CONTENT_TYPE, headers={"Content-Disposition": disposition})


minutes_file.pool = "export"  # it waits for the process that prints: see `asgi`


# --- What is written in them -----------------------------------------------------------------------------------------


@seated(*DESK)
@require_POST
def minutes_text(request, seat, name):
    """One of the texts that save themselves. Whoever began from an older one is told, and keeps what they wrote."""
    form, region = TextForm(request.POST), f"text-{name}"
    if not form.is_valid():
        return said(request, region, form, seat)
    if not seat.meeting.write(name, **form.cleaned_data):
        theirs = getattr(seat.meeting, name)
        return conflict(request, seat, region, theirs, mark(theirs))
    return drawn(request, seat, screens.MINUTES, Event.Kind.RECORD, to=address(seat))


@seated(*DESK)
@require_POST
def arrange_note(request, seat, note):
    """Leave a note out of the minutes, take it in again, or put it under one of its question's prompts."""
    notes = Note.objects.shown().select_related("item__meeting")
    arranged = get_object_or_404(notes, pk=note, item__meeting=seat.meeting_id)
    form = ArrangeForm(request.POST)
    if form.is_valid():
        arranged.arrange(**form.asked())
    return drawn(request, seat, screens.MINUTES, Event.Kind.ARRANGED, note, to=address(seat))


@seated(*DESK)
@require_POST
def new_remark(request, seat):
    form = NewRemarkForm(request.POST, auto_id=NEW_REMARK)
    if not form.is_valid():
        return empty_remark(request, seat, form, 422) if request.htmx else page(request, seat, 422, new_remark=form)
    remark = Remark.add(seat.meeting, **form.cleaned_data)
    answer = drawn_remark(request, seat, remark)
    if request.htmx:
        answer.write(empty_remark(request, seat, NewRemarkForm(auto_id=NEW_REMARK), added=True).content.decode())
    return answer


def empty_remark(request, seat, form, status=200, added=False):
    about = {"meeting": seat.meeting, "new_remark": form, "added": added}
    return render(request, "minutes/minutes.html#new-remark", about, status=status)


@seated(*DESK)
@require_POST
def remark(request, seat, remark):
    """Saved as the secretary types. Whoever began from an older text is told, and keeps what they wrote."""
    edited, form = a_remark(seat, remark), RemarkForm(request.POST)
    if not form.is_valid():
        return said(request, f"remark-{remark}", form, seat)
    if not edited.edit(**form.cleaned_data):
        if edited.deleted:
            return refuse(request, GONE, seat)
        return conflict(request, seat, f"remark-{remark}", edited.text, edited.revision)
    return drawn_remark(request, seat, edited)


@seated(*DESK)
@require_POST
def remark_side(request, seat, remark):
    edited, form = a_remark(seat, remark), SideForm(request.POST)
    if edited.deleted:
        return refuse(request, GONE, seat)
    if form.is_valid():
        edited.take_side(**form.cleaned_data)
    return drawn_remark(request, seat, edited)


@seated(*DESK)
@require_POST
def delete_remark(request, seat, remark):
    deleted = a_remark(seat, remark)
    deleted.soft_delete()
    answer = drawn_remark(request, seat, deleted)
    if request.htmx:
        about = {"meeting": seat.meeting, "remark": deleted}
        answer.write(render(request, "minutes/minutes.html#remark-deleted", about).content.decode())
    return answer


@seated(*DESK)
@require_POST
def restore_remark(request, seat, remark):
    back = a_remark(seat, remark)
    back.restore()
    answer = drawn_remark(request, seat, back)
    if request.htmx:
        answer.write(f'<div id="remark-deleted" data-focus="remark-{remark}-text"></div>')
    return answer


def a_remark(seat, remark):
    return get_object_or_404(seat.meeting.remarks.select_related("meeting"), pk=remark)


def drawn_remark(request, seat, remark):
    return drawn(request, seat, screens.MINUTES, Event.Kind.REMARK, remark.pk, to=address(seat, "#bemaerkninger"))


# --- The approval ----------------------------------------------------------------------------------------------------


@seated(*DESK)
@never_cache
@require_POST
def approver_link(request, seat, role):
    """A secret link for one of the two who approve. As a page it is never in plain sight."""
    return fresh(
        request, seat.meeting, Role(role), lambda link: page(request, seat, approver_link=link, links_open=True)
    )


@seated(*DESK)
@require_POST
def see_to(request, seat, comment):
    get_object_or_404(seat.meeting.comments.select_related("meeting"), pk=comment).see_to()
    return drawn(request, seat, screens.MINUTES, Event.Kind.APPROVAL, to=address(seat))


@seated(*DESK)
@require_POST
def correct(request, seat):
    """Begin the next version of what both sides have approved."""
    form = CorrectionForm(request.POST, auto_id="correction-%s")
    if not form.is_valid():
        return page(request, seat, status=422, correction=form)
    open_correction(seat.meeting, form.cleaned_data["text"])
    return redirect(address(seat))
