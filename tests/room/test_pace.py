"""One phone cannot drown a room: a bucket for each seat, what the facilitator is told, and what a meeting holds at most."""

import asyncio
import re
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import reverse

from meetings.live import messages, streams
from meetings.models import Event, Meeting, Note, Participant, Role, new_secret
from meetings.room import pace
from meetings.room.models import agenda
from meetings.room.models.haste import mark_of
from tests import make
from tests.conftest import client_of
from tests.reading import read
from tests.room.test_access import TABLE, patterns
from tests.test_text_fields import press, rolled_back, whole  # noqa: F401 -- a fixture

pytestmark = pytest.mark.any_database

HTMX = {"HX-Request": "true"}


def write(client, meeting, text="En note", headers=HTMX):
    return client.post(reverse("add-note", args=[meeting.key, 1]), {"uuid": uuid4(), "text": text}, headers=headers)


def flood(client, meeting):
    """Write what may come at once, and one more. Return the answer to that."""
    for number in range(30):
        assert write(client, meeting, f"Nr. {number}").status_code == 200
    return write(client, meeting, "En for meget")


def act(client, meeting, name):
    return client.post(reverse(name, args=[meeting.key]), headers=HTMX)


def test_thirty_notes_at_once_are_taken_and_the_next_is_kept_by_the_phone(ulla, peter, meeting):
    answer = flood(ulla, meeting)
    assert (answer.status_code, answer["Retry-After"]) == (429, "6")
    assert pace.TOO_FAST in read(answer).one("#message")
    assert meeting.items.get(number=1).notes.count() == 30
    assert write(peter, meeting).status_code == 200


