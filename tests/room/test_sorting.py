"""The sorting table of the last question: a proposal goes into its lane, is asked by whom and when, and comes back."""

import pytest
from django.urls import reverse

from meetings.models import Event, Lane, Note
from meetings.room import regions
from meetings.room.screens import Snapshot
from meetings.room.visibility import Audience
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}
TEXTS = ("Det ældste", "Det midterste", "Det nyeste")  # the newest stands first


@pytest.fixture
def meeting(db):
    meeting = make.meeting(item_number=3)
    for text in TEXTS:
        make.note(meeting, text, number=3)
    return meeting


def proposal(meeting, text):
    return Note.objects.select_related("item__meeting").get(item__meeting=meeting, text=text)


def press(client, meeting, name, *args, data=None, **headers):
    return client.post(reverse(name, args=[meeting.key, *args]), data or {}, **(headers or HTMX))


def show(client, meeting, text, **data):
    return read(press(client, meeting, "put-in-spotlight", proposal(meeting, text).pk, data=data))


def sort(client, meeting, text, lane):
    return read(press(client, meeting, "agree", proposal(meeting, text).pk, lane))


def big(page):
    return page.one("#big").text


def in_lane(page, lane):
    return [each.all("p")[0].text for each in page.all(f".lane.{lane} .followup")]


def test_proposal_goes_into_its_lane_and_the_next_takes_its_place(lise, meeting):
    assert big(show(lise, meeting, "Det nyeste")) == "Det nyeste"
    page = sort(lise, meeting, "Det nyeste", Lane.SELF)
    assert (big(page), in_lane(page, "selv"), in_lane(page, "opad")) == ("Det midterste", ["Det nyeste"], [])
    page = sort(lise, meeting, "Det midterste", Lane.UP)
    assert (big(page), in_lane(page, "opad")) == ("Det ældste", ["Det midterste"])
    page = sort(lise, meeting, "Det ældste", Lane.SELF)
    assert (page.all("#big"), in_lane(page, "selv")) == ([], ["Det nyeste", "Det ældste"])
    assert "Alle forslag er fordelt." in page


def test_who_sorts_is_told_what_happened_and_asked_by_whom_and_when(lise, meeting):
    show(lise, meeting, "Det nyeste")
    page = sort(lise, meeting, "Det nyeste", Lane.UP)
    follow_up = meeting.follow_ups.get()
    assert page.one("#did [data-say]").text == "Flyttet til Det sender vi opad"
    assert page.one("#undo")["formaction"] == reverse("put-back", args=[meeting.key, follow_up.pk])
    form = page.all(f"#who-{follow_up.pk} form")[0]
    assert [label.text for label in form.all("label")] == ["Hvem?", "Senest hvornår?"]
    others = read(
        regions.fragments(Snapshot.of(meeting.pk), Event.Kind.SPOTLIGHT, None, [Audience.WALL])[Audience.WALL]
    )
    assert not others.all("form")  # it is personal
    assert not others.one("#did").text


def test_proposal_that_was_left_comes_again_after_the_others_and_can_be_gone_back_to(lise, meeting):
    page = show(lise, meeting, "Det nyeste")
    assert page.one("#leave-it")["formaction"].endswith(f"/{proposal(meeting, 'Det midterste').pk}/stort/")
    page = show(lise, meeting, "Det midterste", left=proposal(meeting, "Det nyeste").pk)
    assert page.one("#did [data-say]").text == "Forslaget bliver liggende"
    assert page.one("#undo")["formaction"].endswith(f"/{proposal(meeting, 'Det nyeste').pk}/stort/")
    show(lise, meeting, "Det ældste")
    assert big(sort(lise, meeting, "Det ældste", Lane.SELF)) == "Det nyeste"


def test_undo_brings_the_proposal_back_into_the_middle(lise, meeting):
    show(lise, meeting, "Det nyeste")
    sort(lise, meeting, "Det nyeste", Lane.SELF)
    page = read(press(lise, meeting, "put-back", meeting.follow_ups.get().pk, data={"undo": "true"}))
    assert (big(page), in_lane(page, "selv")) == ("Det nyeste", [])
    assert page.one("#did [data-say]").text == "Lagt tilbage til forslagene"
    assert in_lane(sort(lise, meeting, "Det nyeste", Lane.UP), "opad") == ["Det nyeste"]


def test_list_without_proposals_invites_until_one_has_been_sorted(db):
    meeting = make.meeting(item_number=3)
    wall = reverse("wall", args=[meeting.key])
    client = client_of(meeting.participants.get(role="facilitator"))
    assert "Skriv jeres noter på telefonen." in read(client.get(wall))
    make.note(meeting, "Det eneste", number=3).agree(Lane.SELF)
    page = read(client.get(wall))
    assert ("Skriv jeres noter" in page, "Alle noter er fordelt." in page) == (False, True)


def test_in_the_list_a_press_sorts_and_shows_nothing_big(lise, meeting):
    page = sort(lise, meeting, "Det midterste", Lane.SELF)
    follow_up = meeting.follow_ups.get()
    assert (page.all("#big"), in_lane(page, "selv")) == ([], ["Det midterste"])
    assert not page.one("#undo").names("name")
    page = read(press(lise, meeting, "put-back", follow_up.pk))
    assert in_lane(page, "selv") == []
    assert "Det midterste" in page.one(f"#note-{follow_up.note_id}")
    meeting.refresh_from_db()
    assert meeting.spotlight is None


