"""Giving a meeting to another user."""

from django import forms
from django.contrib.auth import get_user_model

from meetings.text import TextField

UNKNOWN = "Vi kender ikke det brugernavn. Spørg din kollega, hvad der står i feltet, når vedkommende logger ind"


class HandOverForm(forms.Form):
    """`user`: whoever gets the meeting, when the form is valid."""

    username = TextField(
        label="Kollegaens brugernavn",
        max_length=150,
        error_messages={"required": "Skriv din kollegas brugernavn", "max_length": UNKNOWN},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean_username(self):
        username = self.cleaned_data["username"]
        self.user = get_user_model().objects.filter(username=username, is_active=True).first()
        if self.user is None:
            raise forms.ValidationError(UNKNOWN)
        if self.user.pk == self.meeting.facilitator_id:
            raise forms.ValidationError("Mødet er allerede dit. Skriv en andens brugernavn")
        return username
