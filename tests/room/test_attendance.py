"""The attendance list: rows that are shown, added, edited, marked absent and removed."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from meetings.models import Attendee, Refused, Stage
from meetings.room.models import LastAct
from tests import documents, make
from tests.reading import read
from tests.room.attendance import HTMX, groups, last_act, listed, post

pytestmark = pytest.mark.any_database

KIM = {"name": "Kim Dahl", "side": make.EMPLOYEES, "post": "", "function": "AMR", "absent": "", "stands_in_for_id": ""}


@pytest.fixture
def peter(meeting):
    return meeting.attendees.get(name="Peter Aagaard")


# --- What is shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["attendance", "desk", "minutes"])
def test_every_page_of_the_secretary_shows_the_rows_by_side(jonas, meeting, name):
    make.attend(meeting, "Birgitte Østergaard", make.EMPLOYEES, function="AMR", absent=True)
    make.attend(meeting, "Dam, Ida", make.EMPLOYEES, stands_in_for="birgitte  østergaard")
    assert groups(read(jonas.get(reverse(name, args=[meeting.key]), follow=True))) == {
        "Ledelsessiden": ["Lise Holm (formand)", "Anders Bruun"],
        "Medarbejdersiden": [
            "Peter Aagaard (næstformand)",
            "Samira Nielsen",
            "Dam, Ida (stedfortræder for Birgitte Østergaard)",
        ],
        "Afbud": ["Birgitte Østergaard (AMR)"],
    }


def test_empty_list_says_so(jonas, db):
    meeting = make.meeting(attendees={})
    client = meeting.facilitator
    jonas.force_login(client)
    assert "Der er ingen på listen endnu." in read(jonas.get(reverse("attendance", args=[meeting.key])))


@pytest.mark.parametrize(
    ("stage", "back"),
    [
        (Stage.DRAFT, "my-meetings"),
        (Stage.LOBBY, "wall"),
        (Stage.DISCUSSION, "wall"),
        (Stage.WRAP_UP, "wall"),
        (Stage.CLOSED, "minutes"),
    ],
)
def test_list_is_edited_at_any_stage_and_leads_back(client, db, stage, back):
    meeting = make.meeting(stage=stage)
    client.force_login(meeting.facilitator)
    page = read(client.get(reverse("attendance", args=[meeting.key])))
    there = reverse(back, args=[] if back == "my-meetings" else [meeting.key])
    assert page.link("Færdig")["href"] == there
    assert post(client, "new-attendee", meeting, {**KIM, "uuid": uuid4()}).status_code == 200
    assert listed(meeting)[-1] == "Kim Dahl (AMR)"


def test_list_of_final_minutes_is_only_read(client, db):
    meeting = documents.final()
    client.force_login(meeting.facilitator)
    page = reverse("attendance", args=[meeting.key])
    assert client.get(page).url == reverse("minutes", args=[meeting.key])
    before = listed(meeting)
    assert post(client, "new-attendee", meeting, {**KIM, "uuid": uuid4()}).status_code == 409
    assert post(client, "remove-attendee", meeting, {}, meeting.attendees.first().pk).status_code == 409
    assert listed(meeting) == before


def test_final_minutes_hold_no_name_that_was_removed(db):
    meeting = documents.everything()
    meeting.attendees.get(name="Samira Nielsen").remove()
    assert "Samira" in last_act(meeting).words
    make.approve(meeting)
    assert not LastAct.objects.exists()


# --- Adding and editing -----------------------------------------------------------------------------------------------


def test_name_is_added_with_its_fields_and_the_next_can_be_written(jonas, meeting):
    answer = read(post(jonas, "new-attendee", meeting, {**KIM, "uuid": uuid4(), "name": " Kim \t Dahl "}))
    assert listed(meeting)[-1] == "Kim Dahl (AMR)"
    assert "Kim Dahl er sat på listen" in answer.one("#attendance [data-say]")
    assert (answer.field("Navn").value, answer.one("[data-focus] input")["id"]) == ("", "attendee-new-name")


@pytest.mark.parametrize(("holds", "words"), [("", "Kim Dahl (AMR)"), ("chair", "Kim Dahl (formand, AMR)")])
def test_form_sent_twice_adds_one_name(jonas, meeting, holds, words):
    meeting.attendees.get(post="chair").remove()
    form = {**KIM, "uuid": uuid4(), "post": holds}
    for _ in range(2):
        assert post(jonas, "new-attendee", meeting, form).status_code == 200
    assert listed(meeting).count(words) == 1


def test_two_of_the_same_name_can_be_on_the_list(jonas, meeting):
    for function in ("TR", "AMR"):
        post(jonas, "new-attendee", meeting, {**KIM, "uuid": uuid4(), "function": function})
    assert listed(meeting)[-2:] == ["Kim Dahl (TR)", "Kim Dahl (AMR)"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Skriv navnet"),
        ({"name": "x" * 121}, "Navn må højst være på 120 tegn. Nu er der 121."),
        ({"side": ""}, "Vælg, hvilken side navnet hører til"),
        ({"side": "udvalg"}, "Vælg en af siderne"),
        ({"post": "chair"}, "Lise Holm står som formand. Ret det dér først: der kan kun være én"),
        ({"post": "boss"}, "Vælg formand, næstformand eller ingen"),
        ({"function": "x" * 121}, "Funktion må højst være på 120 tegn. Nu er der 121."),
        ({"stands_in_for_id": "0"}, "Navnet er fjernet fra listen imens. Vælg et andet"),
        ({"uuid": "x"}, "Siden er for gammel. Genindlæs den, og prøv igen."),
    ],
)
def test_wrong_name_gets_422_with_the_reason_and_its_text(jonas, meeting, changed, said):
    before = listed(meeting)
    form = {**KIM, "uuid": uuid4(), **changed}
    for extra in ({}, {"HTTP_HX_REQUEST": ""}):
        answer = post(jonas, "new-attendee", meeting, form, **extra)
        assert answer.status_code == 422
        page = read(answer)
        assert [each.text.removeprefix("Fejl: ") for each in page.all(".error")] == [said]
        assert page.field("Navn").value == form["name"]
    assert listed(meeting) == before


def test_row_is_edited_and_the_focus_returns_to_it(jonas, meeting, peter):
    page = read(jonas.get(reverse("attendee", args=[meeting.key, peter.pk]), **HTMX))
    assert [page.field("Navn").value, page.field("Post").value, page.field("Side").value] == [
        "Peter Aagaard",
        "deputy",
        make.EMPLOYEES,
    ]
    form = {**KIM, "name": "Peter Ågård", "post": "deputy", "function": "TR", "seen": page.fields()["seen"]}
    answer = read(post(jonas, "attendee", meeting, form, peter.pk))
    assert listed(meeting)[2] == "Peter Ågård (næstformand, TR)"
    assert answer.one("#attendee-form")["data-focus"] == f"edit-attendee-{peter.pk}"
    assert answer.has(f"#edit-attendee-{peter.pk}")


def test_row_edited_over_somebody_elses_gets_409_with_theirs(jonas, lise, meeting, peter):
    seen = peter.revision
    mine = {**KIM, "name": "Peter Aagaard", "post": "deputy", "function": "TR", "seen": seen}
    assert post(lise, "attendee", meeting, {**mine, "function": "FTR", "absent": "True"}, peter.pk).status_code == 200
    answer = post(jonas, "attendee", meeting, mine, peter.pk)
    assert answer.status_code == 409
    page = read(answer)
    assert page.one("blockquote").text == "Peter Aagaard (næstformand, FTR), Medarbejdersiden, afbud"
    assert page.field("Funktion (valgfrit)").value == "TR"
    assert "Peter Aagaard (næstformand, FTR)" in listed(meeting)
    again = {**mine, "seen": page.fields()["seen"]}
    assert post(jonas, "attendee", meeting, again, peter.pk).status_code == 200
    assert "Peter Aagaard (næstformand, TR)" in listed(meeting)


def test_edit_of_another_row_is_no_conflict(jonas, lise, meeting, peter):
    seen = peter.revision
    samira = meeting.attendees.get(name="Samira Nielsen")
    post(lise, "attendee", meeting, {**KIM, "name": "Samira N.", "seen": samira.revision}, samira.pk)
    form = {**KIM, "name": "Peter A.", "post": "deputy", "function": "", "seen": seen}
    assert post(jonas, "attendee", meeting, form, peter.pk).status_code == 200
    assert listed(meeting)[2:] == ["Peter A. (næstformand)", "Samira N. (AMR)"]


def test_row_that_somebody_removed_is_refused(meeting, peter):
    Attendee.objects.get(pk=peter.pk).delete()
    for act in (lambda: peter.edit(peter.revision, name="Peter"), lambda: peter.set_absent(True), peter.remove):
        with pytest.raises(Refused, match="En anden har fjernet navnet fra listen imens"):
            act()


def test_there_is_one_chair_and_one_deputy(meeting, peter):
    with pytest.raises(Refused, match="Lise Holm står som formand"):
        peter.edit(peter.revision, post="chair")
    with pytest.raises(Refused, match="Peter Aagaard står som næstformand"):
        meeting.add_attendees(uuid4(), [{"name": "Kim", "side": make.OTHERS, "post": "deputy"}])
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendee.objects.filter(name="Anders Bruun").update(post="chair")


def test_absent_and_present_again(jonas, meeting, peter):
    answer = read(post(jonas, "attendee-absent", meeting, {}, peter.pk))
    assert groups(answer)["Afbud"] == ["Peter Aagaard (næstformand)"]
    assert "Peter Aagaard står nu under afbud" in answer.one("#attendance [data-say]")
    assert answer.one("#attendance-focus")["data-focus"] == f"presence-{peter.pk}"
    assert answer.one(f"#presence-{peter.pk}").text == "Er mødt: Peter Aagaard (næstformand)"
    meeting.refresh_from_db()
    before = meeting.last_event
    post(jonas, "attendee-absent", meeting, {}, peter.pk)
    meeting.refresh_from_db()
    assert meeting.last_event == before, "pressed twice"
    answer = read(post(jonas, "attendee-present", meeting, {}, peter.pk))
    assert "Afbud" not in groups(answer)


def test_everything_works_without_javascript(jonas, meeting, peter):
    there, plain = reverse("attendance", args=[meeting.key]), {"HTTP_HX_REQUEST": ""}
    page = read(jonas.get(reverse("new-attendee", args=[meeting.key])))
    assert page.field("Navn").value == ""
    assert post(jonas, "new-attendee", meeting, {**KIM, "uuid": uuid4()}, **plain).url.startswith(f"{there}#")
    page = read(jonas.get(reverse("attendee", args=[meeting.key, peter.pk])))
    form = {**KIM, "name": "Peter", "seen": page.fields()["seen"]}
    assert post(jonas, "attendee", meeting, form, peter.pk, **plain).url.startswith(f"{there}#")
    for name in ("attendee-absent", "attendee-present", "remove-attendee"):
        page = read(jonas.get(there))
        button = next(
            each for each in page.all("button") if (each.get("formaction") or "").endswith(f"/{peter.pk}/afbud/")
        )
        assert page.one(f"form#{button['form']}")["method"] == "post"
        assert post(jonas, name, meeting, {}, peter.pk, **plain).url.startswith(f"{there}#")
        if name == "attendee-absent":
            peter.refresh_from_db()
            assert peter.absent
            peter.set_absent(False)
    assert "Peter er fjernet fra listen" in read(jonas.get(there)).one("#attendance [data-say]")
    act = read(jonas.get(there)).button("Fortryd")
    assert jonas.post(act["formaction"]).url == f"{there}#attendance"
    assert "Peter (AMR)" in listed(meeting)


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_queries_however_many_names(django_assert_num_queries, client, db, number):
    meeting = make.meeting(attendees={f"Navn {n}": {"stands_in_for": "Navn 0"} for n in range(number)})
    client.force_login(meeting.facilitator)
    with django_assert_num_queries(7):
        client.get(reverse("attendance", args=[meeting.key]))
