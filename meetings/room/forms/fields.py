"""Form fields for text, Danish dates and times. Each error says how to correct the value."""

import datetime
import re
from functools import partial

from django import forms
from django.utils import timezone
from django.utils.html import format_html

from meetings import danish
from meetings.dates import NotADate, read_date
from meetings.text import TextField, clean

TIME = re.compile(r"(?:kl\.? *)?(\d{1,2})(?:[.:, ]?(\d\d))?")


def text_field(label, length, *, field=TextField, missing=None, **options):
    """Make a field of at most `length` characters. `missing`: the error when it is empty; without it, it is optional."""
    too_long = f"{label} må højst være på %(limit_value)d tegn. Nu er der %(show_value)d."
    return field(
        label=label if missing else optional(label),
        required=bool(missing),
        max_length=length,
        error_messages={"required": missing, "max_length": too_long},
        **options,
    )


def optional(label):
    return format_html('{} <span class="optional">(valgfrit)</span>', label)


def suggestions(name):
    """Make a text input with the suggestions of the page's <datalist id="known-…">."""
    return forms.TextInput(attrs={"list": f"known-{name}", "autocomplete": "off"})


def keep_from_filling_in(form):
    """Tell the browser to put nothing in the fields of `form` by itself: it would put old text beside a fresh token."""
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
        field.hidden_widget = partial(field.hidden_widget, {"autocomplete": "off"})


def plain(value):
    """Return the typed or pasted value, in lower case and with single ordinary spaces."""
    return " ".join(clean(value or "", lines=False).lower().split())


class DateField(forms.Field):
    """Takes a date as Danes write and say it: see `meetings.dates`."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})
    default_error_messages = {"invalid": "Skriv datoen som fx 23.11.2026"}

    def prepare_value(self, value):
        return danish.short_date(value) if isinstance(value, datetime.date) else value

    def to_python(self, value):
        value = plain(value)
        try:
            return read_date(value, timezone.localdate()) if value else None
        except NotADate as error:
            raise forms.ValidationError(str(error) or self.error_messages["invalid"]) from None


class DeadlineField(DateField):
    """Takes a date, or one of the words that stand for none."""

    WORDS = ("næste møde", "løbende", "snarest")
    default_error_messages = {"invalid": "Skriv fristen som fx 15.1.2027, fredag, uge 3, om 14 dage eller løbende"}

    def to_python(self, value):
        word = plain(value).removeprefix("på ").removesuffix(" muligt").rstrip(".")
        return word if word in self.WORDS else super().to_python(value)


class ClockField(forms.Field):
    """Takes 9.00, 9, 9:00, 09.00, 0900 and kl. 9."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})
    default_error_messages = {"invalid": "Skriv tidspunktet som fx 9.00"}

    def prepare_value(self, value):
        return danish.clock(value) if isinstance(value, datetime.time) else value

    def to_python(self, value):
        value = plain(value)
        if not value:
            return None
        try:
            hour, minute = TIME.fullmatch(value).groups(default="0")
            return datetime.time(int(hour), int(minute))
        except (AttributeError, ValueError):  # not a time at all, or 25.00
            raise forms.ValidationError(self.error_messages["invalid"]) from None
