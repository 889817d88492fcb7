"""Says for the log why the database did not answer, without anything a person wrote."""

from traceback import walk_tb

from django.db import connection


def reason(error):
    """Return what was said if connecting failed, in one line. Otherwise only the kind of error.

    A failed query's message may quote what a person wrote. A connection that failed has been sent nothing yet but the
    name and the password of the user, and the latter is taken out.
    """
    cause = error.__cause__ or error
    if name := getattr(cause, "sqlite_errorname", None):
        return name
    if not any(frame.f_code.co_name == "get_new_connection" for frame, _ in walk_tb(error.__traceback__)):
        return type(cause).__name__
    words = "; ".join(dict.fromkeys(line.strip() for line in str(cause).splitlines() if line.strip()))
    password = connection.settings_dict.get("PASSWORD")
    return words.replace(password, "…") if password else words
