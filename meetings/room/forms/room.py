"""What people write in the room: a code, a name, notes, conclusions and follow-ups."""

import re
import unicodedata
from uuid import uuid4

from django import forms

from meetings import danish
from meetings.room.models import NOTE_LENGTH

from .fields import TextField

CPR = re.compile(r"\b(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}\b")


INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}  # a note of nothing but these is an empty line on the wall


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Mødekode",
        help_text="Seks cifre. Koden står på skærmen i lokalet.",
        max_length=20,
        error_messages={
            "required": "Indtast mødekoden",
            "max_length": "Koden er på seks cifre. Tjek koden på skærmen.",
        },
        widget=forms.TextInput(attrs={"class": "digits", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self):
        """Only the digits: people type the space they see, or paste it."""
        return re.sub(r"\D", "", self.cleaned_data["code"])


class SendOnceForm(forms.Form):
    """A form that carries a number of its own, so that sending it twice does the thing once."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "", "invalid": ""})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uuid"].initial = uuid4

    def clean(self):
        if "uuid" in self.errors:  # nothing the person can edit at the field, so it is said for the form
            del self.errors["uuid"]
            raise forms.ValidationError("Siden er for gammel. Genindlæs den, og prøv igen.")
        return super().clean()


class JoinForm(SendOnceForm):
    name = forms.CharField(
        label="Dit navn (valgfrit)",
        help_text="Navnet kommer kun på deltagerlisten, ikke på dine noter.",
        required=False,
        max_length=80,
        error_messages={"max_length": "Navnet må højst være på 80 bogstaver"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class NoteTextForm(forms.Form):
    """`id` is the field's id in the page: it names the question or note, so that typed text never moves to another."""

    text = forms.CharField(
        label="Din note",
        error_messages={"required": "Skriv en note, før du tilføjer den"},
    )
    limit = NOTE_LENGTH

    def __init__(self, *args, id, label=None, hint=None, **kwargs):
        super().__init__(*args, auto_id=False, **kwargs)
        self.id = id
        self.described = f"{id}-hint {id}-error {id}-count" if hint else f"{id}-error {id}-count"
        self.fields["text"].label = label or self.fields["text"].label
        self.fields["text"].help_text = hint or ""

    def clean_text(self):
        """A line break counts as one character, as it does on the phone."""
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if all(unicodedata.category(char) in INVISIBLE for char in text):
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        if len(text) > NOTE_LENGTH:
            over = danish.count(len(text) - NOTE_LENGTH, "tegn", "tegn")
            raise forms.ValidationError(f"Noten må højst være på {NOTE_LENGTH} tegn. Du har skrevet {over} for mange")
        if CPR.search(text):
            raise forms.ValidationError("Noten ligner et cpr-nummer. Fjern det, før du tilføjer noten.")
        return text


class NoteForm(NoteTextForm, SendOnceForm):
    pass


class WallNoteForm(NoteForm):
    """The facilitator's, under the item that stood on the screen; the screen itself carries its number."""

    item = forms.IntegerField(min_value=1)


class ConclusionForm(forms.Form):
    text = TextField(
        required=False, max_length=20_000, error_messages={"max_length": "Opsamlingen må højst være på 20.000 tegn."}
    )
    seen = forms.IntegerField(min_value=0)


class NextMeetingForm(forms.Form):
    seen = forms.IntegerField(min_value=0)
    text = TextField(
        required=False, max_length=500, error_messages={"max_length": "Næste møde må højst være på 500 tegn."}
    )
