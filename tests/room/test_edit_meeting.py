"""Facts remembered for the next meeting, and editing the facts of a meeting at any stage."""

import datetime
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from meetings.committees.models import RULES
from meetings.models import Committee, Event, Meeting, Prompt, Stage
from tests import make
from tests.conftest import client_of
from tests.make import NEXT_YEAR, facts
from tests.reading import errors, fields, read

pytestmark = pytest.mark.any_database

NEW = "/moeder/opret/"


@pytest.fixture
def theme(db):
    return make.theme()


@pytest.fixture
def lise(db):
    client = Client()
    client.force_login(make.user(first_name="Lise", last_name="Holm"))
    return client


# --- What is remembered -----------------------------------------------------------------------------------------------


def test_first_meeting_is_filled_with_ones_own_name_only(lise, theme):
    shown = fields(lise.get(NEW))
    assert shown.pop("facilitator_name") == "Lise Holm"
    assert {name for name, text in shown.items() if text} == {"key", "csrfmiddlewaretoken"}


def test_next_meeting_is_filled_with_the_facts_of_the_last(lise, theme):
    lise.post(NEW, facts(theme))
    shown = fields(lise.get(NEW))
    kept = ("committee", "organisation", "parent_name", "venue", "facilitator_name", "secretary_name")
    for name in kept:
        assert shown[name] == facts(theme)[name], name
    assert [shown[name] for name in ("date", "starts_at", "ends_at", "case_number")] == [""] * 4


def test_next_meeting_begins_with_the_attendance_list_of_the_last(lise, theme):
    last = make.meeting()
    make.attend(last, "Birgitte Østergaard", make.EMPLOYEES, function="AMR", absent=True)
    make.attend(last, "Kim Dahl", make.EMPLOYEES, stands_in_for="Birgitte Østergaard")
    make.member(last, "Ulla, som ingen har sat på listen")
    page = read(lise.get(NEW))
    assert [option.text for option in page.all("[name=attendees_of] option")] == [
        "De samme som i Lokal-MED, Borgerservice den 23. november 2026",
        "En tom liste",
    ]
    assert page.one("[name=attendees_of]").value == last.key
    answer = lise.post(NEW, facts(theme, attendees_of=last.key))
    made = Meeting.objects.get(key=answer.url.split("/")[2])
    assert answer.url == f"/m/{made.key}/deltagere/"
    assert list(made.attendees.values_list("name", "side", "post", "function", "absent")) == [
        ("Lise Holm", make.MANAGEMENT, "chair", "", False),
        ("Anders Bruun", make.MANAGEMENT, "", "", False),
        ("Peter Aagaard", make.EMPLOYEES, "deputy", "", False),
        ("Samira Nielsen", make.EMPLOYEES, "", "", False),
        ("Birgitte Østergaard", make.EMPLOYEES, "", "AMR", False),
    ]


def test_next_meeting_can_begin_with_an_empty_list(lise, theme):
    make.meeting()
    lise.post(NEW, facts(theme, attendees_of=""))
    assert Meeting.objects.latest("pk").attendees.count() == 0


def test_attendance_list_of_somebody_elses_meeting_cannot_be_copied(lise, theme):
    theirs = make.meeting(facilitator=make.user("tom"))
    answer = lise.post(NEW, facts(theme, attendees_of=theirs.key))
    assert (answer.status_code, Meeting.objects.count()) == (422, 1)


def test_another_committee_i_have_met_with_can_be_chosen(lise, theme):
    lise.post(NEW, facts(theme))
    assert "Brug oplysningerne fra" not in read(lise.get(NEW))
    lise.post(NEW, facts(theme, committee="SU, Skolen", venue="Aulaen", date=f"24.11.{NEXT_YEAR}"))
    assert fields(lise.get(NEW))["venue"] == "Aulaen"
    first = Committee.objects.get(name="Lokal-MED, Borgerservice")
    assert read(lise.get(NEW)).link("Lokal-MED, Borgerservice")["href"] == f"?udvalg={first.pk}"
    shown = fields(lise.get(NEW, {"udvalg": first.pk}))
    assert (shown["committee"], shown["venue"]) == ("Lokal-MED, Borgerservice", "Rådhuset")


def test_committee_of_somebody_else_is_never_shown(lise, theme):
    others = make.meeting(
        facilitator=make.user("tom"), committee=Committee.objects.create(name="Direktionens udvalg"), venue="Kælderen"
    )
    lise.post(NEW, facts(theme))
    for address in (NEW, f"{NEW}?udvalg={others.committee_id}", f"{NEW}?udvalg={quote('<b>')}"):
        page = read(lise.get(address))
        assert page.has("option[value='Lokal-MED, Borgerservice']")
        assert page.fields()["venue"] == "Rådhuset"
        assert "Direktionens udvalg" not in page.source


def test_the_same_name_and_organisation_is_the_same_committee(lise, theme):
    for parent_name in ("Område-MED", "Hovedudvalget"):
        lise.post(NEW, facts(theme, parent_name=parent_name))
    assert [committee.parent_name for committee in Committee.objects.all()] == ["Hovedudvalget"]
    lise.post(NEW, facts(theme, organisation="Vesterby Kommune"))
    assert Committee.objects.count() == 2


@pytest.mark.parametrize("more", [0, 2])
def test_queries_of_the_page_do_not_grow_with_the_meetings(lise, theme, more, django_assert_num_queries):
    for _ in range(1 + more):
        lise.post(NEW, facts(theme))
    with django_assert_num_queries(6):  # session, user, meetings, themes: counted, looked for, listed
        lise.get(NEW)


