"""Closing compacts a meeting: nothing tells who wrote a note or when, and a member's cookie becomes a ticket."""

from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.live import feed
from meetings.models import Lane, Meeting, Note, Participant, Receipt, Refused, Role, Stage
from tests import make
from tests.conftest import client_of
from tests.lab.wire import messages
from tests.reading import read

HTMX = {"HTTP_HX_REQUEST": "true"}
TEXTS = [f"Note {number:03}" for number in range(60)]


@pytest.fixture
def seat(meeting):
    return make.member(meeting, "Ulla Skovgaard")


def send(client, meeting, uuid, number=1, text="Sendt"):
    return client.post(reverse("add-note", args=[meeting.key, number]), {"text": text, "uuid": uuid}, **HTMX)


def close(meeting):
    meeting.close(meeting.place)
    return Meeting.objects.get(pk=meeting.pk)


# --- Notes -------------------------------------------------------------------------------------------------------------


def test_notes_are_new_rows_in_another_order(meeting):
    old = [make.note(meeting, text) for text in TEXTS]
    assert [note.text for note in meeting.items.get(number=1).notes.all()] == TEXTS
    close(meeting)
    new = list(meeting.items.get(number=1).notes.all())
    assert sorted(note.text for note in new) == TEXTS
    assert [note.text for note in new] != TEXTS
    assert not {note.pk for note in new} & {note.pk for note in old}
    assert {note.rank for note in new} == set(range(1, 61))
    assert {(note.tag, note.uuid) for note in new} == {(None, None)}


def test_what_was_decided_about_a_note_is_kept(meeting):
    meeting.items.filter(number=1).update(prompts=["Hvorfor?"])
    hidden, left_out, arranged = (make.note(meeting, text) for text in ("Skjult", "Udeladt", "Under et spørgsmål"))
    hidden.hide("person")
    left_out.arrange(left_out=True)
    arranged.arrange(prompt=0)
    close(meeting)
    facts = {note.text: (note.hidden, note.left_out, note.prompt) for note in Note.objects.all()}
    assert facts == {
        "Skjult": (True, False, None),
        "Udeladt": (False, True, None),
        "Under et spørgsmål": (False, False, 0),
    }


def test_follow_up_still_knows_its_note(meeting):
    sources = {make.note(meeting, text).agree(Lane.SELF).pk: text for text in TEXTS[:5]}
    deleted = make.note(meeting, "Slettet")
    loose = deleted.agree(Lane.UP)
    deleted.soft_delete()
    close(meeting)
    assert {each.pk: each.note and each.note.text for each in meeting.follow_ups.all()} == {**sources, loose.pk: None}


def test_closing_costs_few_queries_more_for_many_notes(django_assert_max_num_queries, meeting):
    for text in TEXTS:
        make.note(meeting, text)
    with django_assert_max_num_queries(45):
        close(meeting)


# --- The log -------------------------------------------------------------------------------------------------------------


def test_log_begins_anew_with_the_closing(meeting):
    make.note(meeting)
    before = Meeting.objects.get(pk=meeting.pk).last_event
    closed = close(meeting)
    assert list(closed.events.values_list("number", "kind")) == [(before + 1, "moved")]
    assert (closed.compacted_to, closed.last_event) == (before, before + 1)


def test_client_behind_the_compacted_log_gets_the_whole_screen_and_no_other(seat, meeting):
    ulla = client_of(seat)
    make.note(meeting)
    last = close(meeting).last_event

    def catch_up(after):
        answer = ulla.get(reverse("member-stream", args=[meeting.key]), {"after": after})
        [(number, event, data)] = messages(answer.content)
        return number, event, data and read(data)

    for after in (1, last - 2):
        number, event, data = catch_up(after)
        assert (number, event, data.has("#screen"), "Mødelederen har" in data) == (last, "change", True, False)
    number, event, data = catch_up(last - 1)
    assert (number, event, data.has("#screen"), data.has("[data-say]")) == (last, "change", True, True)
    assert [
        event
        for _, event, _ in messages(ulla.get(reverse("member-stream", args=[meeting.key]), {"after": last}).content)
    ] == ["beat"]


