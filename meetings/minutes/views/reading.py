"""The final minutes by the one link that needs no seat, and that link."""

from functools import wraps

from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings.minutes.compose import compose_version
from meetings.minutes.files import file_response
from meetings.minutes.invitations import note_sharing, sharing_mail
from meetings.minutes.working_page import address, working_page
from meetings.room.answers import Link, link_response, whole_address
from meetings.room.door import AT_DESK, open_to_all, seated
from meetings.room.models import Meeting


def by_the_link(view):
    """Give the view the meeting and its newest version, or None, where the link is the meeting's."""

    @wraps(view)
    def guarded(request, key, token, **kwargs):
        try:
            meeting = Meeting.find(key=key)
        except Meeting.DoesNotExist:
            return render(request, "room/dead_link.html", status=404)
        if not meeting.reader_token or not constant_time_compare(token, meeting.reader_token):
            return render(request, "room/dead_link.html", status=404)
        answer = view(request, meeting, meeting.versions.last(), token, **kwargs)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return open_to_all(never_cache(require_safe(guarded)))


@by_the_link
def reading(request, meeting, version, token):
    """Show the newest version. Until there is one, the page says so: a draft is never shown."""
    if version is None:
        return render(request, "minutes/not_approved.html", {"meeting": meeting})
    about = {"meeting": meeting, "version": version, "token": token, "minutes": compose_version(version)}
    return render(request, "minutes/reading.html", about)


@by_the_link
def reading_file(request, meeting, version, token, extension):
    if version is None:
        return redirect("reading", meeting.key, token)
    minutes = compose_version(version)
    return file_response(
        request, meeting, minutes, extension, minutes.file_name(extension, f"version {version.number}")
    )


reading_file.pool = "export"  # it waits for the process that prints: see `asgi`


# --- The link ----------------------------------------------------------------------------------------------------------


@seated(*AT_DESK)
@never_cache
@require_POST
def reader_link(request, seat):
    """Make the link, or give the one there is."""
    meeting = seat.meeting
    address = whole_address(request, "reading", meeting.key, meeting.make_reader_link())
    link = Link(address, sharing_mail(meeting, address))
    return link_response(
        request, link, lambda link: working_page(request, seat, reader_link=link), opened=lambda: note_sharing(meeting)
    )


@seated(*AT_DESK)
@require_POST
def end_reader_link(request, seat):
    seat.meeting.end_reader_link()
    return redirect(address(seat))
