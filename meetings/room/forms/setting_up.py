"""Creating a meeting, and editing its facts at any time."""

import re
from contextlib import suppress

from django import forms
from django.db import IntegrityError

from meetings import danish
from meetings.room.models import Meeting, Refused, Stage
from meetings.room.models.clocks import Facts
from meetings.room.models.keys import KEY_LETTERS, new_key

from .fields import keep_from_filling_in, optional, text_field
from .meeting_facts import MeetingForm, facts_of

KEY = re.compile(f"[{KEY_LETTERS}]{{10}}")


class NewMeetingForm(MeetingForm):
    """Carries the new meeting's key, so that sending it twice creates one meeting."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key)
    attendees_of = forms.ChoiceField(
        label=optional("Deltagere"),
        required=False,
        help_text="Du kan rette listen på den næste side.",
        error_messages={"invalid_choice": "Det møde findes ikke længere. Vælg et andet"},
    )

    def __init__(self, *args, user, known=(), **kwargs):
        """Offer the attendance lists of earlier meetings (`known`) to begin with."""
        super().__init__(*args, **kwargs)
        self.user = user
        self.known = {meeting.key: meeting for meeting in known}
        as_before = [(key, as_at(meeting)) for key, meeting in self.known.items()]
        self.fields["attendees_of"].choices = [*as_before, ("", "En tom liste")]
        self.themes = self.fields["theme"].queryset.count()
        if self.themes == 1:
            self.fields["theme"].empty_label = None  # nothing to choose between

    def clean_key(self):
        """Keep the key unless it is malformed or belongs to another facilitator's meeting; then make a new one."""
        key = self.cleaned_data["key"]
        taken = Meeting.objects.filter(key=key).exclude(facilitator=self.user).exists()
        return key if KEY.fullmatch(key) and not taken else new_key()

    def set_up(self):
        """Create the meeting and return it. If this form created it already, return it unchanged."""
        mine = Meeting.objects.filter(key=self.cleaned_data["key"])
        if not mine.exists():
            with suppress(IntegrityError):  # the same form was sent twice at once, and the other request created it
                before = self.known.get(self.cleaned_data["attendees_of"])
                Meeting(key=self.cleaned_data["key"], facilitator=self.user, **self.facts()).set_up(before)
        return mine.get()


def as_at(meeting):
    return f"De samme som i {meeting.committee.name} den {danish.long_date(meeting.date)}"


class EditMeetingForm(MeetingForm):
    rules = text_field(
        "Spilleregler",
        600,
        help_text="Én pr. linje. De står på skærmen, før I går i gang, og gælder også udvalgets næste møder.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args, meeting, **kwargs):
        rules = "\n".join(meeting.committee.listed_rules)
        super().__init__(*args, initial=facts_of(meeting) | {"rules": rules}, **kwargs)
        self.meeting = meeting
        self.theme_is_settled = meeting.is_settled()
        self.fields["theme"].required = not self.theme_is_settled
        keep_from_filling_in(self)

    def facts_on(self, date):
        return Facts.of(self.meeting, date=date)

    def clean_length(self):
        length = self.cleaned_data["length"]
        if length not in ("", self.meeting.length) and self.meeting.stage == Stage.DISCUSSION:
            raise forms.ValidationError("Forløbet kan ikke skiftes, mens I er i gang med spørgsmålene")
        return length

    def clean_theme(self):
        return self.cleaned_data["theme"] or self.meeting.theme

    def facts(self):
        """Return {name: value} for Meeting. The committee has agreed on the rules, if they were changed."""
        rules = self.cleaned_data.pop("rules")
        facts = super().facts()
        if "rules" in self.changed_data:
            facts["committee"].agree_on(rules)
        return facts

    def edit(self):
        """Save the changes. Returns whether that was allowed; if not, the form has the error."""
        try:
            self.meeting.edit(**self.facts())
        except Refused as refusal:
            self.add_error("theme", str(refusal))
        return self.is_valid()
