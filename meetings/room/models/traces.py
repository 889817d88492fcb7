"""Removes what the database's files still hold of text that was deleted.

SQLite overwrites what is deleted (`secure_delete`, in the settings), but its write-ahead log keeps older pages until it
is emptied. PostgreSQL keeps deleted rows in a table's file until the table is rewritten, which locks it.
"""

import logging
from copy import deepcopy

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from meetings.database_errors import reason

LONGEST = 10 * 60 * 1000  # milliseconds that rewriting one table may take

logger = logging.getLogger(__name__)


def clear_on_commit():
    """Call `clear` when the current transaction has committed."""
    transaction.on_commit(clear)


def clear():
    """Empty SQLite's write-ahead log, or let PostgreSQL reuse the place of deleted rows. Failing, it says so in the log.

    What fails is done by the next clearing: at another closing, in the night, or when the server stops.
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


def _tables():
    models = [*apps.get_app_config("meetings").get_models(), Session]
    return [connection.ops.quote_name(model._meta.db_table) for model in models]
