"""Refuses to start a server that would answer 500: where `migrate` or `collectstatic` has not been run for this version."""

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor


def refuse_unprepared():
    """Raise CommandError that names the commands to run first. They are not run here: another process may be serving."""
    missing = []
    if lacks_migrations():
        missing.append("»manage.py migrate«")
    if not settings.DEBUG and lacks_static_files():  # in DEBUG they are served from where they are written
        missing.append("»manage.py collectstatic --no-input«")
    if missing:
        raise CommandError(f"Før serveren kan starte, skal du køre {' og '.join(missing)}.")


def lacks_migrations():
    """Return whether a migration has not been applied. A database that does not answer is not judged: it may come back."""
    try:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except (DatabaseError, InterfaceError):
        return False


def lacks_static_files():
    """Return whether a file of this version has no collected copy: a page that names it could not be made."""
    collected = staticfiles_storage.hashed_files
    ignored = apps.get_app_config("staticfiles").ignore_patterns
    names = [name for finder in get_finders() for name, _ in finder.list(ignored)]
    return not all(name in collected and staticfiles_storage.exists(collected[name]) for name in names)
