"""What is written about the minutes after the meeting: texts that save themselves, remarks, comments and corrections."""

from django import forms

from meetings.room.forms.fields import TextField, text
from meetings.room.forms.room import SendOnceForm

from .remarks import REMARK_LENGTH, Side

LONGEST = 10_000


class TextForm(forms.Form):
    """One of `Meeting.TEXTS`. `seen`: the mark of the text it was written over."""

    seen = forms.IntegerField(min_value=0)
    text = TextField(
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": "Teksten må højst være på 10.000 tegn. Gør den kortere, så bliver den gemt."},
    )


class ArrangeForm(forms.Form):
    left_out = forms.BooleanField(required=False)
    prompt = forms.IntegerField(required=False, min_value=0)

    def asked(self):
        """Only what was pressed: the other may be old news on this page."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}


def remark_text():
    missing = "Skriv, hvad der skal stå"
    return text("Hvad skal der stå?", REMARK_LENGTH, missing=missing, widget=forms.Textarea({"rows": 3}))


class SideForm(forms.Form):
    side = forms.ChoiceField(label="Hvem vil have det noteret?", choices=Side.choices)


class RemarkForm(forms.Form):
    """`seen`: the mark of the text it was written over."""

    seen = forms.IntegerField(min_value=0)
    text = remark_text()


class NewRemarkForm(SideForm, SendOnceForm):
    use_required_attribute = False
    text = remark_text()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="new-remark-%s", **kwargs)


class CommentForm(SendOnceForm):
    use_required_attribute = False
    text = text(
        "Hvad skal rettes?", REMARK_LENGTH, missing="Skriv, hvad der skal rettes", widget=forms.Textarea({"rows": 5})
    )


class CorrectionForm(forms.Form):
    use_required_attribute = False
    text = text(
        "Hvad er rettet, og hvorfor?", REMARK_LENGTH,
        missing="Skriv, hvad der bliver rettet", widget=forms.Textarea({"rows": 3}),
        help_text="Fx: Afsnit 4: fristen i aftale 2 er rettet til den 1. marts 2027.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="correction-%s", **kwargs)
