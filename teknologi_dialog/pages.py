"""The pages that belong to no meeting: privacy, accessibility, and what is shown when a request fails."""

import logging
import sys
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.log import log_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from meetings.database_errors import reason
from meetings.room.answers import whole_address
from meetings.room.door import open_to_all
from meetings.room.models import clocks
from meetings.room.screens import must_be_whole

logger = logging.getLogger(__name__)


@open_to_all
@never_cache
@require_safe
def here(request):
    """Answer a script that asks whether our server is there, before it leaves a page or submits a form."""
    return HttpResponse(status=204)


@open_to_all
@require_safe
def privacy(request):
    return render(request, "privacy.html", {"notes_go": clocks.after_approval(), "database": connection.vendor})


@open_to_all
@require_safe
def was(request):
    """Redirect to the accessibility statement, which the law wants at was.digst.dk."""
    if not settings.WAS_URL:
        raise Http404
    return HttpResponseRedirect(settings.WAS_URL)


@open_to_all
@require_safe
def admin_login(request):
    """Redirect to our own login, and refuse whoever is logged in already and may not see the admin."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", ""))


@open_to_all
@require_safe
def admin_password_change(request):
    return redirect("change-password")


@open_to_all
@require_safe
def security_txt(request):
    """Say whom to tell about a fault in the security (RFC 9116), if somebody is set. It holds for a year from today."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    lines = {
        "Contact": contact if contact.startswith(("https://", "mailto:", "tel:")) else f"mailto:{contact}",
        "Expires": f"{timezone.now() + timedelta(days=365):%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages": "da, en",
        "Canonical": whole_address(request, "security-txt"),
    }
    words = "".join(f"{name}: {value}\n" for name, value in lines.items())
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def stale_form(request, reason=""):
    """Answer a form whose CSRF token is not valid any more, as after a login in another tab.

    A script finds a fresh token in the header, and sends again. The page holds what was sent and a button that sends it
    again; not what another site sent, which a press would then do, and no password.
    """
    kept = [(name, text) for name, texts in request.POST.lists() for text in texts if name != "csrfmiddlewaretoken"]
    may_send = is_from_our_page(request) and not any("password" in name for name, _ in kept)
    page = render(request, "403_csrf.html", {"kept": kept, "may_send": may_send}, status=403)
    page["Cache-Control"] = "no-store"
    if is_from_our_page(request):
        page["X-Fresh-Token"] = get_token(request)
    return page


def is_from_our_page(request):
    """Return whether a page of this server sent the form, as browsers say it with every POST."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def broken(request):
    """Answer an exception that nothing else has answered: 503 if the database is away or busy, otherwise 500."""
    error = sys.exception()
    why = reason(error)
    # On SQLite a query with an error in it raises OperationalError too.
    if not isinstance(error, (OperationalError, InterfaceError)) or why == "SQLITE_ERROR":
        return server_error(request)
    answer = try_again(request.method)
    log_response("The database did not answer: %s", why, response=answer, logger=logger, level="warning")
    return answer


def whole_pages(get_response):
    """Turn a page into an error if a query failed while it was rendered: see `must_be_whole`."""

    def answer(request):
        # Reset the flag of earlier requests: nothing else does on a page without queries.
        connection.errors_occurred = False
        response = get_response(request)
        if response.status_code < 500:
            must_be_whole()
        return response

    return answer


def try_again(method):
    """Make the 503 page, without the database. It tries again by itself if it stands in for a page to read."""
    page = render_to_string("503.html", {"looks": method in ("GET", "HEAD")})
    return HttpResponse(page, status=503, headers={"Retry-After": "5", "Cache-Control": "no-store"})


def not_working():
    """Make the 500 page, with nothing looked up."""
    return HttpResponse(render_to_string("500.html"), status=500, headers={"Cache-Control": "no-store"})


def not_taken(status):
    """Make the page for a request that no view has read.

    413 and 431: it is too long; 408: it took too long to send; 400 and 415: it is no form of ours in UTF-8.
    """
    page = render_to_string("413.html", {"too_slow": status == 408, "unreadable": status in (400, 415)})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
