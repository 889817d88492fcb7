"""Joining a meeting: the code on the screen, and a name for the attendance list."""

import re

from django import forms

from meetings.text import TextField

from .asking import AskingForm
from .send_once import SendOnceForm


class CodeForm(forms.Form):
    code = TextField(
        label="Mødekode",
        help_text="Seks eller otte cifre. Koden står på skærmen i lokalet.",
        max_length=20,
        error_messages={
            "required": "Indtast mødekoden",
            "max_length": "Koden har seks eller otte cifre. Tjek koden på skærmen.",
        },
        widget=forms.TextInput(attrs={"class": "digits", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self):
        """Keep only the digits: people type, or paste, the space between them."""
        return re.sub(r"\D", "", self.cleaned_data["code"])


class JoinForm(SendOnceForm, AskingForm):
    name = TextField(
        label="Dit navn (valgfrit)",
        help_text="Navnet kommer kun på deltagerlisten, ikke på dine noter.",
        required=False,
        max_length=80,
        error_messages={"max_length": "Navnet må højst være på 80 bogstaver"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