def test_log_with_a_gap_is_refused_by_the_feed(meeting):
    make.note(meeting)
    last = close(meeting).last_event
    assert [number for number, *_ in feed.current.events_after(meeting.pk, last - 1)] == [last]
    with pytest.raises(feed.Compacted):
        feed.current.events_after(meeting.pk, last - 2)


# --- Tickets ---------------------------------------------------------------------------------------------------------------


def test_members_seats_go_and_the_others_stay(seat, jonas, meeting):
    closed = close(meeting)
    assert set(closed.participants.values_list("role", flat=True)) == {Role.FACILITATOR, Role.SECRETARY}
    assert closed.tickets == [seat.pk]
    assert closed.present() == 1


def test_ticket_reads_the_thank_you_page_and_follows_the_meeting(seat, meeting):
    ulla = client_of(seat)
    last = close(meeting).last_event
    page = read(ulla.get(reverse("room", args=[meeting.key])))
    assert "Tak, fordi du var med." in page
    assert ulla.get(reverse("mine", args=[meeting.key]), **HTMX).status_code == 200
    answer = ulla.get(reverse("member-stream", args=[meeting.key]), {"after": last})
    [(number, event, data)] = messages(answer.content)
    assert (answer.status_code, number, event, data.split()[:2]) == (200, None, "beat", [str(last)] * 2)


def test_ticket_hears_that_its_note_was_saved_and_adds_none(seat, meeting):
    ulla, uuid = client_of(seat), uuid4()
    assert send(ulla, meeting, uuid).status_code == 200
    close(meeting)
    answer = send(ulla, meeting, uuid)
    assert (answer.status_code, read(answer).one("#said").text) == (200, "Din note er tilføjet")
    assert not read(answer).has("li")
    without = ulla.post(reverse("add-note", args=[meeting.key, 1]), {"text": "Sendt", "uuid": uuid})
    assert (without.status_code, without.url.partition("#")[0]) == (302, reverse("room", args=[meeting.key]))
    refused = send(ulla, meeting, uuid, number=2)
    assert (refused.status_code, Note.objects.count()) == (409, 1)
    late = send(ulla, meeting, uuid4(), text="Kom for sent")
    assert (late.status_code, Note.objects.count()) == (409, 1)
    assert "Mødet er afsluttet" in read(late)


def test_note_that_was_deleted_before_closing_is_not_added_by_sending_it_again(seat, meeting):
    ulla, uuid = client_of(seat), uuid4()
    send(ulla, meeting, uuid)
    Note.objects.get().soft_delete()
    close(meeting)
    assert send(ulla, meeting, uuid).status_code == 200
    assert Note.objects.count() == 0


@pytest.mark.parametrize("name", ["note", "delete-note", "restore-note"])
def test_ticket_edits_no_note(seat, meeting, name):
    ulla, note = client_of(seat), make.note(meeting, "Før", author=seat)
    address = reverse(name, args=[meeting.key, note.pk])
    assert ulla.post(address, {"text": "Før"}, **HTMX).status_code == 200
    note.restore()
    close(meeting)
    answer = ulla.post(address, {"text": "Efter"}, **HTMX)
    assert (answer.status_code, list(Note.objects.values_list("text", flat=True))) == (409, ["Før"])
    assert "Noten kan ikke rettes længere." in read(answer)


def test_cookie_of_a_seat_given_up_before_closing_is_no_ticket(seat, meeting):
    ulla, kim = client_of(seat), make.member(meeting)
    kims = client_of(kim)
    kim.leave()
    close(meeting)
    room = reverse("room", args=[meeting.key])
    assert (ulla.get(room).status_code, kims.get(room).status_code) == (200, 404)


def test_ticket_given_back_opens_nothing(seat, meeting):
    ulla, copy = client_of(seat), client_of(seat)
    close(meeting)
    leave = reverse("leave", args=[meeting.key])
    sure = read(ulla.get(leave)).button("Forlad mødet")
    assert ulla.post(leave, {sure["name"]: sure["value"]}).status_code == 200
    assert copy.get(reverse("room", args=[meeting.key])).status_code == 404
    assert Meeting.objects.get(pk=meeting.pk).tickets == []


