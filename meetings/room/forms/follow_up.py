"""What was agreed: one form for each lane. Everything but the matter itself can be filled in later."""

from django import forms

from meetings import danish
from meetings.room.models import FollowUp, Lane

from .fields import DateField, TextField
from .room import SendOnceForm


def follow_up_form(lane, meeting, data=None, edits=None):
    """A form for a new follow-up, or for the one it `edits`. Their fields have ids of their own, so no words wander."""
    initial = vars(edits) | {"seen": edits.revision} if edits else {"sent_to": meeting.committee.parent_name}
    form = (AgreementForm if lane == Lane.SELF else MatterForm)(
        data, initial=initial, meeting=meeting, auto_id=f"{lane}-{edits.pk if edits else 'new'}-%s"
    )
    del form.fields["uuid" if edits else "seen"]
    return form


class FollowUpForm(SendOnceForm):
    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due and due < self.meeting.date:
            raise forms.ValidationError(f"Fristen skal være den {danish.long_date(self.meeting.date)} eller senere")
        return due


def line(label, missing=None, length=200):
    return TextField(
        label=label,
        required=bool(missing),
        max_length=length,
        error_messages={"required": missing, "max_length": f"Skriv det kortere: højst {length} tegn"},
        widget=forms.Textarea(attrs={"rows": 2, "class": "low"})
        if missing
        else forms.TextInput(attrs={"autocomplete": "off"}),
    )


def due(label):
    return DateField(label=label, required=False, help_text="Fx 15.1.2027")


class AgreementForm(FollowUpForm):
    text = line("Hvad er aftalt?", "Skriv, hvad I har aftalt", 1000)
    responsible = line("Hvem er ansvarlig?")
    due = due("Hvornår er fristen?")


class MatterForm(FollowUpForm):
    text = line("Hvad handler sagen om?", "Skriv, hvad sagen handler om", 1000)
    sent_to = line("Hvem sender vi den til?")
    request = forms.ChoiceField(
        label="Hvad beder vi dem om?",
        required=False,
        choices=[("", "Vælg"), *FollowUp.Request.choices],
        error_messages={"invalid_choice": "Vælg orientering, drøftelse eller beslutning"},
    )
    carried_by = line("Hvem tager den med?")
    due = due("Senest hvornår?")
