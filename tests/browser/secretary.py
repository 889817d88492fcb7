"""Jonas: writes the minutes."""

import re

from playwright.sync_api import expect

from .person import PATIENCE, PUSHED, Person


class Secretary(Person):
    def comes_in(self, link):
        """Take the seat of the link by requests, without pressing its button."""
        self.page.goto(self.submits(link))
        expect(self.page.get_by_label("Konklusion")).to_be_visible()

    def turns_to(self, number):
        self.page.locator(".questions a").filter(has_text=re.compile(rf"^\s*{number}")).click()
        expect(self.page.locator(".step")).to_have_text(f"Spørgsmål {number} af 5")

    def sees_the_room_at(self, number, *, within=PUSHED):
        expect(self.page.locator(f"#state-{number}")).to_have_text("I rummet nu", timeout=within)

    def concludes(self, text):
        """Type a conclusion and wait until it is saved."""
        field = self.page.get_by_label("Konklusion")
        field.fill("")
        field.press_sequentially(text)
        self.sees(re.compile(r"Gemt kl\. \d+\.\d\d"), within=PATIENCE)

    def adds(self, lane, **fields):
        """Add a follow-up. `lane`: "aftale" or "sag". `fields`: label = text."""
        self.presses(f"Tilføj {lane}", exact=True)
        request = fields.pop("Hvad beder vi dem om?", None)
        self.fills(**fields)
        if request:
            self.page.get_by_label("Hvad beder vi dem om?").select_option(request)
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.presses(f"Tilføj {lane}", exact=True)

    def saves_and_closes(self):
        """Save the open form, and wait until it is closed: a button of the next would else be taken for one of its own."""
        self.presses("Gem og luk")
        expect(self.page.get_by_role("button", name="Gem og luk")).to_have_count(0)

    def row(self, lane, text):
        return self.page.locator(f"#lane-{lane} tbody tr").filter(has_text=text)

    def sees_follow_up(self, text, lane):
        expect(self.row(lane, text)).to_be_visible(timeout=PUSHED)

    def places(self, name, on):
        self.presses(on, within=self.page.locator(".place").filter(has_text=name))

    def plans_the_next_meeting(self, text):
        self.page.get_by_label("Hvornår og hvor?").fill(text)
        expect(self.page.locator("#next-status")).to_have_text(re.compile(r"^Gemt kl\. \d+\.\d\d$"))
