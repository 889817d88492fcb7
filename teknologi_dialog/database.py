"""Reads DATABASE_URL: each option in it reaches the connection to PostgreSQL, or stops the start with a sentence."""

from urllib.parse import parse_qsl, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.signals import connection_created
from django.dispatch import receiver

# A database that is away or busy must not hold the page threads: after seconds, pages answer "try again".
PROTECTION = {
    "connect_timeout": "3",  # seconds; without it, a machine that does not answer costs two minutes
    # A connection gone silent is given up after some six seconds, in mid-query (milliseconds) or at rest.
    "tcp_user_timeout": "6000",
    "keepalives_idle": "2",
    "keepalives_interval": "2",
    "keepalives_count": "2",
    # Milliseconds. A lock is waited for as on SQLite; a process of ours that hangs in a transaction loses its own.
    "options": "-c lock_timeout=5000 -c statement_timeout=10000 -c idle_in_transaction_session_timeout=10000",
}
PREPARE_AFTER = 3  # uses of a query in one connection; a note's queries are planned anew each time otherwise
SETTINGS = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}


def postgresql(url):
    """Return Django's settings for `postgresql://user:password@host:port/name?option=value`.

    Options are those of the libpq in use; they win over PROTECTION, and `options` are added to ours. Raises
    ImproperlyConfigured, which never quotes a value: one of them is the password.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        raise refusal("must begin with postgresql://. Leave it empty for the embedded SQLite file.")
    try:
        settings = dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True)
        parts = urlsplit(url)
        given = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        raise refusal("cannot be read. Percent-encode special characters in the user and the password.") from None
    misplaced = "#" in url or set("/@") & set(parts.path[1:])
    if misplaced or not all(name.isidentifier() for name, _ in given):
        raise refusal("has a special character where there can be none. In user, password and name, percent-encode it.")
    options = {}
    for name, value in given:
        check(name, value, options)
        if name not in SETTINGS:
            options[name] = value
        elif settings[SETTINGS[name]]:
            raise refusal(f"gives {name} twice.")
        else:
            settings[SETTINGS[name]] = value
    if not settings["NAME"] and "service" not in options:
        raise refusal("lacks the name of the database: postgresql://host/name.")
    if "options" in options:
        options["options"] = f"{PROTECTION['options']} {options['options']}"
    # A pooler in transaction mode loses a cursor that outlives its transaction.
    options = PROTECTION | options | {"server_side_binding": True}  # only so can a query be prepared
    return {**settings, "DISABLE_SERVER_SIDE_CURSORS": True, "OPTIONS": options}


@receiver(connection_created)
def prepare_in_a_session(connection, **_):
    """Let a new connection prepare its queries, unless it leads to a pooler.

    A pooler in transaction mode gives each transaction to another process of PostgreSQL, which does not know what was
    prepared before (Debian 12's PgBouncer cannot carry that over). It makes up the process id that it tells its clients.
    """
    if connection.vendor == "postgresql":
        session = connection.connection
        [process] = session.execute("SELECT pg_backend_pid()").fetchone()
        if process == session.info.backend_pid:
            session.prepare_threshold = PREPARE_AFTER


def check(name, value, options):
    if name not in known():
        raise refusal(f"has an option that PostgreSQL's library does not know: {name}. Correct it, or remove it.")
    if name == "client_encoding":
        raise refusal("cannot set client_encoding: it is always UTF8.")
    if not value:
        raise refusal(f"has the option {name} without a value.")
    if name in options:
        raise refusal(f"gives {name} twice.")


def known():
    from psycopg import pq  # here, as SQLite needs no libpq

    return {option.keyword.decode() for option in pq.Conninfo.get_defaults()}


def refusal(words):
    return ImproperlyConfigured(f"DATABASE_URL {words}")
