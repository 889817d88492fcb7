"""The facilitator's wall: moving, hiding, adding a note for somebody else, and closing."""

import datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.models import Lane
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}


def post(client, name, meeting, data=None, **words):
    return client.post(reverse(name, kwargs={"key": meeting.key, **words}), data or {}, **HTMX)


def test_next_is_answered_with_the_wall_at_the_next_question(lise, meeting):
    page = read(post(lise, "advance", meeting, {"seen": "1"}))
    assert "Spørgsmål 2 af 3" in page
    assert "Næste spørgsmål: Hvad siger vi til spørgsmål 3?" in page
    assert "Mødelederen er gået videre til spørgsmål 2 af 3: Hvad siger vi til spørgsmål 2?" in page


def test_going_back_is_announced_as_going_back_to_the_one_who_did_it(lise, meeting):
    meeting.advance("1")
    page = read(post(lise, "go-back", meeting, {"seen": "2"}))
    assert "Mødelederen er gået tilbage til spørgsmål 1 af 3" in page


def test_move_without_javascript_redirects_to_the_wall(lise, meeting):
    answer = lise.post(reverse("advance", args=[meeting.key]), {"seen": "1"})
    assert (answer.status_code, answer.url) == (302, f"/m/{meeting.key}/skaerm/")


@pytest.mark.parametrize("name", ["advance", "go-back"])
def test_second_of_two_moves_gets_409_with_the_place_of_the_meeting(lise, meeting, name):
    meeting.advance("1")
    assert post(lise, name, meeting, {"seen": "2"}).status_code == 200
    answer = post(lise, name, meeting, {"seen": "2"})
    assert answer.status_code == 409
    assert "Mødet var allerede flyttet. Mødet er nået til spørgsmål" in read(answer)


@pytest.mark.parametrize("seen", ["", "99", "<script>"])
def test_move_from_an_unknown_place_gets_409(lise, meeting, seen):
    assert post(lise, "advance", meeting, {"seen": seen}).status_code == 409
    meeting.refresh_from_db()
    assert meeting.place == "1"


def test_go_to_leads_to_that_question_or_gets_409(lise, meeting):
    assert "Spørgsmål 3 af 3" in read(post(lise, "go-to", meeting, {"seen": "1"}, number=3))
    assert post(lise, "go-to", meeting, {"seen": "3"}, number=9).status_code == 409


def test_note_for_somebody_else_is_added(lise, meeting):
    answer = post(lise, "wall-note", meeting, {"item": 1, "text": "Sagt højt", "uuid": uuid4()})
    assert "Sagt højt" in read(answer)
    assert read(answer).field("Skriv en note for en anden").value == ""
    assert [note.text for note in meeting.items.get(number=1).notes.all()] == ["Sagt højt"]


def test_note_for_somebody_else_too_long_gets_422_with_its_text(lise, meeting):
    answer = post(lise, "wall-note", meeting, {"item": 1, "text": "c" * 281, "uuid": uuid4()})
    assert answer.status_code == 422
    assert read(answer).field("Skriv en note for en anden").value == "c" * 281


@pytest.mark.parametrize("item", ["", "x", "99"])
def test_note_for_somebody_else_under_no_question_is_refused(lise, meeting, item):
    answer = post(lise, "wall-note", meeting, {"item": item, "text": "Hvor?", "uuid": uuid4()})
    assert answer.status_code in (404, 422)


def test_question_that_recalls_another_shows_its_notes(lise, db):
    meeting = make.meeting(notes=["Svar på det første"], facilitator=make.user("lise"))
    meeting.items.filter(number=2).update(recalls=1)
    client = client_of(meeting.participants.get(role="facilitator"))
    page = read(post(client, "advance", meeting, {"seen": "1"}))
    assert "Det svarede I på spørgsmål 1:" in page
    assert "Svar på det første" in page


def test_last_question_shows_both_lanes_and_the_remaining_proposals(db):
    meeting = make.meeting()
    meeting.go_to(2, "1")
    make.note(meeting, "Et forslag", number=2)
    meeting.advance("2")
    own = make.note(meeting, "En ny note", number=3)
    client = client_of(meeting.participants.get(role="facilitator"))
    page = read(client.get(reverse("wall", args=[meeting.key])))
    for words in ("Forslag fra spørgsmål 2", "Et forslag", "En ny note", "Det kan vi selv", "Det sender vi opad"):
        assert words in page
    answer = read(post(client, "agree", meeting, note=own.pk, lane="opad"))
    matter = meeting.follow_ups.get()
    assert (matter.lane, matter.text, matter.sent_to, matter.request) == (
        Lane.UP,
        "En ny note",
        "Område-MED",
        "drøftelse",
    )
    assert answer.one(f"#note-{own.pk}").names("data-gone")
    assert ("En ny note" in answer, "Et forslag" in answer) == (True, False)  # in its lane; the other proposals stay
    page = read(client.get(reverse("wall", args=[meeting.key])))
    proposals = page.one("#proposals")
    assert ("En ny note" in proposals, "Et forslag" in proposals) == (False, True)
    post(client, "agree", meeting, note=own.pk, lane="selv")
    assert meeting.follow_ups.count() == 1


