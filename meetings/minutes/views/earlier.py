"""The earlier wordings of a text that saves itself: read, and had back."""

from typing import NamedTuple

from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meetings import danish
from meetings.minutes.forms import HaveBackForm
from meetings.room.answers import doubt, fragment_response
from meetings.room.door import AT_DESK, refuse, seated
from meetings.room.forms.follow_ups import follow_up_form, in_words
from meetings.room.models import Conflict, Lane, NoteGroup, RevisedText, Stage
from meetings.room.visibility import Audience

OTHER = "En anden har rettet teksten imens. Læs den, og hent så en tidligere tekst tilbage, hvis den stadig skal gælde."


class Text(NamedTuple):
    """A RevisedText on its page. `title`: Danish; `page`: the URL of where it is written; `audience`: whose screen that is."""

    revised: RevisedText
    title: str
    page: str
    audience: Audience


@seated(*AT_DESK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request, seat, text):
    """Show the earlier wordings, or save one of them again. Answer 409 if somebody else has changed the text since."""
    found = find(seat.meeting, text)
    if request.method != "POST":
        template = "minutes/earlier.html" if request.htmx else "minutes/earlier_page.html"
        return render(request, template, listed(seat.meeting, found))
    form = HaveBackForm(request.POST)
    if not form.is_valid():
        return refuse(request, "Genindlæs siden, og prøv igen.", seat, status=422)
    wording = get_object_or_404(found.revised.earlier, pk=form.cleaned_data["wording"])
    try:
        found.revised.have_back(form.cleaned_data["seen"], wording)
    except Conflict:
        return refuse(request, OTHER, seat)
    return had_back(request, seat, found)


def find(meeting, name):
    """Return the Text with the name of a RevisedText. Raises ObjectDoesNotExist, and Refused if its row is deleted."""
    kind, _, which = name.rpartition("-")
    minutes, is_closed = reverse("minutes", args=[meeting.key]), meeting.stage == Stage.CLOSED
    if kind == "conclusion":
        item = meeting.item(int(which))
        desk = reverse("desk-item", args=[meeting.key, item.number])
        page = f"{minutes if is_closed else desk}#{name}-text"
        return Text(item.revised, f"Konklusion på spørgsmål {item.number}", page, Audience.DESK)
    if kind == "follow-up":
        row = meeting.follow_ups.get(pk=which)
        row.must_be_there()
        title = "Aftale" if row.lane == Lane.SELF else "Sag, der sendes opad"
        return Text(row.revised, title, reverse("follow-up", args=[meeting.key, row.pk]), Audience.DESK)
    if kind == "heading":
        row = NoteGroup.objects.select_related("item__meeting").get(pk=which, item__meeting=meeting)
        row.item.meeting = meeting
        row.must_be_there()
        page = minutes if is_closed else reverse("desk-item", args=[meeting.key, row.item.number])
        return Text(row.revised, f"Overskrift til spørgsmål {row.item.number}", page, Audience.DESK)
    if kind == "remark":
        row = meeting.remarks.get(pk=which)
        row.must_be_there()
        return Text(row.revised, f"Bemærkning: {row.get_side_display()}", f"{minutes}#{name}-text", Audience.MINUTES)
    if kind == "text":
        return Text(meeting.revised(which), "Kommunikation fra mødet", f"{minutes}#{name}-text", Audience.MINUTES)
    page = minutes if is_closed else reverse("desk", args=[meeting.key])
    return Text(meeting.revised("next_meeting"), "Næste møde", f"{page}#naeste", Audience.DESK)


def listed(meeting, text):
    """Describe the text as it is now and its earlier wordings: [(words as `parts` returns them, the Wording, until when)]."""
    earlier = [(parts(meeting, text.revised, each.words), each, moment(each.until)) for each in text.revised.earlier]
    return {"meeting": meeting, "text": text, "now": parts(meeting, text.revised, text.revised.now), "earlier": earlier}


def parts(meeting, revised, words):
    """Return [(label, Danish words)]; one text has no label."""
    if len(revised.fields) == 1:
        return [("", *words.values())]
    return in_words(follow_up_form(revised.row.lane, meeting), words)


def moment(time):
    """Return "kl. 9.42"; on another day with its date."""
    local = timezone.localtime(time)
    day = "" if local.date() == timezone.localdate() else f"den {danish.long_date(local.date())} "
    return f"{day}kl. {danish.clock(local)}"


def had_back(request, seat, text):
    """Return what changed. The focus goes to the field, and a follow-up's form shows what was had back."""
    row, about = (
        text.revised.row,
        {"meeting": seat.meeting, "name": text.revised.name, "has_earlier": True, "what": text.title},
    )
    template = "components/had_back.html"
    if text.revised.name.startswith("follow-up"):
        form = follow_up_form(row.lane, seat.meeting, edits=row)
        about |= {"form": form, "follow_up": row, "lane": row.lane}
        about |= {"editing": True, "answered": True, "stored": True}
        template = "room/desk/lane_form.html"
    own = render_to_string(template, about, request) if request.htmx else ""
    if template == "components/had_back.html":
        own += doubt(seat, text.revised.name, *text.revised.now.values())
    kind, subject = text.revised.kind, text.revised.subject
    return fragment_response(request, seat, text.audience, kind, subject, own=own, to=text.page)
