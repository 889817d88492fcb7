"""The daily run: what it deletes and the proof it leaves, one process at a time, and never by a wrong clock."""

import datetime
import threading
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from meetings import daily
from meetings.danish import NBSP
from meetings.minutes.compose import compose
from meetings.models import (
    APPROVERS,
    Approval,
    Clock,
    Comment,
    Committee,
    Correction,
    DailyRun,
    Erasure,
    Event,
    FollowUp,
    Lane,
    LastRead,
    Meeting,
    Note,
    Participant,
    Remark,
    RoleLink,
    Stage,
    Version,
    Wording,
    open_correction,
)
from tests import documents, make

day = datetime.date
MEETING = day(2026, 11, 26)


def erase(*options):
    said = StringIO()
    call_command("erase", *options, stdout=said)
    return said.getvalue().strip().replace(NBSP, " ").splitlines()


def closed(**fields):
    return make.meeting(stage=Stage.CLOSED, notes=["Vi skriver det samme to steder."], date=MEETING, **fields)


def approved(meeting):
    make.approve(meeting)
    return meeting


# --- What it deletes -------------------------------------------------------------------------------------------------

PARTS = (Approval, Comment, Correction, Event, FollowUp, LastRead, Participant, Remark, RoleLink, Version, Wording)


def test_everything_of_a_due_meeting_is_gone_but_the_committee_and_the_proof(db, clock):
    kept, gone = make.meeting(notes=["Den her bliver"], date=day(2027, 6, 1)), documents.corrected()
    open_correction(gone, "Endnu en.")
    make.approve(gone, APPROVERS[0])
    RoleLink.make(gone, "secretary")
    for text in ("I januar", "I februar"):
        gone.write_next_meeting(text, gone.next_meeting_revision)

    def left():
        return [part for part in PARTS if part.objects.filter(meeting_id=gone.pk).exists()]

    assert left() == list(PARTS)
    counts = Note.objects.filter(item__meeting=gone).count(), gone.follow_ups.count(), gone.versions.count()
    on = day(2026, 11, 26) + datetime.timedelta(180)  # after the beginning of the correction
    clock(on - datetime.timedelta(1))
    assert erase("--dry-run") == ["Intet skulle slettes."]
    clock(on)
    assert erase() == ["Mødet den 23. november 2026 er slettet, fordi rettelsen af referatet ikke blev godkendt."]
    assert [meeting.pk for meeting in Meeting.objects.all()] == [kept.pk]
    assert [note.text for note in Note.objects.all()] == ["Den her bliver"]
    assert left() == []
    assert Committee.objects.filter(name=kept.committee.name).exists()
    proof = Erasure.objects.get()
    assert (proof.user, proof.clock, proof.meeting_date, proof.on) == (
        kept.facilitator, Clock.CORRECTION, day(2026, 11, 23), on,
    )  # fmt: skip
    assert (proof.notes, proof.follow_ups, proof.versions) == counts
    assert erase() == ["Intet skulle slettes."]
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize(("days", "purged"), [(3, False), (4, True)])
def test_notes_go_so_many_days_after_the_last_approval(db, settings, clock, days, purged):
    settings.NOTE_DAYS = 4
    meeting = closed()
    first, second = APPROVERS
    make.approve(meeting, first)
    clock(day(2026, 12, 24))
    make.approve(meeting, second)
    clock(day(2026, 12, 24 + days))
    assert erase() == (["1 note fra mødet den 26. november 2026 er slettet."] if purged else ["Intet skulle slettes."])
    assert Note.objects.exists() is not purged
    assert meeting.versions.get().content.count("Vi skriver det samme to steder.") == 1
    assert [(proof.clock, proof.notes, proof.versions) for proof in Erasure.objects.all()] == (
        [(Clock.NOTES, 1, 0)] if purged else []
    )


