"""The minutes, read on a page and fetched as PDF."""

import threading

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings.access import DESK, seated
from meetings.exports import pdf
from meetings.exports.worker import CannotPrint
from meetings.minutes import Minutes

# One page thread at the most waits for the one process that draws: notes must not queue behind paper.
printing = threading.Lock()
SOON = {"Retry-After": "2", "Refresh": "2"}


@seated(*DESK)
@never_cache
@require_safe
def minutes(request, seat):
    return render(request, "meetings/minutes.html", {"minutes": Minutes.of(seat.meeting), "meeting": seat.meeting})


@seated(*DESK)
@never_cache
@require_safe
def minutes_pdf(request, seat):
    """The file, or a page that says that it waits its turn, or that it could not be made."""
    content = Minutes.of(seat.meeting)
    if not printing.acquire(timeout=0.5):
        answer = render(request, "meetings/printing.html", {"meeting": seat.meeting}, status=503)
        for name, value in SOON.items():
            answer.headers[name] = value
        return answer
    try:
        printed = pdf.render(content)
    except CannotPrint:
        return render(request, "meetings/not_printed.html", {"meeting": seat.meeting}, status=503)
    finally:
        printing.release()
    disposition = content_disposition_header(as_attachment=True, filename=content.file_name("pdf"))
    return HttpResponse(printed, content_type="application/pdf", headers={"Content-Disposition": disposition})
