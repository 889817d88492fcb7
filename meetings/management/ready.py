"""Refuses to start a server that would answer 500: where `migrate` or `collectstatic` has not been run for this version.

Warns of one that would let nobody in who came in by another.
"""

import logging
from contextlib import suppress

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core import signing
from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor

OTHER_KEY = (
    "The last login was signed with another SECRET_KEY than this process has: whoever has come in must come in again."
    " Where several processes serve, give all of them the same."
)

logger = logging.getLogger(__name__)


def warn_of_another_key():
    """Say in the log if the last login was signed with another key: each process may have made one in its own DATA_DIR."""
    store = Session.get_session_store_class()()
    with suppress(DatabaseError, InterfaceError):
        last = Session.objects.order_by("-expire_date").values_list("session_data", flat=True).first()
        try:
            if last:
                signing.loads(last, salt=store.key_salt)
        except signing.BadSignature:
            logger.warning(OTHER_KEY)


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
