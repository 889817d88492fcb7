"""The attendance list: rows that are added, edited, marked absent and removed, and an act that is undone."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from meetings.models import Attendee, Conflict, Refused, Stage
from meetings.room.models import LastAct
from tests import documents, make
from tests.reading import read

HTMX = {"HTTP_HX_REQUEST": "true"}
KIM = {"name": "Kim Dahl", "side": make.EMPLOYEES, "post": "", "function": "AMR", "absent": "", "stands_in_for_id": ""}


def post(client, name, meeting, data=(), *more, **extra):
    return client.post(reverse(name, args=[meeting.key, *more]), dict(data), **{**HTMX, **extra})


def listed(meeting):
    return [each.in_words for each in meeting.attendees.exclude(side="").select_related("stands_in_for")]


def last_act(meeting):
    return LastAct.objects.get(meeting=meeting)


def groups(page):
    """{heading: what each row says} of the list on a page."""
    place = page.one("#attendance")
    names = [[row.all("span")[0].text for row in rows.all("li")] for rows in place.all(".attendees")]
    return dict(zip([heading.text for heading in place.all("h3")], names, strict=True))


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
    documents.approved_by_both(meeting)
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


# --- Names given when joining -----------------------------------------------------------------------------------------


def test_name_given_when_joining_is_placed_once(jonas, meeting):
    make.member(meeting, "Kim Dahl")
    kim = meeting.attendees.get(name="Kim Dahl")
    page = read(jonas.get(reverse("desk", args=[meeting.key]), follow=True))
    assert "Kim Dahl er med, men står ikke på listen." in page
    answer = read(post(jonas, "place-attendee", meeting, {}, kim.pk, make.EMPLOYEES))
    assert groups(answer)["Medarbejdersiden"][-1] == "Kim Dahl"
    assert "er med, men står ikke" not in answer
    assert post(jonas, "place-attendee", meeting, {}, kim.pk, make.OTHERS).status_code == 200  # pressed twice
    kim.refresh_from_db()
    assert kim.side == make.EMPLOYEES


@pytest.mark.parametrize("listed", ["Bo Test", "bo  test", "BO TEST"])
def test_name_on_the_list_is_not_asked_about(jonas, meeting, listed):
    make.attend(meeting, listed, function="TR")
    make.member(meeting, "Bo Test")
    make.member(meeting, "Bo Testrup")
    said = [
        each.one("strong").text for each in read(jonas.get(reverse("attendance", args=[meeting.key]))).all(".place")
    ]
    assert said == ["Bo Testrup"]


def test_name_left_off_the_list_is_gone_until_that_is_undone(jonas, meeting):
    before = listed(meeting)
    make.member(meeting, "Kim Dahl")
    kim = meeting.attendees.get(name="Kim Dahl")
    page = read(jonas.get(reverse("attendance", args=[meeting.key])))
    answer = read(jonas.post(page.button("Skal ikke på listen")["formaction"], **HTMX))
    assert (listed(meeting), answer.has(".place")) == (before, False)
    assert answer.has("#undo-attendance")
    meeting.undo(last_act(meeting).number)
    assert (listed(meeting), meeting.attendees.get(side="").name) == (before, kim.name)


def test_seat_given_up_leaves_its_name_to_the_secretary(meeting):
    make.member(meeting, "Kim Dahl").leave()
    assert meeting.attendees.get(side="").name == "Kim Dahl"


def test_nothing_connects_a_name_with_a_seat(meeting):
    make.member(meeting, "Kim Dahl")
    fields = {field.attname for field in Attendee._meta.concrete_fields}
    assert fields == {
        "id", "meeting_id", "uuid", "name", "side", "post", "function", "absent", "stands_in_for_id",
    }  # fmt: skip
    assert not any("name" in field.name for field in meeting.participants.model._meta.concrete_fields)


# --- Undo -------------------------------------------------------------------------------------------------------------


def rows(meeting):
    return list(meeting.attendees.order_by("id").values())


ACTS = {
    "added": lambda meeting: make.attend(meeting, "Kim Dahl"),
    "several added": lambda meeting: meeting.add_attendees(
        uuid4(), [{"name": name, "side": make.OTHERS} for name in ("Kim Dahl", "Bo Lund")]
    ),
    "edited": lambda meeting: peter_of(meeting).edit(peter_of(meeting).revision, name="P.", post="", side=make.OTHERS),
    "absent": lambda meeting: peter_of(meeting).set_absent(True),
    "removed": lambda meeting: meeting.attendees.get(name="Samira Nielsen").remove(),
    "removed with a stand-in": lambda meeting: peter_of(meeting).remove(),
    "placed": lambda meeting: meeting.attendees.get(side="").place(make.OTHERS),
    "left off": lambda meeting: meeting.attendees.get(side="").remove(),
}


def peter_of(meeting):
    return meeting.attendees.get(name="Peter Aagaard")


@pytest.mark.parametrize("act", ACTS)
def test_last_act_is_undone_and_only_once(meeting, act):
    make.attend(meeting, "Ida Dam", stands_in_for="Peter Aagaard")
    make.member(meeting, "Ulla, som ikke står på listen")
    before = rows(meeting)
    ACTS[act](meeting)
    assert rows(meeting) != before
    number = last_act(meeting).number
    meeting.undo(number)
    assert rows(meeting) == before
    with pytest.raises(Refused, match="Listen er ændret igen imens"):
        meeting.undo(number)


@pytest.mark.parametrize("act", ACTS)
def test_undoing_is_undone_like_any_act(meeting, act):
    make.attend(meeting, "Ida Dam", stands_in_for="Peter Aagaard")
    make.member(meeting, "Ulla, som ikke står på listen")
    before = rows(meeting)
    ACTS[act](meeting)
    after, words = rows(meeting), last_act(meeting).words
    for state, said in ((before, f"Fortrudt: {words}"), (after, words), (before, f"Fortrudt: {words}")):
        meeting.undo(last_act(meeting).number)
        assert (rows(meeting), last_act(meeting).words) == (state, said)


def test_act_that_is_no_longer_the_last_is_not_undone(jonas, lise, meeting, peter):
    post(jonas, "attendee-absent", meeting, {}, peter.pk)
    first = last_act(meeting).number
    post(lise, "attendee-present", meeting, {}, peter.pk)
    answer = post(jonas, "undo-attendance", meeting, {}, first)
    assert answer.status_code == 409
    assert "Listen er ændret igen imens, så det kan ikke fortrydes." in read(answer)
    peter.refresh_from_db()
    assert not peter.absent


def test_name_given_when_joining_survives_an_undo(meeting, peter):
    peter.remove()
    make.member(meeting, "Kim Dahl")
    meeting.undo(last_act(meeting).number)
    assert meeting.attendees.get(side="").name == "Kim Dahl"
    assert peter_of(meeting).post == "deputy"


def test_only_the_last_act_is_kept(meeting, peter):
    peter.set_absent(True)
    peter.set_absent(False)
    assert LastAct.objects.count() == 1
    assert last_act(meeting).words == "Peter Aagaard står nu som mødt"


def test_conflict_keeps_the_last_act(meeting, peter):
    seen = peter.revision
    peter.set_absent(True)
    with pytest.raises(Conflict):
        peter.edit(seen, name="P.")
    assert last_act(meeting).words == "Peter Aagaard står nu under afbud"


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_queries_however_many_names(django_assert_num_queries, client, db, number):
    meeting = make.meeting(attendees={f"Navn {n}": {"stands_in_for": "Navn 0"} for n in range(number)})
    client.force_login(meeting.facilitator)
    with django_assert_num_queries(7):
        client.get(reverse("attendance", args=[meeting.key]))


# --- A list that is pasted --------------------------------------------------------------------------------------------

PASTED = "Dam, Ida <ida@x.dk>; Kim Dahl (AMR); Bo Lund (suppleant for Kim Dahl); Lise Holm (formand)"


def people(page):
    """{name: (side, post, function, presence)} of the names that are shown for correction."""
    found = {}
    for person in page.all(".person"):
        name, side, post, function, presence, *_ = [field.value for field in person.all("input, select")]
        found[name] = (side, post, function, presence)
    return found


def sent(page, **changed):
    """What the page sends, with some fields changed: `{"navne-0-side": "ledelse"}`."""
    selects = {field["name"]: field.value for field in page.all("main select")}
    return {**page.fields(), **selects, **changed}


def paste(client, meeting, data):
    return client.post(reverse("paste-attendees", args=[meeting.key]), data)


def test_pasted_list_is_shown_for_correction_before_it_counts(jonas, meeting):
    before = listed(meeting)
    page = read(paste(jonas, meeting, {"text": PASTED, "side": make.OTHERS}))
    assert people(page) == {
        "Ida Dam": (make.OTHERS, "", "", ""),
        "Kim Dahl": (make.EMPLOYEES, "", "AMR", ""),
        "Bo Lund": (make.OTHERS, "", "", ""),
        "Lise Holm": ("ingen", "chair", "", ""),
    }
    assert [legend.text for legend in page.all("legend")][-1] == "Lise Holm står allerede på listen"
    assert page.field("Stedfortræder for: Bo Lund").value == "Kim Dahl"
    assert listed(meeting) == before
    form = sent(page, **{"navne-0-name": "Ida  Dam", "navne-0-side": make.MANAGEMENT, "navne-1-absent": "True"})
    for _ in range(2):  # pressed twice
        answer = paste(jonas, meeting, form)
        assert answer.url == reverse("attendance", args=[meeting.key]) + "#undo-attendance"
    assert groups(read(jonas.get(answer.url))) == {
        "Ledelsessiden": ["Lise Holm (formand)", "Anders Bruun", "Ida Dam"],
        "Medarbejdersiden": ["Peter Aagaard (næstformand)", "Samira Nielsen"],
        "Øvrige": ["Bo Lund (stedfortræder for Kim Dahl)"],
        "Afbud": ["Kim Dahl (AMR)"],
    }
    assert last_act(meeting).words == "3\u00a0navne er sat på listen"
    meeting.undo(last_act(meeting).number)
    assert listed(meeting) == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"navne-0-side": ""}, "Ida Dam: Vælg, hvilken side navnet hører til"),
        ({"navne-0-name": ""}, "Skriv navnet"),
        ({"navne-0-post": "chair"}, "Ida Dam: Lise Holm står som formand. Der kan kun være én"),
        ({"navne-0-function": "x" * 121}, "Ida Dam: Skriv det kortere: højst 120 tegn"),
        ({"navne-0-function": "150190-1234"}, "Ida Dam: Det ligner et CPR-nummer."),
        ({"navne-2-stands_in_for": "Nogen"}, "Bo Lund: Skriv et navn, der står på listen"),
    ],
)
def test_wrong_correction_gets_422_with_the_reason_and_keeps_every_word(jonas, meeting, changed, said):
    before = listed(meeting)
    page = read(paste(jonas, meeting, {"text": PASTED, "side": make.OTHERS}))
    form = sent(page, **changed)
    answer = paste(jonas, meeting, form)
    assert answer.status_code == 422
    again = read(answer)
    assert [line.text for line in again.one("[role=alert]").all("li")] == [said]
    assert again.one(f"#id_{next(iter(changed))}_error")
    kept = sent(again)
    del form["csrfmiddlewaretoken"], kept["csrfmiddlewaretoken"]
    assert kept == form
    assert listed(meeting) == before


def test_two_chairs_in_a_pasted_list_are_asked_about(jonas, db):
    meeting = make.meeting(attendees={})
    jonas.force_login(meeting.facilitator)
    page = read(paste(jonas, meeting, {"text": "Lise Holm (fmd.)\nBo Lund (formand)", "side": make.OTHERS}))
    answer = paste(jonas, meeting, sent(page))
    assert answer.status_code == 422
    assert "Bo Lund: Lise Holm står som formand. Der kan kun være én" in read(answer)
    assert paste(jonas, meeting, sent(page, **{"navne-1-post": "deputy"})).status_code == 302
    assert listed(meeting) == ["Lise Holm (formand)", "Bo Lund (næstformand)"]


def test_name_that_is_left_off_needs_nothing(jonas, meeting):
    before = listed(meeting)
    page = read(paste(jonas, meeting, {"text": "Lise Holm (formand)\nKim Dahl"}))
    changed = {"navne-1-side": "ingen", "navne-1-name": ""}
    assert paste(jonas, meeting, sent(page, **changed)).status_code == 302
    assert listed(meeting) == before


def test_text_is_read_again_when_it_was_mended(jonas, meeting):
    page = read(paste(jonas, meeting, {"text": "Kim Dahl Ida Dam"}))
    again = read(paste(jonas, meeting, sent(page, text="Kim Dahl; Ida Dam", read="true")))
    assert list(people(again)) == ["Kim Dahl", "Ida Dam"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" \n ", "Sæt navnene ind"),
        (";;\nAfbud:", "Vi fandt ingen navne i teksten"),
        ("x" * 20_001, "Sæt færre navne ind ad gangen: højst 20.000 tegn"),
        ("\n".join(f"Navn Nummer{n}" for n in range(201)), "Sæt færre navne ind ad gangen: højst 200"),
    ],
)
def test_text_that_cannot_be_read_gets_422_and_stays(jonas, meeting, text, said):
    answer = paste(jonas, meeting, {"text": text})
    page = read(answer)
    assert (answer.status_code, page.one(".error").text) == (422, f"Fejl: {said}")
    assert page.field("Navnene").value.strip() == text.strip()


def test_two_who_paste_at_once_lose_nothing(jonas, lise, meeting):
    pages = [
        (client, read(paste(client, meeting, {"text": text, "side": make.OTHERS})))
        for client, text in ((jonas, "Kim Dahl\nIda Dam"), (lise, "Ida Dam\nBo Lund"))
    ]
    (client, page), (other, late) = pages
    assert paste(client, meeting, sent(page)).status_code == 302
    answer = paste(other, meeting, sent(late))
    assert answer.status_code == 422
    assert "Ida Dam: Navnet står allerede på listen" in read(answer)
    assert paste(other, meeting, sent(read(answer), **{"navne-0-side": "ingen"})).status_code == 302
    assert listed(meeting)[4:] == ["Kim Dahl", "Ida Dam", "Bo Lund"]


def test_page_that_somebody_went_back_to_adds_what_is_new(jonas, meeting):
    page = read(paste(jonas, meeting, {"text": "Kim Dahl", "side": make.OTHERS}))
    form = sent(page)
    paste(jonas, meeting, form)
    assert paste(jonas, meeting, form | {"navne-0-name": "Ida Dam"}).status_code == 302
    assert paste(jonas, meeting, form | {"navne-0-name": "Bo Lund", "uuid": "x"}).status_code == 302
    assert listed(meeting)[4:] == ["Kim Dahl", "Ida Dam", "Bo Lund"]


def test_empty_list_begins_with_the_place_to_paste(client, db):
    meeting = make.meeting(stage=Stage.DRAFT, attendees={})
    client.force_login(meeting.facilitator)
    page = read(client.get(reverse("attendance", args=[meeting.key])))
    assert page.field("Navnene").value == ""
    make.attend(meeting, "Kim Dahl")
    page = read(client.get(reverse("attendance", args=[meeting.key])))
    assert not page.has("textarea")
    assert page.link("Sæt en liste ind")["href"] == reverse("paste-attendees", args=[meeting.key])