def test_a_bucket_fills_again_evenly(ulla, meeting, monkeypatch):
    flood(ulla, meeting)
    now = pace.time.monotonic()
    monkeypatch.setattr(pace.time, "monotonic", lambda: now + 18)
    assert [write(ulla, meeting).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_without_javascript_the_text_comes_back(ulla, meeting):
    flood(ulla, meeting)
    page = write(ulla, meeting, "Det, jeg\nskrev", headers={})
    assert page.status_code == 429
    assert read(page).one("textarea").value == "Det, jeg\nskrev"
    assert read(page).one("#message").text == f"{pace.TOO_FAST} Vent lidt, og send det så igen."  # no script sends it
    assert read(write(ulla, meeting)).one("#message").text == f"{pace.TOO_FAST} Det bliver sendt om lidt."


def test_acts_have_a_bucket_of_their_own(meeting):
    seat = make.member(meeting)
    note, client = make.note(meeting, author=seat), client_of(seat)
    url = reverse("note", args=[meeting.key, note.pk])
    statuses = [client.post(url, {"text": f"Rettet {n}"}, headers=HTMX).status_code for n in range(61)]
    assert statuses == [200] * 60 + [429]
    assert write(client, meeting).status_code == 200


def test_the_facilitator_is_told_once_that_a_phone_is_too_fast_and_not_which(lise, ulla, meeting):
    page = read(lise.get(reverse("wall", args=[meeting.key])))
    assert page.has("#haste[hidden]")
    flood(ulla, meeting)
    for _ in range(5):
        assert write(ulla, meeting).status_code == 429
    [event] = Event.objects.filter(meeting=meeting, kind=Event.Kind.HASTE)
    assert event.subject is None
    for name in ("wall", "leader"):
        told = read(lise.get(reverse(name, args=[meeting.key]))).one("#haste:not([hidden])")
        assert "En telefon skriver usædvanligt hurtigt Sæt den på pause" in told
    assert not read(lise.get(reverse("screen", args=[meeting.key]))).has("#haste")


def test_a_phone_on_pause_is_told_so_while_all_others_write_and_is_let_go_on(lise, ulla, peter, meeting, monkeypatch):
    flood(ulla, meeting)
    answer = act(lise, meeting, "pause-haste")
    assert "En telefon er sat på pause Lad den skrive igen" in read(answer).one("#haste")
    now = pace.time.monotonic()
    monkeypatch.setattr(pace.time, "monotonic", lambda: now + 60)
    for _ in ("this process", "another, or this one started again"):
        answer = write(ulla, meeting)
        told = f"{pace.PAUSED} Det bliver sendt, når du må skrive igen."
        assert (answer.status_code, read(answer).one("#message").text) == (429, told)
        assert write(peter, meeting).status_code == 200
        pace.forget()
    act(lise, meeting, "end-haste")
    assert write(ulla, meeting).status_code == 200


def test_another_fast_phone_is_told_of_beside_the_one_on_pause(lise, ulla, peter, meeting):
    flood(ulla, meeting)
    act(lise, meeting, "pause-haste")
    flood(peter, meeting)
    told = lambda: read(lise.get(reverse("leader", args=[meeting.key]))).one("#haste:not([hidden])")  # noqa: E731
    assert "En telefon skriver usædvanligt hurtigt" in told()
    act(lise, meeting, "pause-haste")
    assert "2 telefoner er sat på pause Lad dem skrive igen" in told()
    pace.forget()
    assert {write(client, meeting).status_code for client in (ulla, peter)} == {429}
    act(lise, meeting, "end-haste")
    assert {write(client, meeting).status_code for client in (ulla, peter)} == {200}


def test_a_thousand_fast_phones_fill_no_more_than_fifty_marks(meeting):
    for number in range(60):
        meeting.notice_haste(Participant(pk=number))
    assert meeting.hasty_phones == 50
    meeting.pause_haste()
    assert len(meeting.paused) <= Meeting._meta.get_field("paused").max_length
    assert meeting.events.filter(kind=Event.Kind.HASTE).count() == 51


def test_who_leads_is_slowed_and_never_put_on_pause(lise, ulla, meeting, settings):
    settings.ACTS_A_MINUTE = 1
    statuses = [act(lise, meeting, "end-haste").status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert Meeting.objects.get(pk=meeting.pk).haste == ""


def test_whoever_is_too_fast_can_leave(ulla, lise, meeting):
    flood(ulla, meeting)
    act(lise, meeting, "pause-haste")
    assert ulla.post(reverse("leave", args=[meeting.key]), {"sure": "1"}).status_code == 200
    assert not meeting.participants.filter(role=Role.MEMBER).exists()


def test_a_press_that_comes_late_changes_nothing(lise, meeting):
    for name in ("pause-haste", "end-haste"):
        before = Meeting.objects.get(pk=meeting.pk).last_event
        assert act(lise, meeting, name).status_code == 200
        assert Meeting.objects.get(pk=meeting.pk).last_event == before


def test_of_the_seat_that_is_fast_a_mark_is_kept_until_it_may_write_again(lise, ulla, meeting):
    flood(ulla, meeting)
    found = Meeting.objects.get(pk=meeting.pk)
    seat = meeting.participants.get(role=Role.MEMBER)
    assert re.fullmatch("[0-9a-f]{16}", found.hasty)
    with override_settings(SECRET_KEY="another"):
        assert mark_of(seat) != found.hasty
    assert mark_of(seat) == found.hasty
    act(lise, meeting, "end-haste")
    found = Meeting.objects.get(pk=meeting.pk)
    assert (found.hasty, found.paused) == ("", "")


def test_marks_go_with_the_seats(lise, ulla, peter, meeting):
    flood(ulla, meeting)
    act(lise, meeting, "pause-haste")
    flood(peter, meeting)
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert meeting.hasty and meeting.paused  # noqa: PT018 -- two of a kind
    meeting.wrap_up(meeting.place)
    meeting.close(meeting.place)
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert (meeting.hasty, meeting.paused) == ("", "")


# --- What a meeting holds --------------------------------------------------------------------------------------------


def test_a_full_question_says_so_and_the_phone_keeps_the_text(ulla, meeting, settings):
    settings.NOTES_A_QUESTION = 12
    item = meeting.items.get(number=1)
    for number in range(9):
        item.take_note(uuid=uuid4(), text=f"Nr. {number}", secret=new_secret())
    assert [write(ulla, meeting).status_code for _ in range(3)] == [200] * 3
    answer = write(ulla, meeting)
    assert answer.status_code == 409
    assert "Der er ikke plads til flere noter til det spørgsmål. Sig det højt, så det kommer med." in read(answer)
    assert item.notes.count() == 12
    uuid = item.notes.order_by("rank").last().uuid
    again = ulla.post(reverse("add-note", args=[meeting.key, 1]), {"uuid": uuid, "text": "En note"}, headers=HTMX)
    assert again.status_code == 200, "it is there already"


def test_notes_are_seldom_counted(db, meeting, django_assert_num_queries):
    item = meeting.items.get(number=1)
    item._must_collect_notes()
    with django_assert_num_queries(0):
        for _ in range(100):
            item._must_collect_notes()
    assert 0 < agenda._room[item.pk] < 250


def test_a_full_meeting_says_so_where_one_joins(mads, meeting, settings):
    settings.SEATS_A_MEETING = 2
    url = reverse("join", args=[meeting.key])
    for _ in range(2):
        make.member(meeting)
    answer = mads.post(url, {"uuid": uuid4(), "name": "Mads"})
    assert answer.status_code == 409
    page = read(answer)
    assert "Alle pladser i mødet er taget." in page.one("[role=alert]")
    assert page.fields()["name"] == "Mads"
    assert meeting.participants.filter(role=Role.MEMBER).count() == 2


def test_a_meeting_with_too_many_streams_gives_429_with_the_headers_of_every_answer(settings, monkeypatch):
    settings.STREAMS_A_MEETING = 2
    full = streams.Channel(7, 1)
    full.subscribers = {1, 2}
    monkeypatch.setitem(streams.channels, 7, full)
    response = HttpResponse(headers={"X-Frame-Options": "DENY", "Cache-Control": "no-cache"})
    response.topic, response.viewer = 7, 99
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(streams.serve(response, None, send, None))
    headers = dict(sent[0]["headers"])
    assert (sent[0]["status"], headers[b"X-Frame-Options"], headers[b"Retry-After"]) == (429, b"DENY", b"30")
    assert sent[1]["body"] == "Siden er åben for mange steder.".encode()


@pytest.fixture
def rendered(monkeypatch):
    """For which positions something was rendered."""
    asked = []

    def events_after(topic, after, head):
        asked.append(after)
        return []

    messages.forget()
    monkeypatch.setattr(messages, "events_after", events_after)
    yield asked
    messages.forget()


def test_positions_too_old_or_too_new_are_one_and_few_others_are_rendered_apart(rendered):
    head = messages.feed.Head("k", 1000)
    for after in (None, 0, 1, 2, 500, 799, 1001, 5000, 999_999_999):
        messages.missed(1, "member", after, head)
    assert rendered == [None]
    for after in range(800, 1000):
        messages.missed(1, "member", after, head)
    assert len(set(rendered)) == messages.MOST_POSITIONS + 1
    assert len(rendered) <= messages.MOST_POSITIONS + 1


# --- An act that changes nothing -------------------------------------------------------------------------------------

EACH_TIME = {  # what is done anew by each press
    "open-door",  # the code is valid for another 12 hours
    "leave",
    "free-post",
    "reset-links",  # whoever came by one since is out too
    "edit-added-note",  # `press` writes another note first
}
ALONE = [p.name for p in patterns() if not {"extension", "token"} & set(p.pattern.converters)]


def test_the_same_act_again_is_neither_logged_nor_sent(whole, monkeypatch):  # noqa: F811
    sent, logged = [], Event.objects.filter(meeting=whole[0])
    number = Meeting.objects.filter(pk=whole[0].pk).values_list("last_event")
    monkeypatch.setattr("meetings.live.notify.on_commit", lambda *what: sent.append(what))
    acted = set()
    for name in sorted(set(ALONE) - EACH_TIME - {"join", "new-meeting"}):
        with rolled_back(whole) as anew:
            uuid, before = uuid4(), logged.count()
            press(name, anew, "Det samme", uuid=uuid)
            if (after := logged.count()) > before:
                acted.add(name)
            sent.clear()
            last = number.first()
            press(name, anew, "Det samme", uuid=uuid)
            assert (name, logged.count(), number.first(), sent) == (name, after, last, [])
    assert {"add-note", "conclusion", "gather", "new-follow-up", "object", "put-in-spotlight"} < acted


def test_table_of_acts_is_whole():
    assert set(TABLE) > EACH_TIME
    assert Note.objects is not None
