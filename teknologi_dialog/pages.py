"""What the house itself has to say: whose it is, what it keeps, how accessible it is, and that it does not work just now."""

import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.log import log_response
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from meetings.room.door import open_to_all
from meetings.room.screens import must_be_whole

logger = logging.getLogger(__name__)


@open_to_all
@require_safe
def privacy(request):
    return render(request, "privacy.html")


@open_to_all
@require_safe
def was(request):
    """The accessibility statement lives where the authorities want it: at was.digst.dk."""
    if not settings.WAS_URL:
        raise Http404
    return HttpResponseRedirect(settings.WAS_URL)


def broken(request):
    """Any exception that nothing else answered. A database that is away or busy is soon back, and is no fault of the page."""
    error = sys.exception()
    why = getattr(error.__cause__, "sqlite_errorname", type(error.__cause__).__name__)
    # On SQLite a question we asked wrong is an OperationalError too.
    if not isinstance(error, (OperationalError, InterfaceError)) or why == "SQLITE_ERROR":
        return server_error(request)
    answer = try_again(request.method)
    # Only its kind: its words may quote what a person wrote.
    log_response("The database did not answer: %s", why, response=answer, logger=logger, level="warning")
    return answer


def whole_pages(get_response):
    """Middleware: a page that was drawn while the database went away is not shown, see `screens.must_be_whole`."""

    def answer(request):
        # An earlier page's errors: this one may need no database, and then nobody forgets them.
        connection.errors_occurred = False
        response = get_response(request)
        if response.status_code < 500:
            must_be_whole()
        return response

    return answer


def try_again(method):
    """The page for now. It asks nothing of the database; one that was only to be looked at comes by itself later."""
    page = render_to_string("503.html", {"looks": method in ("GET", "HEAD")})
    return HttpResponse(page, status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})
