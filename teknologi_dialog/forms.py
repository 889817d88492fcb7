"""Renders form fields so that the focus goes to the first one with an error, on a page and in an answer."""

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates


class FocusedField(BoundField):
    """The first visible field with an error says `autofocus`; static/js/live/focus.js reads it in an answer."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs, errors = super().build_widget_attrs(attrs, widget), self.form.errors
        wrong = (name for name in self.form.fields if name in errors and not self.form[name].is_hidden)
        return {**attrs, "autofocus": self.name == next(wrong, None)} if errors else attrs


class Renderer(DjangoTemplates):
    bound_field_class = FocusedField