def test_by_whom_and_when_is_saved_and_the_form_closes(lise, meeting):
    sort(lise, meeting, "Det nyeste", Lane.SELF)
    follow_up = meeting.follow_ups.get()
    form = read(lise.get(reverse("who-when", args=[meeting.key, follow_up.pk]), **HTMX)).one("form")
    assert form["action"] == reverse("who-when", args=[meeting.key, follow_up.pk])
    data = {"seen": follow_up.revision, "responsible": "Åse", "due": "15.1.2027"}
    page = read(press(lise, meeting, "who-when", follow_up.pk, data=data))
    assert page.one(".lane.selv .who").text == "Åse, senest 15. januar 2027"
    assert not page.all("form")
    follow_up.refresh_from_db()
    assert (follow_up.text, follow_up.responsible) == ("Det nyeste", "Åse")


def test_wrong_day_and_another_secretarys_words_keep_what_was_typed(lise, meeting):
    follow_up = meeting.add_follow_up(lane=Lane.UP, text="Bemanding")
    seen = follow_up.revision
    answer = press(lise, meeting, "who-when", follow_up.pk, data={"seen": seen, "carried_by": "Kim", "due": "1.1.2020"})
    assert (answer.status_code, "eller senere" in read(answer)) == (422, True)
    assert "Kim" in {field.value for field in read(answer).all("input")}
    follow_up.edit(seen, carried_by="Åse")
    answer = press(lise, meeting, "who-when", follow_up.pk, data={"seen": seen, "carried_by": "Kim", "due": ""})
    page = read(answer)
    assert (answer.status_code, "En anden har skrevet det imens: Åse." in page) == (409, True)
    data = page.fields() | {"carried_by": "Kim"}
    assert press(lise, meeting, "who-when", follow_up.pk, data=data).status_code == 200
    follow_up.refresh_from_db()
    assert follow_up.carried_by == "Kim"


def test_without_javascript_every_act_is_a_press_and_a_page(lise, meeting):
    wall = reverse("wall", args=[meeting.key])
    note = proposal(meeting, "Det nyeste")
    plain = {"HTTP_ACCEPT": "text/html"}
    assert press(lise, meeting, "put-in-spotlight", note.pk, **plain).url == f"{wall}#spotlight"
    assert read(lise.get(wall)).one("#sort-selv")["formaction"] == reverse("agree", args=[meeting.key, note.pk, "selv"])
    answer = press(lise, meeting, "agree", note.pk, Lane.SELF, **plain)
    follow_up = meeting.follow_ups.get()
    assert answer.url == f"{wall}#ask-{follow_up.pk}"
    asks = reverse("who-when", args=[meeting.key, follow_up.pk])
    assert read(lise.get(wall)).one(f"#ask-{follow_up.pk}")["href"] == asks
    page = read(lise.get(asks))
    assert page.one("h1").text == "Det kan vi selv"
    answer = lise.post(asks, {"seen": follow_up.revision, "responsible": "Åse", "due": ""})
    assert answer.url == f"{wall}#ask-{follow_up.pk}"
    assert press(lise, meeting, "put-back", follow_up.pk, **plain).url == wall
    assert big(read(lise.get(wall))) == "Det nyeste"


def test_proposal_that_the_secretary_takes_leaves_the_middle(lise, jonas, meeting):
    show(lise, meeting, "Det nyeste")
    assert press(jonas, meeting, "agree-at-desk", proposal(meeting, "Det nyeste").pk, Lane.UP).status_code == 200
    meeting.refresh_from_db()
    assert meeting.spotlight is None


def test_hiding_the_proposal_in_the_middle_shows_the_list_again(lise, meeting):
    show(lise, meeting, "Det nyeste")
    note = proposal(meeting, "Det nyeste")
    page = read(press(lise, meeting, "hide-note", note.pk, data={"reason": "person"}))
    assert not page.all("#big")
    assert page.one(f"#turn-{note.pk}")["formaction"] == reverse("show-note", args=[meeting.key, note.pk])


def test_what_is_missing_at_the_wrap_up_is_added_from_the_wall(lise, meeting):
    meeting.wrap_up(meeting.place)
    page = read(lise.get(reverse("wall", args=[meeting.key])))
    assert "Er der noget, der mangler?" in page
    assert [each["hx-get"] for each in page.all("#missing a")] == [
        reverse("new-follow-up", args=[meeting.key, lane]) for lane in Lane
    ]
    form = read(lise.get(reverse("new-follow-up", args=[meeting.key, Lane.SELF]), **HTMX)).one("#form-selv form")
    data = {"uuid": form.one("[name=uuid]")["value"], "text": "Det, vi glemte"}
    assert press(lise, meeting, "new-follow-up", Lane.SELF, data=data).status_code == 200
    told = regions.fragments(Snapshot.of(meeting.pk), Event.Kind.FOLLOW_UP, None, [Audience.WALL])[Audience.WALL]
    assert in_lane(read(told), "selv") == ["Det, vi glemte"]
    assert read(told).all("[id^=ask-]")  # by whom and when can be said here too


@pytest.mark.parametrize("place", ["the table", "the list", "the wrap-up"])
def test_bare_screen_shows_the_same_without_an_act(lise, meeting, place):
    sort(lise, meeting, "Det midterste", Lane.SELF)
    if place == "the table":
        show(lise, meeting, "Det nyeste")
    if place == "the wrap-up":
        meeting.refresh_from_db()
        meeting.wrap_up(meeting.place)
    html = regions.fragments(Snapshot.of(meeting.pk), Event.Kind.MOVED, None, [Audience.SCREEN])[Audience.SCREEN]
    page = read(html)
    assert in_lane(page, "selv") == ["Det midterste"]
    assert place != "the table" or big(page) == "Det nyeste"
    assert page.one("#screen").all("button, a, form, summary") == []
