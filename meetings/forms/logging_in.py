"""Who a facilitator says they are."""

from django.contrib.auth.forms import AuthenticationForm


class LogInForm(AuthenticationForm):
    use_required_attribute = False  # an empty field is answered here, in our own words
    error_messages = {
        "invalid_login": "Brugernavnet eller adgangskoden er forkert. Tjek dem begge, og prøv igen.",
        "inactive": "Brugeren er lukket. Spørg den, der passer systemet, om at få den åbnet.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Brugernavn"
        self.fields["username"].error_messages["required"] = "Skriv dit brugernavn"
        self.fields["password"].error_messages["required"] = "Skriv din adgangskode"
