"""A heading that the group words: for notes that are gathered, or edited."""

from django import forms

from meetings.room.models import HEADING_LENGTH

from .asking import AskingForm
from .fields import keep_from_filling_in, text_field


def heading_field():
    return text_field("Overskrift", HEADING_LENGTH, missing="Skriv en overskrift")


class GatherForm(AskingForm):
    """`held`: the note that the words are kept for in the browser. `chosen`: the ids of the notes that come along."""

    text = heading_field()

    def __init__(self, data=None, *, meeting, held, chosen=()):
        super().__init__(data, auto_id=f"gather-{held.pk}-%s")
        self.meeting, self.chosen = meeting, chosen
        self.fields["text"].help_text = "Med jeres egne ord, fx: Telefonen om morgenen"
        keep_from_filling_in(self)


class HeadingForm(AskingForm):
    """`seen`: the revision of the heading it was written over."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = heading_field()

    def __init__(self, data=None, *, group):
        initial = {"text": group.heading, "seen": group.revision}
        super().__init__(data, initial=initial, auto_id=f"heading-{group.pk}-%s")
        self.meeting = group.meeting
        keep_from_filling_in(self)
