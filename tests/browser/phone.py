"""A member with a phone."""

from uuid import uuid4

from playwright.sync_api import expect

from .person import PUSHED, Person

HAS_DOTS = """async () => {
  const { modules } = await import(document.querySelector("script[type=module]").src);
  for (let tries = 0; !modules["js/phone/dots.js"]; tries += 1) {
    if (tries > 1200) throw new Error("dots.js has not come");
    await new Promise(later => setTimeout(later, 50));
  }
}"""


class Phone(Person):
    def joins(self, code, name=""):
        """Join by the code on the front page."""
        self.page.goto("/")
        self.fills(Mødekode=code)
        self.presses("Deltag")
        self.fills(**{"Dit navn (valgfrit)": name})
        self.presses("Deltag")
        expect(self.page.locator("#screen")).to_be_visible()

    def takes_a_seat(self, code, name=""):
        """Join by requests, without pressing buttons."""
        self.page.goto(self.submits(self.submits("/", code=code), name=name))
        expect(self.page.locator("#screen")).to_be_visible()

    def stands_at(self, number, *, within=PUSHED):
        expect(self.page.locator("#screen .step")).to_contain_text(f"Spørgsmål {number} af 5", timeout=within)
        expect(self.page.locator("#mine")).to_have_attribute("data-item", str(number), timeout=within)

    def has_the_script_of_dots(self):
        """Wait for what a page fetches when there is something to give a dot: until then, a press is an ordinary form's."""
        self.page.evaluate(HAS_DOTS)

    @property
    def field(self):
        return self.page.locator(".note-form .note-field")

    @property
    def own(self):
        """Locate my own notes that the server has taken."""
        return self.page.locator(".own [id^=own-].note")

    @property
    def waiting(self):
        """Locate the notes that the phone has kept and not yet sent."""
        return self.page.locator("#outbox .note:has(.is-waiting) .text")

    @property
    def sending(self):
        return self.page.locator("#outbox [id^=sending-] .text")

    @property
    def refused(self):
        return self.page.locator("#outbox .note:has(.error)")

    def sees_note(self, text, number, *, within=PUSHED):
        """See it among everybody's, or my own, which are not repeated there."""
        here = self.page.locator(f"#notes-{number} > .note, .own [id^=own-].note").filter(has_text=text)
        expect(here.locator("visible=true").first).to_be_visible(timeout=within)

    def sends(self, text):
        """Send a note without waiting for the response."""
        self.field.fill(text)
        self.presses("Tilføj note")

    def types(self, text):
        """Type into the field, key by key, without sending."""
        self.field.click()
        self.page.keyboard.type(text)

    def writes(self, text):
        self.field.fill(text)
        self.presses("Tilføj note")
        expect(self.own.filter(has_text=text)).to_be_visible()

    def has_written(self, texts, number):
        """Add notes to question `number` by requests. The page shows them among its own after the next that it sends."""
        form = {"csrfmiddlewaretoken": self.token()}
        for text in texts:
            path = f"{self.page.url}spoergsmaal/{number}/noter/"
            answer = self.page.request.post(path, form={**form, "text": text, "uuid": uuid4().hex}, max_redirects=0)
            assert answer.status == 302, text

    def presses_on(self, text, name):
        """Press "Ret" or "Slet" on a note of one's own."""
        self.presses(name, within=self.own.filter(has_text=text))

    def edits(self, text, into):
        self.presses_on(text, "Ret")
        self.page.get_by_label("Ret noten").fill(into)
        self.presses("Gem")
        self.sees("Noten er rettet")
        expect(self.own.filter(has_text=into)).to_be_visible()
