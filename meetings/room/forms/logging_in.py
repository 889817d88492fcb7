"""Logging in as a facilitator."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from .guessing import HashingForm


class LogInForm(HashingForm, AuthenticationForm):
    remember = forms.BooleanField(label="Husk mig på denne computer", required=False)
    error_messages = {
        "invalid_login": "Tjek dem begge, og prøv igen.",
        "inactive": "Brugeren er lukket. Spørg den, der passer systemet, om at få den åbnet.",
    }
    too_many = "Der er skrevet mange forkerte adgangskoder. Skriv din igen: er den rigtig, kommer du ind."

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Brugernavn"
        self.fields["username"].error_messages["required"] = "Skriv dit brugernavn"
        self.fields["password"].error_messages["required"] = "Skriv din adgangskode"

    @property
    def heading(self):
        """Return what the page says above its errors."""
        if self.has_error("__all__", "invalid_login"):
            return "Brugernavn eller adgangskode er forkert"
        return "Du er ikke logget ind"

    def clean(self):
        username = self.cleaned_data.get("username")
        if not username or not self.cleaned_data.get("password"):
            return super().clean()
        self.count(username)
        cleaned = super().clean()
        self.was_right(username)
        return cleaned
