"""Says for the log why the database did not answer, without anything a person wrote."""

from django.db import connection


def reason(error):
    """Return what PostgreSQL or a pooler answered if connecting failed. Otherwise only the kind of error.

    A failed query's message may quote what a person wrote. A failed connection has been sent nothing yet but the name
    and the password of the user, and the latter is taken out.
    """
    cause = error.__cause__ or error
    if getattr(cause, "pgconn", None):  # set by psycopg only when connecting failed
        words = "; ".join(dict.fromkeys(line.strip() for line in str(cause).splitlines() if line.strip()))
        password = connection.settings_dict.get("PASSWORD")
        return words.replace(password, "…") if password else words
    return getattr(cause, "sqlite_errorname", type(cause).__name__)