def test_close_page_lists_what_is_missing_and_closing_needs_a_press(lise, meeting):
    for text in ("Vi prøver.", "Vi måler."):
        meeting.add_follow_up(lane=Lane.SELF, text=text, uuid=uuid4())
    meeting.add_follow_up(lane=Lane.UP, text="Bemanding", uuid=uuid4(), sent_to="Område-MED", carried_by="Formand")
    meeting.wrap_up("1")
    page = read(lise.get(reverse("close", args=[meeting.key])))
    assert "2 aftaler mangler en ansvarlig" in page
    assert "mangler en modtager" not in page
    answer = lise.post(reverse("close", args=[meeting.key]), {"seen": "wrap-up"})
    assert answer.url == f"/m/{meeting.key}/skaerm/"
    meeting.refresh_from_db()
    assert meeting.place == "closed"
    meeting.reopen()
    meeting.go_to(2, "wrap-up")
    assert lise.post(reverse("close", args=[meeting.key]), {"seen": "wrap-up"}).status_code == 409


def test_press_that_closes_and_comes_twice_is_answered_alike(lise, meeting):
    meeting.wrap_up("1")
    first, again = (lise.post(reverse("close", args=[meeting.key]), {"seen": "wrap-up"}) for _ in range(2))
    assert (again.status_code, again.url) == (first.status_code, first.url) == (302, f"/m/{meeting.key}/skaerm/")
    assert meeting.events.filter(kind="moved").count() == 1  # closing forgets those before


def test_reopened_meeting_is_at_the_wrap_up(lise, meeting):
    meeting.close("1")
    assert lise.post(reverse("reopen", args=[meeting.key])).url == f"/m/{meeting.key}/skaerm/"
    meeting.refresh_from_db()
    assert meeting.place == "wrap-up"


@pytest.mark.parametrize("place", ["draft", "lobby", "1", "wrap-up", "closed"])
def test_the_wall_and_the_phone_have_a_page_for_every_stage(db, place):
    meeting = make.meeting(stage="discussion" if place == "1" else place)
    lise = client_of(meeting.participants.get(role="facilitator"))
    words = {
        "draft": "Mødet er ikke åbnet endnu",
        "lobby": "Deltag fra din telefon",
        "1": "Spørgsmål 1 af 3",
        "wrap-up": "Det er vi nået frem til",
        "closed": "Tak for i dag",
    }
    assert words[place] in read(lise.get(reverse("wall", args=[meeting.key])))


def test_every_screen_links_to_the_theme(lise, ulla, jonas, meeting):
    meeting.theme.sections.create(position=1, heading="Baggrund", body="Første afsnit.\n\nAndet afsnit.")
    meeting.theme.sources.create(position=1, heading="Læs mere", title="En kilde", url="https://kilde.example/side")
    for client, name in ((lise, "wall"), (ulla, "room")):
        page = read(client.get(reverse(name, args=[meeting.key])))
        assert page.link("Læs om temaet")["href"] == f"/m/{meeting.key}/tema/"
    for client in (lise, ulla, jonas):
        page = read(client.get(reverse("theme", args=[meeting.key])))
        assert "Andet afsnit." in [paragraph.text for paragraph in page.all("p")]
        assert page.link("En kilde")["href"] == "https://kilde.example/side"


@pytest.mark.parametrize("notes", [1, 3])
def test_queries_of_the_wall_do_not_grow_with_the_notes(django_assert_num_queries, db, notes):
    meeting = make.meeting(notes=["En note"] * notes)
    lise = client_of(meeting.participants.get(role="facilitator"))
    with django_assert_num_queries(8):
        lise.get(reverse("wall", args=[meeting.key]))


@pytest.mark.parametrize("stage", ["lobby", "discussion", "wrap-up"])
def test_what_the_wall_shows_when_the_code_expires_comes_with_the_code(db, clock, stage):
    meeting = make.meeting(stage=stage)
    owner = client_of(meeting.participants.get(user=meeting.facilitator))
    wall = reverse("wall", args=[meeting.key])
    lasting = read(owner.get(wall)).all("[data-lasts]")
    assert {each.get("id") for each in lasting} == {None, "door"}
    assert all(12 * 3600 - 60 < int(each["data-lasts"]) <= 12 * 3600 for each in lasting)
    then = [read(each.one("template").html.removeprefix("<template>").removesuffix("</template>")) for each in lasting]
    clock(datetime.date(2026, 11, 27))
    page = read(owner.get(wall))
    assert page.all("[data-lasts]") == []
    now = [page.one("#door"), page.one(".joining" if stage == "lobby" else "main .join")]
    assert [each.text for each in then] == [each.text for each in now]
