"""Firefox: a short whole meeting, and what depends on the engine: the Back button, restoring after a crash, streams."""

import re

import pytest
from marionette_driver.by import By
from marionette_driver.keys import Keys

from tests.lab.servers import PASSWORD, USERNAME

from .cast import LAPTOP, PHONE, PROJECTOR
from .facilitator import TODAY
from .firefox import Firefox, Window, waits_for

MEETINGS = """
from django.utils import timezone
from meetings.models import Role, RoleLink
from tests import make
for _ in range(6):
    meeting = make.meeting(theme=make.theme(5), date=timezone.localdate())
    print(meeting.key, RoleLink.make(meeting, Role.FACILITATOR), meeting.code)
"""
# What is wider or higher than the picture, and how large the question and the text are that one looks at.
SCROLLS = """const { scrollWidth, scrollHeight } = document.scrollingElement;
return scrollWidth > innerWidth || scrollHeight > innerHeight"""
SIZE = "return Math.round(parseFloat(getComputedStyle(document.querySelector(arguments[0])).fontSize))"
FREE = "return !document.querySelector('.htmx-request, button[aria-disabled]')"
SAVED = "return document.querySelector('#conclusion-1').textContent"

TWICE = "Vi skriver det samme to steder."

pytestmark = pytest.mark.any_database


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    running = Firefox(tmp_path_factory.mktemp("firefox")).start()
    yield running
    running.kill()


class Person(Window):
    def joins(self, code):
        self.goes_to("/")
        self.fills(Mødekode=code)
        self.presses("Deltag")
        self.sees("Dit navn (valgfrit)")
        self.presses("Deltag")

    def logs_in(self):
        self.goes_to("/log-ind/")
        self.fills(Brugernavn=USERNAME, Adgangskode=PASSWORD)
        self.presses("Log ind")
        self.sees("Mine møder", "h1")

    def concludes(self, text):
        """At the end of what stands there; until it is saved."""
        self.types("Konklusion", text)
        waits_for(lambda: self.asks(SAVED).endswith(text), f"{text} is saved")

    def stands_at(self, number):
        self.sees(f"Spørgsmål {number} af 5", "#screen .step")

    def goes_on(self):
        waits_for(lambda: self.asks("return !document.querySelector('#next').disabled"), "the next step")
        self.here().find_element(By.ID, "next").click()

    def shows(self, words, selector, size=None):
        """On the wall, whole. `size`: of its text, in px."""
        self.sees(words, selector)
        assert not self.asks(SCROLLS)
        if size:
            waits_for(lambda: self.asks(SIZE, selector) == size, f"{selector} of {size} px")

    def strikes(self, key):
        """Press a key where the focus is, when what was pressed before is answered and the buttons rest no longer."""
        waits_for(lambda: self.asks(FREE), "the buttons")
        self.here().get_active_element().send_keys(key)

    def writes(self, text):
        self.types("Din note", text)
        self.presses("Tilføj note")
        self.sees(text, "#mine")


@pytest.fixture
def someone(firefox, server):
    """Opens a window for somebody; all are closed afterwards."""
    yield lambda size: firefox.opens(Person, server.url, list(size.values()))
    firefox.closes_windows()


@pytest.fixture(scope="module")
def meetings(installation):
    """Key, facilitator's link and code of meetings at their first question, one a test."""
    printed = installation.manage("shell", "--no-imports", "-c", MEETINGS).splitlines()
    return iter([line.split() for line in printed])


@pytest.fixture
def meeting(meetings):
    return next(meetings)


@pytest.fixture
def lise(someone, meeting):
    key, token, _ = meeting
    lise = someone(PROJECTOR)
    lise.goes_to(f"/m/{key}/plads/{token}/")
    lise.presses("Kom ind som mødeleder")
    lise.stands_at(1)
    return lise


@pytest.fixture
def peter(someone, lise, meeting):
    *_, code = meeting
    peter = someone(PHONE)
    peter.joins(code)
    peter.stands_at(1)
    return peter


def makes_a_meeting(lise):
    """Make a meeting by "Opret møde" and go on to its first question. Return its code."""
    lise.logs_in()
    lise.presses("Opret møde")
    lise.sees("Opret møde", "h1")
    lise.fills(
        **{"Udvalg": "Lokal-MED, Firefox", "Dato": f"{TODAY:%d.%m.%Y}", "Starter kl.": "9.00", "Slutter kl.": "10.30"}
    )
    lise.asks("document.getElementById('id_length').value = 'none'")
    lise.asks("document.getElementById('id_arrival').value = 'at-once'")
    lise.presses("Opret møde")
    lise.sees("Mødet i Lokal-MED, Firefox er oprettet.")
    lise.presses("Færdig")
    lise.presses("Åbn mødet")
    lise.sees("Deltag fra din telefon")
    code = re.search(
        r"\d{4}\s\d{4}|\d{3}\s\d{3}", lise.asks("return document.querySelector('.joining .code').innerText")
    )[0]
    lise.goes_on()
    lise.stands_at(1)
    return code


def sorts(lise, peter):
    """At the last question, by keys."""
    lise.presses("Mere")
    lise.presses("5")
    for screen in (lise, peter):
        screen.stands_at(5)
    peter.writes("Fast hjælp til nye")
    lise.presses("Fast hjælp til nye")
    lise.shows("Fast hjælp til nye", ".sorting .big", 77)
    lise.strikes(Keys.ARROW_LEFT)
    lise.shows("Fast hjælp til nye", ".lane.selv")
    lise.types("Hvem?", f"Åse{Keys.ENTER}")
    lise.sees("Åse", ".lane.selv .who")
    peter.sees("Fast hjælp til nye", ".lane.selv")


