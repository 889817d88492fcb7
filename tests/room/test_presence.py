"""Who is here: noted to the minute, counted, and told to the screens."""

import datetime
import threading

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from meetings.live import feed, sharing, streams
from meetings.models import Event, Meeting, Participant, Role
from meetings.room import presence
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.seats import address, by_link, last_event, owner


def test_who_watches_is_noted_to_the_minute(meeting, ulla, lise, jonas):
    meeting.participants.update(last_here=None)
    everybody = set(meeting.participants.values_list("pk", flat=True))
    feed.current.share_presence(everybody, [])
    [seen] = set(meeting.participants.values_list("last_here", flat=True))
    assert timezone.now() - seen < datetime.timedelta(minutes=1)
    assert (seen.second, seen.microsecond) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_thread_notes_who_watches_and_tells_the_rooms_with_a_pause_after_each(monkeypatch):
    meetings = [make.meeting() for _ in range(3)]
    seats = [make.member(meeting) for meeting in meetings]
    Participant.objects.update(last_here=None)
    monkeypatch.setattr(sharing, "EVERY", 0)
    for meeting, seat in zip(meetings, seats, strict=True):
        monkeypatch.setitem(streams.open_streams, seat.pk, 1)
        monkeypatch.setitem(streams.channels, meeting.pk, None)
    told = []

    class Clock(threading.Event):
        """Goes by without waiting, and is over after the first round."""

        def wait(self, seconds):
            told.append((seconds, Meeting.objects.filter(present_told=1).count()))
            if len(told) == 5:
                self.set()
            return self.is_set()

    sharing.run(Clock())
    assert told == [(0, 0), (sharing.PAUSE, 1), (sharing.PAUSE, 2), (sharing.PAUSE, 3), (0, 3)]
    assert not Participant.objects.filter(pk__in=[seat.pk for seat in seats], last_here=None).exists()


@pytest.mark.django_db(transaction=True)
def test_round_that_fails_is_logged_and_the_next_one_is_made(monkeypatch, caplog):
    rounds = []

    class Clock(threading.Event):
        def wait(self, seconds):
            rounds.append(seconds)
            return len(rounds) == 3

    def share_presence(viewers, topics):
        raise OperationalError("no database")

    monkeypatch.setattr(feed.current, "share_presence", share_presence)
    sharing.run(Clock())
    assert rounds == [sharing.EVERY] * 3
    assert [record.levelname for record in caplog.records] == ["WARNING"] * 2


def test_database_refuses_the_time_at_which_a_member_joined(meeting):
    seat = make.member(meeting)
    Participant.objects.filter(pk=by_link(meeting, Role.SECRETARY).pk).update(since=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=seat.pk).update(since=timezone.now())


# --- How many are here --------------------------------------------------------------------------------------------------


@pytest.fixture
def at(clock):
    """Move the clock to so many minutes past ten."""
    return lambda minute: clock(datetime.date(2026, 11, 26), datetime.time(10, minute))


def share(meeting, *watching):
    """What each process does once a minute. `watching`: seats with an open stream."""
    list(feed.current.share_presence({seat.pk for seat in watching}, [meeting.pk]))


def test_phone_that_is_gone_for_a_quarter_of_an_hour_is_not_counted(meeting, at):
    at(0)
    open_phone, away = make.member(meeting), make.member(meeting)
    client_of(away).get(address("room", meeting))
    assert meeting.present() == 2
    for minute in range(1, 15):
        at(minute)
        share(meeting, open_phone)
        assert (minute, meeting.present()) == (minute, 2)
    for minute in range(15, 20):
        at(minute)
        share(meeting, open_phone)
    assert meeting.present() == 1
    assert meeting.seated() == 2
    client_of(away).get(address("room", meeting))
    share(meeting)
    assert meeting.present() == 2


@pytest.mark.parametrize("more", ["", "?poll"])
def test_phone_that_streams_or_polls_is_counted(meeting, at, more):
    at(0)
    seat, wall = make.member(meeting), owner(meeting)
    at(30)
    share(meeting, wall)
    assert meeting.present() == 0
    assert client_of(seat).get(address("member-stream", meeting) + more).status_code == 200
    share(meeting, wall)
    assert meeting.present() == 1


def test_two_processes_count_a_seat_once(meeting, at):
    at(0)
    seats = [make.member(meeting) for _ in range(3)]
    at(5)
    share(meeting, *seats[:2])
    presence._heard.clear()  # the other process has heard of nobody
    share(meeting, *seats[1:])
    assert meeting.present() == 3
    at(7)
    share(meeting, *seats[1:])
    at(9)
    share(meeting, *seats[1:])
    assert meeting.present() == 2


def test_screens_are_told_once_when_another_number_is_here(meeting, at):
    at(0)
    seats = [make.member(meeting) for _ in range(2)]
    share(meeting, *seats)
    assert last_event(meeting) == (Event.Kind.PRESENT, None)
    told = meeting.events.count()
    for minute in (1, 2, 3, 14, 15):
        at(minute)
        share(meeting, seats[0])
    assert (meeting.present(), meeting.events.count()) == (2, told)
    at(19)
    share(meeting, seats[0])
    share(meeting, seats[0])
    assert (meeting.present(), meeting.events.count()) == (1, told + 1)


def test_wall_hears_that_one_has_gone(lise, meeting, at):
    at(0)
    seats = [make.member(meeting) for _ in range(2)]
    share(meeting, *seats)
    assert read(lise.get(address("wall", meeting))).one("#present").text == "2 er med"
    for minute in (1, 20):
        at(minute)
        share(meeting, seats[0])
    meeting.refresh_from_db()
    news = lise.get(address("wall-stream", meeting), {"poll": "", "after": meeting.last_event - 1}).content.decode()
    assert "1\N{NO-BREAK SPACE}er med" in news


def test_nobody_is_told_of_a_closed_meeting(meeting, at):
    at(0)
    seat = make.member(meeting)
    make.note(meeting)
    share(meeting, seat)
    meeting.close("1")
    before = meeting.events.count()
    at(30)
    share(meeting, owner(meeting))
    meeting.tell_present()
    assert (meeting.events.count(), meeting.present()) == (before, 1)
