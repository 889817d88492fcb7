"""What the house itself has to say: whose it is, what it keeps, and how accessible it is."""

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meetings.access import open_to_all


@open_to_all
@require_safe
def privacy(request):
    return render(request, "meetings/privacy.html")


@open_to_all
@require_safe
def was(request):
    """The accessibility statement lives where the authorities want it: at was.digst.dk."""
    if not settings.WAS_URL:
        raise Http404
    return HttpResponseRedirect(settings.WAS_URL)
