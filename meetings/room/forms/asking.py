"""A form that is sent by a press, and asks about what looks like a CPR number before anything is saved."""

import re

from django import forms

from meetings.cpr import numbers
from meetings.text import TextField


class AskingForm(forms.Form):
    """`meeting`: where an answer is remembered, if there is one yet. A text that saves itself is saved first: see
    `components/doubt.html`.

    `asked`: {field name: digits of the numbers in it that are asked about}. `denied`: those the person has said are none.
    """

    use_required_attribute = False  # no messages of the browser's own: all errors are shown at once, in Danish
    meeting = None
    asks = True
    BEFORE = {}  # {field name: words it is read after, which may say what a number in it is}

    def clean(self):
        data = super().clean() or self.cleaned_data
        said = self.said_no_cpr()
        self.asked, self.denied = {}, {}
        for name in [name for name in data if self.asks and isinstance(self.fields.get(name), TextField)]:
            found = self.doubtful(self.BEFORE.get(name, "") + data[name])
            self.denied[name] = [number for number in found if number in said]
            if asked := [number for number in found if number not in said]:
                self.asked[name] = asked
                self.add_error(name, "Det ligner et CPR-nummer.")
        return data

    def doubtful(self, text):
        return self.meeting.doubtful(text) if self.meeting else numbers(text)

    def said_no_cpr(self):
        """Return the digits of the numbers of which the person has said that they are no CPR numbers."""
        sent = self.data.getlist("no_cpr") if hasattr(self.data, "getlist") else [self.data.get("no_cpr", "")]
        return re.findall(r"[0-9]{10}", " ".join(sent))

    def remember(self, meeting):
        """Let `meeting` remember them, so that it is not asked again where the text is edited."""
        if said := self.said_no_cpr():
            meeting.is_no_cpr(said)
