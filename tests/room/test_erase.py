"""Erasing: meetings past their retention, with all that belongs to them, and expired sessions."""

import datetime
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from meetings.models import (
    Approval,
    Comment,
    Committee,
    Correction,
    Event,
    FollowUp,
    Meeting,
    Note,
    Participant,
    Remark,
    RoleLink,
    Version,
    Wording,
)
from tests import documents, make


def erase():
    said = StringIO()
    call_command("erase", stdout=said)
    return said.getvalue().strip().replace("\N{NO-BREAK SPACE}", " ")


def held(days_ago, **fields):
    return make.meeting(date=timezone.localdate() - datetime.timedelta(days_ago), **fields)


@pytest.mark.parametrize(
    ("days_ago", "said"), [(11, "1 møde slettet."), (10, "1 møde slettet."), (9, "Ingen møder skulle slettes.")]
)
def test_meeting_is_erased_on_the_day_it_says(db, settings, days_ago, said):
    settings.RETENTION_DAYS = 10
    meeting = held(days_ago)
    assert (meeting.delete_on <= timezone.localdate()) is (days_ago >= 10)
    assert erase() == said
    assert Meeting.objects.filter(pk=meeting.pk).exists() is (days_ago < 10)


PARTS = (Approval, Comment, Correction, Event, FollowUp, Participant, Remark, RoleLink, Version, Wording)


def test_everything_of_an_erased_meeting_is_gone_but_the_committee(db, settings):
    kept = held(0, notes=["Den her bliver"])
    gone, also_gone = documents.corrected(), held(999)
    Meeting.objects.filter(pk=gone.pk).update(date=timezone.localdate() - datetime.timedelta(settings.RETENTION_DAYS))
    RoleLink.make(gone, "secretary")
    for text in ("I januar", "I februar"):
        also_gone.write_next_meeting(text, also_gone.next_meeting_revision)

    def left():
        return [part for part in PARTS if part.objects.filter(meeting_id__in=[gone.pk, also_gone.pk]).exists()]

    assert left() == list(PARTS)
    assert erase() == "2 møder slettet."
    assert [meeting.pk for meeting in Meeting.objects.all()] == [kept.pk]
    assert [note.text for note in Note.objects.all()] == ["Den her bliver"]
    assert left() == []
    assert Committee.objects.filter(name=kept.committee.name).exists()
    assert erase() == "Ingen møder skulle slettes."


def test_expired_sessions_are_erased(db, mads):
    mads.force_login(make.user())
    lasting = Session.objects.get().pk
    Session.objects.create(session_key="udloebet", expire_date=timezone.now() - datetime.timedelta(minutes=1))
    erase()
    assert [session.pk for session in Session.objects.all()] == [lasting]
