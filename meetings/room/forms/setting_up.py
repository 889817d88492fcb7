"""What a facilitator writes before the meeting and edits at any time: who meets, about what, when, where, with whom."""

import re
from contextlib import suppress

from django import forms
from django.db import IntegrityError
from django.db.models import Exists, OuterRef
from django.utils import timezone

from meetings import danish
from meetings.committees.models import Committee
from meetings.room.models import Meeting, Refused
from meetings.room.models.keys import KEY_LETTERS, new_key
from meetings.themes.models import Question, Theme

from .fields import ClockField, DateField, NamesField, suggestions, text_field

KEY = re.compile(f"[{KEY_LETTERS}]{{10}}")
POSTS = {"formand": "formænd", "næstformand": "næstformænd"}


class MeetingForm(forms.Form):
    use_required_attribute = False  # the browser's own bubbles are off, so that all errors are told at once, in Danish

    committee = text_field("Udvalg", 120, missing="Skriv udvalgets navn", widget=suggestions("committees"))
    organisation = text_field("Organisation", 120, help_text="Fx Strandby Kommune", widget=suggestions("organisations"))
    parent_name = text_field(
        "Udvalget over jer", 120, help_text="Her sender I sager opad til.", widget=suggestions("parents")
    )
    theme = forms.ModelChoiceField(
        label="Tema",
        queryset=Theme.objects.filter(Exists(Question.objects.filter(theme=OuterRef("pk")))).only("title"),
        empty_label="Vælg et tema",
        error_messages={"required": "Vælg et tema", "invalid_choice": "Det tema findes ikke længere. Vælg et andet"},
    )
    date = DateField(
        label="Dato", help_text="Fx 23.11.2026", error_messages={"required": "Skriv datoen for mødet, fx 23.11.2026"}
    )
    starts_at = ClockField(
        label="Starter kl.",
        help_text="Fx 9.00",
        error_messages={"required": "Skriv, hvornår mødet starter, fx 9.00"},
    )
    ends_at = ClockField(
        label="Slutter kl.",
        help_text="Fx 10.30",
        error_messages={"required": "Skriv, hvornår mødet slutter, fx 10.30"},
    )
    venue = text_field("Sted", 120)
    management_side = text_field(
        "Ledelsessiden", 4000, field=NamesField, help_text="Ét navn på hver linje, fx Lise Holm (formand)"
    )
    employee_side = text_field(
        "Medarbejdersiden",
        4000,
        field=NamesField,
        help_text="Ét navn på hver linje, fx Bo Lund (næstformand)",
    )
    others = text_field("Øvrige", 4000, field=NamesField)
    absent = text_field("Afbud", 4000, field=NamesField)
    facilitator_name = text_field("Mødeleder", 120, help_text="Som navnet skal stå i referatet.")
    secretary_name = text_field("Referent", 120, help_text="Du får et link, du kan sende til referenten.")
    case_number = text_field("Sagsnummer", 60, help_text="Kommer med i referatets hoved.")

    def clean_date(self):
        """A date so long gone that the meeting would be deleted the moment it is made is a slip of the pen."""
        date = self.cleaned_data["date"]
        if Meeting(date=date).delete_on <= timezone.localdate():
            raise forms.ValidationError(
                "Datoen er så gammel, at mødet ville blive slettet med det samme. Tjek årstallet"
            )
        return date

    def clean(self):
        data = super().clean()
        start, end = data.get("starts_at"), data.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", f"Mødet skal slutte senere end kl. {danish.clock(start)}, hvor det starter")
        for post, posts in POSTS.items():
            # The bracket tells them apart: "(næstformand)" ends like "(formand)" does.
            holders = [
                side
                for side in Meeting.SIDES
                for line in data.get(side, "").splitlines()
                if f"({post}" in line.casefold()
            ]
            if len(holders) > 1:
                self.add_error(holders[1], f"Der er flere {posts} på listerne. Skriv ({post}) efter ét navn")
        return data

    def facts(self):
        """The meeting's facts by field name. The committee is found by its name, or remembered from now on."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        parent_name = facts.pop("parent_name")
        committee, _ = Committee.objects.get_or_create(
            name=facts["committee"], organisation=facts.pop("organisation"), defaults={"parent_name": parent_name}
        )
        if committee.parent_name != parent_name:
            committee.parent_name = parent_name
            committee.save(update_fields=["parent_name"])
        return {**facts, "committee": committee}


class NewMeetingForm(MeetingForm):
    """Carries the new meeting's key, so that sending it twice makes one meeting."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.themes = self.fields["theme"].queryset.count()
        if self.themes == 1:
            self.fields["theme"].empty_label = None  # nothing to choose between

    def clean_key(self):
        """The key in the form, unless it is no key of ours or names somebody else's meeting."""
        key = self.cleaned_data["key"]
        taken = Meeting.objects.filter(key=key).exclude(facilitator=self.user).exists()
        return key if KEY.fullmatch(key) and not taken else new_key()

    def set_up(self):
        """Make the meeting, and return it. One that this form made already stays as it is."""
        mine = Meeting.objects.filter(key=self.cleaned_data["key"])
        if not mine.exists():
            with suppress(IntegrityError):  # the same form came twice at once, and the other made it
                Meeting(key=self.cleaned_data["key"], facilitator=self.user, **self.facts()).set_up()
        return mine.get()


class EditMeetingForm(MeetingForm):
    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, initial=facts_of(meeting), **kwargs)
        self.meeting = meeting
        self.theme_is_settled = meeting.is_settled()
        self.fields["theme"].required = not self.theme_is_settled
        for side in Meeting.SIDES:
            self.fields[side].show_hidden_initial = True

    def clean_theme(self):
        return self.cleaned_data["theme"] or self.meeting.theme

    def facts(self):
        """Without the lists nobody touched here: the secretary may have put a name on them since the page was drawn."""
        return {name: value for name, value in super().facts().items() if not self.is_untouched_list(name)}

    def is_untouched_list(self, name):
        return name in Meeting.SIDES and self.add_initial_prefix(name) in self.data and name not in self.changed_data

    def edit(self):
        """Returns whether the meeting was edited; the form has the error if not."""
        try:
            self.meeting.edit(**self.facts())
        except Refused as refusal:
            self.add_error("theme", str(refusal))
        return self.is_valid()


def facts_of(meeting):
    """What the form shows of a meeting."""
    committee = meeting.committee
    own = {name: getattr(meeting, name) for name in MeetingForm.base_fields if hasattr(meeting, name)}
    return {
        **own,
        "committee": committee.name,
        "organisation": committee.organisation,
        "parent_name": committee.parent_name,
    }


def facts_to_begin_from(meeting):
    """What one meeting of a committee tells about its next: not the date, the case, or who could not come."""
    kept = {
        "committee", "organisation", "parent_name", "venue",
        "management_side", "employee_side", "others", "facilitator_name", "secretary_name",
    }  # fmt: skip
    return {name: value for name, value in facts_of(meeting).items() if name in kept and value}