def test_notes_of_a_meeting_without_any_are_purged_once_and_leave_no_proof(db, clock):
    meeting = approved(make.meeting(stage=Stage.CLOSED, date=MEETING))
    clock(day(2026, 12, 24))
    assert erase() == ["Intet skulle slettes."]
    meeting.refresh_from_db()
    assert meeting.notes_purged
    assert not Erasure.objects.exists()


def test_correction_begun_on_the_day_the_notes_are_due_does_not_save_them(db, clock):
    """Before the run of that day, as after the restoring of a backup, their rows are still there."""
    meeting = approved(closed())
    clock(day(2026, 12, 3))
    written = list(Note.objects.all())
    assert written
    open_correction(meeting, "En rettelse.")
    assert not Note.objects.filter(pk__in=[note.pk for note in written]).exists()
    assert compose(meeting).note_count == 1  # as the version has it


def test_correction_begun_on_day_175_gives_180_days_more(db, clock):
    meeting = closed()
    meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver.", due=day(2027, 12, 24))
    approved(meeting)
    clock(day(2026, 11, 26) + datetime.timedelta(175))
    open_correction(meeting, "Fristen var forkert.")
    clock(day(2026, 11, 26) + datetime.timedelta(175 + 179))
    assert erase("--clock-is-right") == ["Intet skulle slettes."]
    clock(day(2026, 11, 26) + datetime.timedelta(175 + 180))
    assert erase() == ["Mødet den 26. november 2026 er slettet, fordi rettelsen af referatet ikke blev godkendt."]


def test_expired_logins_are_forgotten(db, mads):
    mads.force_login(make.user())
    lasting = Session.objects.get().pk
    Session.objects.create(session_key="udloebet", expire_date=timezone.now() - datetime.timedelta(minutes=1))
    assert erase() == ["1 udløbet login er slettet."]
    assert [session.pk for session in Session.objects.all()] == [lasting]


def test_proof_is_forgotten_after_five_years(db, clock):
    closed().erase()
    clock(day(2031, 11, 25))
    assert erase() == ["Intet skulle slettes."]
    clock(day(2031, 11, 26))
    assert erase() == ["1 slettebevis er slettet."]
    assert not Erasure.objects.exists()


def test_dry_run_says_what_would_be_deleted_and_deletes_nothing(db, clock):
    closed(), approved(closed())
    clock(day(2026, 12, 24))
    assert erase("--dry-run") == ["1 note fra mødet den 26. november 2026 ville blive slettet."]
    clock(day(2027, 5, 25))
    said = erase("--dry-run")
    assert said == [
        "Mødet den 26. november 2026 ville blive slettet, fordi referatet ikke blev godkendt.",
        "Mødet den 26. november 2026 ville blive slettet, fordi fristen for et godkendt referat var nået.",
    ]
    assert (Meeting.objects.count(), Note.objects.count(), Erasure.objects.count()) == (2, 2, 0)
    assert not DailyRun.objects.exists()
    assert erase() == [sentence.replace("ville blive", "er") for sentence in said]


def test_step_that_fails_is_said_and_stops_no_other(db, clock, monkeypatch, caplog):
    def breaks(today, dry):
        raise ValueError("Ulla skrev det her")

    monkeypatch.setattr(daily, "STEPS", (breaks, *daily.STEPS))
    gone = closed()
    clock(day(2027, 5, 25))
    with pytest.raises(CommandError, match="Noget gik galt i breaks"):
        erase()
    assert not Meeting.objects.filter(pk=gone.pk).exists()
    assert "A step of the daily run failed: breaks (ValueError)." in caplog.text
    assert "Ulla" not in caplog.text
    assert not DailyRun.objects.get().is_done


