"""Making a meeting: accepted input, errors, and forms sent twice."""

import datetime
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from meetings import danish
from meetings.models import Meeting, Stage
from tests import make
from tests.make import NEXT_YEAR as YEAR
from tests.make import facts
from tests.reading import errors, fields, read

pytestmark = pytest.mark.any_database

NEW = "/moeder/opret/"
HTML = "<b>Lokal-MED</b> & ”venner” 🙂"


@pytest.fixture
def theme(db):
    return make.theme()


@pytest.fixture
def lise(db):
    client = Client()
    client.force_login(make.user(first_name="Lise", last_name="Holm"))
    return client


def test_new_meeting_has_every_fact_of_the_form(lise, theme):
    answer = lise.post(NEW, facts(theme), follow=True)
    made = Meeting.objects.get()
    assert answer.redirect_chain == [(f"/m/{made.key}/deltagere/", 302)]
    assert "Mødet i Lokal-MED, Borgerservice er oprettet. Hvem er med?" in read(answer)
    assert (made.stage, made.facilitator.username, made.theme) == (Stage.DRAFT, "lise", theme)
    assert (made.committee.name, made.committee.organisation) == ("Lokal-MED, Borgerservice", "Strandby Kommune")
    assert made.committee.parent_name == "Område-MED"
    assert made.date == datetime.date(YEAR, 11, 23)
    assert (made.starts_at, made.ends_at) == (datetime.time(9), datetime.time(10, 30))
    assert (made.venue, made.case_number) == ("Rådhuset", "26/012345")
    assert (made.facilitator_name, made.secretary_name) == ("Lise Holm", "Jonas Ravn")
    assert made.items.count() == 3
    assert made.participants.get().user == made.facilitator


def test_committee_theme_date_and_time_are_enough(lise, theme):
    needed = ("committee", "theme", "date", "starts_at", "ends_at")
    assert lise.post(NEW, {name: facts(theme)[name] for name in needed}).status_code == 302
    assert Meeting.objects.get().attendees.count() == 0


@pytest.mark.parametrize(
    "written",
    [f"23.11.{YEAR}", f"23-11-{YEAR}", f"23/11 {YEAR}", f"23/11-{YEAR}", f"23.11.{YEAR % 100}", f" {YEAR}-11-23 "],
)
def test_date_in_any_danish_form_is_understood(lise, theme, written):
    lise.post(NEW, facts(theme, date=written))
    assert Meeting.objects.get().date == datetime.date(YEAR, 11, 23)


@pytest.mark.parametrize("written", ["9", "9.00", "9:00", "09.00", "0900", "900", "kl. 9", "Kl 9.00"])
def test_time_in_any_danish_form_is_understood(lise, theme, written):
    lise.post(NEW, facts(theme, starts_at=written))
    assert Meeting.objects.get().starts_at == datetime.time(9)


WRONG = [
    ("committee", " ", "Udvalg: Skriv udvalgets navn"),
    ("committee", "x" * 121, "Udvalg: Udvalg må højst være på 120 tegn. Nu er der 121."),
    ("theme", "", "Tema: Vælg et tema"),
    ("theme", "0", "Tema: Det tema findes ikke længere. Vælg et andet"),
    ("date", "", "Dato: Skriv datoen for mødet, fx 23.11.2026"),
    ("date", f"31.11.{YEAR}", f"Dato: Der er kun 30 dage i november. Skriv fx 30.11.{YEAR}"),
    ("date", "30.2.2027", "Dato: Der er kun 28 dage i februar 2027. Skriv fx 28.2.2027"),
    ("date", f"{YEAR}-11-31", f"Dato: Der er kun 30 dage i november. Skriv fx 30.11.{YEAR}"),
    ("date", f"32.11.{YEAR}", "Dato: Skriv datoen som fx 23.11.2026"),
    ("date", f"1.13.{YEAR}", "Dato: Skriv datoen som fx 23.11.2026"),
    ("date", "næste forår", "Dato: Skriv datoen som fx 23.11.2026"),
    ("date", "23.11.1926", "Dato: Skriv datoen som fx 23.11.2026"),
    (
        "date",
        "23.11.2019",
        "Dato: Datoen er så gammel, at mødet ville blive slettet med det samme. Tjek årstallet",
    ),
    ("starts_at", "", "Starter kl.: Skriv, hvornår mødet starter, fx 9.00"),
    ("starts_at", "25.00", "Starter kl.: Skriv tidspunktet som fx 9.00"),
    ("ends_at", "", "Slutter kl.: Skriv, hvornår mødet slutter, fx 10.30"),
    ("ends_at", "ved middagstid", "Slutter kl.: Skriv tidspunktet som fx 9.00"),
    ("ends_at", "9", "Slutter kl.: Mødet skal slutte senere end kl. 9.00, hvor det starter"),
    ("case_number", "x" * 61, "Sagsnummer (valgfrit): Sagsnummer må højst være på 60 tegn. Nu er der 61."),
]


