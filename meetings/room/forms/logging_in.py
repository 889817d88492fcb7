"""Logging in as a facilitator."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm

from .guessing import Guesses

wrong_logins = Guesses("wrong-logins", 20)


class LogInForm(AuthenticationForm):
    use_required_attribute = False  # an empty field gets our own message
    error_messages = {
        "invalid_login": "Brugernavnet eller adgangskoden er forkert. Tjek dem begge, og prøv igen.",
        "inactive": "Brugeren er lukket. Spørg den, der passer systemet, om at få den åbnet.",
        "too_many": "Der er prøvet for mange gange. Vent et minut, og prøv igen.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Brugernavn"
        self.fields["username"].error_messages["required"] = "Skriv dit brugernavn"
        self.fields["password"].error_messages["required"] = "Skriv din adgangskode"

    def clean(self):
        if wrong_logins.too_many(self.request):
            raise forms.ValidationError(self.error_messages["too_many"], "too_many")
        return super().clean()

    def get_invalid_login_error(self):
        wrong_logins.remember(self.request)
        return super().get_invalid_login_error()
