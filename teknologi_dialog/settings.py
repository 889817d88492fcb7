"""Every setting, read from the environment, with safe defaults for a laptop. The README lists them all in one table."""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.csp import CSP

from teknologi_dialog.database import postgresql
from teknologi_dialog.logging import LOGGING  # noqa: F401 -- a setting
from teknologi_dialog.private import keep_private

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name, default=""):
    return os.environ.get(name, default).strip()


def env_bool(name, default=False):
    return env(name, str(int(default))).lower() in {"1", "true", "yes", "on", "ja"}


def env_int(name, default, lowest, highest):
    """Return a whole number within bounds; anything else stops the start with the setting named."""
    try:
        value = int(env(name) or default)
    except ValueError:
        value = None
    if value is None or not lowest <= value <= highest:
        raise ImproperlyConfigured(f"{name} must be a whole number from {lowest} to {highest}, not {env(name)!r}.")
    return value


def secret_key():
    """Return SECRET_KEY, or a key kept beside the SQLite file, so that a restart throws nobody out."""
    if key := env("SECRET_KEY"):
        return key
    path = DATA_DIR / "secret-key"
    if not path.exists():
        try:
            with path.open("x") as file:
                file.write(get_random_secret_key())
        except FileExistsError:
            pass  # another process of ours was first
    return path.read_text()


def public_url():
    """Return PUBLIC_URL without a slash at the end. A path in it would break every link, so it stops the start."""
    url = env("PUBLIC_URL").rstrip("/").lower()
    if url and not re.fullmatch(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", url):
        raise ImproperlyConfigured(
            f"PUBLIC_URL must be http:// or https:// and a host, and no more, like https://dialog.kommune.dk, not {url!r}."
        )
    return url


def host_of(url):
    """Return the host as ALLOWED_HOSTS has it: without the port, and an IPv6 address in brackets."""
    return re.sub(r":[0-9]+$", "", url.partition("://")[2])


def mailers(url):
    """Return Django's mailers of `smtp://user:password@host:port`: smtps for TLS at once, smtp+plain for none; {}: no mail.

    Raises ImproperlyConfigured, which never quotes the address: the password is in it.
    """
    if not url:
        return {}
    try:
        parts = urlsplit(url)
        port = parts.port or {"smtps": 465, "smtp": 587, "smtp+plain": 25}[parts.scheme]
    except (KeyError, ValueError):
        parts = None
    if not parts or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            "MAIL_URL must be smtp://user:password@host:port, or begin with smtps or smtp+plain."
        )
    if not PUBLIC_URL:
        raise ImproperlyConfigured(
            "MAIL_URL needs PUBLIC_URL: a link in a mail must lead to us, whatever host was asked."
        )
    options = {"host": parts.hostname, "port": port, "timeout": 10}
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    options |= {"use_ssl": parts.scheme == "smtps", "use_tls": parts.scheme == "smtp"}
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def database(url):
    """Return the settings of PostgreSQL at `url`, or the embedded SQLite file without one."""
    if url:
        return postgresql(url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "teknologi-dialog.sqlite3",
        "CONN_MAX_AGE": None,
        # FULL: "gemt" survives a power cut. secure_delete: what is deleted is overwritten.
        # IMMEDIATE: two writers queue instead of failing half-way.
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
        },
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},  # a real file: threads and a second process must see it
    }


# --- The machine ---------------------------------------------------------------------------------------------------
DATA_DIR = Path(env("DATA_DIR") or BASE_DIR / "data")
keep_private(DATA_DIR)
DEBUG = env_bool("DEBUG")
SECRET_KEY = secret_key()
DATABASES = {"default": database(env("DATABASE_URL"))}
PUBLIC_URL = public_url()
HTTPS = env_bool("HTTPS", default=PUBLIC_URL.startswith("https://"))
ALLOWED_HOSTS = [
    host.strip() for host in env("ALLOWED_HOSTS", "*" if not PUBLIC_URL else "").split(",") if host.strip()
]
if PUBLIC_URL and not ALLOWED_HOSTS:
    ALLOWED_HOSTS = [host_of(PUBLIC_URL)]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

ADMIN = env_bool("ADMIN")  # whether there are pages under /admin/

