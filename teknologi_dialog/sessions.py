"""Keeps logins in the database, as Django does, but looks up no key that Django cannot have made."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key):
        """Refuse a NUL, which a cookie can carry and PostgreSQL cannot: without this the request would end in an error."""
        return super()._validate_session_key(key) and key.isalnum()
