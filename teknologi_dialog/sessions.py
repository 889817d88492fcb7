"""Logins kept in the database, as Django keeps them; but a key it cannot have made is never looked up."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key):
        """PostgreSQL takes no NUL, which a cookie can carry: without this it would be an error of ours."""
        return super()._validate_session_key(key) and key.isalnum()