@pytest.mark.parametrize(
    ("length", "start", "ends"),
    [
        ("short", "9.00", "9.45"),
        ("normal", "9.00", "10.15"),
        ("thorough", "13.30", "15.15"),
        ("none", "9.00", None),
        ("normal", "23.00", None),
        ("normal", "", None),
    ],
)
def test_end_that_is_left_open_is_when_the_length_is_over(lise, theme, length, start, ends):
    answer = lise.post(NEW, facts(theme, length=length, starts_at=start, ends_at=""))
    if ends is None:
        assert (answer.status_code, Meeting.objects.exists()) == (422, False)
        assert "Slutter kl.: Skriv, hvornår mødet slutter, fx 10.30" in errors(answer)
    else:
        assert danish.clock(Meeting.objects.get().ends_at) == ends


@pytest.mark.parametrize(("field", "written", "said"), WRONG)
def test_invalid_meeting_gets_422_with_the_reason_and_its_text(lise, theme, field, written, said):
    posted = facts(theme, venue=HTML, secretary_name=HTML) | {field: written}
    answer = lise.post(NEW, posted)
    assert answer.status_code == 422
    assert errors(answer) == [said]
    page = read(answer)
    assert page.title.startswith("Fejl: Opret møde")
    summary = page.one("[role=alert]")
    assert summary.one("h2").text == "Mødet er ikke oprettet endnu"
    assert [each["id"] for each in page.all("[autofocus]")] == [f"id_{field}"]  # of several, the summary
    assert summary.one("li a")["href"] == f"#id_{field}"
    assert page.one(f"#id_{field}_error").text == f"Fejl: {said.partition(': ')[2]}"
    shown = page.fields()
    for name in posted.keys() - {"theme"}:
        assert shown[name].replace("\r\n", "\n") == posted[name].replace("\r\n", "\n"), name
    assert not page.has("main b")
    assert not Meeting.objects.exists()


def test_html_and_emoji_are_kept_as_text_in_every_field(lise, theme):
    free = {name: HTML for name, value in facts(theme).items() if isinstance(value, str)} | {
        name: facts(theme)[name] for name in ("date", "starts_at", "ends_at", "key")
    }
    lise.post(NEW, facts(theme, **free))
    page = lise.get(reverse("edit-meeting", args=[Meeting.objects.get().key]))
    shown = fields(page)
    for name, text in free.items():
        if text == HTML:
            assert shown[name] == HTML, name
    assert not read(page).has("main b")


def test_a_theme_without_questions_cannot_be_chosen(lise, theme):
    empty = make.theme(questions=0)
    offered = [option.text for option in read(lise.get(NEW)).all("[name=theme] option")]
    assert theme.title in offered
    assert empty.title not in offered
    assert errors(lise.post(NEW, facts(empty))) == ["Tema: Det tema findes ikke længere. Vælg et andet"]


def test_page_without_any_theme_names_somebody_to_ask(lise):
    assert "Der er ingen temaer endnu." in read(lise.get(NEW))


# --- Sending it twice -------------------------------------------------------------------------------------------------


def test_form_sent_twice_makes_one_meeting(lise, theme):
    before = make.meeting()
    posted = facts(theme, key=fields(lise.get(NEW))["key"], attendees_of=before.key)
    for _ in range(2):
        assert lise.post(NEW, posted).headers["Location"] == f"/m/{posted['key']}/deltagere/"
    [made] = Meeting.objects.exclude(pk=before.pk)
    assert (made.key, made.attendees.count()) == (posted["key"], 4)
    lise.post(NEW, facts(theme, key=fields(lise.get(NEW))["key"]))
    assert Meeting.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_form_sent_four_times_at_once_makes_one_meeting():
    user, posted = make.user(), facts(make.theme())
    answers = []

    def send():
        client = Client()
        client.force_login(user)
        answers.append(client.post(NEW, posted).status_code)
        connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 4
    assert Meeting.objects.get().participants.count() == 1


@pytest.mark.parametrize("key", ["abc", "aaaaaaaaaaaaaaaaaaaa", "<script>", ""])
def test_forged_key_is_not_used(lise, theme, key):
    assert lise.post(NEW, facts(theme, key=key)).status_code == 302
    assert len(Meeting.objects.get().key) == 10


def test_key_of_somebody_elses_meeting_makes_another(lise, theme):
    others = make.meeting(facilitator=make.user("tom"))
    lise.post(NEW, facts(theme, key=others.key))
    mine = Meeting.objects.get(facilitator__username="lise")
    assert mine.key != others.key
    assert Meeting.objects.get(key=others.key).facilitator.username == "tom"
