"""The attendance list: one person on it, and a pasted list with what was understood of it."""

from uuid import UUID, uuid4

from django import forms
from django.forms.utils import ErrorDict
from django.utils.html import format_html

from meetings.room.models import NAME_LENGTH, Attendee, normal
from meetings.room.names import read_names
from meetings.text import TextField

from .asking import AskingForm
from .fields import keep_from_filling_in, text_field
from .send_once import SendOnceForm

NO_SIDE = "Vælg en side"
NOWHERE = "ingen"  # the name is left off the list
TOO_LONG = {"max_length": f"Skriv det kortere: højst {NAME_LENGTH} tegn"}


class AttendeeForm(SendOnceForm, AskingForm):
    """A new row of the list, or the one it `edits`. `seen`: the revision of the row it was written over."""

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
        """Refuse a second chair: it is never moved from one row to another without being said.

        The same form again finds the chair that it has added itself.
        """
        post, uuid = self.cleaned_data["post"], self.cleaned_data.get("uuid")
        if uuid and self.meeting.added_as(uuid, [self.cleaned_data.get("name")]):
            return post
        holder = post and self.meeting.attendees.filter(post=post).exclude(pk=self.edits and self.edits.pk).first()
        if holder:
            raise forms.ValidationError(
                f"{holder.name} står som {holder.get_post_display()}. Ret det dér først: der kan kun være én"
            )
        return post


# --- A list that is pasted --------------------------------------------------------------------------------------------

LONGEST = 20_000  # characters
MOST = 200  # names


class PasteForm(forms.Form):
    """A list of names as it stands somewhere else. Nothing of it counts before it has been shown for correction."""

    use_required_attribute = False

    text = TextField(
        label="Navnene",
        max_length=LONGEST,
        help_text="Fra en mail, Excel, en kalender eller et gammelt referat. Du ser dem efter, før de kommer på listen.",
        error_messages={
            "required": "Sæt navnene ind",
            "max_length": "Sæt færre navne ind ad gangen: højst 20.000 tegn",
        },
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    side = forms.ChoiceField(
        label="Side, når den ikke fremgår",
        required=False,
        choices=[("", "Vælges ved hvert navn"), *Attendee.Side.choices],
        error_messages={"invalid_choice": "Vælg en af siderne"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="paste-%s", **kwargs)

    def clean_text(self):
        text = self.cleaned_data["text"]
        self.people = read_names(text)
        if not self.people:
            raise forms.ValidationError("Vi fandt ingen navne i teksten")
        if len(self.people) > MOST:
            raise forms.ValidationError(f"Sæt færre navne ind ad gangen: højst {MOST}")
        return text

    def suggestions(self, meeting):
        """Return what was understood, as the initial values of a `PeopleForms`. Who is listed is left off."""
        default = self.cleaned_data["side"]
        return [
            {**vars(person), "side": NOWHERE if meeting.is_listed(person.name) else person.side or default}
            for person in self.people
        ]


class PersonForm(AskingForm):
    """One name of a pasted list, as it was understood."""

    name = text_field("Navn", NAME_LENGTH, missing="Skriv navnet")
    side = AttendeeForm.base_fields["side"]
    post = AttendeeForm.base_fields["post"]
    function = TextField(label="Funktion", required=False, max_length=NAME_LENGTH, error_messages=TOO_LONG)
    absent = AttendeeForm.base_fields["absent"]
    stands_in_for = TextField(
        label="Stedfortræder for", required=False, max_length=NAME_LENGTH, error_messages=TOO_LONG
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [*AttendeeForm.base_fields["side"].choices, (NOWHERE, "Skal ikke på listen")]
        if not (self.data.get(self.add_prefix("stands_in_for")) or self.initial.get("stands_in_for")):
            del self.fields["stands_in_for"]
        name = self.data.get(self.add_prefix("name"), "") if self.is_bound else self.initial.get("name", "")
        for field in self.fields.values():
            field.label = format_html('{}<span class="hidden">: {}</span>', field.label, name)
        keep_from_filling_in(self)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    @property
    def is_left_off(self):
        return self["side"].value() == NOWHERE

    def full_clean(self):
        """Skip the checks of a name that is left off: it needs nothing to be right."""
        super().full_clean()
        if self.is_bound and self.is_left_off:
            self._errors, self.cleaned_data = ErrorDict(), {"side": NOWHERE}


class BasePeopleForms(forms.BaseFormSet):
    """The names of a pasted list, to be corrected. `uuid`: a second submission of the same page adds nothing."""

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, prefix="navne", **kwargs)
        self.meeting = meeting
        self.uuid = uuid_in(self.data)
        listed = {normal(name) for name in meeting.attendees.values_list("name", flat=True)}
        for form in self.forms:
            form.meeting = meeting
            form.is_listed = normal(form["name"].value() or "") in listed

    def clean(self):
        """Refuse a second chair, a name that has come on the list meanwhile, and a stand-in for somebody not there.

        What this very page has added is right.
        """
        if self.is_added():
            return
        listed = list(self.meeting.attendees.all())
        holders = {each.post: each.name for each in listed if each.post}
        kept = [form for form in self.forms if not form.is_left_off]
        names = {normal(name) for name in [*(each.name for each in listed), *(form["name"].value() for form in kept)]}
        for form in kept:
            if form.is_listed:
                form.add_error("name", "Navnet står allerede på listen")
            post, absent = form.cleaned_data.get("post"), form.cleaned_data.get("stands_in_for")
            if post and post in holders:
                label = Attendee.Post(post).label
                form.add_error("post", f"{holders[post]} står som {label}. Der kan kun være én")
            holders.setdefault(post, form.cleaned_data.get("name", ""))
            if absent and normal(absent) not in names:
                form.add_error("stands_in_for", "Skriv et navn, der står på listen")

    def is_added(self):
        names = [form.cleaned_data.get("name") for form in self.forms if not form.is_left_off]
        return bool(self.meeting.added_as(self.uuid, names))

    @property
    def wrong(self):
        """Return [(the field, its error)], for the summary above them."""
        return [(field, error) for form in self.forms for field in form for error in field.errors]

    def people(self):
        """Return [{field: value}] for `Meeting.add_attendees`, without those left off."""
        return [form.cleaned_data for form in self.forms if not form.is_left_off]


def uuid_in(data):
    try:
        return UUID(data["uuid"])
    except (KeyError, ValueError):
        return uuid4()


PeopleForms = forms.formset_factory(PersonForm, formset=BasePeopleForms, extra=0, absolute_max=MOST, max_num=MOST)
