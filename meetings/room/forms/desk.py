"""The texts on the secretary's desk that save themselves. `seen`: the revision the text was written over."""

from django import forms

from meetings.text import TextField


class ConclusionForm(forms.Form):
    seen = forms.IntegerField(min_value=0)
    text = TextField(
        required=False,
        max_length=20_000,
        error_messages={"max_length": "Konklusionen må højst være på 20.000 tegn."},
        widget=forms.Textarea,
    )


class NextMeetingForm(forms.Form):
    seen = forms.IntegerField(min_value=0)
    text = TextField(
        required=False,
        max_length=500,
        error_messages={"max_length": "Næste møde må højst være på 500 tegn."},
        widget=forms.Textarea,
    )
