"""Refuses a database made before the first release, when migrations were still replaced and nothing can convert it."""

from django.apps import apps
from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader


def refuse_old_database():
    """Raise CommandError if an earlier version made the tables. A database that does not answer is not judged."""
    try:
        old = is_old()
    except (DatabaseError, InterfaceError):
        return
    if old:
        raise CommandError(f"Databasen er fra en tidligere udgave af programmet og kan ikke bruges. {advice()}")


def advice():
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"Slet eller flyt filen {name}, og prøv igen."
    return f"Slet databasen {name}, eller vælg en tom i DATABASE_URL, kør migrate, og prøv igen."


def is_old():
    """Return whether migrations we no longer have were applied, or all that we have were, and yet columns differ."""
    loader = MigrationLoader(connection)
    applied = {name for app, name in loader.applied_migrations if app == "meetings"}
    ours = {name for app, name in loader.disk_migrations if app == "meetings"}
    return bool(applied - ours) or (applied == ours and not tables_fit())


def tables_fit():
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for model in apps.get_app_config("meetings").get_models():
            table = model._meta.db_table
            if table not in there:
                return False
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            if columns != {field.column for field in model._meta.local_concrete_fields}:
                return False
    return True
