"""Logging: what went wrong and where, and no address, as ours hold meetings' keys and secret links."""

import io
import logging

import pytest
from django.db import Error, connection
from django.db.utils import ConnectionHandler
from django.test import Client

from meetings.database_errors import reason
from teknologi_dialog.settings import database

pytestmark = pytest.mark.urls("tests.test_pages")


@pytest.fixture
def console(monkeypatch):
    """What is written to the console meanwhile."""
    written = io.StringIO()
    monkeypatch.setattr(logging.getHandlerByName("console"), "stream", written)
    return written


def test_failed_request_is_logged_with_its_view_and_without_its_address(db, console, caplog):
    answer = Client(raise_request_exception=False).get("/i-stykker/?noegle=hemmelig")
    assert answer.status_code == 500
    [record] = caplog.records
    assert record.request.get_full_path() == "/i-stykker/?noegle=hemmelig"
    assert "django.request: ERROR in tests.test_pages.breaks\n" in console.getvalue()
    assert "i-stykker" not in console.getvalue()
    assert "hemmelig" not in console.getvalue()


def test_request_to_no_page_is_not_logged(db, console):
    assert Client().get("/findes/ikke/").status_code == 404
    assert console.getvalue() == ""


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("127.0.0.1:1", "port 1 failed: Connection refused"),
        ("hemmelig.invalid", "failed to resolve host '….invalid'"),  # where the password stands, whatever it stands for
    ],
)
def test_why_connecting_failed_is_told_in_one_line_without_the_password(db, monkeypatch, host, words):
    settings = database(f"postgresql://dialog:hemmelig@{host}/hemmelig")
    failing = ConnectionHandler({"default": settings})["default"]
    monkeypatch.setattr("meetings.database_errors.connection", failing)
    with pytest.raises(Error) as caught:
        failing.ensure_connection()
    why = reason(caught.value)
    assert words in why
    assert "\n" not in why
    assert "hemmelig" not in why


def test_of_a_failed_query_only_the_kind_of_error_is_told(db):
    with pytest.raises(Error) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT hemmelig FROM ingen_steder")
    assert reason(caught.value) in ("SQLITE_ERROR", "UndefinedTable")
