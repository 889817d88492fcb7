"""Answers with minutes as a file, in one of the formats."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from meetings.minutes.exports import FORMATS, exporter
from meetings.minutes.exports.worker import Busy, CannotPrint

SOON = "2"  # seconds; the page that says so reloads itself
OTHER_FORMATS = [(extension, name) for extension, (_, name) in FORMATS.items() if extension != "pdf"]


def file_response(request, meeting, minutes, extension, name):
    """Return the file; 503 while the printer is busy, or when it has failed."""
    writer = exporter(extension)
    try:
        written = writer.render(minutes)
    except Busy:
        answer = render(request, "minutes/printing.html", {"meeting": meeting}, status=503)
        answer.headers["Retry-After"] = SOON
        return answer
    except CannotPrint:
        return render(request, "minutes/not_printed.html", {"meeting": meeting}, status=503)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(written, content_type=writer.CONTENT_TYPE, headers={"Content-Disposition": disposition})
