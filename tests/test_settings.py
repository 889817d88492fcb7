"""Checks that a wrong setting stops the start with a sentence, and that options of DATABASE_URL reach the connection."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from teknologi_dialog import settings
from teknologi_dialog.database import PROTECTION
from tests.lab.servers import POSTGRESQL, PROJECT, clean_env

pytestmark = pytest.mark.any_database


def connection(url):
    return ConnectionHandler({"default": settings.database(url)})["default"]


def parameters(url):
    """What psycopg is given to connect with."""
    return connection(url).get_connection_params()


# --- DATABASE_URL -----------------------------------------------------------------------------------------------------


def test_without_a_url_it_is_the_embedded_sqlite_file():
    assert settings.database("") == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": settings.DATA_DIR / "teknologi-dialog.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
        },
        "TEST": {"NAME": settings.DATA_DIR / "test.sqlite3"},
    }


def test_connections_stay_open_and_are_checked():
    made = settings.database("postgresql://dialog@db/dialog")
    assert (made["CONN_MAX_AGE"], made["CONN_HEALTH_CHECKS"]) == (None, True)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://dialog:secret@db.kommune.example:6432/moeder",
            {"host": "db.kommune.example", "port": 6432, "user": "dialog", "password": "secret", "dbname": "moeder"},
        ),
        ("postgres://db/moeder", {"host": "db", "port": None, "user": None, "password": None, "dbname": "moeder"}),
        ("postgresql://u:p%40ss%2Fw%3A%23%3F%25@db/m", {"password": "p@ss/w:#?%", "host": "db", "dbname": "m"}),
        ("postgresql://bruger%40org:x@db/m%2F%40r", {"user": "bruger@org", "dbname": "m/@r"}),
        ("postgresql://u@[2001:db8::1]:5433/m", {"host": "2001:db8::1", "port": 5433, "dbname": "m"}),
        ("postgresql:///m", {"host": None, "user": None, "dbname": "m"}),
        ("postgresql:///m?host=/run/postgresql", {"host": "/run/postgresql", "dbname": "m"}),
        ("postgresql://%2Frun%2Fpostgresql/m", {"host": "/run/postgresql", "dbname": "m"}),
        ("postgresql://?dbname=m&user=u&password=0123&port=5433", {"dbname": "m", "user": "u", "password": "0123"}),
        ("postgresql:///m?host=a,b&port=1,2&target_session_attrs=read-write", {"host": "a,b", "port": "1,2"}),
        ("postgresql:///?service=moeder", {"service": "moeder", "dbname": None}),
    ],
)
def test_url_names_server_user_and_database(url, expected):
    given = parameters(url)
    assert {name: given.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sslmode", "verify-full"),
        ("sslrootcert", "/etc/ssl/kommune.pem"),
        ("sslcert", "/etc/ssl/dialog.pem"),
        ("sslkey", "/etc/ssl/dialog.key"),
        ("sslcrl", "/etc/ssl/crl.pem"),
        ("ssl_min_protocol_version", "TLSv1.3"),
        ("channel_binding", "require"),
        ("require_auth", "scram-sha-256"),
        ("gssencmode", "disable"),
        ("target_session_attrs", "read-write"),
        ("load_balance_hosts", "random"),
        ("application_name", "007"),
        ("connect_timeout", "10"),
        ("tcp_user_timeout", "0"),
        ("keepalives", "0"),
        ("keepalives_idle", "30"),
        ("passfile", "/etc/dialog/pgpass"),
    ],
)
def test_an_option_reaches_the_connection_as_it_is_written(name, value):
    assert name not in parameters("postgresql://db/m") or name in PROTECTION
    assert parameters(f"postgresql://db/m?{name}={value}")[name] == value


def test_own_protection_is_merged_with_the_options_of_the_url():
    given = parameters("postgresql://db/m?sslmode=require&options=-c%20search_path%3Ddialog")
    assert {name: given[name] for name in PROTECTION} == PROTECTION | {
        "options": f"{PROTECTION['options']} -c search_path=dialog"
    }


SECRET = "hemmeligt"
READ = "cannot be read. Percent-encode special characters in the user and the password."
PLACE = "has a special character where there can be none. In user, password and name, percent-encode it."
WRONG = [
    ("mysql://u:{}@db/m", "must begin with postgresql://. Leave it empty for the embedded SQLite file."),
    ("sqlite:///m.sqlite3", "must begin with postgresql://. Leave it empty for the embedded SQLite file."),
    ("pgsql://u:{}@db/m", "must begin with postgresql://. Leave it empty for the embedded SQLite file."),
    ("u:{}@db/m", "must begin with postgresql://. Leave it empty for the embedded SQLite file."),
    ("postgresql://u:{}@db:port/m", READ),
    ("postgresql://u:{}@[::1/m", READ),
    ("postgresql://u:{}#x@db/m", READ),
    ("postgresql://u:12#{}@db/m", PLACE),
    ("postgresql://u:12/{}@db/m", PLACE),
    ("postgresql://u:12?{}@db/m", PLACE),
    ("postgresql://u:12?x={}@db/m", "has an option that PostgreSQL's library does not know: x."),
    ("postgresql://u:{}@db", "lacks the name of the database: postgresql://host/name."),
    ("postgresql://u:{}@db/", "lacks the name of the database: postgresql://host/name."),
    ("postgresql://u:{}@db/m?sslmod=require", "has an option that PostgreSQL's library does not know: sslmod."),
    ("postgresql://u:{}@db/m?pool=true", "has an option that PostgreSQL's library does not know: pool."),
    ("postgresql://u:{}@db/m?currentSchema=x", "has an option that PostgreSQL's library does not know: currentSchema."),
    ("postgresql://u:{}@db/m?sslmode=", "has the option sslmode without a value."),
    ("postgresql://u:{}@db/m?sslmode", "has the option sslmode without a value."),
    ("postgresql://u:{}@db/m?sslmode=disable&sslmode=require", "gives sslmode twice."),
    ("postgresql://u:{}@db/m?host=other", "gives host twice."),
    ("postgresql://u@db/m?password={0}&password={0}", "gives password twice."),
    ("postgresql://u:{}@db/m?client_encoding=latin1", "cannot set client_encoding: it is always UTF8."),
]


@pytest.mark.parametrize(("url", "sentence"), WRONG)
def test_a_wrong_url_stops_with_a_sentence(url, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings.database(url.format(SECRET))
    assert str(refused.value).startswith(f"DATABASE_URL {sentence}")
    assert SECRET not in str(refused.value)


@pytest.mark.postgresql
def test_required_tls_never_falls_back_to_an_unencrypted_connection(db):
    unencrypted = connection(POSTGRESQL)
    unencrypted.ensure_connection()  # the server is there, and has no TLS
    unencrypted.close()
    for mode in ("require", "verify-ca", "verify-full"):
        with pytest.raises(OperationalError, match="server does not support SSL"):
            connection(f"{POSTGRESQL}?sslmode={mode}").ensure_connection()


@pytest.mark.postgresql
def test_options_of_the_url_take_effect_on_the_server(db):
    asked = "application_name=Referat&connect_timeout=7&options=-c%20statement_timeout%3D3s%20-c%20work_mem%3D5MB"
    asked += "&target_session_attrs=read-write"
    made = connection(f"{POSTGRESQL}?{asked}")
    with made.cursor() as cursor:
        shown = {}
        for name in ("application_name", "statement_timeout", "work_mem", "lock_timeout"):
            cursor.execute(f"SHOW {name}")
            shown[name] = cursor.fetchone()[0]
    assert shown == {
        "application_name": "Referat",
        "statement_timeout": "3s",
        "work_mem": "5MB",
        "lock_timeout": "5s",
    }
    used = made.connection.info.get_parameters()
    assert (used["connect_timeout"], used["target_session_attrs"]) == ("7", "read-write")
    assert (used["keepalives_idle"], used["tcp_user_timeout"]) == ("2", "6000")
    made.close()


# --- PUBLIC_URL -------------------------------------------------------------------------------------------------------


def public_url(monkeypatch, value):
    monkeypatch.setenv("PUBLIC_URL", value)
    return settings.public_url()


@pytest.mark.parametrize(
    ("value", "url", "host"),
    [
        ("", "", ""),
        ("https://dialog.kommune.example", "https://dialog.kommune.example", "dialog.kommune.example"),
        (" https://Dialog.Kommune.example/ ", "https://dialog.kommune.example", "dialog.kommune.example"),
        ("http://192.0.2.7:8000", "http://192.0.2.7:8000", "192.0.2.7"),
        ("http://[2001:DB8::1]:8000/", "http://[2001:db8::1]:8000", "[2001:db8::1]"),
        ("http://[::1]", "http://[::1]", "[::1]"),
    ],
)
def test_a_public_url_is_a_scheme_and_a_host(monkeypatch, value, url, host):
    assert public_url(monkeypatch, value) == url
    assert settings.host_of(url) == host


@pytest.mark.parametrize(
    "value",
    [
        "https://kommune.example/dialog",
        "https://kommune.example/dialog/",
        "https://kommune.example?x=1",
        "https://kommune.example/?",
        "https://kommune.example#top",
        "kommune.example",
        "//kommune.example",
        "ftp://kommune.example",
        "https://",
        "https://lise@kommune.example",
        "https://kommune.example:https",
        "https://kommune example",
        "https://mødet.example",
    ],
)
def test_any_other_public_url_stops_the_start(monkeypatch, value):
    with pytest.raises(ImproperlyConfigured, match=r"^PUBLIC_URL must be http:// or https:// and a host, and no more"):
        public_url(monkeypatch, value)


# --- MAIL_URL ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def public(monkeypatch):
    monkeypatch.setattr(settings, "PUBLIC_URL", "https://dialog.kommune.example")


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtp://mail.example", {"host": "mail.example", "port": 587, "use_ssl": False, "use_tls": True}),
        ("smtps://mail.example", {"port": 465, "use_ssl": True, "use_tls": False}),
        ("smtp+plain://127.0.0.1", {"port": 25, "use_ssl": False, "use_tls": False}),
        ("smtp://mail.example:2525/", {"port": 2525, "timeout": 10}),
        ("smtp://u%40org:p%40ss%2F%3A%23@mail.example", {"username": "u@org", "password": "p@ss/:#"}),
        ("smtp://u@mail.example", {"username": "u", "password": ""}),
        ("smtp://[2001:db8::25]:25", {"host": "2001:db8::25", "port": 25}),
    ],
)
def test_mail_url_names_server_user_and_how_it_is_encrypted(public, url, options):
    found = settings.mailers(url)["default"]
    assert found["BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert {name: found["OPTIONS"][name] for name in options} == options
    assert ("username" in found["OPTIONS"]) == ("@" in url)


def test_without_mail_url_nothing_is_sent():
    assert settings.mailers("") == {}


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "https://u:{}@mail.example",
        "smtp://",
        "smtp://u:{}@",
        "smtp://u:{}@mail.example:port",
        "smtp://u:{}@mail.example:99999",
        "smtp://u:{}@mail.example/path",
        "smtp://u:{}@mail.example?tls=no",
        "smtp://u:12#{}@mail.example",
        "smtp://u:12/{}@mail.example",
        "smtp://u:{}@[::1",
    ],
)
def test_any_other_mail_url_stops_the_start_and_is_not_quoted(public, url):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings.mailers(url.format(SECRET))
    sentence = "MAIL_URL must be smtp://user:password@host:port, or begin with smtps or smtp+plain."
    assert str(refused.value) == sentence
    assert refused.value.__suppress_context__ or SECRET not in repr(refused.value.__context__)


def test_mail_needs_the_address_that_its_links_lead_to(monkeypatch):
    monkeypatch.setattr(settings, "PUBLIC_URL", "")
    with pytest.raises(ImproperlyConfigured, match=r"^MAIL_URL needs PUBLIC_URL"):
        settings.mailers("smtp://mail.example")


# --- Numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["0", "-1", "1000001", "ti", "1.5", "1e3"])
def test_a_number_out_of_its_bounds_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("NOTES_A_MINUTE", value)
    with pytest.raises(ImproperlyConfigured) as refused:
        settings.env_int("NOTES_A_MINUTE", 10, 1, 1_000_000)
    assert str(refused.value) == f"NOTES_A_MINUTE must be a whole number from 1 to 1000000, not '{value}'."


@pytest.mark.parametrize(("value", "number"), [("", 10), (" 25 ", 25), ("1", 1), ("1000000", 1_000_000)])
def test_a_number_within_its_bounds_is_taken(monkeypatch, value, number):
    monkeypatch.setenv("NOTES_A_MINUTE", value)
    assert settings.env_int("NOTES_A_MINUTE", 10, 1, 1_000_000) == number


def test_what_is_not_set_is_safe():
    assert (settings.ADMIN, settings.DEBUG, settings.MAILERS) == (False, False, {})
    assert (settings.NOTES_A_MINUTE, settings.ACTS_A_MINUTE) == (10, 20)
    assert (settings.NOTES_A_QUESTION, settings.SEATS_A_MEETING, settings.STREAMS_A_MEETING) == (500, 1000, 2000)


# --- The start --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"DATABASE_URL": "postgresql://u:hemmeligt@db/m?sslmod=x"},
            "that PostgreSQL's library does not know: sslmod.",
        ),
        ({"PUBLIC_URL": "https://kommune.example/dialog"}, "PUBLIC_URL must be http:// or https:// and a host"),
        ({"UNAPPROVED_DAYS": "500"}, "UNAPPROVED_DAYS must be a whole number from 1 to 365, not '500'."),
        (
            {"MAIL_URL": "smtp://u:hemmeligt@mail.example"},
            "MAIL_URL needs PUBLIC_URL: a link in a mail must lead to us",
        ),
        (
            {"MAIL_URL": "smtp://u:hemmeligt@mail.example", "PUBLIC_URL": "https://dialog.kommune.example"},
            "MAIL_URL needs MAIL_FROM or CONTACT_EMAIL: the address that mail comes from.",
        ),
    ],
)
def test_a_wrong_setting_stops_the_server_with_the_sentence_alone(tmp_path, wrong, sentence):
    env = clean_env(tmp_path) | wrong
    stopped = subprocess.run(
        [sys.executable, "manage.py", "serve"], cwd=PROJECT, env=env, capture_output=True, text=True, timeout=60
    )
    assert stopped.returncode == 1
    assert sentence in stopped.stderr
    assert stopped.stderr.count("\n") == 1
    assert "hemmeligt" not in stopped.stderr + stopped.stdout
    assert [path.name for path in tmp_path.iterdir()] in ([], ["secret-key"])
