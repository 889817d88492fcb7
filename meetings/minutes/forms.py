"""Checks what is written in and about the minutes: texts that save themselves, remarks, comments and corrections."""

from django import forms
from django.utils import timezone

from meetings.room.forms.asking import AskingForm
from meetings.room.forms.fields import DateField, keep_from_filling_in, text_field
from meetings.room.forms.send_once import SendOnceForm
from meetings.room.models import NOTE_LENGTH
from meetings.text import TextField

from .remarks import REMARK_LENGTH, RemarkSide

LONGEST = 10_000  # characters
BIGGEST_ID = 2**63 - 1
TOO_LONG = {"max_length": "Teksten må højst være på 10.000 tegn. Gør den kortere, så bliver den gemt."}


class TextForm(forms.Form):
    """One of `Meeting.TEXTS`. `seen`: the revision of the text it was written over."""

    seen = forms.IntegerField(min_value=0)
    text = TextField(required=False, max_length=LONGEST, error_messages=TOO_LONG, widget=forms.Textarea)


class HaveBackForm(forms.Form):
    """`wording`: the id of an earlier Wording. `seen`: the revision of the text that it replaces."""

    seen = forms.IntegerField(min_value=0)
    wording = forms.IntegerField(min_value=1, max_value=BIGGEST_ID)


class ArrangeForm(forms.Form):
    """`heading`: the key of one of the headings of `item`, or ""."""

    left_out = forms.BooleanField(required=False)
    heading = forms.ChoiceField(required=False)

    def __init__(self, data, *, item):
        super().__init__(data)
        self.headings = {heading.key: heading for heading in item.headings}
        self.fields["heading"].choices = [("", ""), *((key, heading.text) for key, heading in self.headings.items())]

    def asked(self):
        """Return what was sent as `Note.arrange` takes it, and no more: this page may show an outdated value of the other."""
        found = {"left_out": self.cleaned_data["left_out"]} if "left_out" in self.data else {}
        if "heading" in self.data:
            heading = self.headings.get(self.cleaned_data["heading"])
            found |= heading.arranged if heading else {"prompt": None, "group": None}
        return found


def remark_field():
    missing = "Skriv, hvad der skal stå"
    return text_field("Hvad skal der stå?", REMARK_LENGTH, missing=missing, widget=forms.Textarea({"rows": 3}))


class SideForm(forms.Form):
    side = forms.ChoiceField(label="Hvem vil have det noteret?", choices=RemarkSide.choices)


class RemarkForm(forms.Form):
    """`seen`: the revision of the text it was written over."""

    seen = forms.IntegerField(min_value=0)
    text = remark_field()


class NewRemarkForm(SideForm, SendOnceForm, AskingForm):
    text = remark_field()

    def __init__(self, *args, meeting=None, **kwargs):
        super().__init__(*args, auto_id="new-remark-%s", **kwargs)
        self.meeting = meeting


class CommentForm(SendOnceForm, AskingForm):
    text = text_field(
        "Din kommentar til referenten", REMARK_LENGTH,
        missing="Skriv din kommentar", widget=forms.Textarea({"rows": 5}),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keep_from_filling_in(self)


class WishForm(SideForm, SendOnceForm, AskingForm):
    """A remark that an approver asks for in the minutes."""

    text = remark_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="wish-%s", **kwargs)
        keep_from_filling_in(self)


class AnswerForm(SendOnceForm, AskingForm):
    text = text_field("Dit svar", REMARK_LENGTH, missing="Skriv et svar", widget=forms.Textarea({"rows": 3}))


class DueForm(forms.Form):
    use_required_attribute = False
    day = DateField(
        label="Svar senest",
        help_text="Datoen kommer med i de mails, du åbner herfra.",
        error_messages={"required": "Skriv, hvornår du gerne vil have svar"},
    )

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError("Skriv en dag, der ikke er gået")
        return day


class CorrectionForm(AskingForm):
    text = text_field(
        "Hvad er rettet, og hvorfor?", REMARK_LENGTH,
        missing="Skriv, hvad der bliver rettet", widget=forms.Textarea({"rows": 3}),
        help_text="Fx: Afsnit 4: fristen i aftale 2 er rettet til den 1. marts 2027.",
    )  # fmt: skip

    is_personal = forms.BooleanField(label="Rettelsen fjerner oplysninger om en person", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="correction-%s", **kwargs)


class EditCorrectionForm(CorrectionForm):
    """`seen`: the revision of the reason it was written over."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput({"autocomplete": "off"}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        keep_from_filling_in(self)


class RedactForm(AskingForm):
    asks = False  # the words are removed
    text = text_field("Hvilke ord skal fjernes?", NOTE_LENGTH, missing="Skriv de ord, der skal fjernes")
