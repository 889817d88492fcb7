"""Logging in as a facilitator."""

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm

from meetings.room.door import was_last_user

from .guessing import known_logins, logins

TOO_MANY = "Der er skrevet mange forkerte adgangskoder. Skriv din igen: er den rigtig, kommer du ind."


class LogInForm(AuthenticationForm):
    """Counts each attempt before the password is hashed. `toll`: what the next attempt costs first, or None."""

    use_required_attribute = False  # an empty field gets our own message
    remember = forms.BooleanField(label="Husk mig på denne computer", required=False)
    error_messages = {
        "invalid_login": "Tjek dem begge, og prøv igen.",
        "inactive": "Brugeren er lukket. Spørg den, der passer systemet, om at få den åbnet.",
    }
    toll = None

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
        if not self._is_known(username):
            self.toll = logins.toll(self.request, username)
        if self.toll:
            raise forms.ValidationError(TOO_MANY, "too_many")
        logins.count(self.request, username)
        cleaned = super().clean()
        logins.give_back(self.request, username)
        return cleaned

    def _is_known(self, username):
        """Return whether the browser was the last to log in as this user, and has tried little since."""
        user = get_user_model().objects.filter(username=username).first()
        return bool(user) and was_last_user(self.request, user.pk) and known_logins.take(username)
