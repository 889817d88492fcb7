"""The attendance list: one person on it, with the fields that are never guessed from a name."""

from django import forms

from meetings.room.models import NAME_LENGTH, Attendee

from .asking import AskingForm
from .fields import keep_from_filling_in, text_field
from .send_once import SendOnceForm

NO_SIDE = "Vælg en side"


class AttendeeForm(SendOnceForm, AskingForm):
    """A new row of the list, or the one it `edits`. `seen`: the revision of the row it was written over."""

    use_required_attribute = False

    seen = forms.IntegerField(widget=forms.HiddenInput)
    name = text_field("Navn", NAME_LENGTH, missing="Skriv navnet")
    side = forms.ChoiceField(
        label="Side",
        choices=[("", NO_SIDE), *Attendee.Side.choices],
        error_messages={"required": "Vælg, hvilken side navnet hører til", "invalid_choice": "Vælg en af siderne"},
    )
    post = forms.ChoiceField(
        label="Post",
        required=False,
        choices=[("", "Ingen"), *((value, label.capitalize()) for value, label in Attendee.Post.choices)],
        error_messages={"invalid_choice": "Vælg formand, næstformand eller ingen"},
    )
    function = text_field("Funktion", NAME_LENGTH, help_text="Fx TR, AMR, suppleant eller en stilling")
    absent = forms.TypedChoiceField(
        label="Fremmøde",
        required=False,
        choices=[("", "Er med"), ("True", "Afbud")],
        coerce=bool,
        empty_value=False,
        error_messages={"invalid_choice": "Vælg er med eller afbud"},
    )
    stands_in_for_id = forms.TypedChoiceField(
        label="Stedfortræder for",
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": "Navnet er fjernet fra listen imens. Vælg et andet"},
    )

    def __init__(self, data=None, *, meeting, edits=None):
        first = {**vars(edits), "seen": edits.revision} if edits else {}
        super().__init__(data, initial=first, auto_id=f"attendee-{edits.pk if edits else 'new'}-%s")
        self.meeting, self.edits = meeting, edits
        del self.fields["uuid" if edits else "seen"]
        others = meeting.attendees.exclude(pk=edits and edits.pk)
        self.fields["stands_in_for_id"].choices = [("", "Ingen"), *others.values_list("pk", "name")]
        keep_from_filling_in(self)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_post(self):
        """Refuse a second chair: it is never moved from one row to another without being said."""
        post = self.cleaned_data["post"]
        holder = post and self.meeting.attendees.filter(post=post).exclude(pk=self.edits and self.edits.pk).first()
        if holder:
            raise forms.ValidationError(
                f"{holder.name} står som {holder.get_post_display()}. Ret det dér først: der kan kun være én"
            )
        return post
