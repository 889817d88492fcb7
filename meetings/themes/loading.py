"""Loads YAML fixtures strictly: every object is checked like a form, and a mistake is named by file, line and field."""

import yaml
from django.apps import apps
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError, models

from meetings.text import clean

from .checks import check_entry, check_unique, in_words


class BrokenFixture(Exception):
    """A mistake in a fixture, in Danish words, with file and line."""


def load(file, using, save):
    """Pass each object of `file` to `save`, in order, and return how many. `using`: the alias of the database.

    Raises BrokenFixture, also for what `save` refuses.
    """
    lines = {}
    count = 0
    for node, entry in read(file):
        line = node.start_mark.line + 1
        place = f"{file}, linje {line}, {name(entry)}"
        try:
            check_entry(node, entry)
            clean_texts(entry)
            (loaded,) = serializers.deserialize("python", [entry], using=using)
            check_unique(loaded.object, line, lines)
            save(loaded)
        except ValidationError as error:
            raise BrokenFixture(f"{place}, {in_words(error)}") from error
        except (DatabaseError, DeserializationError, ObjectDoesNotExist, TypeError, ValueError) as error:
            raise BrokenFixture(f"{place}: {error}") from error
        count += 1
    return count


def read(file):
    """Yield each object of the file twice: as a YAML node, which knows its line, and as a dict."""
    try:
        loader = yaml.SafeLoader(file.read_text(encoding="utf-8"))
        root = loader.get_single_node()
        entries = loader.construct_document(root) if root else None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{file}, linje {mark.line + 1}" if mark else file
        raise BrokenFixture(f"{place}: Tjek indrykning, kolon og anførselstegn (YAML: {error})") from error
    if not isinstance(entries, list):
        raise BrokenFixture(f"{file} skal være en liste, hvor hvert objekt begynder med ”- model:”.")
    return zip(root.value, entries, strict=True)


def clean_texts(entry):
    """Clean the entry's texts in place, as forms do. Slugs and URLs are left to their own validation."""
    fields = entry["fields"]
    for field in apps.get_model(entry["model"])._meta.concrete_fields:
        if type(field) in (models.CharField, models.TextField) and isinstance(fields.get(field.name), str):
            fields[field.name] = clean(fields[field.name], lines=isinstance(field, models.TextField))


def name(entry):
    """Return how the file names the object: its model, its parents' natural key, and its position."""
    if not isinstance(entry, dict) or not isinstance(entry.get("fields"), dict):
        return "objektet"
    fields = entry["fields"]
    parents = next((value for value in fields.values() if isinstance(value, list)), [])
    parts = (entry.get("model"), fields.get("slug"), *parents, fields.get("position"))
    return " ".join(str(part) for part in parts if part is not None)
