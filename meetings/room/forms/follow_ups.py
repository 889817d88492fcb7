"""Agreements and matters sent upward: one form for each lane. Everything but the text can be filled in later."""

import datetime
import re

from django import forms

from meetings import danish
from meetings.room.models import FollowUp, Lane
from meetings.text import TextField

from .asking import AskingForm
from .fields import DeadlineField, keep_from_filling_in
from .send_once import SendOnceForm

ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def follow_up_form(lane, meeting, data=None, edits=None):
    """Make a form for a new follow-up, or for the one it `edits`.

    The ids of their fields differ, so that htmx never carries typed text from one form to the other.
    """
    initial = (
        vars(edits) | {"seen": edits.revision, "due": edits.deadline}
        if edits
        else {"sent_to": meeting.committee.parent_name}
    )
    form = (AgreementForm if lane == Lane.SELF else MatterForm)(
        data, initial=initial, meeting=meeting, auto_id=f"{lane}-{edits.pk if edits else 'new'}-%s"
    )
    del form.fields["uuid" if edits else "seen"]
    form.asks = not edits  # then it saves itself
    return form


ASKED = {
    Lane.SELF: {"responsible": "Hvem?", "due": "Hvornår?"},
    Lane.UP: {"carried_by": "Hvem?", "due": "Senest hvornår?"},
}


def who_when_form(follow_up, data=None):
    """Make the form of the wall, which asks of a follow-up only by whom it is done and when, in two words."""
    form = follow_up_form(follow_up.lane, follow_up.meeting, data, edits=follow_up)
    form.auto_id, form.asks = f"who-{follow_up.pk}-%s", True
    labels = ASKED[follow_up.lane]
    for name in [name for name in form.fields if name not in (*labels, "seen")]:
        del form.fields[name]
    for name, label in labels.items():
        form.fields[name].label = label
    return form


def in_words(form, fields):
    """Return [(label, Danish words)] of those `fields` of a follow-up that are filled in, in the order of its form.

    A date may be text, as JSON has it.
    """
    fields = {**fields, "due": fields["due"] or fields["due_words"]}
    if ISO_DATE.fullmatch(str(fields["due"])):
        fields["due"] = danish.long_date(datetime.date.fromisoformat(str(fields["due"])))
    return [(field.label, fields[field.name]) for field in form.visible_fields() if fields[field.name]]


class FollowUpForm(SendOnceForm, AskingForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        keep_from_filling_in(self)

    def clean_due(self):
        due = self.cleaned_data["due"]
        if isinstance(due, datetime.date) and due < self.meeting.date:
            raise forms.ValidationError(f"Fristen skal være den {danish.long_date(self.meeting.date)} eller senere")
        return due

    def clean(self):
        """Keep a deadline in words apart from one that is a date."""
        data = super().clean()
        due = data.get("due")
        is_date = isinstance(due, datetime.date)
        return {**data, "due": due if is_date else None, "due_words": "" if is_date else due or ""}

    @property
    def understood(self):
        """Return the deadline in full, where something else was typed than what is stored."""
        due = self.cleaned_data.get("due") if self.is_bound and not self.errors else None
        typed = self.data.get("due", "").strip()
        return danish.full_date(due) if due and typed != danish.short_date(due) else ""


def text_field(label, missing=None, length=200):
    """Make a small text area with the error `missing` when it is empty, or an optional field of one line."""
    area = forms.Textarea(attrs={"rows": 2, "class": "low"})
    return TextField(
        label=label,
        required=bool(missing),
        max_length=length,
        error_messages={"required": missing, "max_length": f"Skriv det kortere: højst {length} tegn"},
        widget=area if missing else forms.TextInput(),
    )


def due_field(label):
    return DeadlineField(label=label, required=False, help_text="Fx 15.1.2027, uge 3, om 14 dage eller løbende")


class AgreementForm(FollowUpForm):
    text = text_field("Hvad er aftalt?", "Skriv, hvad I har aftalt", 1000)
    responsible = text_field("Hvem er ansvarlig?")
    due = due_field("Hvornår er fristen?")


class MatterForm(FollowUpForm):
    text = text_field("Hvad handler sagen om?", "Skriv, hvad sagen handler om", 1000)
    sent_to = text_field("Hvem sender vi den til?")
    request = forms.ChoiceField(
        label="Hvad beder vi dem om?",
        required=False,
        choices=[("", "Vælg"), *FollowUp.Request.choices],
        error_messages={"invalid_choice": "Vælg orientering, drøftelse eller beslutning"},
    )
    carried_by = text_field("Hvem tager den med?")
    due = due_field("Senest hvornår?")
