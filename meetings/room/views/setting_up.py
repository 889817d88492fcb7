"""Before and after the meeting: logging in, my meetings, making one, editing it, opening it, deleting it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.contrib.messages.storage.cookie import CookieStorage
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.room.door import back, home, keep_last_user, leave_everything, open_to_all, owned, seated, signed_in
from meetings.room.forms.logging_in import LogInForm
from meetings.room.forms.meeting_facts import facts_to_begin_from
from meetings.room.forms.setting_up import EditMeetingForm, NewMeetingForm
from meetings.room.models import Attendee, Meeting, Participant, Role, Stage
from meetings.strangers.tolls import slowed

REMEMBERED = 12 * 60 * 60  # seconds after logging out in which the open pages of a meeting can say what happened


class LogIn(LoginView):
    template_name = "room/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        # Otherwise the login ends with the browser: many meeting rooms share one computer.
        self.request.session.set_expiry(settings.SESSION_COOKIE_AGE if form.cleaned_data["remember"] else 0)
        return keep_last_user(super().form_valid(form), form.get_user().pk, 2 * settings.SESSION_COOKIE_AGE)

    def form_invalid(self, form):
        page = self.render_to_response(self.get_context_data(form=form), status=429 if form.toll else 422)
        return slowed(page)


class LogOut(LogoutView):
    """Ends the seats and the streams of the browser too: the next person at it has none of them."""

    def post(self, request, *args, **kwargs):
        user_id = request.user.pk
        response = leave_everything(request, super().post(request, *args, **kwargs))
        response.delete_cookie(CookieStorage.cookie_name)  # what the last act did, if no page has said so yet
        for seat in Participant.objects.filter(user=user_id).select_related("meeting") if user_id else ():
            seat.cut()
        return keep_last_user(response, user_id, REMEMBERED) if user_id else response


log_in = open_to_all(LogIn.as_view())
log_in.pool = "password"
log_out = open_to_all(LogOut.as_view())


@signed_in
@never_cache
@require_safe
def my_meetings(request):
    about = {"groups": by_time(meetings_of(request.user)), "erasures": list(request.user.erasures.all())}
    return render(request, "room/my_meetings.html", about)


def meetings_of(user):
    """List them, the newest first, without those that are due to be deleted."""
    listed = Exists(Attendee.objects.filter(meeting=OuterRef("pk")).exclude(side=""))
    meetings = Meeting.objects.filter(facilitator=user).select_related("committee", "theme")
    meetings = meetings.annotate(has_attendees=listed)
    return [meeting for meeting in meetings.order_by("-date", "-starts_at", "-pk") if not meeting.is_due]


def by_time(meetings):
    """Return [(heading, meetings)] without empty groups: the coming ones by date, the held ones with the latest first."""
    today = timezone.localdate()
    groups = {"I dag": [], "Kommende": [], "Afholdte": []}
    for meeting in meetings:
        if meeting.stage == Stage.CLOSED or meeting.date < today:
            groups["Afholdte"].append(meeting)
        else:
            groups["I dag" if meeting.date == today else "Kommende"].insert(0, meeting)
    return [(heading, meetings) for heading, meetings in groups.items() if meetings]


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_meeting(request):
    mine = meetings_of(request.user)
    last = last_by_committee(mine)
    listed = [meeting for meeting in mine if meeting.has_attendees]
    if request.method != "POST":
        begin_from = last.get(request.GET.get("udvalg")) or next(iter(last.values()), None)
        known = facts_to_begin_from(begin_from) if begin_from else {}
        first = {"facilitator_name": request.user.get_full_name(), **known}
        form = NewMeetingForm(user=request.user, known=listed, initial=first)
        return meeting_page(request, form, last, begin_from=begin_from)
    form = NewMeetingForm(request.POST, user=request.user, known=listed)
    if not form.is_valid():
        return meeting_page(request, form, last)
    made = form.set_up()
    form.remember(made)
    messages.success(request, f"Mødet i {made.committee} er oprettet. Hvem er med?")
    return redirect("attendance", made.key)


@seated(Role.FACILITATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting(request, seat):
    if seat.meeting.is_final:
        return redirect("minutes", seat.meeting.key)
    form = EditMeetingForm(request.POST if request.method == "POST" else None, meeting=seat.meeting)
    in_the_room = seat.meeting.is_open or not seat.is_owners  # there the link to this page stands on the wall
    if form.is_valid() and form.edit():
        form.remember(seat.meeting)
        if not in_the_room:
            messages.success(request, f"Mødet i {seat.meeting.committee} er rettet.")
        return redirect(home(seat) if in_the_room else "my-meetings")
    more = {"meeting": seat.meeting, "back": home(seat) if in_the_room else reverse("my-meetings")}
    mine = meetings_of(request.user) if request.user.is_authenticated else ()
    return meeting_page(request, form, last_by_committee(mine), **more)


def last_by_committee(meetings):
    """Return {committee id as text: its last meeting} among the user's own `meetings`, the newest first."""
    last = {}
    for meeting in meetings:
        last.setdefault(str(meeting.committee_id), meeting)
    return last


def meeting_page(request, form, last, **more):
    """Show the form, with the committees the user has met with before as suggestions."""
    committees = [meeting.committee for meeting in last.values()]
    context = {"form": form, "committees": committees, "back": reverse("my-meetings"), **more}
    return render(request, "room/meeting_form.html", context, status=422 if form.errors else 200)


@owned
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete_meeting(request, seat):
    """Confirm on GET, delete on POST."""
    if request.method != "POST":
        return render(request, "room/delete_meeting.html", {"meeting": seat.meeting})
    seat.meeting.erase()
    messages.success(request, "Mødet og alle noter er slettet.")
    return redirect("my-meetings")


@seated(Role.FACILITATOR)
@require_POST
def open_meeting(request, seat):
    seat.meeting.open_lobby()
    return redirect(back(request, seat))
