"""The pages that belong to no meeting: the front page, privacy, the accessibility statement, and every way a page can fail."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.test import Client
from django.urls import include, path, reverse

from meetings.models import Meeting
from tests import make
from tests.reading import read, text

pytestmark = pytest.mark.any_database

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


def test_front_page_asks_for_a_code_and_shows_a_facilitator_the_meetings(mads):
    page = read(mads.get("/"))
    assert page.field("Mødekode")["name"] == "code"
    assert "Mødekode Seks eller otte cifre. Koden står på skærmen i lokalet." in page
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


def test_privacy_page_names_the_controller_the_contacts_and_the_days(mads, settings):
    settings.CONTROLLER = "Strandby Kommune & <søn>"
    settings.CONTACT_PHONE, settings.CONTACT_EMAIL = "12 34 56 78", "dialog@kommune.example"
    settings.DPO_CONTACT = "dpo@kommune.example"
    said = text(mads.get("/privatliv/"))
    assert "Strandby Kommune & <søn> er ansvarlig for dine oplysninger" in said
    assert "Kontakt: 12 34 56 78, dialog@kommune.example" in said
    assert "Databeskyttelsesrådgiver: dpo@kommune.example" in said
    assert "Skriv eller ring til den ansvarlige." in said


def test_privacy_page_names_every_clock(mads, settings):
    settings.NOTE_DAYS, settings.FINAL_DAYS, settings.FINAL_DAYS_AT_MOST = 3, 40, 170
    settings.UNAPPROVED_DAYS, settings.UNOPENED_DAYS, settings.BROWSER_DAYS = 90, 80, 1
    said = text(mads.get("/privatliv/"))
    for words in (
        "som I skrev dem: 3 dage efter, at formand og næstformand har godkendt referatet.",
        "alt andet fra mødet: 40 dage efter den sidste godkendelse.",
        "så 40 dage efter den, dog højst 170 dage efter den sidste godkendelse.",
        "hvis referat ikke er godkendt: 90 dage efter mødet.",
        "som ikke er godkendt, 90 dage efter, at den begyndte.",
        "der aldrig blev åbnet: 80 dage efter dets dato.",
        "kun i din egen browser, i højst 1 dag.",
        "De enkelte prikker bliver slettet, når mødet slutter.",
    ):
        assert words in said
    settings.NOTE_DAYS = 0
    assert "dem: samme dag, som formand og næstformand har godkendt referatet." in text(mads.get("/privatliv/"))


@pytest.mark.parametrize(
    ("days", "words"), [(0, "Spørg den ansvarlige, hvor længe det er."), (14, "senest 14 dage efter.")]
)
def test_privacy_page_says_until_when_a_deleted_text_may_be_somewhere(mads, settings, days, words):
    settings.BACKUP_DAYS = days
    said = text(mads.get("/privatliv/"))
    where = {"sqlite": "Fra databasens filer: når mødet bliver afsluttet eller slettet, og ellers natten efter kl. 4."}
    assert where.get(connection.vendor, "Fra databasens tabeller: natten efter kl. 4.") in said
    assert ("Fra databasens log" in said) is (connection.vendor == "postgresql")
    assert words in said
    assert "Hvem der har skrevet en note, står ingen af de steder, heller ikke mens mødet er i gang." in said


def test_privacy_page_without_settings_says_whom_to_ask(mads, settings):
    settings.CONTROLLER = settings.CONTACT_PHONE = settings.CONTACT_EMAIL = settings.DPO_CONTACT = ""
    said = text(mads.get("/privatliv/"))
    assert "Den arbejdsplads, der holder mødet, er ansvarlig for dine oplysninger" in said
    assert "Spørg mødelederen, hvem du kan kontakte." in said
    assert "Kontakt:" not in said
    assert "Databeskyttelsesrådgiver" not in said


# --- The accessibility statement ---------------------------------------------------------------------------------------


def test_accessibility_statement_redirects_to_the_setting(mads, settings):
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
    """A client that gets the error page instead of the exception."""
    return Client(raise_request_exception=False)


def test_unknown_address_gets_404_in_danish(mads):
    answer = mads.get("/findes/ikke/")
    assert answer.status_code == 404
    assert "Siden findes ikke Tjek adressen, eller gå til forsiden." in text(answer)


def test_page_of_another_role_gets_403_in_danish(jonas, meeting):
    answer = jonas.get(reverse("delete-meeting", args=[meeting.key]))
    assert answer.status_code == 403
    assert "Siden er for mødelederen eller referenten Du er med i mødet, men ikke i den rolle, siden er til." in text(
        answer
    )


def test_form_without_a_valid_token_gets_403_in_danish(meeting):
    lise = Client(enforce_csrf_checks=True)
    lise.force_login(meeting.facilitator)
    answer = lise.post(reverse("delete-meeting", args=[meeting.key]))
    assert answer.status_code == 403
    assert "Siden var blevet for gammel Det, du sendte, er ikke gemt endnu." in text(answer)
    assert Meeting.objects.filter(pk=meeting.pk).exists()


SENT = {"csrfmiddlewaretoken": "x" * 64, "text": "Første linje\r\n<b>Anden", "seen": "3"}


def test_form_with_a_stale_token_is_kept_and_can_be_sent_again(lise_after_a_login):
    lise, url = lise_after_a_login
    page = lise.post(url, SENT, headers={"Origin": "http://testserver"})
    assert page.status_code == 403
    form = read(page).one(f"form[action='{url}']")
    kept = {field["name"]: field.value for field in form.all("[name]")}
    token = kept.pop("csrfmiddlewaretoken")
    assert kept == {"text": "Første linje\n<b>Anden", "seen": "3"}
    for valid in (token, page["X-Fresh-Token"]):
        again = lise.post(url, {**kept, "csrfmiddlewaretoken": valid}, headers={"Origin": "http://testserver"})
        assert again.status_code != 403


def test_form_from_another_site_is_offered_no_button_and_no_token(lise_after_a_login):
    lise, url = lise_after_a_login
    for headers in ({"Origin": "https://andet.example"}, {"Origin": "null"}, {}):
        page = lise.post(url, SENT, headers=headers)
        assert page.status_code == 403
        assert "X-Fresh-Token" not in page
        assert read(page).all(f"form[action='{url}']") == []


def test_password_is_not_written_into_the_page(lise_after_a_login):
    lise, _ = lise_after_a_login
    sent = {"csrfmiddlewaretoken": "x" * 64, "username": "lise", "password": "hemmeligt"}
    page = lise.post(reverse("log-in"), sent, headers={"Origin": "http://testserver"})
    assert page.status_code == 403
    assert b"hemmeligt" not in page.content


@pytest.fixture
def lise_after_a_login(meeting):
    """Her browser, and the address of an act; the page she acts from is older than the login."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(meeting.facilitator)
    client.get(reverse("wall", args=[meeting.key]))
    return client, reverse("wall-note", args=[meeting.key])


