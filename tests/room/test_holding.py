"""A hold on the deletion of a meeting: who sets it, where it is said, and what the clocks do meanwhile and after."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from meetings.danish import NBSP
from meetings.models import (
    Clock,
    Erasure,
    Meeting,
    Note,
    Refused,
    Role,
    Stage,
    open_correction,
)
from tests import make
from tests.conftest import client_of
from tests.reading import fields, read, text

pytestmark = pytest.mark.any_database

day = datetime.date
MEETING = day(2026, 11, 26)
WHY = "Indsigt efter § 15, sag 26/4711"
SAID = f"Sletning er sat på pause af Lise Holm den 26. november 2026: {WHY}"


@pytest.fixture
def meeting(db):
    lise = make.user(first_name="Lise", last_name="Holm")
    meeting = make.meeting(stage=Stage.WRAP_UP, notes=["Vi skriver det samme."], date=MEETING, facilitator=lise)
    make.member(meeting)
    meeting.close(meeting.place)
    return meeting


def url(name, meeting):
    return reverse(name, args=[meeting.key])


def test_owner_pauses_and_lifts_with_a_reason(lise, meeting, clock):
    listed = read(lise.get(reverse("my-meetings")))
    assert listed.link("Sæt sletning på pause")["href"] == url("hold", meeting)
    assert fields(lise.get(url("hold", meeting)))["text"] == ""
    answer = lise.post(url("hold", meeting), {"text": f"  {WHY} "}, follow=True)
    assert "Sletning af mødet i Lokal-MED, Borgerservice er sat på pause." in text(answer)
    assert SAID in text(answer)
    assert read(answer).link("Ophæv pausen")["href"] == url("hold", meeting)
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.held_by, meeting.held_because) == (MEETING, "Lise Holm", WHY)
    clock(day(2026, 12, 6))
    lise.force_login(meeting.facilitator)
    assert "Mødet slettes her den 4. juni 2027." in text(lise.get(url("hold", meeting)))  # ten days later
    answer = lise.post(url("lift-hold", meeting), follow=True)
    assert "Pausen er ophævet. Bliver referatet ikke godkendt, slettes mødet her den 4. juni 2027." in text(answer)
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.held_by, meeting.held_because, meeting.held_days) == (None, "", "", 10)


def test_hold_without_a_reason_is_refused_with_the_sentence(lise, meeting):
    answer = lise.post(url("hold", meeting), {"text": " "})
    assert answer.status_code == 422
    assert "Skriv, hvorfor sletning skal sættes på pause" in text(answer)
    meeting.refresh_from_db()
    assert meeting.held_on is None


def test_only_the_owner_pauses_and_lifts(meeting, jonas, lise):
    other = client_of(make.by_link(meeting, Role.FACILITATOR))
    for client in (other, jonas):
        assert client.get(url("hold", meeting)).status_code == 403
        assert client.post(url("hold", meeting), {"text": WHY}).status_code == 403
    lise.post(url("hold", meeting), {"text": WHY})
    for client in (other, jonas):
        assert client.post(url("lift-hold", meeting)).status_code == 403
    meeting.refresh_from_db()
    assert meeting.held_on == MEETING


def test_hold_is_said_to_all_who_read_the_minutes(meeting, jonas):
    chair = client_of(make.by_link(meeting, Role.CHAIR))
    member = client_of(make.ticket(meeting))
    for client, name in ((jonas, "minutes"), (chair, "review")):
        assert SAID not in text(client.get(url(name, meeting)))
    meeting.hold("Lise Holm", WHY)
    for client, name in ((jonas, "minutes"), (chair, "review")):
        assert SAID in text(client.get(url(name, meeting)))
    assert "Sletning er sat på pause, så noterne bliver ikke slettet foreløbig." in text(
        member.get(url("room", meeting))
    )


def test_while_a_hold_stands_nothing_is_deleted_and_afterwards_as_many_days_later(meeting, clock, lise):
    clock(day(2026, 12, 1))
    make.approve(meeting)
    clock(day(2026, 12, 3))
    meeting.hold("Lise Holm", WHY)
    for date in (day(2026, 12, 8), day(2027, 1, 20), day(2027, 3, 13)):  # a hundred days
        clock(date)
        call_command("erase")
        assert (Meeting.objects.count(), Note.objects.count()) == (1, 1)
    meeting.lift_hold()
    for date, left in (
        (day(2027, 3, 17), (1, 1)),
        (day(2027, 3, 18), (1, 0)),  # the notes' seventh day
        (day(2027, 4, 9), (1, 0)),
        (day(2027, 4, 10), (0, 0)),  # the thirtieth
    ):
        clock(date)
        call_command("erase")
        assert (Meeting.objects.count(), Note.objects.count()) == left, date


def test_hold_from_before_the_approval_counts_from_the_approval(meeting, clock):
    meeting.hold("Lise Holm", WHY)
    clock(day(2026, 12, 26))
    make.approve(meeting)
    clock(day(2026, 12, 28))
    meeting.lift_hold()
    assert meeting.held_days == 2
    assert meeting.kept.meeting.replace(NBSP, " ") == "Mødet og referatet slettes her den 27. januar 2027."


def test_second_hold_changes_nothing(meeting, clock):
    meeting.hold("Lise Holm", WHY)
    clock(day(2026, 12, 26))
    meeting.hold("Anders Bruun", "Noget andet")
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.held_by, meeting.held_because) == (MEETING, "Lise Holm", WHY)
    meeting.lift_hold()
    meeting.lift_hold()
    meeting.refresh_from_db()
    assert meeting.held_days == 30


def test_hold_on_a_due_or_erased_meeting_is_404_and_brings_nothing_back(meeting, clock, lise):
    stale = Meeting.objects.get(pk=meeting.pk)
    clock(day(2027, 5, 25))
    lise.force_login(meeting.facilitator)
    assert lise.post(url("hold", meeting), {"text": WHY}).status_code == 404
    with pytest.raises(Meeting.DoesNotExist):
        stale.hold("Lise Holm", WHY)
    meeting.refresh_from_db()
    assert meeting.held_on is None
    call_command("erase")
    assert lise.post(url("hold", meeting), {"text": WHY}).status_code == 404
    with pytest.raises(Meeting.DoesNotExist):
        stale.hold("Lise Holm", WHY)
    assert not Meeting.objects.exists()


def test_hold_set_just_before_the_run_comes_to_the_meeting_keeps_it(meeting, clock):
    """The run reads all meetings first, and looks again under the lock of each."""
    stale = Meeting.objects.get(pk=meeting.pk)
    meeting.hold("Lise Holm", WHY)
    assert not stale.erase_if_due(day(2027, 5, 25))
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_owner_cannot_delete_while_a_hold_stands(meeting, lise):
    assert read(lise.get(url("delete-meeting", meeting))).button("Slet mødet")
    meeting.hold("Lise Holm", WHY)
    page = read(lise.get(url("delete-meeting", meeting)))
    assert SAID in page.text
    assert not page.has("main form")
    assert lise.post(url("delete-meeting", meeting)).status_code == 409
    with pytest.raises(Refused, match="Ophæv pausen"):
        meeting.erase()
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_list_says_how_far_the_minutes_have_come(meeting, lise):
    def state():
        return read(lise.get(reverse("my-meetings"))).one(".state").text

    assert state() == "Referat: udkast"
    make.approve(meeting)
    assert state() == "Referat: godkendt"
    open_correction(meeting, "En rettelse.")
    assert state() == "Referat: rettes"


# --- The proofs ------------------------------------------------------------------------------------------------------


def test_proof_of_each_deletion_is_on_my_meetings_without_a_name_or_a_word(meeting, lise, clock):
    make.approve(meeting)
    mine = make.meeting(date=MEETING, facilitator=meeting.facilitator)
    other = make.meeting(facilitator=make.user("anden"), date=day(2026, 11, 20))
    assert "Slettebeviser" not in text(lise.get(reverse("my-meetings")))
    mine.erase()
    other.erase()
    clock(day(2027, 1, 20))
    call_command("erase")
    lise.force_login(meeting.facilitator)
    page = read(lise.get(reverse("my-meetings")))
    assert [item.text for item in page.all("details li")] == [
        "Mødet den 26. november 2026 blev slettet den 20. januar 2027, fordi fristen for et godkendt referat var nået:"
        " 1 note og 1 version af referatet.",
        "Mødet den 26. november 2026 blev slettet den 26. november 2026, fordi mødelederen slettede det.",
    ]
    assert "Slettebeviser (2)" in page.text
    assert [proof.clock for proof in Erasure.objects.filter(user=meeting.facilitator)] == [Clock.FINAL, Clock.OWNER]
