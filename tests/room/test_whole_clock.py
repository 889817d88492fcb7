"""The clock of the whole meeting: how the plan holds, the time left shared anew, and told to the leader alone."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Event, Refused, Role
from meetings.room import regions
from meetings.room.screens import Snapshot
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

TODAY = datetime.date(2026, 11, 26)
HTMX = {"HTTP_HX_REQUEST": "true"}
HERE = {"page": "leader"}


@pytest.fixture
def at(db, clock):
    """Let it be noon, and return how to go on: `at(minutes, seconds)` after noon."""

    def move(minutes=0, seconds=0):
        clock(TODAY, datetime.time(12, minutes, seconds))
        return timezone.now()

    move()
    return move


def planned(ends="12.39", length="normal", **fields):
    """A meeting in its first phase: of its 3 + 4 + 8, 3 + 4 + 8 and 10 minutes and a wrap-up of 5, 45 are left."""
    hour, minute = map(int, ends.split("."))
    facts = {"date": TODAY, "starts_at": datetime.time(11), "ends_at": datetime.time(hour, minute), "length": length}
    return make.meeting(theme=make.theme(phases=make.PHASES), **facts | fields)


@pytest.fixture
def meeting(at):
    return planned()


def plan(meeting):
    """{place: seconds} of every phase, and of the wrap-up, as they are planned now."""
    items = list(meeting.items.all())
    found = {
        f"{each.number}-{phase.value}": left for each in items for phase, left in each.plan_in(meeting.length).items()
    }
    return found | {"wrap-up": items[-1].shared.get("wrap-up", 300)}


def left(meeting):
    """Seconds until the phase ends."""
    return (meeting.phase_ends - timezone.now()).total_seconds()


def needs(meeting):
    """Seconds from now until the plan ends, or None without one."""
    finish = meeting.whole_clock(list(meeting.items.all())).finish
    return finish and round((finish - timezone.now()).total_seconds())


def is_as_planned(meeting):
    """Whether the plan ends as the meeting does: its parts are whole seconds."""
    return abs(needs(meeting) - (meeting.ends - timezone.now()).total_seconds()) <= 2


def clocks_set(meeting, since=0):
    return meeting.events.filter(kind=Event.Kind.CLOCK, number__gt=since).count()


def on_the_page(client, meeting, name="leader"):
    return read(client.get(reverse(name, args=[meeting.key]), follow=True))


# --- What the leader is told -----------------------------------------------------------------------------------------


def test_leader_sees_when_the_meeting_ends_and_when_the_plan_does(lise, meeting):
    clock = on_the_page(lise, meeting).one("#whole-left")
    assert clock.text == "Slutter kl. 12.39 · efter planen er I færdige kl. 12.45"
    seconds = {name: int(clock[f"data-{name}"]) / 1000 for name in ("ends", "phase-ends")}
    now = timezone.now().timestamp()
    assert (seconds["ends"] - now, seconds["phase-ends"] - now, clock["data-later"]) == (39 * 60, 180, "2520")


def test_plan_slips_once_the_time_of_a_phase_is_up_or_its_clock_is_stopped(at, meeting):
    needed = {}
    for minute in (0, 2, 10):
        at(minute)
        needed[minute] = needs(meeting) / 60
    assert needed == {0: 45, 2: 43, 10: 42}
    meeting.stop_clock("1-think")
    assert needs(meeting) == 42 * 60
    meeting.advance("1-think")
    assert needs(meeting) == 42 * 60
    meeting.wrap_up("1-pairs")
    assert needs(meeting) is None


def test_time_that_has_passed_is_said_kindly_and_nothing_is_cut_off(at, lise, meeting):
    at(45)
    page = on_the_page(lise, meeting)
    assert page.one("#whole-left").text == "I skulle slutte kl. 12.39. Tag den tid, I har brug for."
    assert not page.has("#share-time")
    answer = lise.post(reverse("share-time", args=[meeting.key]), {"seen": "1-think"} | HERE, **HTMX)
    assert (
        read(answer).one("#message").text == "Tiden er gået, så der er ingen at fordele. Tag den tid, I har brug for."
    )
    assert meeting.advance("1-think") == "moved"


def test_meeting_without_phases_has_an_end_and_no_plan(at, lise):
    meeting = planned(length="none")
    page = on_the_page(lise, meeting)
    assert page.one("#whole-left").text == "Slutter kl. 12.39"
    assert page.one("#whole-left").get("data-later") is None
    assert not page.has("#share-time")


def test_meeting_with_its_clocks_switched_off_tells_no_time_anywhere(lise, meeting):
    assert on_the_page(lise, meeting).has("#whole-left")
    meeting.edit(has_clock=False)
    page = on_the_page(lise, meeting)
    assert not page.has("#whole-left, #clock[data-ends], #share-time, #more-time, #end-time")
    assert "Slutter kl." not in page.text
    for verb in (meeting.share_time_left, meeting.return_to_advised_times):
        with pytest.raises(Refused, match=r"^Her er intet ur\."):
            verb("1-think")


def test_meeting_that_is_held_later_than_planned_ends_on_the_day_it_is_held(at):
    yesterday = planned(date=TODAY - datetime.timedelta(1))
    early = planned(date=TODAY + datetime.timedelta(9))
    assert {timezone.localtime(each.ends).isoformat()[:16] for each in (yesterday, early)} == {"2026-11-26T12:39"}


def test_no_other_screen_has_it(lise, jonas, ulla, meeting):
    bare = client_of(make.by_link(meeting, Role.SCREEN))
    pages = {"leader": lise, "wall": lise, "room": ulla, "screen": bare, "desk": jonas, "minutes": jonas}
    found = {name: on_the_page(client, meeting, name) for name, client in pages.items()}
    assert {name for name, page in found.items() if "Slutter kl." in page.text or page.has("#whole-clock")} == {
        "leader"
    }
    html = regions.fragments(Snapshot.of(meeting.pk), Event.Kind.CLOCK, None, list(regions.REGIONS[Event.Kind.CLOCK]))
    assert {audience for audience, sent in html.items() if "Slutter kl." in sent} == {Audience.LEADER}
    assert all(sent for sent in html.values()), "every one of them gets the clock of the phase"


# --- Fordel resten ---------------------------------------------------------------------------------------------------


def test_rest_is_shared_as_the_advised_minutes_are_to_each_other_and_the_last_question_keeps_ten(meeting):
    assert meeting.share_time_left("1-think") is True
    first = {"1-think": 144, "1-pairs": 192, "1-together": 384}
    second = {"2-think": 144, "2-pairs": 192, "2-together": 384}
    assert plan(meeting) == first | second | {"3-together": 600, "wrap-up": 300}
    assert left(meeting) == 144
    assert is_as_planned(meeting)
    meeting.advance("1-think")
    assert left(meeting) == 192


@pytest.mark.parametrize(
    ("ends", "last", "wrap_up"),
    [("14.00", 1725, 300), ("12.12", 600, 120), ("12.10", 600, 0), ("12.08", 480, 0)],
)
def test_all_of_the_time_is_shared_whether_there_is_much_or_little(at, ends, last, wrap_up):
    meeting = planned(ends)
    meeting.share_time_left("1-think")
    shared = plan(meeting)
    assert (shared["3-together"], shared["wrap-up"]) == (last, wrap_up)
    assert is_as_planned(meeting)


def test_phase_that_is_over_or_has_no_clock_is_given_none_of_it(at, meeting):
    at(5)
    before = meeting.phase_ends
    meeting.share_time_left("1-think")
    assert (meeting.phase_ends, is_as_planned(meeting)) == (before, True)
    meeting.stop_clock("1-think")
    meeting.share_time_left("1-think")
    assert meeting.phase_ends is None


def test_last_phase_gets_what_is_left_also_when_its_time_is_up(at, meeting):
    meeting.go_to(3, "1-think")
    at(20)
    meeting.share_time_left("3-together")
    assert left(meeting) == 14 * 60  # of 19, and 5 for the wrap-up


def test_second_press_shares_nothing_again_and_a_later_one_shares_anew(at, meeting):
    meeting.share_time_left("1-think")
    shared, ends, last = plan(meeting), meeting.phase_ends, meeting.last_event
    at(0, 40)
    assert meeting.share_time_left("1-think") is True
    assert (plan(meeting), meeting.phase_ends, clocks_set(meeting, last)) == (shared, ends, 0)
    at(6)
    meeting.share_time_left("1-think")
    assert clocks_set(meeting, last) == 1
    assert plan(meeting)["1-pairs"] < shared["1-pairs"]
    assert is_as_planned(meeting)


def test_advised_times_come_back_and_the_phase_goes_on_as_far_as_it_was(at, meeting):
    advised, ends = plan(meeting), meeting.phase_ends
    meeting.share_time_left("1-think")
    last = meeting.last_event
    assert meeting.return_to_advised_times("1-think") is True
    assert (plan(meeting), meeting.phase_ends) == (advised, ends)
    assert meeting.return_to_advised_times("1-think") is True
    assert clocks_set(meeting, last) == 1
    meeting.share_time_left("1-think")
    at(1, 12)  # half of it
    meeting.return_to_advised_times("1-think")
    assert left(meeting) == 90


def test_time_is_not_shared_from_another_place_nor_where_there_is_no_phase(meeting):
    last = meeting.last_event
    assert meeting.share_time_left("lobby") is False
    assert meeting.return_to_advised_times("1-pairs") is False
    assert clocks_set(meeting, last) == 0
    for other in (make.meeting(), make.meeting(stage="lobby"), make.meeting(stage="closed")):
        with pytest.raises(Refused, match=r"^Her er intet ur\. Mødet er "):
            other.share_time_left(other.place)


def test_another_length_begins_with_its_advised_times(meeting):
    meeting.share_time_left("1-think")
    meeting.wrap_up("1-think")
    meeting.edit(length="thorough")
    assert plan(meeting)["1-think"] == 240


def test_press_is_answered_with_the_clocks_and_offers_the_way_back(lise, meeting):
    page = on_the_page(lise, meeting)
    assert [button.text for button in page.all("#whole-clock button")] == ["Fordel resten"]
    address = reverse("share-time", args=[meeting.key])
    answer = read(lise.post(address, {"seen": "1-think"} | HERE, **HTMX))
    assert answer.one("#whole-left").text == "Slutter kl. 12.39 · efter planen er I færdige kl. 12.39"
    assert [button.text for button in answer.all("#whole-clock button")] == [
        "Fordel resten",
        "Brug de vejledende tider",
    ]
    assert answer.has("#clock")
    assert not answer.has("#screen")
    back = lise.post(reverse("advised-times", args=[meeting.key]), {"seen": "1-think"} | HERE)
    assert back.url == f"{reverse('leader', args=[meeting.key])}#message"
    assert not on_the_page(lise, meeting).has("#advised-times")
    late = lise.post(address, {"seen": "lobby"} | HERE, **HTMX)
    assert "Mødet var allerede flyttet, så uret blev ikke stillet." in late.content.decode()


# --- When it ends ----------------------------------------------------------------------------------------------------


def test_end_is_set_on_the_leaders_page(lise, meeting):
    address = reverse("end-time", args=[meeting.key])
    assert on_the_page(lise, meeting).field("Slutter kl.").value == "12.39"
    answer = read(lise.post(address, {"ends_at": "kl. 13"} | HERE, **HTMX))
    assert answer.one("#whole-left").text.startswith("Slutter kl. 13.00")
    assert answer.field("Slutter kl.").value == "13.00"
    assert answer.one("#message").text == "Mødet slutter kl. 13.00"
    assert lise.post(address, {"ends_at": "13.15"} | HERE).url == f"{reverse('leader', args=[meeting.key])}#message"
    meeting.refresh_from_db()
    assert meeting.ends_at == datetime.time(13, 15)


@pytest.mark.parametrize("how", [HTMX, {}], ids=["script", "none"])
def test_end_is_not_set_after_the_meeting(lise, meeting, how):
    meeting.close(meeting.place)
    answer = lise.post(reverse("end-time", args=[meeting.key]), {"ends_at": "13.00"} | HERE, **how)
    assert answer.status_code == 409
    assert "Sluttiden kan ikke rettes her nu. Mødet er afsluttet." in read(answer)
    meeting.refresh_from_db()
    assert meeting.ends_at == datetime.time(12, 39)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("11.30", "Kl. 11.30 er gået. Skriv et senere tidspunkt"),
        ("10.59", "Mødet skal slutte senere end kl. 11.00, hvor det starter"),
        ("snart", "Skriv tidspunktet som fx 9.00"),
        ("", "Skriv, hvornår mødet slutter, fx 10.30"),
    ],
)
@pytest.mark.parametrize("how", [HTMX, {}], ids=["script", "none"])
def test_end_that_cannot_be_comes_back_as_it_was_typed(lise, meeting, typed, why, how):
    answer = lise.post(reverse("end-time", args=[meeting.key]), {"ends_at": typed} | HERE, **how)
    page = read(answer)
    assert (answer.status_code, page.field("Slutter kl.").value) == (422, typed)
    assert why in page.one("#end-time").text
    meeting.refresh_from_db()
    assert meeting.ends_at == datetime.time(12, 39)


# --- On one machine alone --------------------------------------------------------------------------------------------


def test_panel_over_the_wall_is_asked_for_and_has_what_the_leaders_page_has(lise, meeting):
    make.member(meeting)
    wall = on_the_page(lise, meeting, "wall")
    assert (wall.one("#panel").text, wall.one("#panel").names("hidden")) == ("", True)
    link = wall.one("#open-panel")
    for panel in (read(lise.get(link["hx-get"], **HTMX)).one("#panel"), read(lise.get(link["href"])).one("#panel")):
        assert panel.one("#whole-left").text.startswith("Slutter kl. 12.39")
        assert panel.one("#ready").text == "0 af 1 er klar"
    again = read(lise.get(panel["hx-get"], **HTMX))  # its frame stays, and with it the focus
    assert (again.one("#ready").text, again.has("#panel")) == ("0 af 1 er klar", False)
    assert all(again.has(part) for part in ("#whole-left", "#panel-guide"))
    shared = read(lise.post(reverse("share-time", args=[meeting.key]), {"seen": "1-think"}, **HTMX))
    assert shared.has("#panel #advised-times")


def test_no_wall_has_the_panel_while_the_meeting_is_led_from_the_leaders_page(lise, meeting):
    address = reverse("leader-panel", args=[meeting.key])
    assert lise.get(address, **HTMX).status_code == 200
    meeting.lead_apart()
    refused = lise.get(address, **HTMX)
    assert (refused.status_code, read(refused).has("#panel")) == (409, False)
    answer = lise.post(reverse("share-time", args=[meeting.key]), {"seen": "1-think"}, **HTMX)
    assert "Slutter kl." not in answer.content.decode()