def test_whole_meeting_runs_from_lobby_to_minutes(someone):
    lise, peter = someone(PROJECTOR), someone(PHONE)
    peter.joins(makes_a_meeting(lise))
    peter.stands_at(1)
    assert peter.asks("return [innerWidth, innerHeight]") == [PHONE["width"], PHONE["height"]]
    lise.shows("Skriv jeres noter på telefonen.", ".asking .instruction")
    lise.shows("Har vi oplevet", ".asking h1", 110)
    peter.writes(TWICE)
    lise.shows("Har vi oplevet", "#screen:not(.asking) h1", 68)
    lise.shows(TWICE, "#notes-1 > .note p", 64)
    lise.presses(TWICE)
    lise.shows(TWICE, "#big", 115)
    peter.sees(TWICE, "#talk")
    lise.strikes(Keys.ESCAPE)
    lise.sees(TWICE, "#notes-1")
    lise.strikes("o")
    lise.shows(TWICE, "#sheets", 34)
    lise.strikes(Keys.ESCAPE)
    lise.sees(TWICE, "#notes-1")
    jonas = someone(LAPTOP)
    wall = lise.address
    lise.goes_to(wall.replace("/skaerm/", "/pladser/"))
    lise.presses("Lav et nyt link til referenten")
    lise.presses("Vis linket")
    jonas.goes_to(lise.asks("return document.querySelector('.secret').textContent"))
    jonas.presses("Kom ind som referent")
    lise.goes_to(wall)
    lise.goes_on()
    for screen in (lise, peter):
        screen.stands_at(2)
    jonas.types("Konklusion", "Der var enighed.")
    jonas.sees("Gemt kl.", "#conclusion-1-status")
    sorts(lise, peter)
    lise.presses("Mere")
    lise.presses("Afslut mødet")
    lise.presses("Afslut alligevel")
    lise.shows("Tak for i dag", ".ending h1")
    lise.shows("Fast hjælp til nye", ".ending .lane.selv")
    lise.shows("noter 2", ".ending .figures")
    lise.presses("Mere")
    lise.presses("Se referatet")
    lise.sees("Udkast – ")
    assert "Der var enighed." in lise.asks("return [...document.querySelectorAll('textarea')].map(each => each.value)")
    peter.sees("Mødet er afsluttet. Tak, fordi du var med.")
    kind = lise.asks("""const link = document.querySelector("a[href$='.pdf']");
      return fetch(link.href).then(answer => answer.headers.get("Content-Type"))""")
    assert kind == "application/pdf"


def test_back_button_returns_to_a_live_page_with_what_was_typed(lise, peter):
    """When the meeting moves on while one is away, Firefox 153 gives back an empty field."""
    peter.types("Din note", "Det nåede jeg ikke at sende")
    peter.presses("Privatliv")
    peter.sees("Hvem er ansvarlig?")
    peter.goes_back()
    peter.stands_at(1)
    assert peter.value("Din note") == "Det nåede jeg ikke at sende"
    lise.goes_on()
    peter.stands_at(2)
    assert peter.value("Din note") == "Det nåede jeg ikke at sende"


def test_back_button_does_not_bring_back_a_note_that_was_sent(peter):
    peter.writes("Den er sendt")
    peter.presses("Privatliv")
    peter.sees("Hvem er ansvarlig?")
    peter.goes_back()
    peter.sees("Den er sendt", "#mine")
    assert peter.value("Din note") == ""


def test_back_and_a_crash_put_no_old_text_beside_a_new_revision(firefox, someone, lise):
    desk = lise.address.replace("/skaerm/", "/referent/1/")
    lise.goes_to(desk)
    lise.concludes("Først.")
    lise.presses("Se referatet")
    lise.sees("Udkast – ")  # both pages have the field
    lise.concludes(" I referatet.")
    lise.goes_back()
    lise.is_online()
    assert lise.value("Konklusion") == "Først. I referatet."
    other = someone(LAPTOP)
    other.logs_in()
    other.goes_to(desk)
    lise = firefox.crashes(lise, meanwhile=lambda: other.concludes(" Af en anden."))
    lise.is_online()
    assert lise.value("Konklusion") == "Først. I referatet. Af en anden."
    lise.concludes(" Til sidst.")
    lise.goes_to(desk)
    assert lise.value("Konklusion") == "Først. I referatet. Af en anden. Til sidst."


def test_crashed_browser_comes_back_with_its_seat_and_what_was_typed(firefox, peter):
    peter.writes("Før")
    peter.types("Din note", "Det nåede jeg ikke at sende")
    peter = firefox.crashes(peter)
    peter.sees("Før", "#mine", 10)
    assert peter.value("Din note") == "Det nåede jeg ikke at sende"
    peter.presses("Tilføj note")
    peter.sees("Det nåede jeg ikke at sende", "#mine")


def test_screens_catch_up_by_themselves_after_the_server_was_killed(lise, peter, server):
    server.kill()
    peter.sees("Ingen forbindelse", "#connection", 15)
    peter.types("Din note", "Skrevet uden net")
    peter.presses("Tilføj note")
    server.start()
    lise.sees("Skrevet uden net", "#notes-1", 30)
    peter.sees("Skrevet uden net", "#mine")
    lise.goes_on()
    peter.stands_at(2)