# --- Mending ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def meeting(lise):
    return make.meeting(stage=Stage.DRAFT)


def edit(client, meeting, **changed):
    """Open the page, change some fields, and send it as a browser would."""
    url = reverse("edit-meeting", args=[meeting.key])
    page = client.get(url)
    return client.post(url, {**fields(page), "theme": meeting.theme_id, **changed})


def test_edit_changes_the_edited_facts_and_nothing_else(lise, meeting):
    before = Meeting.objects.values().get()
    answer = edit(lise, meeting, venue="Kantinen", ends_at="11", case_number="26/1")
    assert answer.headers["Location"] == "/moeder/"
    after = {**before, "venue": "Kantinen", "ends_at": datetime.time(11), "case_number": "26/1"}
    assert Meeting.objects.values().get() == {**after, "last_event": before["last_event"] + 1}
    assert meeting.events.last().kind == Event.Kind.FACTS


@pytest.mark.parametrize(
    ("stage", "where"),
    [
        (Stage.DRAFT, "my-meetings"),
        (Stage.LOBBY, "wall"),
        (Stage.DISCUSSION, "wall"),
        (Stage.WRAP_UP, "wall"),
        (Stage.CLOSED, "my-meetings"),
    ],
)
def test_editing_is_possible_at_any_stage_and_leads_back(lise, stage, where):
    meeting = make.meeting(stage=stage)
    back = reverse(where, args=[meeting.key] if where == "wall" else [])
    assert read(lise.get(reverse("edit-meeting", args=[meeting.key]))).link("Fortryd")["href"] == back
    assert edit(lise, meeting, venue="Kantinen").headers["Location"] == back
    meeting.refresh_from_db()
    assert (meeting.venue, meeting.stage) == ("Kantinen", stage)


def test_invalid_edit_gets_422_and_changes_nothing(lise, meeting):
    answer = edit(lise, meeting, date="", venue="Kantinen")
    assert answer.status_code == 422
    assert errors(answer) == ["Dato: Skriv datoen for mødet, fx 23.11.2026"]
    assert "Mødet er ikke rettet endnu" in read(answer)
    assert fields(answer)["venue"] == "Kantinen"
    meeting.refresh_from_db()
    assert meeting.venue == "Rådhuset, mødelokale 2.14"


def test_another_name_is_another_committee_and_old_minutes_keep_theirs(lise, meeting):
    older = make.meeting(stage=Stage.CLOSED)
    assert older.committee == meeting.committee
    edit(lise, meeting, committee="Lokal-MED, Jobcenter")
    meeting.refresh_from_db()
    assert meeting.committee.name == "Lokal-MED, Jobcenter"
    older.committee.refresh_from_db()
    assert older.committee.name == "Lokal-MED, Borgerservice"


def test_the_theme_can_be_changed_until_the_first_note(lise):
    meeting, other = make.meeting(), make.theme(questions=4)
    assert edit(lise, meeting, theme=other.pk).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.theme, meeting.items.count()) == (other, 4)


def test_theme_cannot_be_changed_once_there_are_notes(lise):
    meeting, other = make.meeting(notes=["Vi taster det samme to gange"]), make.theme()
    page = read(lise.get(reverse("edit-meeting", args=[meeting.key])))
    assert "Temaet kan ikke skiftes, når der er skrevet noter eller konklusioner." in page
    assert not page.has("#id_theme")
    answer = edit(lise, meeting, theme=other.pk)
    assert answer.status_code == 422
    assert errors(answer) == ["Tema: Temaet kan ikke skiftes, når der er skrevet noter eller konklusioner."]
    assert edit(lise, meeting, theme="", venue="Kantinen").status_code == 302
    meeting.refresh_from_db()
    assert meeting.venue == "Kantinen"
    assert meeting.theme != other


def test_old_minutes_keep_their_questions_when_the_theme_is_edited(lise, meeting):
    Prompt.objects.update(text="Noget andet?")
    edit(lise, meeting, venue="Kantinen")
    assert meeting.items.first().prompts == ["Hvorfor?"]


# --- The rules of the game --------------------------------------------------------------------------------------------


def listed_rules(client, meeting, name):
    return [each.text for each in read(client.get(reverse(name, args=[meeting.key]))).all(".rules:not(ol) li")]


def test_rules_of_the_game_are_the_committees_own_on_wall_and_phone_and_at_its_next_meeting(lise):
    meeting = make.meeting(stage=Stage.LOBBY)
    ulla, address = client_of(make.member(meeting)), reverse("edit-meeting", args=[meeting.key])
    assert fields(lise.get(address))["rules"].split("\n") == list(RULES)
    own = ["Vi taler én ad gangen.", "Telefonen ligger, når vi taler."]
    edit(lise, meeting, rules=f" {own[0]} \r\n\r\n{own[1]}")
    for client, name in ((lise, "wall"), (lise, "screen"), (ulla, "room")):
        assert listed_rules(client, meeting, name) == own, name
    later = make.meeting(stage=Stage.LOBBY)
    assert listed_rules(client_of(make.member(later)), later, "room") == own
    edit(lise, meeting, rules="")
    assert listed_rules(ulla, meeting, "room") == list(RULES)


def test_too_long_rules_get_422_with_what_was_written(lise, meeting):
    answer = edit(lise, meeting, rules="å" * 601)
    assert (answer.status_code, fields(answer)["rules"]) == (422, "å" * 601)
