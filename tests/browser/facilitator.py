"""Lise: leads the meeting from the projected browser."""

import datetime
from itertools import count
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.lab.servers import PASSWORD, USERNAME
from tests.reading import read

from .person import PUSHED, Person

TODAY = datetime.datetime.now(ZoneInfo("Europe/Copenhagen")).date()
_numbers = count(1)


class Facilitator(Person):
    def logs_in(self):
        self.page.goto("/log-ind/")
        self.fills(Brugernavn=USERNAME, Adgangskode=PASSWORD)
        self.presses("Log ind")
        expect(self.page).to_have_url("/moeder/")

    def makes_a_meeting(self, committee=None, attendees=(), **fields):
        """Make a meeting by "Opret møde", ending at "Mine møder".

        `attendees`: [(name, side, post)]. `fields`: more to fill in, by label.
        """
        self.committee = committee or f"Udvalg {next(_numbers)}"
        self.page.goto("/moeder/")
        self.presses("Opret møde")
        known = {"Udvalg": self.committee, "Udvalget over jer (valgfrit)": "Område-MED", "Dato": f"{TODAY:%d.%m.%Y}"}
        self.fills(**known, **{"Starter kl.": "9.00", "Slutter kl.": "10.30"}, **fields)
        # Other tests leave themes and meetings behind.
        self.page.get_by_label("Tema", exact=True).select_option("Teknologien flytter opgaver")
        self.page.get_by_label("Forløb").select_option("Uden faser")
        self.page.get_by_label("Nye noter kommer på skærmen").select_option("at-once")
        before = self.page.get_by_label("Deltagere (valgfrit)")
        if before.count():
            before.select_option("En tom liste")
        self.presses("Opret møde")
        self.sees(f"Mødet i {self.committee} er oprettet.")
        for person in attendees:
            self.lists(*person)
        self.presses("Færdig")
        expect(self.page).to_have_url("/moeder/")

    def opens_the_lobby(self):
        row = self.page.get_by_role("listitem").filter(
            has=self.page.get_by_role("heading", name=self.committee, exact=True)
        )
        self.presses("Åbn mødet", within=row)
        expect(self.page.locator(".joining .code")).to_be_visible()
        self.wall = self.page.url
        return self.code()

    def code(self):
        return self.page.locator(".joining .code").inner_text().replace("\N{NO-BREAK SPACE}", " ")

    def starts_a_meeting(self, at=1, **more):
        """Make a meeting at question `at` by requests, without pressing buttons. `more`: facts. Return its code."""
        self.committee = f"Udvalg {next(_numbers)}"
        page = read(self.page.request.get("/moeder/opret/").text())
        known = {name: page.fields()[name] for name in ("csrfmiddlewaretoken", "key")}
        theme = page.all("[name=theme] option:not([value=''])")[0]["value"]
        when = {"date": f"{TODAY:%d.%m.%Y}", "starts_at": "9.00", "ends_at": "10.30"}
        facts = {"committee": self.committee, "parent_name": "Område-MED", "theme": theme, **when, **more}
        self._posts("/moeder/opret/", **known, **facts)
        token, meeting = known["csrfmiddlewaretoken"], f"/m/{known['key']}"
        self._posts(f"{meeting}/aabn/", csrfmiddlewaretoken=token)
        for place in ["lobby", *map(str, range(1, at))]:
            self._posts(f"{meeting}/videre/", csrfmiddlewaretoken=token, seen=place)
        self.page.goto(f"{meeting}/skaerm/")
        self.stands_at(at)
        self.wall = self.page.url
        return self.page.locator(".join .code").inner_text().removeprefix("kode ").replace("\N{NO-BREAK SPACE}", " ")

    def moves_to(self, number, phase):
        """Go to a phase of a question by requests, without pressing buttons."""
        for way in (f"gaa-til/{number}", f"fase/{phase}"):
            seen = read(self.page.request.get(self.wall).text()).one("#screen")["data-place"]
            self._posts(self.wall.replace("skaerm", way), csrfmiddlewaretoken=self.token(), sure=seen)
        expect(self.page.locator("#screen")).to_have_attribute("data-place", f"{number}-{phase}", timeout=PUSHED)

    def hides_by_request(self, note):
        """Hide the note with this id."""
        form = {"csrfmiddlewaretoken": self.token(), "reason": "person"}
        self._posts(self.wall.replace("skaerm", f"noter/{note}/skjul"), **form)

    def _posts(self, path, **form):
        assert self.page.request.post(path, form=form, max_redirects=0).status == 302, path

    def goes_on(self, to=None):
        self.page.locator("#next").click()
        if to:
            self.stands_at(to)

    def goes_back(self, to=None):
        self.page.locator("#previous").click()
        if to:
            self.stands_at(to)

    def closes(self):
        """Close the meeting from any place, whatever is missing."""
        self.opens("Mere")
        self.presses("Afslut mødet", within=self.page.locator("#more"))
        self.presses("Afslut alligevel")
        self.sees_heading("Tak for i dag")

    def reads_the_minutes(self):
        """Go from the wall of a closed meeting to its minutes."""
        self.opens("Mere")
        self.presses("Se referatet")
        self.sees("Udkast – ")

    def may_move(self):
        """Wait until the buttons are enabled again after a move, which they are not at once so that a double click is one step."""
        expect(self.page.locator("#next")).to_be_enabled()

    def stands_at(self, number, *, within=PUSHED):
        expect(self.page.locator("#screen .step")).to_contain_text(f"Spørgsmål {number} af 5", timeout=within)

    def counts_present(self, words):
        expect(self.page.locator("#present")).to_have_text(words, timeout=PUSHED)

    def hides(self, text, number, because="Den nævner en person"):
        note = self.notes(number).filter(has_text=text)
        note.hover()
        note.locator("summary").click()
        self.presses(because, within=note)

    def writes_for_somebody(self, text):
        self.opens("Mere")
        self.fills(**{"Skriv en note for en anden": text})
        self.presses("Tilføj note")
        expect(self.page.get_by_label("Skriv en note for en anden")).to_have_value("")
        self.opens("Mere")

    def makes_the_secretarys_link(self):
        """Return a new link, by requests."""
        path, form = self.wall.replace("skaerm/", "links/referent/"), {"csrfmiddlewaretoken": self.token()}
        return self.page.request.post(path, form=form, headers={"Accept": "application/json"}).json()["link"]

    def copies_the_secretarys_link(self):
        return self.copies("Kopiér link til referenten", says="Linket er kopieret. Send det til referenten.")

    def copies_a_facilitators_link(self):
        says = "Linket er kopieret. Åbn det på den anden maskine."
        return self.copies("Kopiér link til en anden mødeleder", says=says)

    def copies(self, name, says):
        """Press the button. Return the content of the clipboard."""
        self.opens("Mere")
        self.presses(name)
        expect(self.page.get_by_text(says)).to_be_visible()
        self.opens("Mere")
        return self.page.evaluate("navigator.clipboard.readText()")

    def agrees(self, text, lane):
        """Turn a note into a follow-up from the wall. `lane`: the words on the button."""
        note = self.page.locator("#proposals .note").filter(has_text=text)
        note.get_by_role("button", name=lane).press("Enter")  # it shows once it has the focus

    def sees_follow_up(self, text, lane):
        expect(self.page.locator(f".lane.{lane} .followup").filter(has_text=text)).to_be_visible(timeout=PUSHED)
