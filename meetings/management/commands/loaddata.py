"""Django's `loaddata`, but strict: every object is checked like a form, and a mistake is named by file, line and field.

YAML is what people write, so it is read here, object by object. Other formats are what `dumpdata` wrote.
"""

from pathlib import Path

import yaml
from django.apps import apps
from django.core import serializers
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializationError, deserialize_fk_value
from django.db import DatabaseError, models

# Django would quietly make text of a list, and a number of `true`.
WANTED = (
    (models.BooleanField, bool, "true eller false"),
    (models.IntegerField, int, "et helt tal"),
    ((models.CharField, models.TextField), str, "tekst; sæt den i anførselstegn, hvis den ligner andet"),
)


class Command(loaddata.Command):
    help = "Indlæser temaer fra fixtures/. En fejl nævnes med fil, linje, objekt og felt, og så indlæses intet."

    def handle(self, *labels, **options):
        try:
            super().handle(*labels, **options)
        except (CommandError, DatabaseError, DeserializationError) as error:
            raise CommandError(f"Intet er indlæst. {error}") from error

    def load_label(self, label):
        files = [Path(file) for file, *_ in self.find_fixtures(label)]
        if {file.suffix for file in files} <= {".yaml", ".yml"}:
            for file in files:
                self.load_yaml(file)
            return
        try:
            super().load_label(label)
        except ValidationError as error:
            raise CommandError(f"{label}, {self.row._meta.label_lower} {self.row.pk}, {told(error)}") from error

    def load_yaml(self, file):
        self.fixture_count += 1
        lines = {}
        for node, entry in read(file):
            line = node.start_mark.line + 1
            place = f"{file}, linje {line}, {name(entry)}"
            try:
                check_entry(node, entry)
                (loaded,) = serializers.deserialize("python", [entry], using=self.using)
                check_alone(loaded.object, line, lines)
                self.save_obj(loaded)
            except ValidationError as error:
                raise CommandError(f"{place}, {told(error)}") from error
            except (DatabaseError, DeserializationError, ObjectDoesNotExist, TypeError, ValueError) as error:
                raise CommandError(f"{place}: {error}") from error
            self.fixture_object_count += 1
            self.loaded_object_count += 1

    def save_obj(self, obj):
        self.row = row = obj.object
        row._state.adding = row.pk is None  # else it would be refused for having the same key as itself
        row.full_clean(exclude={field.name for field in row._meta.concrete_fields if is_settled(row, field)})
        return super().save_obj(obj)


def read(file):
    """Yield each object of the file twice: as YAML node, which knows its line, and as the dict it means."""
    try:
        loader = yaml.SafeLoader(file.read_text(encoding="utf-8"))
        root = loader.get_single_node()
        entries = loader.construct_document(root) if root else None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{file}, linje {mark.line + 1}" if mark else file
        raise CommandError(f"{place}: Tjek indrykning, kolon og anførselstegn (YAML: {error})") from error
    if not isinstance(entries, list):
        raise CommandError(f"{file} skal være en liste, hvor hvert objekt begynder med ”- model:”.")
    return zip(root.value, entries, strict=True)


def name(entry):
    """What a reader of the file calls the object: its model, what it belongs to, and its place there."""
    if not isinstance(entry, dict) or not isinstance(entry.get("fields"), dict):
        return "objektet"
    fields = entry["fields"]
    belongs_to = next((value for value in fields.values() if isinstance(value, list)), [])
    parts = (entry.get("model"), fields.get("slug"), *belongs_to, fields.get("position"))
    return " ".join(str(part) for part in parts if part is not None)


def check_entry(node, entry):
    """Raise ValidationError, by field, for what is wrong in the file itself."""
    if not isinstance(entry, dict) or not isinstance(entry.get("fields"), dict):
        raise ValidationError("der skal stå ”model:” og derunder ”fields:” med felterne rykket ind.")
    try:
        model = apps.get_model(entry.get("model"))
    except (AttributeError, LookupError, ValueError) as error:
        raise ValidationError(f"modellen ”{entry.get('model')}” findes ikke.") from error
    for key, inner in [("fields", node), *((key.value, inner) for key, inner in node.value)]:
        if key == "fields" and (twice := repeated(key.value for key, _ in inner.value)):
            raise ValidationError({twice: "Feltet står to gange."})
    for field in model._meta.concrete_fields:
        if field.many_to_one and not field.null and entry["fields"].get(field.name) is None:
            raise ValidationError({field.name: "Feltet mangler."})
    for field_name, value in entry["fields"].items():
        check_field(model, field_name, value)


def check_field(model, field_name, value):
    try:
        field = model._meta.get_field(field_name)
    except FieldDoesNotExist as error:
        known = ", ".join(field.name for field in model._meta.concrete_fields if not field.primary_key)
        raise ValidationError({field_name: f"Feltet findes ikke. Felterne hedder {known}."}) from error
    if field.many_to_one:
        check_reference(field, value)
        return
    for kind, wanted, words in WANTED:
        if isinstance(field, kind) and value is not None and type(value) is not wanted:
            raise ValidationError({field_name: f"Der står {value!r}, men feltet skal være {words}."})


def check_reference(field, value):
    try:
        deserialize_fk_value(field, value, None, handle_forward_references=False)
    except (ObjectDoesNotExist, ValidationError, TypeError, ValueError) as error:
        kind = field.related_model._meta.verbose_name
        message = f"{value!r} findes ikke: der er ingen {kind} med det navn i databasen eller højere oppe i filen."
        raise ValidationError({field.name: message}) from error


def check_alone(row, line, lines):
    """Two objects with one natural key would be one row: the second would silently take the first one's place."""
    if hasattr(row, "natural_key"):
        first = lines.setdefault((type(row), row.natural_key()), line)
        if first != line:
            raise ValidationError({type(row).NATURAL_KEY[-1]: f"Pladsen er allerede taget på linje {first}."})


def is_settled(row, field):
    """Left at its default, or pointing at a row: the database judges that, as a dump may name a row before it comes."""
    value = getattr(row, field.attname)
    if field.is_relation:
        return field.null or value is not None
    return (field.has_default() or field.null) and value == field.get_default()


def repeated(names):
    seen = set()
    return next((name for name in names if name in seen or seen.add(name)), None)


def told(error):
    """A validation error as one sentence for each field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    fields = error.message_dict
    whole = fields.pop(NON_FIELD_ERRORS, [])
    return " ".join([*whole, *(f"feltet ”{field}”: {' '.join(messages)}" for field, messages in fields.items())])