# --- Meetings that nobody closed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [Stage.LOBBY, Stage.DISCUSSION, Stage.WRAP_UP])
def test_meeting_that_nobody_closed_is_closed_the_next_night(db, clock, stage):
    clock(MEETING)
    meeting = make.meeting(stage=stage, date=MEETING)
    make.member(meeting)
    assert erase() == ["Intet skulle slettes."]
    clock(day(2026, 11, 27))
    assert erase("--dry-run") == ["Mødet den 26. november 2026 ville blive afsluttet: ingen havde gjort det."]
    assert erase() == ["Mødet den 26. november 2026 er afsluttet: ingen havde gjort det."]
    closed = Meeting.objects.get()
    assert (closed.stage, len(closed.tickets), closed.compacted_to > 0) == (Stage.CLOSED, 1, True)
    assert erase() == ["Intet skulle slettes."]


@pytest.mark.parametrize(("stage", "date"), [(Stage.DRAFT, MEETING), (Stage.LOBBY, day(2026, 11, 28))])
def test_meeting_that_is_still_to_come_is_not_closed(db, clock, stage, date):
    clock(MEETING)
    make.meeting(stage=stage, date=date)
    clock(day(2026, 11, 27))
    assert erase() == ["Intet skulle slettes."]
    assert Meeting.objects.get().stage == stage


def test_meeting_opened_today_with_an_earlier_date_is_closed_tomorrow(db, clock):
    clock(day(2026, 11, 27))
    make.meeting(date=MEETING)
    assert erase() == ["Intet skulle slettes."]
    clock(day(2026, 11, 28))
    assert erase() == ["Mødet den 26. november 2026 er afsluttet: ingen havde gjort det."]


def test_demo_is_made_anew_when_its_day_has_passed(db, clock):
    from django.core.management import call_command as manage

    from meetings.management.demo_meeting import CODE, demo_meeting

    manage("loaddata", "teknologien-flytter-opgaver", verbosity=0)
    clock(MEETING)
    first = demo_meeting()
    assert demo_meeting() == first
    clock(day(2026, 11, 27))
    erase()
    assert Meeting.objects.get().stage == Stage.CLOSED
    second = demo_meeting()
    assert (second.date, second.code, second.stage) == (day(2026, 11, 27), CODE, Stage.DISCUSSION)
    assert Meeting.objects.get() == second != first


# --- The demo's own dates --------------------------------------------------------------------------------------------


def test_demo_meeting_lives_as_long_as_its_dates_ask(db, clock):
    """Approved a week after, it is there until 30 days after the last deadline, 15 January 2027; its notes a week."""
    from django.core.management import call_command as manage

    from meetings.management.demo_meeting import demo_meeting

    manage("loaddata", "teknologien-flytter-opgaver", verbosity=0)
    meeting, forgotten = demo_meeting(), closed()
    assert meeting.date == MEETING
    meeting.wrap_up(meeting.place)
    meeting.close(meeting.place)
    deleted = {}

    def pass_days(until):
        while (today := timezone.localdate()) < until:
            clock(today + datetime.timedelta(1))
            if (said := erase()) != ["Intet skulle slettes."]:
                deleted[timezone.localdate()] = said

    pass_days(day(2026, 12, 3))
    approved(meeting)
    pass_days(day(2026, 12, 26))
    assert deleted == {day(2026, 12, 10): ["17 noter fra mødet den 26. november 2026 er slettet."]}
    assert set(Meeting.objects.all()) == {meeting, forgotten}
    assert meeting.follow_ups.count() == 3
    pass_days(day(2027, 6, 1))
    assert list(deleted) == [day(2026, 12, 10), day(2027, 2, 14), day(2027, 5, 25)]
    assert {proof.clock for proof in Erasure.objects.all()} == {Clock.NOTES, Clock.FINAL, Clock.UNAPPROVED}


# --- When, and who ---------------------------------------------------------------------------------------------------


def claim(*args, **options):
    return daily.claim(timezone.localtime(), *args, **options)


def test_run_of_a_day_is_claimed_once(db, clock):
    assert claim()
    assert not claim()
    daily.run(timezone.localdate())
    assert not claim()
    assert claim(again=True)
    clock(day(2026, 11, 27))
    assert claim()


