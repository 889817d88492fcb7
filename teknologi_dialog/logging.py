"""Logs what went wrong and where, and never what a person wrote, a code or an address."""

import logging
import time

MINUTE = 60.0
MOST_KINDS = 1000  # of things that were logged; beyond that each may be logged anew
LONGEST = 4000  # letters of a traceback: its end, where it broke
STRANGERS = ("uvicorn", "django.security")  # loggers of requests that are not as our pages send them


class WithoutAddress(logging.Filter):
    """Replaces the address of a failed request by the view's name: our addresses hold meetings' keys and secret links."""

    def filter(self, record):
        if request := getattr(record, "request", None):
            match = getattr(request, "resolver_match", None)
            record.msg, record.args = f"{record.levelname} in {match.view_name if match else 'no view'}", ()
        return True


class OnceAMinute(logging.Filter):
    """Lets the same thing be logged once a minute, then with how often it came: who asks wrong a thousand times fills no disk.

    The same are all odd requests of strangers, all failures of one kind in one view, and else what reads the same.
    """

    def __init__(self):
        super().__init__()
        self.last = {}  # {what: (when it was logged, how often it has come since)}

    def filter(self, record):
        if "graceful shutdown" in str(record.msg):  # at each stop: what is being made then is told to try again
            return False
        if record.name.startswith(STRANGERS[1]):
            record.exc_info = None  # where Django found it says nothing
        if record.name.startswith(STRANGERS):
            what = "strangers" if not record.exc_info else (record.getMessage(), record.exc_info[0])
        elif hasattr(record, "request"):
            what = (record.getMessage(), record.exc_info and record.exc_info[0])
        else:
            what = record.name, record.getMessage(), record.exc_info and record.exc_info[0]
        if len(self.last) > MOST_KINDS:
            self.last.clear()
        now = time.monotonic()
        logged, more = self.last.get(what, (-MINUTE, 0))
        if now - logged < MINUTE:
            self.last[what] = logged, more + 1
            return False
        self.last[what] = now, 0
        if more:
            record.msg, record.args = f"{record.getMessage()} ({more} more since the last)", ()
        return True


class Short(logging.Formatter):
    def formatException(self, exc_info):  # noqa: N802 -- the name is logging's
        words = super().formatException(exc_info)
        return words if len(words) <= LONGEST else f"Traceback, its end: …{words[-LONGEST:]}"


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": Short, "format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"without address": {"()": WithoutAddress}, "once a minute": {"()": OnceAMinute}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without address", "once a minute"],
        }
    },
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