def test_ticket_opens_no_other_meeting(seat, meeting):
    close(meeting)
    other = make.meeting(stage=Stage.CLOSED, facilitator=make.user("anden"))
    assert client_of(make.ticket(meeting)).get(reverse("room", args=[other.key])).status_code == 404


# --- Reopening -------------------------------------------------------------------------------------------------------------


def test_reopened_meeting_has_its_members_back_with_the_cookies_they_have(seat, meeting):
    ulla, old = client_of(seat), make.note(meeting, "Før", author=seat)
    kim = make.member(meeting)
    closed = close(meeting)
    closed.reopen()
    closed.go_back("wrap-up")
    closed.go_to(1, closed.place)
    reopened = Meeting.objects.get(pk=meeting.pk)
    assert (reopened.tickets, reopened.present()) == ([], 2)
    assert set(reopened.participants.filter(role=Role.MEMBER).values_list("pk", flat=True)) == {seat.pk, kim.pk}
    assert send(ulla, meeting, uuid4(), text="Ny").status_code == 200
    new = Note.objects.get(text="Ny")
    page = read(ulla.get(reverse("room", args=[meeting.key])))
    assert page.has(f"#own-{new.pk}")
    assert [page.one(f"#notes-1 > #note-{note.pk}").text for note in Note.objects.all()] == ["Før", "Ny"]
    assert len(page.all("[id^=own-]")) > 0
    assert not page.has(f"#own-{old.pk}")
    assert make.member(reopened).pk not in (seat.pk, kim.pk)


def test_reopened_meeting_lets_nobody_edit_what_was_written_before(seat, lise, meeting):
    ulla = client_of(seat)
    make.note(meeting, "Før", author=seat)
    closed = close(meeting)
    closed.reopen()
    closed.go_to(1, "wrap-up")
    note = Note.objects.get()
    assert ulla.post(reverse("note", args=[meeting.key, note.pk]), {"text": "Efter"}, **HTMX).status_code == 404
    answer = lise.post(reverse("edit-added-note", args=[meeting.key, note.pk]), {"text": "Efter"})
    assert (answer.status_code, Note.objects.get().text) == (409, "Før")
    assert not read(lise.get(reverse("wall", args=[meeting.key]))).one(f"#note-{note.pk}").has("a")


def test_note_sent_again_in_a_reopened_meeting_is_not_added_twice(seat, meeting):
    ulla, uuid = client_of(seat), uuid4()
    send(ulla, meeting, uuid)
    closed = close(meeting)
    closed.reopen()
    closed.go_to(1, "wrap-up")
    assert (send(ulla, meeting, uuid).status_code, Note.objects.count()) == (200, 1)
    assert send(ulla, meeting, uuid, number=2).status_code == 409


def test_meeting_closed_twice_mixes_all_its_notes(meeting):
    for text in TEXTS[:30]:
        make.note(meeting, text)
    closed = close(meeting)
    closed.reopen()
    closed.go_to(1, "wrap-up")
    for text in TEXTS[30:]:
        make.note(closed, text)
    assert [note.text for note in Note.objects.all()][30:] == TEXTS[30:]
    closed.close("1")
    assert sorted(note.text for note in Note.objects.all()) == TEXTS
    assert [note.text for note in Note.objects.all()][30:] != TEXTS[30:]
    assert Receipt.objects.count() == 60
    assert Participant.objects.filter(role=Role.MEMBER).count() == 0


# --- Receipts ----------------------------------------------------------------------------------------------------------------


def test_receipts_hold_no_uuid_and_lead_to_no_note(meeting):
    uuid = uuid4()
    meeting.items.get(number=1).take_note(uuid=uuid, text="En note")
    close(meeting)
    [receipt] = Receipt.objects.values()
    assert set(receipt) == {"uuid_hash", "item_id"}
    assert uuid.hex not in str(receipt)
    assert Receipt.find(uuid).item.number == 1
    assert Receipt.find(uuid4()) is None


def test_seat_taken_after_closing_is_refused(meeting):
    close(meeting)
    with pytest.raises(Refused, match="Mødet er afsluttet"):
        make.member(meeting)
