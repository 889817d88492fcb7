"""The wall's sorting table: a proposal goes into its lane, where by whom and when is asked at once, and comes back."""

from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meetings.room.answers import fragment_response, leads_at
from meetings.room.door import back, is_at_leaders_page, note_here, seated
from meetings.room.forms.follow_ups import who_when_form
from meetings.room.models import Conflict, Event, Lane, Note, Role
from meetings.room.screens import LeaderScreen, WallScreen
from meetings.room.visibility import Audience

DID = {Lane.SELF: "Flyttet til Det kan vi selv", Lane.UP: "Flyttet til Det sender vi opad"}
TAKEN_BACK = "Lagt tilbage til forslagene"


@seated(Role.FACILITATOR)
@require_POST
def agree(request, seat, note, lane):
    """Turn a note into a follow-up with one press, and ask by whom and when. `lane`: a Lane."""
    found = note_here(seat, Audience.WALL, note)
    is_sorting = found.meeting.spotlight == note
    follow_up = found.agree(lane, then=next_proposal(found) if is_sorting else None)
    undo = reverse("put-back", args=[seat.meeting.key, follow_up.pk])
    about = asked(request, seat, follow_up, who_when_form(follow_up)) | {
        "did": DID[lane],
        "undo": undo,
        "hurries": is_sorting,
    }
    # On a phone the lanes are far below: there it is asked when the proposals are sorted.
    template = "room/wall/did.html" if is_at_leaders_page(request) else "room/wall/sorted.html"
    own = render_to_string(template, about, request)
    return sorting_response(request, seat, follow_up, is_sorting, own=own, place=f"ask-{follow_up.pk}")


def next_proposal(note):
    """Return the Note that is sorted after this one, which is in the spotlight, or None."""
    screen = WallScreen.of(note.meeting)
    following = screen.spotlight and screen.next_proposal
    return following and Note.objects.get(pk=following.pk)


@seated(Role.FACILITATOR)
@require_POST
def put_back(request, seat, follow_up):
    """Undo that a note became a follow-up: it is a proposal again, in the spotlight where proposals are being sorted."""
    found = a_follow_up(seat, follow_up)
    is_sorting = seat.meeting.spotlight is not None or "undo" in request.POST
    found.put_back(shown=is_sorting)
    about = {"did": TAKEN_BACK, "focus": f"open-{found.note_id}"}
    own = render_to_string("room/wall/did.html", about, request)
    return sorting_response(request, seat, found, is_sorting, own=own)


@seated(Role.FACILITATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def who_when(request, seat, follow_up):
    """Ask by whom a follow-up is done and when, or save that. With `?luk` the form is closed."""
    found = a_follow_up(seat, follow_up)
    found.must_be_there()
    form = who_when_form(found, request.POST or None)
    if not form.is_bound and "luk" in request.GET:
        return answer(request, asked(request, seat, found, focus=place_after(seat, found)))
    if not form.is_valid():
        return answer(request, asked(request, seat, found, form), status=422 if form.is_bound else 200)
    try:
        found.edit(**form.cleaned_data)
    except Conflict as conflict:
        form = who_when_form(found, request.POST.dict() | {"seen": conflict.revision})
        return answer(request, asked(request, seat, found, form, theirs=conflict.theirs), status=409)
    form.remember(seat.meeting)
    own = render_to_string(
        "room/wall/who_when.html", asked(request, seat, found, focus=place_after(seat, found)), request
    )
    return sorting_response(request, seat, found, own=own, place=f"ask-{found.pk}")


def a_follow_up(seat, follow_up):
    return get_object_or_404(seat.meeting.follow_ups.select_related("note"), pk=follow_up)


def place_after(seat, follow_up):
    """Return where the focus goes on: to the next proposal, or to what opened the form."""
    return "big" if seat.meeting.spotlight else f"ask-{follow_up.pk}"


def asked(request, seat, follow_up, form=None, **more):
    query = LeaderScreen.query if is_at_leaders_page(request) else ""
    about = {"meeting": seat.meeting, "follow_up": follow_up, "form": form}
    return {**about, "query": query, "back": back(request, seat), **more}


def answer(request, about, status=200):
    """Return the form, in its lane or as a page of its own."""
    if not request.htmx and not about["form"]:
        return redirect(about["back"])
    return render(request, f"room/wall/who_when{'' if request.htmx else '_page'}.html", about, status=status)


def sorting_response(request, seat, follow_up, is_sorting=False, **more):
    """Return the page as it is after an act on a follow-up: all of the wall where the spotlight went on."""
    audience = leads_at(request)
    whole = is_sorting and audience == Audience.WALL
    kind, subject = (Event.Kind.SPOTLIGHT, None) if whole else (Event.Kind.FOLLOW_UP, follow_up.pk)
    return fragment_response(request, seat, audience, kind, subject, **more)
