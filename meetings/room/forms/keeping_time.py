"""When the meeting is to end, said anew while it goes on."""

from django import forms
from django.utils import timezone

from meetings import danish

from .fields import ClockField


class EndTimeForm(forms.Form):
    ends_at = ClockField(
        label="Slutter kl.", error_messages={"required": "Skriv, hvornår mødet slutter, fx 10.30"}, help_text="Fx 10.30"
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, initial={"ends_at": meeting.ends_at}, **kwargs)
        self.meeting = meeting

    def clean_ends_at(self):
        """Refuse a time before the meeting begins, and one that has passed."""
        time = self.cleaned_data["ends_at"]
        if time <= self.meeting.starts_at:
            start = danish.clock(self.meeting.starts_at)
            raise forms.ValidationError(f"Mødet skal slutte senere end kl. {start}, hvor det starter")
        if self.meeting.is_open and self.meeting.on_its_day(time) <= timezone.now():
            raise forms.ValidationError(f"Kl. {danish.clock(time)} er gået. Skriv et senere tidspunkt")
        return time
