"""Answer an act: with the regions it changed for htmx, with a whole page for a browser without JavaScript."""

from typing import NamedTuple

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from . import door, regions
from .mails import seat_mail
from .models import APPROVERS, Conflict, RoleLink, Stage
from .screens import Snapshot
from .visibility import Audience

LONGEST_UNDO = 800  # characters of what undoes an act: it comes to the next page in a cookie


def fragment_response(request, seat, audience, kind, subject=None, *, own="", did="", to=None, place=""):
    """Return what an event of `kind` about row `subject` changed, to the one who caused it.

    `own`: HTML that nobody else gets, such as the form that was answered. `to`: where a browser without JavaScript goes
    (the page it was pressed on otherwise), and `place`: to which id there, where it puts the focus if something can have it.
    `did`: the words that are said there of an act that the page alone would not tell of, or the context of `gathered.html`.
    """
    if not request.htmx:
        if did:
            place = say_on_next_page(request, did)
        return redirect((to or door.back(request, seat)) + (place and f"#{place}"))
    snapshot = Snapshot.of(seat.meeting_id)
    fragments = regions.fragments(snapshot, kind, subject, [audience])[audience]
    return HttpResponse(with_shared(snapshot.meeting, fragments, own))


def say_on_next_page(request, did):
    """Let the next page say what an act did. Return the id of where it does. `did`: as `fragment_response`."""
    about = {"words": did} if isinstance(did, str) else did
    if len(about.get("value", "")) > LONGEST_UNDO:
        about = {"words": about["words"]}
    messages.success(request, render_to_string("room/gathered.html#row", about))
    return "message"


def with_shared(meeting, fragments, own=""):
    """Return an answer's HTML: everybody's fragments, marked with the event they stand for since the stream may have
    overtaken them, and one's own.
    """
    about = {"as_of": meeting.last_event, "fragments": fragments, "own": own}
    return render_to_string("room/answer.html", about)


def leads_at(request):
    """Return the audience of the page from which the facilitator leads with this act: the wall or the leader's own."""
    return Audience.LEADER if door.is_at_leaders_page(request) else Audience.WALL


def move_response(request, seat, kind):
    """Return the page as it stands after a move. If somebody else moved first, say so: nothing was moved twice."""
    if not kind:
        return door.refuse(request, f"Mødet var allerede flyttet. {seat.meeting.where}", seat)
    return fragment_response(request, seat, leads_at(request), kind)


def ask_first(request, seat, why):
    """Return the question whether whoever leads is sure, and why it is asked: an Unsure."""
    about = {"why": why, "place": seat.meeting.place, "back": door.back(request, seat)}
    about |= {"at_leaders_page": door.is_at_leaders_page(request)}
    return render(request, f"room/wall/sure.html{'#message' if request.htmx else ''}", about)


# --- Texts that save themselves --------------------------------------------------------------------------------------


def refused_text(request, seat, region, form, save):
    """Call `save` with the text of `form` and its `seen`. Return the response that refuses the text, or None if it is saved.

    Status 422 with what is wrong with it, or 409 with the other's words if it began from an older revision.
    """
    if not form.is_valid():
        return field_error_response(request, seat, region, form)
    try:
        save(**form.cleaned_data)
    except Conflict as conflict:
        return conflict_response(request, seat, region, conflict)
    return None


def conflict_response(request, seat, region, conflict):
    """Return somebody else's words in `region` beside one's own, which stand in the field, as a Conflict has them."""
    about = {"region": region, "theirs": conflict.text, "revision": conflict.revision, "meeting": seat.meeting}
    about |= {"typed": request.POST.get("text", ""), "action": request.path}
    template = "components/conflict.html" if request.htmx else "room/desk/conflict.html"
    return render(request, template, about, status=409)


def field_error_response(request, seat, region, form):
    """Return what is wrong with the text of `region`."""
    sentence = " ".join(form.errors.get("text", ["Genindlæs siden, og prøv igen."]))
    if not request.htmx:
        return door.refuse(request, sentence, seat, status=422)
    return render(request, "components/autosave_error.html", {"region": region, "sentence": sentence}, status=422)


def doubt(seat, region, text):
    """Render the question under the saved text of `region`, whether it holds a CPR number, or the place of the question."""
    about = {"meeting": seat.meeting, "region": region, "numbers": " ".join(seat.meeting.doubtful(text))}
    return render_to_string("components/doubt.html", about)


def written_on(request, seat, desk):
    """Return the address of the page a text was written on, for a browser without JavaScript: the minutes or `desk`."""
    return reverse("minutes", args=[seat.meeting.key]) if request.POST.get("back") == "minutes" else desk


def workplace(seat):
    """Return the address where the secretary works now: the desk during the meeting, the minutes after it."""
    return reverse("minutes" if seat.meeting.stage == Stage.CLOSED else "desk", args=[seat.meeting.key])


# --- Secret links ----------------------------------------------------------------------------------------------------


def whole_address(request, name, *args):
    """Return the address of a page as it is sent to others: with PUBLIC_URL, or the host that was asked."""
    return (settings.PUBLIC_URL or request.build_absolute_uri("/")[:-1]) + reverse(name, args=args)


def qr_response(address):
    """Render an address as an SVG QR code."""
    picture = segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True, dark="#16222E")
    return HttpResponse(
        picture.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1), content_type="image/svg+xml"
    )


class Link(NamedTuple):
    """A link to be sent to somebody. `mail`: the address of a mail with it, ready to send."""

    address: str
    mail: str


def new_link_response(request, seat, role, as_page, mail=seat_mail):
    """Let `seat` make a secret link, and return it as `link_response` does. `mail(meeting, role, address)`: with it."""
    token = RoleLink.make(seat.meeting, role, by=seat)
    address = whole_address(request, "role-link", seat.meeting.key, token)
    link = Link(address, mail(seat.meeting, role, address))
    answer = link_response(request, link, as_page, opened=lambda: RoleLink.find(token).note_mail())
    return door.keep_maker(answer, seat.meeting) if role in APPROVERS else answer


def link_response(request, link, as_page, opened):
    """Return the Link: as data to a script, which copies it or opens the mail, else as `as_page(link)`.

    It is never rendered in plain sight, since the page may be on the wall. `opened()`: is called when a script asks for
    the mail, and so opens it. Without a script nobody knows.
    """
    if request.headers.get("Accept") != "application/json":
        return as_page(link)
    if "mail" in request.POST:
        opened()
    return JsonResponse({"link": link.address, "mail": link.mail})
