"""What a person can do with a page."""

import re
import time

from playwright.sync_api import expect

from tests.reading import read

# ms. Changes are pushed to every screen within this time; later they came by the next beat, eight seconds after the last.
PUSHED = 7000
PATIENCE = 30_000  # ms, for everything else
LISTEN = """() => { const place = document.getElementById("say"); window.said = []; window.listener?.disconnect();
  window.listener = new MutationObserver(() => window.said.push(place.textContent.trim()));
  window.listener.observe(place, {childList: true}); }"""


class Person:
    def __init__(self, page):
        self.page = page

    @property
    def page(self):
        """Return the page when its scripts are there: until then, a press is an ordinary form's."""
        self._page.wait_for_load_state()
        return self._page

    @page.setter
    def page(self, page):
        self._page = page

    def enters_by(self, link):
        """Open a secret link, press its one button and come to the page it leads to."""
        self.page.goto(link)
        self.page.get_by_role("button", name=re.compile("^Kom ind som ")).click()
        expect(self.page).not_to_have_url(re.compile("/plads/"))

    def submits(self, path, **typed):
        """Send the form at `path` by requests, with what is typed in it. Return where that leads."""
        fields = read(self.page.request.get(path).text()).fields()
        hidden = {name: fields[name] for name in ("csrfmiddlewaretoken", "uuid") if name in fields}
        answer = self.page.request.post(path, form={**hidden, **typed}, max_redirects=0)
        assert answer.status == 302, path
        return answer.headers["location"]

    def token(self):
        return self.page.locator("[name=csrfmiddlewaretoken]").first.input_value()

    def presses(self, name, *, within=None, exact=False):
        """Press the button or link of that name."""
        place = within or self.page
        button = place.get_by_role("button", name=name, exact=exact)
        button.or_(place.get_by_role("link", name=name, exact=exact)).first.click()

    def fills(self, **fields):
        """`fills(**{"Dato": "23.11.2026"})`: fill each field by its exact label."""
        for label, text in fields.items():
            self.page.get_by_label(label, exact=True).fill(text)

    def sees(self, words, *, within=PATIENCE):
        expect(self.page.get_by_text(words).locator("visible=true").first).to_be_visible(timeout=within)

    def sees_no(self, words, *, within=PATIENCE):
        expect(self.page.get_by_text(words).locator("visible=true")).to_have_count(0, timeout=within)

    def sees_heading(self, words, *, within=PATIENCE):
        heading = self.page.get_by_role("heading", level=1)
        expect(heading.filter(has_text=re.compile(re.escape(words).replace(r"\ ", r"\s")))).to_be_visible(
            timeout=within
        )

    def settles(self):
        """Wait until everything received is rendered."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def listens(self):
        """Record what is read aloud from now on; `said()` returns it."""
        self.page.evaluate(LISTEN)

    def said(self):
        self.settles()
        return self.page.evaluate("window.said")

    def hears(self, *words):
        """Wait until exactly these have been read aloud."""
        deadline = time.monotonic() + PATIENCE / 1000
        while self.said() != list(words) and time.monotonic() < deadline:
            self.page.wait_for_timeout(100)
        assert self.said() == list(words), self.said()

    def notes(self, number):
        """Locate everybody's notes to question `number`."""
        return self.page.locator(f"#notes-{number} > .note")

    def sees_note(self, text, number, *, within=PUSHED):
        expect(self.notes(number).filter(has_text=text)).to_be_visible(timeout=within)

    def sees_no_note(self, text, number, *, within=PUSHED):
        expect(self.notes(number).filter(has_text=text)).to_have_count(0, timeout=within)

    def sees_message(self, words):
        expect(self.page.locator("#message")).to_have_text(words)
        expect(self.page.locator("#message")).to_be_visible()

    def is_online(self, *, within=PATIENCE):
        expect(self.page.locator("#connection .words")).to_have_text("Forbundet", timeout=within)

    def is_offline(self, *, within=PATIENCE):
        expect(self.page.locator("#connection .words")).to_have_text("Ingen forbindelse", timeout=within)

    def opens(self, name):
        """Press the summary of a <details> with these words."""
        self.page.locator("summary", has_text=name).locator("visible=true").first.click()

    def lists(self, name, side, post):
        """Put a name on the attendance list, on the page where it stands."""
        opener = self.page.locator("#add-attendee")
        if opener.count():
            opener.click()
        self.fills(Navn=name)
        for label, choice in (("Side", side), ("Post", post)):
            self.page.get_by_label(label, exact=True).select_option(choice)
        self.presses("Sæt på listen")
        expect(self.listed(side).filter(has_text=name)).to_be_visible()
        expect(self.page.get_by_label("Navn", exact=True)).to_have_value("")

    def listed(self, side):
        """Locate the rows on one side of the attendance list."""
        heading = self.page.locator("#attendance h3").filter(has_text=side)
        return heading.locator("xpath=following-sibling::ul[1]/li")
