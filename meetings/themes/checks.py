"""Checks a fixture for mistakes. Each check raises a ValidationError that names the field."""

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.serializers.base import deserialize_fk_value
from django.db import models

# Without these, Django would convert a list to text and `true` to a number.
EXPECTED = (
    (models.BooleanField, bool, "true eller false"),
    (models.IntegerField, int, "et helt tal"),
    ((models.CharField, models.TextField), str, "tekst; sæt den i anførselstegn, hvis den ligner andet"),
)


def check_entry(node, entry):
    """Check one object as it stands in the file. `node`: its YAML node; `entry`: the dict it was read as."""
    if not isinstance(entry, dict) or not isinstance(entry.get("fields"), dict):
        raise ValidationError("der skal stå ”model:” og derunder ”fields:” med felterne rykket ind.")
    try:
        model = apps.get_model(entry.get("model"))
    except (AttributeError, LookupError, ValueError) as error:
        raise ValidationError(f"modellen ”{entry.get('model')}” findes ikke.") from error
    for key, inner in [("fields", node), *((key.value, inner) for key, inner in node.value)]:
        if key == "fields" and (name := repeated(key.value for key, _ in inner.value)):
            raise ValidationError({name: "Feltet står to gange."})
    for field in model._meta.concrete_fields:
        if field.many_to_one and not field.null and entry["fields"].get(field.name) is None:
            raise ValidationError({field.name: "Feltet mangler."})
    for name, value in entry["fields"].items():
        check_field(model, name, value)


def check_field(model, name, value):
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist as error:
        known = ", ".join(field.name for field in model._meta.concrete_fields if not field.primary_key)
        raise ValidationError({name: f"Feltet findes ikke. Felterne hedder {known}."}) from error
    if field.many_to_one:
        check_reference(field, value)
        return
    for kind, expected, words in EXPECTED:
        if isinstance(field, kind) and value is not None and type(value) is not expected:
            raise ValidationError({name: f"Der står {value!r}, men feltet skal være {words}."})


def check_reference(field, value):
    try:
        deserialize_fk_value(field, value, None, handle_forward_references=False)
    except (ObjectDoesNotExist, ValidationError, TypeError, ValueError) as error:
        kind = field.related_model._meta.verbose_name
        message = f"{value!r} findes ikke: der er ingen {kind} med det navn i databasen eller højere oppe i filen."
        raise ValidationError({field.name: message}) from error


def check_unique(row, line, lines):
    """Refuse two objects with one natural key. They would be one row: the second would overwrite the first.

    `lines`: {(model, natural key): line} of the objects so far; the row is added.
    """
    if hasattr(row, "natural_key"):
        first = lines.setdefault((type(row), row.natural_key()), line)
        if first != line:
            raise ValidationError({type(row).NATURAL_KEY[-1]: f"Pladsen er allerede taget på linje {first}."})


def check_row(row):
    """Validate the row as a form would."""
    row._state.adding = row.pk is None  # otherwise its own key would be refused as taken
    row.full_clean(exclude={field.name for field in row._meta.concrete_fields if is_left_alone(row, field)})


def is_left_alone(row, field):
    """Return whether only the database judges the field: it has its default, or refers to a row that may come later."""
    value = getattr(row, field.attname)
    if field.is_relation:
        return field.null or value is not None
    return (field.has_default() or field.null) and value == field.get_default()


def repeated(names):
    """Return the first name that occurs twice, or None."""
    met = set()
    return next((name for name in names if name in met or met.add(name)), None)


def in_words(error):
    """Return a ValidationError as one sentence for each field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    fields = error.message_dict
    general = fields.pop(NON_FIELD_ERRORS, [])
    return " ".join([*general, *(f"feltet ”{field}”: {' '.join(messages)}" for field, messages in fields.items())])
