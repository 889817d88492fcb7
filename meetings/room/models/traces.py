"""Removes what the database's files still hold of text that was deleted.

SQLite overwrites what is deleted (`secure_delete`, in the settings), but its write-ahead log keeps older pages until it
is emptied. PostgreSQL keeps deleted rows in a table's file until the table is rewritten, which locks it. Of each column it
also keeps samples for its planner, which no rewriting removes: of what people write it may have none.
"""

import logging
from contextlib import suppress
from copy import deepcopy
from pathlib import Path

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction

from meetings.database_errors import reason

LONGEST = 10 * 60 * 1000  # milliseconds that rewriting one table may take

logger = logging.getLogger(__name__)


def clear_on_commit():
    """Call `clear` when the current transaction has committed."""
    transaction.on_commit(clear)


def clear():
    """Empty SQLite's write-ahead log, or let PostgreSQL reuse the place of deleted rows. Failing, it says so in the log.

    What fails is done by the next clearing, within ten minutes; on PostgreSQL in the night.
    """
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                is_busy, *_ = cursor.fetchone()
                if is_busy:
                    logger.warning("The database was busy, so its write-ahead log is not emptied yet.")
            else:
                cursor.execute(f"VACUUM (SKIP_LOCKED) {', '.join(_tables())}")
    except Exception as error:
        logger.warning("Could not clear the database of deleted text (%s).", reason(error))


def clear_what_is_left():
    """Empty SQLite's write-ahead log, if there is something in it: a process that closed a meeting may have been killed
    before it did. Called at the start, and every ten minutes.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with suppress(FileNotFoundError):  # the last to close it removes it
        if Path(f"{connection.settings_dict['NAME']}-wal").stat().st_size:
            clear()


def clear_at_stop():
    """Empty SQLite's write-ahead log as the server stops. On PostgreSQL the night does what is left."""
    if connection.vendor == "sqlite":
        clear()
    connection.close()


def rewrite():
    """Write every table of PostgreSQL anew, without the deleted rows; each is locked meanwhile. On SQLite, `clear`.

    Raises django.db.Error, also where a table stays locked for longer than `lock_timeout`: it is tried again later.
    """
    if connection.vendor == "sqlite":
        return clear()
    own = connection.copy()  # with more patience than a page has
    own.settings_dict = deepcopy(connection.settings_dict)
    options = own.settings_dict["OPTIONS"]
    options["options"] = f"{options.get('options', '')} -c statement_timeout={LONGEST}"
    try:
        with own.cursor() as cursor:
            for table in _tables():
                cursor.execute(f"VACUUM FULL {table}")
    finally:
        own.close()


def keep_no_samples(**migrated):
    """Let PostgreSQL's ANALYZE leave out every column that people write in. Called after each `migrate`."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor)  # a migration that was taken back may have left some out
        for model in [each for each in _models() if each._meta.db_table in there]:
            quoted = [
                connection.ops.quote_name(field.column) for field in model._meta.concrete_fields if _is_written(field)
            ]
            if quoted:
                columns = ", ".join(f"ALTER COLUMN {column} SET STATISTICS 0" for column in quoted)
                cursor.execute(f"ALTER TABLE {connection.ops.quote_name(model._meta.db_table)} {columns}")


def _is_written(field):
    return isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices


def _tables():
    return [connection.ops.quote_name(model._meta.db_table) for model in _models()]


def _models():
    return [*apps.get_app_config("meetings").get_models(), Session]
