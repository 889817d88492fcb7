"""A form that can be sent twice and acts once."""

from uuid import uuid4

from django import forms


class SendOnceForm(forms.Form):
    """Carries a UUID made with the form: a second submission of the same form adds nothing."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "", "invalid": ""})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["uuid"].initial = uuid4

    def clean(self):
        if "uuid" in self.errors:  # the field is hidden, so the error is shown for the whole form
            del self.errors["uuid"]
            raise forms.ValidationError("Siden er for gammel. Genindlæs den, og prøv igen.")
        return super().clean()
