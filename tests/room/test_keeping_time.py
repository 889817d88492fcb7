"""The clock of a phase: by the server's time, moved and stopped by the facilitator, and never in the way."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Event, Meeting, Refused
from meetings.room.models import standing
from tests import make
from tests.reading import read

pytestmark = pytest.mark.any_database

MINUTE = datetime.timedelta(minutes=1)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def meeting(db):
    return make.meeting(theme=make.theme(phases=make.PHASES), length="normal")


@pytest.fixture
def noon(clock):
    """Let it be noon, and return how to go on from there."""

    def at(minutes=0):
        clock(datetime.date(2026, 11, 26), datetime.time(12, minutes))
        return timezone.now()

    at()
    return at


def left(meeting):
    return (meeting.phase_ends - timezone.now()) / MINUTE


def test_each_phase_has_its_advised_minutes_from_when_it_is_gone_to(noon, meeting):
    walked = []
    while meeting.phase:
        walked.append((meeting.place, left(meeting)))
        noon(len(walked))
        meeting.advance(meeting.place)
    assert walked[:4] == [("1-think", 3), ("1-pairs", 4), ("1-together", 8), ("2-think", 3)]
    assert meeting.phase_ends is None


def test_press_on_the_phase_it_is_in_leaves_the_clock_alone(noon, meeting):
    ends = meeting.phase_ends
    noon(1)
    meeting.go_to_phase("think", "1-think")
    assert meeting.phase_ends == ends


def test_two_minutes_more_are_added_to_what_is_left_or_begin_now(noon, meeting):
    meeting.give_more_time("1-think")
    assert left(meeting) == 5
    noon(20)
    meeting.give_more_time("1-think")
    assert left(meeting) == 2
    meeting.stop_clock("1-think")
    assert meeting.phase_ends is None
    meeting.give_more_time("1-think")
    assert left(meeting) == 2


def test_clock_is_not_set_from_another_place_nor_twice_stopped_nor_where_there_is_none(meeting):
    before = meeting.last_event
    assert meeting.give_more_time("1-pairs") is False
    assert meeting.stop_clock("1-think") is True
    assert meeting.stop_clock("1-think") is True
    assert list(meeting.events.filter(number__gt=before).values_list("kind", flat=True)) == [Event.Kind.CLOCK]
    for other in (make.meeting(), make.meeting(stage="lobby")):
        with pytest.raises(Refused, match=r"^Her er intet ur\. Mødet er "):
            other.give_more_time(other.place)


def test_meeting_without_clocks_has_none(meeting):
    meeting.edit(has_clock=False)
    assert meeting.phase_ends is None
    meeting.advance("1-think")
    assert meeting.phase_ends is None
    with pytest.raises(Refused):
        meeting.give_more_time("1-pairs")


def test_every_screen_has_the_end_and_the_servers_time(noon, lise, ulla, meeting):
    for browser, name in ((lise, "wall"), (lise, "leader"), (ulla, "room")):
        clock = read(browser.get(reverse(name, args=[meeting.key]))).one("#clock")
        assert int(clock["data-ends"]) - int(clock["data-now"]) in range(179_000, 180_001)
        assert clock.text == "Til kl. 12.03"


def test_more_time_is_answered_with_the_clock_alone(lise, meeting):
    answer = lise.post(reverse("more-time", args=[meeting.key]), {"seen": "1-think"}, **HTMX)
    page = read(answer)
    assert page.has("#clock[data-ends]")
    assert not page.has("#screen")
    stopped = read(lise.post(reverse("stop-clock", args=[meeting.key]), {"seen": "1-think"}, **HTMX))
    assert stopped.one("#clock").get("hidden") is not None
    assert not stopped.has("#stop-clock")
    late = lise.post(reverse("more-time", args=[meeting.key]), {"seen": "lobby"}, **HTMX)
    assert "Mødet var allerede flyttet, så uret blev ikke stillet." in late.content.decode()


def test_form_switches_the_clocks_off(lise, meeting):
    address = reverse("edit-meeting", args=[meeting.key])
    lise.post(address, make.facts(meeting.theme, has_clock="nej"))
    meeting.refresh_from_db()
    assert (meeting.has_clock, meeting.phase_ends) == (False, None)
    page = read(lise.get(address))
    assert page.one("#id_has_clock option[selected]")["value"] == "nej"
    lise.post(address, make.facts(meeting.theme))
    meeting.refresh_from_db()
    assert meeting.has_clock is False


def test_clock_goes_on_where_another_process_begins(noon, lise, meeting):
    meeting.advance("1-think")
    ends = meeting.phase_ends
    noon(2)
    standing.forget()
    again = Meeting.objects.get(pk=meeting.pk)
    assert (again.phase_ends, again.hides_notes, left(again)) == (ends, True, 2)
    for name in ("wall", "leader"):
        assert (
            int(read(lise.get(reverse(name, args=[meeting.key]))).one("#clock")["data-ends"]) == ends.timestamp() * 1000
        )
