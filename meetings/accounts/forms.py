"""The forms of an account: a new password, and a forgotten one."""

from django import forms
from django.contrib.auth import password_validation

from meetings.room.forms.guessing import HashingForm

HELP = "Mindst 12 tegn, fx fire ord efter hinanden. Mellemrum, æ, ø og å må gerne være med."


def password_field(label, autocomplete, missing):
    return forms.CharField(
        label=label,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing, "max_length": "Adgangskoden må højst være på 256 tegn"},
    )


class ChoosePasswordForm(HashingForm):
    """A new password, twice, for `user`."""

    too_many = "Der er prøvet mange adgangskoder. Skriv den nye igen, begge steder."

    new = password_field("Ny adgangskode", "new-password", "Skriv en ny adgangskode")
    again = password_field("Den samme igen", "new-password", "Skriv den samme adgangskode igen")

    def __init__(self, request, user):
        super().__init__(request.POST if request.method == "POST" else None)
        self.request, self.user = request, user
        self.fields["new"].help_text = HELP

    def clean_new(self):
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean_again(self):
        new, again = self.cleaned_data.get("new"), self.cleaned_data["again"]
        if new and new != again:
            raise forms.ValidationError("De to adgangskoder er ikke ens. Skriv den samme to gange")
        return again

    def clean(self):
        if not self.errors:
            self.count(self.user.get_username())
        return super().clean()

    def save(self):
        """Let the user have the password. Whoever is logged in as the user elsewhere is out from now on."""
        self.user.set_password(self.cleaned_data["new"])
        self.user.save(update_fields=["password"])
        self.was_right(self.user.get_username())
        for seat in self.user.seats.select_related("meeting"):
            seat.cut()


class ChangePasswordForm(ChoosePasswordForm):
    too_many = "Der er prøvet mange adgangskoder. Skriv dem igen, alle tre."

    old = password_field("Nuværende adgangskode", "current-password", "Skriv den adgangskode, du har nu")
    field_order = ("old", "new", "again")

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.user.check_password(cleaned["old"]):
            self.add_error("old", "Det er ikke den adgangskode, du har nu")
        return cleaned


class ForgottenForm(forms.Form):
    use_required_attribute = False

    email = forms.EmailField(
        label="Din mailadresse",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Skriv din mailadresse", "invalid": "Skriv en mailadresse, fx lise@kommune.dk"},
    )
