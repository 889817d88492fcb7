"""A list of names that is pasted, and shown for correction before it is on the attendance list."""

import pytest
from django.urls import reverse

from meetings.models import Stage
from tests import make
from tests.reading import read
from tests.room.attendance import groups, last_act, listed

pytestmark = pytest.mark.any_database

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
