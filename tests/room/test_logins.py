"""Logging in: how often one may try, counted before the password is hashed, and that who is right comes in."""

import os
import threading

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse

from meetings.room.forms.guessing import logins
from meetings.strangers import attempts, tolls
from teknologi_dialog import passwords
from teknologi_dialog.asgi import Handler
from tests import make
from tests.reading import read
from tests.strangers.test_codes import solve, toll_of

HERE = "192.0.2.1"


@pytest.fixture(autouse=True)
def no_time_goes_by(monkeypatch):
    now = attempts.now()
    monkeypatch.setattr(attempts, "now", lambda: now)


@pytest.fixture
def lise(db):
    return make.user("lise")


@pytest.fixture
def hashed(monkeypatch):
    """How many passwords were hashed."""
    hashed = []
    check = User.check_password
    monkeypatch.setattr(User, "check_password", lambda *args: hashed.append(1) or check(*args))
    return hashed


def log_in(client, username="lise", password="x", address=HERE, **more):
    return client.post(reverse("log-in"), {"username": username, "password": password, **more}, REMOTE_ADDR=address)


def spray(address=HERE, times=20):
    for number in range(times):
        assert log_in(Client(), f"nogen{number}", "forkert", address).status_code == 422


def test_a_right_password_is_no_attempt(lise):
    for _ in range(30):
        assert log_in(Client()).status_code == 302


def test_twenty_wrong_logins_from_an_address_cost_the_next_a_toll_and_a_right_password_comes_in(lise, hashed):
    spray()
    client = Client()
    answer = log_in(client)
    assert (answer.status_code, hashed) == (429, [])
    page = read(answer)
    assert page.fields()["username"] == "lise"
    assert "er den rigtig, kommer du ind" in page
    fields, box = toll_of(answer)
    assert log_in(client, **fields | {"work": solve(box)}).status_code == 302
    assert hashed == [1]


def test_one_comes_in_without_javascript_by_waiting(lise, monkeypatch):
    spray()
    fields, box = toll_of(log_in(Client()))
    later = attempts.now() + float(box["data-seconds"]) + 0.1
    monkeypatch.setattr(attempts, "now", lambda: later)
    assert log_in(Client(), **fields).status_code == 302


def test_a_house_of_others_notices_nothing(lise):
    spray("198.51.100.1")
    assert log_in(Client()).status_code == 302


def test_an_account_is_counted_whatever_address_tries_it(lise, hashed):
    for number in range(10):
        assert log_in(Client(), password=str(number), address=f"198.51.100.{number}").status_code == 422
    assert len(hashed) == 10
    assert log_in(Client(), password="11", address="198.51.100.99").status_code == 429
    assert len(hashed) == 10
    assert log_in(Client(), "en anden", "forkert", "198.51.100.99").status_code == 422


def test_the_owner_comes_in_from_a_known_browser_whatever_others_try(lise):
    known = Client()
    log_in(known)
    known.post(reverse("log-out"))
    for number in range(30):
        log_in(Client(), password=str(number), address=f"198.51.100.{number}")
    assert log_in(Client()).status_code == 429
    assert log_in(known).status_code == 302
    known.post(reverse("log-out"))
    assert [log_in(known, password="forkert").status_code for _ in range(12)][-1] == 429, "it may not guess for ever"


def test_one_password_at_many_accounts_from_many_addresses_costs_a_toll_for_all_but_known_browsers(lise, hashed):
    known = Client()
    log_in(known)
    known.post(reverse("log-out"))
    hashed.clear()
    statuses = [log_in(Client(), f"bruger{n}", "Sommer2026!", f"198.51.100.{n}").status_code for n in range(60)]
    assert statuses == [422] * 50 + [429] * 10
    answer = log_in(Client(), address="192.0.2.9")
    fields, box = toll_of(answer)
    assert (answer.status_code, box["data-bits"], hashed) == (429, "16", [])
    assert log_in(Client(), address="192.0.2.9", **fields | {"work": solve(box)}).status_code == 302
    assert log_in(known, address="192.0.2.10").status_code == 302


def test_paid_guesses_at_all_accounts_come_through_one_a_second(lise, monkeypatch):
    monkeypatch.setattr(tolls, "zero_bits", lambda token, work: 256)  # each is paid at once
    for _ in range(50):
        logins.total.count(tolls.ALL)
    came_through = 0
    for number in range(40):
        request = RequestFactory().post("/", REMOTE_ADDR=f"198.51.100.{number}")
        request.POST = {"toll": logins.toll(request, f"bruger{number}").token, "work": "1"}
        came_through += logins.toll(request, f"bruger{number}") is None
    assert came_through == 5  # what may come at once, of five in five seconds


def test_an_empty_field_is_no_attempt(lise):
    for _ in range(30):
        assert log_in(Client(), password="").status_code == 422
    assert log_in(Client()).status_code == 302


def test_passwords_are_hashed_by_argon2_in_one_thread_and_older_ones_anew_at_the_next_login(db, settings):
    older = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    settings.PASSWORD_HASHERS = [older]
    make.user("gammel")
    settings.PASSWORD_HASHERS = ["teknologi_dialog.passwords.Hasher", older]
    assert log_in(Client(), "gammel").status_code == 302
    kept = User.objects.get(username="gammel").password
    assert identify_hasher(kept).algorithm == "argon2"
    assert "$m=19456,t=2,p=1$" in kept


def test_only_the_hash_itself_yields_to_everybody_else(db):
    def priority():
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    assert passwords.modest.submit(priority).result() == min(19, priority() + 15)
    assert Handler().pools["password"].submit(priority).result() == priority()
    hasher = passwords.Hasher()
    assert hasher.verify("x", hasher.encode("x", "salt-of-16-letters"))
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("hash")] == ["hash_0"]