def test_run_that_another_process_has_not_finished_within_an_hour_is_made_again(db, clock):
    clock(day(2026, 11, 26), datetime.time(4, 5))
    assert claim()
    clock(day(2026, 11, 26), datetime.time(5, 4))
    assert not claim()
    clock(day(2026, 11, 26), datetime.time(5, 5))
    assert claim()


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_make_one_run():
    claimed, ready = [], threading.Barrier(4)

    def process():
        ready.wait()
        claimed.append(claim())
        connection.close()

    threads = [threading.Thread(target=process) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(claimed) == [False, False, False, True]
    assert DailyRun.objects.count() == 1


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (day(2026, 11, 25), "siger den 25. november 2026, og det er før den sidste daglige kørsel (26. november 2026)"),
        (day(2027, 1, 26), "siger den 26. januar 2027, og det er mere end 60 dage efter den sidste daglige kørsel"),
        (day(2099, 1, 1), "siger den 1. januar 2099, og det er mere end 60 dage efter den sidste daglige kørsel"),
        (day(2026, 11, 26), ""),
        (day(2027, 1, 25), ""),
    ],
)
def test_clock_that_cannot_be_right_deletes_nothing_and_says_so(db, clock, today, words):
    erase()
    gone = closed(theme=make.theme())
    Meeting.objects.filter(pk=gone.pk).update(date=day(2025, 1, 1))
    clock(today)
    if words:
        with pytest.raises(CommandError) as refusal:
            erase()
        assert words in str(refusal.value)
        assert "Intet er slettet." in str(refusal.value)
    else:
        assert len(erase()) == 1
    assert Meeting.objects.filter(pk=gone.pk).exists() is bool(words)


def test_operator_can_say_that_the_clock_is_right(db, clock):
    erase()
    gone = closed()
    clock(day(2027, 8, 1))
    with pytest.raises(CommandError, match="--clock-is-right"):
        erase()
    assert len(erase("--clock-is-right")) == 1
    assert not Meeting.objects.filter(pk=gone.pk).exists()
    assert erase() == ["Intet skulle slettes."]


class TestLooking:
    """The thread, without its waiting, at a time that stands still."""

    @pytest.fixture
    def look(self, db, clock, monkeypatch):
        class Running:
            """An Event that is set after so many seconds."""

            def __init__(self, seconds):
                self.left = seconds

            def wait(self, seconds):
                self.left -= seconds
                return self.left < 0

        monkeypatch.setattr(connection, "close", lambda: None)  # the test's own transaction

        def look(date, time, seconds=3600):
            clock(date, time)
            daily._look_now_and_then(Running(seconds))

        return look

    def test_first_run_is_made_an_hour_after_the_start(self, look):
        look(day(2026, 11, 26), datetime.time(4), seconds=3599)
        assert not DailyRun.objects.exists()
        look(day(2026, 11, 26), datetime.time(4), seconds=3600)
        assert DailyRun.objects.get().is_done

    def test_run_is_made_at_night(self, look):
        gone = closed()
        look(day(2027, 5, 25), datetime.time(3, 59))
        assert Meeting.objects.filter(pk=gone.pk).exists()
        look(day(2027, 5, 25), datetime.time(4))
        assert not Meeting.objects.filter(pk=gone.pk).exists()
        assert DailyRun.objects.get().is_done

    @pytest.mark.parametrize("date", [day(2027, 3, 28), day(2027, 10, 31)])  # of 23 and 25 hours
    def test_run_is_made_once_on_the_days_when_the_clocks_are_changed(self, look, date):
        for hour, runs in ((3, 0), (4, 1), (23, 1)):
            look(date, datetime.time(hour))
            assert DailyRun.objects.filter(on=date, is_done=True).count() == runs

    def test_wrong_clock_is_logged(self, look, caplog):
        erase()
        gone = closed()
        look(day(2027, 5, 25), datetime.time(4))
        assert "Maskinens ur siger den 25. maj 2027, og det er mere end 60 dage efter" in caplog.text
        assert Meeting.objects.filter(pk=gone.pk).exists()
