"""Logs what went wrong and where, and never what a person wrote, a code or an address."""

import logging


class WithoutAddress(logging.Filter):
    """Replaces the address of a failed request by the view's name: our addresses hold meetings' keys and secret links."""

    def filter(self, record):
        if request := getattr(record, "request", None):
            match = getattr(request, "resolver_match", None)
            record.msg, record.args = f"{record.levelname} in {match.view_name if match else 'no view'}", ()
        return True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without address": {"()": WithoutAddress}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without address"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Bad requests from strangers are refused, and are no error of ours.
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.security.RequestDataTooBig": {"level": "CRITICAL"},
        "django.server": {"handlers": ["console"], "propagate": False},
    },
}
