"""The page that the minutes are worked on, which several acts answer with."""

from django.shortcuts import render
from django.urls import reverse

from meetings.minutes.exports.worker import warm_up
from meetings.minutes.files import OTHER_FORMATS
from meetings.minutes.forms import CorrectionForm, DueForm, EditCorrectionForm, NewRemarkForm
from meetings.minutes.invitations import suggested_due
from meetings.minutes.screen import MinutesScreen
from meetings.room.models import APPROVERS, revision_of


def working_page(request, seat, status=200, **forms):
    """Return the page the minutes are worked on. `forms`: those that were filled in wrong."""
    warm_up()
    screen = MinutesScreen.of(seat.meeting)
    about = {
        "screen": screen,
        "meeting": seat.meeting,
        "minutes": screen.minutes,
        "seat": seat,
        "communication_revision": revision_of(seat.meeting.communication),
        "new_remark": NewRemarkForm(),
        "correction": CorrectionForm(),
        "due": DueForm(initial={"day": seat.meeting.approval_due or suggested_due()}),
        "reason": reason_form(screen.correction),
        "next_version": (screen.minutes.state.version or 0) + 1,
        "versions": seat.meeting.versions.defer("content") if seat.meeting.has_version else [],
        "approvers": [(role.value, role.label) for role in APPROVERS],
        "formats": OTHER_FORMATS,
    }
    return render(request, "minutes/minutes.html", {**about, **forms}, status=status)


def reason_form(correction):
    """Return the form with the reason of a correction in progress, or None."""
    if not correction:
        return None
    initial = {"text": correction.text, "is_personal": correction.is_personal, "seen": correction.revision}
    return EditCorrectionForm(initial=initial)


def address(seat, place=""):
    """Return where it stands. `place`: a fragment such as "#bemaerkninger"."""
    return reverse("minutes", args=[seat.meeting.key]) + place
