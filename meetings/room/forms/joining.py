"""Joining a meeting: the code on the screen, and a name for the attendance list."""

import re

from django import forms

from meetings.room.models.keys import FEW_DIGITS, MANY_DIGITS
from meetings.text import TextField

from .asking import AskingForm
from .send_once import SendOnceForm

LENGTHS = (FEW_DIGITS, MANY_DIGITS)
DIGITS = ("et", "to", "tre", "fire", "fem", "seks", "syv")
HAS = "Koden har seks eller otte cifre."


class CodeForm(forms.Form):
    code = TextField(
        label="Mødekode",
        help_text="Seks eller otte cifre. Koden står på skærmen i lokalet.",
        max_length=20,
        error_messages={
            "required": "Skriv mødekoden",
            "max_length": f"{HAS} Tjek koden på skærmen.",
        },
        widget=forms.TextInput(attrs={"class": "digits", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self):
        """Keep only the digits: people type, or paste, the space between them."""
        code = re.sub(r"\D", "", self.cleaned_data["code"])
        if len(code) in LENGTHS:
            return code
        written = f" Du har skrevet {DIGITS[len(code) - 1]}." if 0 < len(code) <= len(DIGITS) else ""
        raise forms.ValidationError(f"{HAS}{written} Tjek koden på skærmen.")


class JoinForm(SendOnceForm, AskingForm):
    name = TextField(
        label="Dit navn (valgfrit)",
        help_text="Navnet kommer kun på deltagerlisten, ikke på dine noter.",
        required=False,
        max_length=80,
        error_messages={"max_length": "Navnet må højst være på 80 tegn"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
