"""A meeting's facts: committee, theme, date and place."""

import datetime

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone

from meetings import danish
from meetings.committees.models import Committee
from meetings.room.models import Arrival, Length, Stage
from meetings.room.models.clocks import Facts, is_due
from meetings.room.models.phases import MINUTES
from meetings.themes.models import Question, Theme

from .asking import AskingForm
from .fields import ClockField, DateField, suggestions, text_field

OPTIONAL = ("length", "arrival", "has_clock")  # as they are, where nothing is sent


class MeetingForm(AskingForm):
    BEFORE = {"case_number": "sagsnr. "}

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
    length = forms.ChoiceField(
        label="Forløb",
        choices=Length.choices,
        initial=Length.NORMAL,
        help_text="Med faser tænker I hver for sig, før I taler sammen. En fase kan altid springes over.",
        required=False,  # as it is, where nothing is sent
        error_messages={"invalid_choice": "Vælg et af forløbene"},
    )
    arrival = forms.ChoiceField(
        label="Nye noter kommer på skærmen",
        choices=Arrival.choices,
        initial=Arrival.BATCHED,
        required=False,
        error_messages={"invalid_choice": "Vælg en af de to måder"},
    )
    has_clock = forms.TypedChoiceField(
        label="Tiden i hver fase",
        choices=[("ja", "Vis et ur"), ("nej", "Uden ur")],
        coerce=lambda value: value == "ja",
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Vælg, om der skal være et ur"},
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
        help_text="Fx 10.30. Er feltet tomt, slutter mødet efter forløbets 45, 75 eller 105 minutter.",
        required=False,  # where the length tells
        error_messages={"required": "Skriv, hvornår mødet slutter, fx 10.30"},
    )
    venue = text_field("Sted", 120)
    facilitator_name = text_field("Mødeleder", 120, help_text="Som navnet skal stå i referatet.")
    secretary_name = text_field("Referent", 120, help_text="Du får et link, du kan sende til referenten.")
    case_number = text_field("Sagsnummer", 60, help_text="Kommer med i referatets hoved.")

    def clean_date(self):
        """Refuse a date so old that the meeting would be deleted at once: the year is a slip."""
        date = self.cleaned_data["date"]
        if is_due(self.facts_on(date), timezone.localdate()):
            raise forms.ValidationError(
                "Datoen er så gammel, at mødet ville blive slettet med det samme. Tjek årstallet"
            )
        return date

    def facts_on(self, date):
        """Return what the clocks of the meeting would depend on if it were held on `date`."""
        return Facts(Stage.DRAFT, date)

    def clean(self):
        data = super().clean()
        if not data.get("ends_at") and "ends_at" not in self.errors:
            self.propose_end(data)
        start, end = data.get("starts_at"), data.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", f"Mødet skal slutte senere end kl. {danish.clock(start)}, hvor det starter")
        return data

    def propose_end(self, data):
        """Let the meeting end when its length is over, if it has one and that is on the same day; or ask when it ends."""
        start, minutes = data.get("starts_at"), MINUTES.get(data.get("length") or self.initial.get("length"))
        if start and minutes:
            begins = datetime.datetime.combine(datetime.date.min, start)
            end = begins + datetime.timedelta(minutes=minutes)
            if end.date() == begins.date():
                data["ends_at"] = end.time()
                return
        self.add_error("ends_at", self.fields["ends_at"].error_messages["required"])

    def facts(self):
        """Return {name: value} for Meeting. The committee is found by its name and organisation, or created."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "attendees_of")}
        facts = {name: value for name, value in facts.items() if value not in ("", None) or name not in OPTIONAL}
        committee = Committee.remember(facts["committee"], facts.pop("organisation"), facts.pop("parent_name"))
        return {**facts, "committee": committee}


def facts_of(meeting):
    """Return {field name: value} for showing `meeting` in a MeetingForm."""
    committee = meeting.committee
    own = {name: getattr(meeting, name) for name in MeetingForm.base_fields if hasattr(meeting, name)}
    return {
        **own,
        "has_clock": "ja" if meeting.has_clock else "nej",
        "committee": committee.name,
        "organisation": committee.organisation,
        "parent_name": committee.parent_name,
    }


def facts_to_begin_from(meeting):
    """Return initial values for a committee's next meeting: without the date and the case number."""
    kept = {"committee", "organisation", "parent_name", "venue", "facilitator_name", "secretary_name"}
    facts = {name: value for name, value in facts_of(meeting).items() if name in kept and value}
    return {**facts, "attendees_of": meeting.key}
