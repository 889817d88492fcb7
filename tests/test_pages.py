"""The pages that belong to no meeting: the front page, privacy, the accessibility statement, and every way a page can fail."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.test import Client
from django.urls import include, path, reverse

from meetings.models import Meeting
from tests import make
from tests.reading import read, text

HEADINGS = [
    "Hvem er ansvarlig?",
    "Hvad bruger vi oplysningerne til?",
    "Hvad giver os lov til det?",
    "Hvilke oplysninger er det?",
    "Hvem kan se dem?",
    "Hvornår bliver de slettet?",
    "Dine rettigheder",
    "Klage til Datatilsynet",
]


# --- Front ------------------------------------------------------------------------------------------------------------


def test_the_front_page_asks_for_a_code_and_knows_who_is_logged_in(mads):
    page = read(mads.get("/"))
    assert page.field("Mødekode")["name"] == "code"
    assert "Mødekode Seks cifre. Koden står på skærmen i lokalet." in page
    assert "Log ind for at oprette og lede møder." in page
    mads.force_login(make.user())
    assert "Her er de møder, du har oprettet. Mine møder" in text(mads.get("/"))


POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"


@pytest.mark.parametrize("address", ["/", "/privatliv/", "/log-ind/", "/findes-ikke/"])
def test_every_page_forbids_strangers_scripts_and_frames(mads, address):
    assert mads.get(address).headers["Content-Security-Policy"] == POLICY


# --- Privacy ----------------------------------------------------------------------------------------------------------


def test_the_privacy_page_answers_the_eight_questions(mads):
    assert [heading.text for heading in read(mads.get("/privatliv/")).all("h2")] == HEADINGS


def test_the_privacy_page_says_who_and_how_long(mads, settings):
    settings.CONTROLLER = "Strandby Kommune & <søn>"
    settings.CONTACT_PHONE, settings.CONTACT_EMAIL = "12 34 56 78", "dialog@kommune.example"
    settings.DPO_CONTACT = "dpo@kommune.example"
    settings.RETENTION_DAYS = 14
    said = text(mads.get("/privatliv/"))
    assert "Strandby Kommune & <søn> er ansvarlig for dine oplysninger" in said
    assert "Kontakt: 12 34 56 78, dialog@kommune.example" in said
    assert "Databeskyttelsesrådgiver: dpo@kommune.example" in said
    assert "bliver slettet her 14 dage efter mødet" in said
    assert "Skriv eller ring til den ansvarlige." in said


def test_the_privacy_page_is_honest_when_nothing_is_set(mads, settings):
    settings.CONTROLLER = settings.CONTACT_PHONE = settings.CONTACT_EMAIL = settings.DPO_CONTACT = ""
    said = text(mads.get("/privatliv/"))
    assert "Den arbejdsplads, der holder mødet, er ansvarlig for dine oplysninger" in said
    assert "Spørg mødelederen, hvem du kan kontakte." in said
    assert "Kontakt:" not in said
    assert "Databeskyttelsesrådgiver" not in said


# --- The accessibility statement ---------------------------------------------------------------------------------------


def test_the_accessibility_statement_is_where_the_setting_says(mads, settings):
    settings.WAS_URL = "https://www.was.digst.dk/dialog"
    assert read(mads.get("/")).link("Tilgængelighedserklæring")["href"] == "/was/"
    assert mads.get("/was/").headers["Location"] == "https://www.was.digst.dk/dialog"
    settings.WAS_URL = ""
    assert "Tilgængelighedserklæring" not in read(mads.get("/"))
    assert mads.get("/was/").status_code == 404


# --- When it goes wrong -----------------------------------------------------------------------------------------------


def breaks(request):
    Meeting.objects.get(key="findes ikke")


def asks_wrong(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM en_tabel_der_ikke_findes")


def too_much(request):
    raise SuspiciousOperation


urlpatterns = [
    path("i-stykker/", breaks),
    path("forkert/", asks_wrong),
    path("for-meget/", too_much),
    path("", include("teknologi_dialog.urls")),
]
handler500 = "teknologi_dialog.pages.broken"


@pytest.fixture
def careless(db):
    """A browser that shows the error page instead of stopping the test."""
    return Client(raise_request_exception=False)


def test_a_page_that_is_not_there(mads):
    answer = mads.get("/findes/ikke/")
    assert answer.status_code == 404
    assert "Siden findes ikke Tjek adressen, eller gå til forsiden." in text(answer)


def test_a_page_for_somebody_else(jonas, meeting):
    answer = jonas.get(reverse("delete-meeting", args=[meeting.key]))
    assert answer.status_code == 403
    assert "Siden er for mødelederen eller referenten Du er med i mødet, men ikke i den rolle, siden er til." in text(
        answer
    )


def test_a_form_from_a_page_that_is_too_old(meeting):
    lise = Client(enforce_csrf_checks=True)
    lise.force_login(meeting.facilitator)
    answer = lise.post(reverse("delete-meeting", args=[meeting.key]))
    assert answer.status_code == 403
    assert "Siden var blevet for gammel Det, du sendte, er ikke gemt endnu." in text(answer)
    assert Meeting.objects.filter(pk=meeting.pk).exists()


@pytest.mark.urls("tests.test_pages")
def test_something_broke(careless, caplog):
    answer = careless.get("/i-stykker/")
    assert answer.status_code == 500
    assert "Vi kan ikke hente mødet lige nu. Prøv igen om lidt." in text(answer)


@pytest.mark.urls("tests.test_pages")
def test_a_question_we_asked_wrong_is_no_database_that_is_away(careless, caplog):
    """On SQLite both are the same kind of error."""
    assert careless.get("/forkert/").status_code == 500


@pytest.mark.urls("tests.test_pages")
def test_the_page_for_what_broke_leans_on_nothing_that_can_break(careless, settings, caplog):
    """Its stylesheet is there, by the name it uses, though it asks nobody for it."""
    (sheet,) = read(careless.get("/i-stykker/")).all("link[rel=stylesheet]")
    assert sheet["href"] == "/static/css/site.css"
    assert (settings.BASE_DIR / "static/css/site.css").is_file()


@pytest.mark.urls("tests.test_pages")
def test_something_we_cannot_read(careless):
    answer = careless.get("/for-meget/")
    assert answer.status_code == 400
    assert "Vi kunne ikke læse det, browseren sendte" in text(answer)


def test_an_address_that_is_not_ours(careless, settings):
    settings.ALLOWED_HOSTS = ["dialog.kommune.example"]
    assert careless.get("/privatliv/", headers={"host": "dialog.kommune.example"}).status_code == 200
    answer = careless.get("/privatliv/", headers={"host": "ond.example"})
    assert answer.status_code == 400
    assert "ALLOWED_HOSTS" in text(answer)


@pytest.mark.urls("tests.test_pages")
def test_no_page_says_that_an_error_arose(careless, mads):
    for address in ("/findes/ikke/", "/i-stykker/", "/for-meget/"):
        said = text(careless.get(address)).lower()
        assert "gå til forsiden" in said, address
        assert "en fejl" not in said, address


def test_no_address_is_ever_logged(client, db, caplog, capsys):
    """Addresses name meetings and secret links. What fails inside us is logged all the same, by the view's name."""
    for address in ("/m/23456789ab/plads/et-hemmeligt-link/", "/m/hemmeligt2/", "/findes-ikke/"):
        assert client.get(address).status_code == 404
    assert "hemmelig" not in caplog.text + capsys.readouterr().err
