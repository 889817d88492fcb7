"""The door and the code: who can come in, and when."""

import datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Refused, Role, RoleLink
from tests import make
from tests.reading import read

pytestmark = pytest.mark.any_database


def address(name, meeting, *more):
    return reverse(name, args=[meeting.key, *more])


OPEN, NOTHING = "open", "nothing"
CLOSED = REFUSED = "refused"
STAGES = ("draft", "lobby", "discussion", "wrap-up", "closed")
DOOR = {
    "close_door": (REFUSED, CLOSED, CLOSED, CLOSED, REFUSED),
    "open_door": (REFUSED, OPEN, OPEN, OPEN, REFUSED),
}


@pytest.mark.parametrize("stage", STAGES)
def test_the_door_has_a_closed_and_an_open_state_only_while_the_meeting_is_open(db, stage):
    meeting = make.meeting(stage=stage)
    before = meeting.last_event
    for verb in ("close_door", "close_door", "open_door", "open_door"):
        if DOOR["open_door"][STAGES.index(stage)] == REFUSED:
            with pytest.raises(Refused, match=r"Døren kan ikke åbnes eller lukkes nu\. Mødet er"):
                getattr(meeting, verb)()
        else:
            getattr(meeting, verb)()
            meeting.refresh_from_db()
            assert (meeting.door_closed, meeting.lets_in) == (verb == "close_door", verb == "open_door")
    if stage in ("draft", "closed"):
        assert meeting.last_event == before
    else:
        kinds = list(meeting.events.filter(number__gt=before).values_list("kind", flat=True))
        assert kinds == ["door", "door", "door"]  # a second press closes nothing; it opens for another 12 hours


def test_closed_door_lets_nobody_new_in_and_everybody_stays(lise, ulla, mads, meeting):
    link = address("role-link", meeting, RoleLink.make(meeting, Role.SECRETARY))
    assert lise.post(address("close-door", meeting)).status_code == 302
    assert mads.post("/", {"code": meeting.code}).url == address("join", meeting)
    for answer in (
        mads.get(address("join", meeting)),
        mads.post(address("join", meeting), {"uuid": uuid4(), "name": "Mads"}),
    ):
        assert "Døren er lukket." in read(answer)
        assert "Sig til i lokalet, hvis du skal med." in read(answer)
        assert not read(answer).buttons("Deltag")
    assert answer.status_code == 409
    refused = mads.post(link, {"uuid": uuid4()})
    assert refused.status_code == 409
    assert "Døren er lukket, så ingen nye kan komme ind. Bed mødelederen om at åbne den." in read(refused)
    assert meeting.participants.count() == 2
    assert ulla.get(address("room", meeting)).status_code == 200
    lise.post(address("open-door", meeting))
    assert mads.post(address("join", meeting), {"uuid": uuid4()}).url == address("room", meeting) + "?ny"
    assert mads.post(link, {"uuid": uuid4()}).url == address("desk", meeting)


def test_seat_asked_for_again_through_a_closed_door_is_the_same_seat(meeting):
    uuid = uuid4()
    seat = meeting.take_seat(uuid)
    meeting.close_door()
    assert meeting.take_seat(uuid) == seat
    with pytest.raises(Refused, match="Døren er lukket"):
        meeting.take_seat(uuid4())


@pytest.mark.parametrize("stage", ["lobby", "discussion", "wrap-up"])
def test_wall_says_that_the_door_is_closed_in_place_of_the_code(db, client, stage):
    meeting = make.meeting(stage=stage)
    client.force_login(meeting.facilitator)
    page = read(client.get(address("wall", meeting)))
    assert page.has(".code")
    assert "Døren er lukket" not in page.one("#screen")
    answer = client.post(address("close-door", meeting), headers={"HX-Request": "true"})
    for page in (read(answer), read(client.get(address("wall", meeting)))):
        assert "Døren er lukket" in page.one("#screen")
        assert not page.has(".code")
        assert page.one("#door").button("Åbn døren")["formaction"] == address("open-door", meeting)


def moved(monkeypatch, hours):
    later = timezone.now() + datetime.timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: later)


@pytest.mark.parametrize(("hours", "valid"), [(11.9, True), (12.1, False)])
def test_code_is_valid_twelve_hours_from_the_opening(mads, lise, meeting, monkeypatch, hours, valid):
    moved(monkeypatch, hours)
    front = mads.post("/", {"code": meeting.code})
    joined = mads.post(address("join", meeting), {"uuid": uuid4()})
    assert (front.status_code, joined.status_code) == ((302, 302) if valid else (422, 409))
    if valid:
        return
    assert "Koden gælder ikke længere." in read(front)
    assert "Lokal-MED" not in read(front)
    assert "Koden gælder ikke længere." in read(joined)
    assert "Koden gælder ikke længere" in read(lise.get(address("wall", meeting))).one("#screen")
    lise.post(address("open-door", meeting))
    assert mads.post(address("join", meeting), {"uuid": uuid4()}).status_code == 302
    moved(monkeypatch, 12.1)
    assert mads.post("/", {"code": meeting.code}).status_code == 422


def test_code_is_valid_twelve_more_hours_from_the_reopening(mads, db, monkeypatch):
    meeting = make.meeting(stage="wrap-up")
    meeting.close_door()
    meeting.close("wrap-up")
    moved(monkeypatch, 13)
    assert mads.post("/", {"code": meeting.code}).status_code == 422
    meeting.reopen()
    assert (meeting.door_closed, meeting.lets_in) == (False, True)
    assert mads.post("/", {"code": meeting.code}).status_code == 302
