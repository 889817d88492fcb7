"""Answers with minutes as a file, in one of the formats."""

import logging

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.log import log_response

from meetings.minutes.exports import FORMATS, IN_WORKER, exporter
from meetings.minutes.exports.worker import Busy, CannotPrint, Unprintable

logger = logging.getLogger(__name__)

SOON = "2"  # seconds; the page that says so reloads itself
OTHER_FORMATS = [(extension, name) for extension, (_, name) in FORMATS.items() if extension != "pdf"]
ON_SCREEN = {
    "minutes-file": "printable",
    "version-file": "version",
    "reading-file": "reading",
}  # the page with what the file says


def file_response(request, meeting, minutes, extension, name):
    """Return the file. 503 while the printer is busy, or when it has failed; 422 if it will always fail on this text."""
    writer = exporter(extension)
    whose = (meeting.pk,) if extension in IN_WORKER else ()
    try:
        written = writer.render(minutes, *whose)
    except Busy:
        answer = render(request, "minutes/printing.html", ways_around(request, extension), status=503)
        answer.headers["Retry-After"] = SOON
        # Said here, or Django logs each of these as an error: to wait one's turn is none.
        log_response("Another document is being printed.", response=answer, logger=logger, level="info")
        return answer
    except Unprintable:
        return render(request, "minutes/unprintable.html", ways_around(request, extension), status=422)
    except CannotPrint:
        return render(request, "minutes/not_printed.html", ways_around(request, extension), status=503)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(written, content_type=writer.CONTENT_TYPE, headers={"Content-Disposition": disposition})


def ways_around(request, extension):
    """Return what the pages need that are shown instead of the file: the same minutes on the screen and in other formats."""
    route, known = request.resolver_match.url_name, request.resolver_match.kwargs
    known = {name: value for name, value in known.items() if name != "extension"}
    others = [
        (name, reverse(route, kwargs={**known, "extension": other}))
        for other, (_, name) in FORMATS.items()
        if other != extension
    ]
    return {"format": FORMATS[extension][1], "others": others, "on_screen": reverse(ON_SCREEN[route], kwargs=known)}
