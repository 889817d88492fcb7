"""What the tests of phases share: a meeting by the method, its pages, and everything that anybody is sent of it."""

from django.urls import reverse

from meetings.models import Role, RoleLink
from meetings.room.feed import MeetingFeed
from meetings.room.models.path import path
from meetings.room.models.phases import Length
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read

HTMX = {"HTTP_HX_REQUEST": "true"}
SECRET = "Kun forfatteren kan se mig"
LIVE = [audience for audience in Audience if audience != Audience.AUTHOR]  # whom something is sent to by itself


def phased(length=Length.NORMAL, **fields):
    return make.meeting(theme=make.theme(phases=make.PHASES), length=length, **fields)


def places(meeting):
    return [place.name for place in path(meeting)[2:-2]]


def on_the_phone(browser, meeting, region="room"):
    return read(browser.get(reverse(region, args=[meeting.key])))


def is_open(page):
    """Whether the field for a new note is open, of each that is there."""
    return [fold.names("open") for fold in page.all(".note-fold")]


def everybody(meeting):
    """{who: a browser} of every kind of seat but the author's."""
    linked = [Role.SECRETARY, Role.SCREEN, Role.FACILITATOR, Role.CHAIR, Role.DEPUTY]
    seats = {role: RoleLink.find(RoleLink.make(meeting, role)).take_seat() for role in linked}
    owner = meeting.participants.get(role=Role.FACILITATOR, user__isnull=False)
    admin = make.user("admin", is_staff=True, is_superuser=True)
    browsers = {role: client_of(seat) for role, seat in seats.items()}
    browsers |= {"owner": client_of(owner), Role.MEMBER: client_of(make.member(meeting)), "admin": admin_client(admin)}
    return browsers


def admin_client(user):
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client


PAGES = [
    ("room", {}),
    ("mine", {}),
    ("wall", {}),
    ("leader", {}),
    ("leader-panel", {}),
    ("ready", {}),
    ("screen", {}),
    ("desk-item", {"number": 1}),
    ("minutes", {}),
    ("review", {}),
    ("printable", {}),
    ("seats", {}),
    ("close", {}),
    ("edit-meeting", {}),
    ("attendance", {}),
    ("theme", {}),
    *(("minutes-file", {"extension": extension}) for extension in ("txt", "json", "csv")),  # others: test_visibility
]


STREAMS = (
    "member-stream",
    "wall-stream",
    "leader-stream",
    "screen-stream",
    "desk-stream",
    "minutes-stream",
    "review-stream",
)


def sent(meeting, audience):
    """The HTML of each message that the audience's streams have been sent since the meeting began, as it came."""
    return [change.html[audience] for change in changes(meeting)]


def changes(meeting):
    """Each event of the log rendered by itself, as a process does that hears of it at once."""
    feed = MeetingFeed()
    for event in feed.events_after(meeting.pk, 0):
        yield from feed.render(meeting.pk, [event], LIVE)


def texts_on_the_wall(lise, meeting):
    return [each.text for each in read(lise.get(reverse("wall", args=[meeting.key]))).all(".note .open")]
