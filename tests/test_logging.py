"""Logging: what went wrong and where, and no address, as ours hold meetings' keys and secret links."""

import io
import logging

import pytest
from django.test import Client

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
