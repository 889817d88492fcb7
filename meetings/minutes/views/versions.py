"""The frozen versions of minutes: read, compared with the one before, and fetched as a file."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings.minutes.compare import compare
from meetings.minutes.compose import compose_version
from meetings.minutes.files import OTHER_FORMATS, file_response
from meetings.minutes.versions import may_take_away
from meetings.room.door import AT_DESK, READERS, home, seated
from meetings.room.models import Role


@seated(*READERS, Role.MEMBER)
@never_cache
@require_safe
def final_minutes(request, seat):
    """Redirect to the newest version; say that there is none yet. Drafts are shown to nobody here."""
    newest = seat.meeting.versions.last()
    if newest is None:
        return render(request, "minutes/not_approved.html", {"meeting": seat.meeting, "home": home(seat)})
    return redirect("version", seat.meeting.key, newest.number)


@seated(*READERS, Role.MEMBER)
@never_cache
@require_safe
def final_file(request, seat, extension):
    newest = seat.meeting.versions.last()
    if newest is None:
        return redirect("final-minutes", seat.meeting.key)
    return redirect("version-file", seat.meeting.key, newest.number, extension)


@seated(*READERS, Role.MEMBER)
@never_cache
@require_safe
def version(request, seat, version):
    """Show a version. What differs from the one before stands first."""
    versions = {each.number: each for each in seat.meeting.versions.all()}
    shown = versions.get(version)
    if not shown:
        raise Http404
    minutes, before = read(shown), read(versions.get(version - 1))
    about = {
        "meeting": seat.meeting,
        "minutes": minutes,
        "version": shown,
        "versions": versions.values(),
        "newest": max(versions),
        "changes": changes(seat.meeting, before, minutes, version),
        "may_take_away": seat.role in AT_DESK and may_take_away(seat.meeting, shown),
        "home": home(seat),
        "formats": OTHER_FORMATS,
    }
    return render(request, "minutes/version.html", about)


def changes(meeting, before, minutes, number):
    """Return what differs from the version before, as `compare` does, unless it was to remove personal data."""
    if not before or not minutes or meeting.corrections.filter(version=number, is_personal=True).exists():
        return []
    return compare(before, minutes)


def read(version):
    """Return the Minutes of a version, or None if its text is taken away or there is none."""
    return compose_version(version) if version and not version.taken_away_on else None


@seated(*READERS, Role.MEMBER)
@never_cache
@require_safe
def version_file(request, seat, version, extension):
    """Return a version as a file, as `minutes_file` does; its page if the text is taken away."""
    minutes = read(get_object_or_404(seat.meeting.versions, number=version))
    if not minutes:
        return redirect("version", seat.meeting.key, version)
    name = minutes.file_name(extension, f"version {version}")
    return file_response(request, seat.meeting, minutes, extension, name)


version_file.pool = "export"  # it waits for the process that prints: see `asgi`