@pytest.mark.urls("tests.test_pages")
def test_error_in_a_view_gets_500_in_danish(careless, caplog):
    answer = careless.get("/i-stykker/")
    assert answer.status_code == 500
    assert "Vi kan ikke hente mødet lige nu. Prøv igen om lidt." in text(answer)


@pytest.mark.urls("tests.test_pages")
def test_wrong_sql_gets_500_and_not_503(careless, caplog):
    """On SQLite both raise the same exception."""
    assert careless.get("/forkert/").status_code == 500


@pytest.mark.urls("tests.test_pages")
def test_page_of_the_500_names_stylesheets_that_exist(careless, settings, caplog):
    """Its stylesheet is there, by the name it uses, though it asks nobody for it."""
    (sheet,) = read(careless.get("/i-stykker/")).all("link[rel=stylesheet]")
    assert sheet["href"] == "/static/css/site.css"
    assert (settings.BASE_DIR / "static/css/site.css").is_file()


@pytest.mark.urls("tests.test_pages")
def test_suspicious_request_gets_400_in_danish(careless):
    answer = careless.get("/for-meget/")
    assert answer.status_code == 400
    assert "Vi kunne ikke læse det, browseren sendte" in text(answer)


def test_unknown_host_gets_400_that_names_the_setting(careless, settings):
    settings.ALLOWED_HOSTS = ["dialog.kommune.example"]
    assert careless.get("/privatliv/", headers={"host": "dialog.kommune.example"}).status_code == 200
    answer = careless.get("/privatliv/", headers={"host": "ond.example"})
    assert answer.status_code == 400
    assert "ALLOWED_HOSTS" in text(answer)


@pytest.mark.urls("tests.test_pages")
def test_error_pages_offer_the_front_page_and_no_jargon(careless, mads):
    for address in ("/findes/ikke/", "/i-stykker/", "/for-meget/"):
        said = text(careless.get(address)).lower()
        assert "gå til forsiden" in said, address
        assert "en fejl" not in said, address


def test_no_address_is_ever_logged(client, db, caplog, capsys):
    """Addresses contain meeting keys and secret links. Errors are logged by the view's name."""
    for address in ("/m/23456789ab/plads/et-hemmeligt-link/", "/m/hemmeligt2/", "/findes-ikke/"):
        assert client.get(address).status_code == 404
    assert "hemmelig" not in caplog.text + capsys.readouterr().err


# --- security.txt ------------------------------------------------------------------------------------------------------


def test_security_txt_says_whom_to_tell_for_a_year(mads, settings):
    address = "/.well-known/security.txt"
    settings.SECURITY_CONTACT = ""
    assert mads.get(address).status_code == 404
    settings.SECURITY_CONTACT, settings.PUBLIC_URL = "sikkerhed@kommune.example", "https://dialog.kommune.example"
    answer = mads.get(address)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "Contact: mailto:sikkerhed@kommune.example\n"
        "Expires: 2027-11-26T00:00:00Z\n"
        "Preferred-Languages: da, en\n"
        "Canonical: https://dialog.kommune.example/.well-known/security.txt\n"
    )
    settings.SECURITY_CONTACT = "https://kommune.example/saarbarhed"
    assert "Contact: https://kommune.example/saarbarhed\n" in mads.get(address).content.decode()
