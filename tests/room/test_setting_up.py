"""Before and after the meeting: logging in, my meetings, opening one, deleting one."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.danish import long_date
from meetings.models import AgendaItem, Event, FollowUp, Lane, Meeting, Note, Participant, Stage
from tests import make
from tests.reading import fields, read, text

pytestmark = pytest.mark.any_database

LIST = "/moeder/"
HTML = "<b>Lokal-MED</b> & ”venner” 🙂"


def on(days, **fields):
    """A meeting so many days from today."""
    return make.meeting(date=timezone.localdate() + datetime.timedelta(days), **fields)


def row(response, meeting):
    """The list item of one meeting."""
    edit = reverse("edit-meeting", args=[meeting.key])
    (found,) = [item for item in read(response).all("li") if item.has(f"a[href='{edit}']")]
    return found


# --- Logging in -------------------------------------------------------------------------------------------------------


def log_in(client, username="lise", password="x", **more):
    return client.post("/log-ind/", {"username": username, "password": password, **more})


def test_login_leads_to_my_meetings(mads):
    make.user()
    assert log_in(mads).headers["Location"] == LIST
    assert mads.get(LIST).status_code == 200


def test_login_leads_to_the_requested_page(mads):
    make.user()
    asked = mads.get("/moeder/opret/")
    assert asked.headers["Location"] == "/log-ind/?next=/moeder/opret/"
    assert fields(mads.get(asked.headers["Location"]))["next"] == "/moeder/opret/"
    assert log_in(mads, next="/moeder/opret/").headers["Location"] == "/moeder/opret/"


def test_login_never_redirects_to_another_site(mads):
    make.user()
    assert log_in(mads, next="https://ond.example/").headers["Location"] == LIST


@pytest.mark.parametrize(
    ("username", "password", "said"),
    [
        ("lise", "y", "Brugernavn eller adgangskode er forkert"),
        ("ukendt", "x", "Brugernavn eller adgangskode er forkert"),
        ("", "x", "Skriv dit brugernavn"),
        ("lise", "", "Skriv din adgangskode"),
    ],
)
def test_wrong_login_gets_422_with_the_reason(mads, username, password, said):
    make.user()
    answer = log_in(mads, username, password)
    assert answer.status_code == 422
    assert said in text(answer)
    assert fields(answer)["username"] == username
    assert mads.get(LIST).status_code == 302


def test_login_ends_with_the_browser_unless_one_asks_otherwise(mads):
    make.user()
    log_in(mads)
    assert mads.cookies["sessionid"]["max-age"] == ""
    assert mads.cookies["sessionid"]["expires"] == ""
    other = Client()
    log_in(other, remember="on")
    assert other.cookies["sessionid"]["max-age"] == 14 * 24 * 60 * 60


def test_logout_by_get_is_refused_and_by_post_works(lise):
    assert lise.get("/log-ud/").status_code == 405
    assert lise.get(LIST).status_code == 200
    assert lise.post("/log-ud/").headers["Location"] == "/"
    assert lise.get(LIST).status_code == 302


# --- My meetings ------------------------------------------------------------------------------------------------------


def test_empty_list_of_meetings_says_how_to_begin(mads):
    mads.force_login(make.user())
    page = read(mads.get(LIST))
    assert "Du har ingen møder endnu." in page
    assert page.link("Opret møde")["href"] == "/moeder/opret/"


def test_meetings_are_grouped_by_date(lise, meeting):
    meeting.delete()
    later, soon = on(9, stage=Stage.DRAFT), on(2, stage=Stage.DRAFT)
    afternoon = on(0, starts_at=datetime.time(13), ends_at=datetime.time(14))
    morning = on(0)
    closed_today, forgotten, older = on(0, stage=Stage.CLOSED), on(-1), on(-9, stage=Stage.CLOSED)
    groups = {section.one("h2").text: section.links("Ret") for section in read(lise.get(LIST)).all("section")}
    keys = {heading: [link["href"].split("/")[2] for link in links] for heading, links in groups.items()}
    assert keys == {
        "I dag": [morning.key, afternoon.key],
        "Kommende": [soon.key, later.key],
        "Afholdte": [closed_today.key, forgotten.key, older.key],
    }


@pytest.mark.parametrize(
    ("stage", "item_number", "state", "button", "where"),
    [
        (Stage.DRAFT, 1, "Ikke åbnet", "Åbn mødet", "open-meeting"),
        (Stage.LOBBY, 1, "Klar", "Fortsæt mødet", "wall"),
        (Stage.DISCUSSION, 2, "I gang: spørgsmål 2", "Fortsæt mødet", "wall"),
        (Stage.WRAP_UP, 1, "Opsamling", "Fortsæt mødet", "wall"),
        (Stage.CLOSED, 1, "Referat: udkast", "Se referat", "minutes"),
    ],
)
def test_listed_meeting_shows_its_state_and_next_step(lise, meeting, stage, item_number, state, button, where):
    there = on(0, stage=stage, item_number=item_number)
    line = row(lise.get(LIST), there)
    assert line.one(".state").text == state
    if where == "open-meeting":
        line.button(button)
        assert line.one("form")["action"] == reverse(where, args=[there.key])
    else:
        assert line.link(button)["href"] == reverse(where, args=[there.key])
    assert line.link("Slet")["href"] == reverse("delete-meeting", args=[there.key])


def test_past_meeting_shows_when_it_is_deleted(lise, meeting, settings):
    settings.UNAPPROVED_DAYS = 50
    held, to_come = on(-3, stage=Stage.CLOSED), on(3)
    day = long_date(timezone.localdate() + datetime.timedelta(47)).replace("\N{NO-BREAK SPACE}", " ")
    assert f"Bliver referatet ikke godkendt, slettes mødet her den {day}." in row(lise.get(LIST), held)
    assert "slettes" not in row(lise.get(LIST), to_come)


def test_markup_in_names_is_shown_as_text(lise, meeting):
    committee = meeting.committee
    committee.name = HTML
    committee.save(update_fields=["name"])
    meeting.edit(venue=HTML, date=timezone.localdate())
    line = row(lise.get(LIST), meeting)
    # Heading, place, and the hidden words of each link and button.
    assert line.text.count(HTML) == 2 + len(line.all("a, button"))
    assert not line.has("b")
    page = read(lise.get(reverse("delete-meeting", args=[meeting.key])))
    assert HTML in page
    assert not page.has("main b")


def test_only_my_own_meetings_are_listed(lise, meeting):
    others = make.meeting(facilitator=make.user("tom"))
    page = read(lise.get(LIST)).source
    assert meeting.key in page
    assert others.key not in page


@pytest.mark.parametrize("more", [0, 2])
def test_queries_of_the_list_do_not_grow_with_the_meetings(lise, meeting, more, django_assert_num_queries):
    for _ in range(more):
        make.meeting()
    with django_assert_num_queries(4):  # session, user, meetings, erasures
        assert len(read(lise.get(LIST)).all("h3")) == 1 + more


# --- Opening ----------------------------------------------------------------------------------------------------------


def test_opening_a_meeting_leads_to_its_wall_in_the_lobby(lise, meeting):
    draft = make.meeting(stage=Stage.DRAFT)
    for _ in range(2):  # a second press changes nothing
        answer = lise.post(f"/m/{draft.key}/aabn/")
        assert answer.headers["Location"] == reverse("wall", args=[draft.key])
        draft.refresh_from_db()
        assert draft.stage == Stage.LOBBY
    assert lise.get(f"/m/{draft.key}/aabn/").status_code == 405


# --- Deleting ---------------------------------------------------------------------------------------------------------


def test_deleting_a_meeting_asks_first_and_leaves_no_row(lise, meeting):
    make.note(meeting)
    meeting.add_follow_up(lane=Lane.SELF, text="Vi prøver det af")
    url = f"/m/{meeting.key}/slet/"
    page = read(lise.get(url))
    assert page.one("h1").text == "Vil du slette mødet og alle noter?"
    assert "Det kan ikke fortrydes." in page
    assert "Behold mødet" in page
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    answer = lise.post(url, follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    assert "Mødet og alle noter er slettet." in text(answer)
    for model in (Meeting, AgendaItem, Note, FollowUp, Participant, Event):
        assert not model.objects.exists(), model
    assert lise.get(url).status_code == 404


@pytest.mark.parametrize("name", ["edit-meeting", "delete-meeting", "open-meeting"])
def test_only_the_facilitator_edits_opens_and_deletes(lise, jonas, ulla, mads, meeting, name):
    url = reverse(name, args=[meeting.key])
    mads.force_login(make.user("tom"))
    for method in ("get", "post"):
        assert [getattr(client, method)(url).status_code for client in (jonas, ulla, mads)] == [403, 403, 404], method
    assert Meeting.objects.filter(pk=meeting.pk).exists()
    assert lise.post(url).status_code in (302, 422)