# --- Who runs it, as the privacy page and the footer say it --------------------------------------------------------
CONTROLLER = env("CONTROLLER")
CONTACT_PHONE = env("CONTACT_PHONE")
CONTACT_EMAIL = env("CONTACT_EMAIL")
DPO_CONTACT = env("DPO_CONTACT")
SECURITY_CONTACT = env("SECURITY_CONTACT") or CONTACT_EMAIL
WAS_URL = env("WAS_URL")

# --- Mail: only to whoever has forgotten a password --------------------------------------------------------------------
MAILERS = mailers(env("MAIL_URL"))
SILENCED_SYSTEM_CHECKS = [] if MAILERS else ["mail.W001"]  # then nothing is ever sent
MAIL_FROM = env("MAIL_FROM") or CONTACT_EMAIL
if MAILERS and not MAIL_FROM:
    raise ImproperlyConfigured("MAIL_URL needs MAIL_FROM or CONTACT_EMAIL: the address that mail comes from.")

# --- The clocks: days until something is deleted. `meetings/room/models/clocks.py` says what each counts from -------
NOTE_DAYS = env_int("NOTE_DAYS", 7, 0, 180)
FINAL_DAYS = env_int("FINAL_DAYS", 30, 1, 180)
FINAL_DAYS_AT_MOST = env_int("FINAL_DAYS_AT_MOST", max(180, FINAL_DAYS), FINAL_DAYS, 365)
UNAPPROVED_DAYS = env_int("UNAPPROVED_DAYS", 180, 1, 365)
UNOPENED_DAYS = env_int("UNOPENED_DAYS", 180, 1, 365)
BACKUP_DAYS = env_int("BACKUP_DAYS", 0, 0, 3650)  # as the privacy page says it; 0: it says whom to ask
BROWSER_DAYS = env_int("BROWSER_DAYS", 30, 1, 180)

# --- What one phone, and one meeting, may fill -----------------------------------------------------------------------
NOTES_A_MINUTE = env_int("NOTES_A_MINUTE", 10, 1, 1_000_000)  # and three minutes' worth at once
ACTS_A_MINUTE = env_int("ACTS_A_MINUTE", 20, 1, 1_000_000)
NOTES_A_QUESTION = env_int("NOTES_A_QUESTION", 500, 10, 1_000_000)
SEATS_A_MEETING = env_int("SEATS_A_MEETING", 1000, 10, 1_000_000)
STREAMS_A_MEETING = env_int("STREAMS_A_MEETING", 2000, 20, 1_000_000)  # in each process

# --- Django --------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "meetings",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "teknologi_dialog.compression.Middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "teknologi_dialog.pages.whole_pages",
]
# In the browser alone: words of a meeting would outlive it in a session.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
ROOT_URLCONF = "teknologi_dialog.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["teknologi_dialog.template_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["meetings.templatetags.dialog"],
        },
    }
]
ASGI_APPLICATION = "teknologi_dialog.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "log-in"
LOGIN_REDIRECT_URL = "my-meetings"
LOGOUT_REDIRECT_URL = "front"
PASSWORD_HASHERS = [
    "teknologi_dialog.passwords.Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of earlier versions: hashed anew at the next login
]
FORM_RENDERER = "teknologi_dialog.forms.Renderer"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # the longest form is a meeting with its attendees

# --- Language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "da"
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True

# --- What a process remembers for a moment -------------------------------------------------------------------------
LOCAL = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": LOCAL},
    "printed": {
        "BACKEND": "meetings.minutes.exports.once.Printed",
        "LOCATION": "printed",
        "TIMEOUT": 10 * 60,
        "OPTIONS": {"MAX_ENTRIES": 20},
    },
    "unprintable": {"BACKEND": LOCAL, "LOCATION": "unprintable", "TIMEOUT": None, "OPTIONS": {"MAX_ENTRIES": 1000}},
}

# --- Static files --------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # the pages are the only ones that ask
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "teknologi_dialog.static_files.Storage"},
}

# --- Security ------------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_ENGINE = "teknologi_dialog.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # where somebody asks to be remembered
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "meetings.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "meetings.accounts.passwords.NotCommon"},
    {"NAME": "meetings.accounts.passwords.NotDigitsAlone"},
    {"NAME": "meetings.accounts.passwords.NotOnesName"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "teknologi_dialog.pages.stale_form"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    # Whether the names below ours, or the browsers' own lists, should be bound too is left to the operator.
    SILENCED_SYSTEM_CHECKS += ["security.W005", "security.W021"]

SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin" if HTTPS else None  # on plain http browsers only complain of it
