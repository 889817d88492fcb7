"""Whatever hashes a password is counted before, costs a toll where many were wrong, and runs in the pool for that."""

import ast
import re
import time
from pathlib import Path

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.accounts import views
from meetings.accounts.links import new_link
from meetings.models import Attempts
from meetings.room.forms.guessing import logins
from meetings.strangers import attempts
from teknologi_dialog.asgi import Handler
from tests import make
from tests.lab.servers import PROJECT
from tests.reading import read
from tests.strangers.test_codes import solve, toll_of

pytestmark = [pytest.mark.any_database, pytest.mark.urls("tests.test_admin")]  # as where ADMIN is set

GOOD = "fire ord efter hinanden"
HASHES = re.compile(
    r"check_password|set_password|make_password|acheck_password|create_user|create_superuser|authenticate"
)
CALLERS = {
    "meetings/accounts/forms.py": {"check_password", "set_password"},
    "meetings/management/commands/demo.py": {"set_password"},
}  # and Django's form, which LogInForm is one of


@pytest.fixture(autouse=True)
def no_time_goes_by(monkeypatch):
    now = attempts.now()
    monkeypatch.setattr(attempts, "now", lambda: now)


@pytest.fixture
def lise(db):
    return make.user("lise")


@pytest.fixture
def hashed(lise, monkeypatch):
    """How many attempts stood in the database at each hash, during which no transaction is open but the test's own."""
    found, encode = [], MD5PasswordHasher.encode

    def counting(self, *args):
        assert connection.savepoint_ids == []
        found.append(sum(round(row.level) for row in Attempts.objects.all()))
        return encode(self, *args)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    return found


def test_only_these_modules_hash():
    found = {}
    for path in sorted(p for folder in ("meetings", "teknologi_dialog") for p in (PROJECT / folder).rglob("*.py")):
        names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        if hashing := {name for name in names if HASHES.fullmatch(name)}:
            found[str(Path(path).relative_to(PROJECT))] = hashing
    assert found == CALLERS


def logged_in(user):
    client = Client()
    client.force_login(user)
    return client


def by_link(user):
    return new_link(RequestFactory().get("/"), user).removeprefix("http://testserver")


# What is asked, of which page, and by whom; whether it is right.
PAGES = {
    "log in, wrong": (lambda user: "/log-ind/", {"username": "lise", "password": "y"}, False),
    "log in, nobody": (lambda user: "/log-ind/", {"username": "ingen", "password": "y"}, False),
    "log in, right": (lambda user: "/log-ind/", {"username": "lise", "password": "x"}, True),
    "change, wrong": (lambda user: "/adgangskode/", {"old": "y", "new": GOOD, "again": GOOD}, False),
    "change, right": (lambda user: "/adgangskode/", {"old": "x", "new": GOOD, "again": GOOD}, True),
    "choose": (by_link, {"new": GOOD, "again": GOOD}, True),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_password_is_counted_before_it_is_hashed_and_hashed_in_its_pool(lise, hashed, name):
    address, fields, is_right = PAGES[name]
    path = address(lise)
    client = logged_in(lise) if "change" in name else Client()
    answer = client.post(path, fields)
    assert (answer.status_code in (200, 302)) == is_right
    assert hashed
    assert set(hashed) == {3}  # from the address, at the account, and of all
    left = {row.level for row in Attempts.objects.all()}
    assert left == ({0.0} if is_right else {1.0})
    handler = Handler()
    assert handler.pool_for("POST", path) == "password"
    assert handler.pool_for("GET", path) == "page"


@pytest.mark.parametrize("name", PAGES)
def test_after_many_wrong_ones_a_password_costs_a_toll_and_is_not_hashed_before(lise, hashed, name):
    address, fields, is_right = PAGES[name]
    path = address(lise)
    client = logged_in(lise) if "change" in name else Client()
    request = RequestFactory().post("/")
    for _ in range(20):
        logins.count(request, fields.get("username", "lise"))
    answer = client.post(path, fields)
    assert (answer.status_code, answer.pause, hashed) == (429, 1.0, [])
    paid, box = toll_of(answer)
    assert client.post(path, {**fields, **paid, "work": solve(box)}).status_code == (
        422 if not is_right else 200 if name == "choose" else 302
    )
    assert hashed


def test_guesses_at_the_old_password_of_whoever_left_the_screen_are_counted_with_the_logins(lise):
    client, guess = logged_in(lise), {"old": "y", "new": GOOD, "again": GOOD}
    assert [client.post("/adgangskode/", guess).status_code for _ in range(11)] == [422] * 10 + [429]
    assert Client(REMOTE_ADDR="192.0.2.9").post("/log-ind/", {"username": "lise", "password": "x"}).status_code == 429


def test_a_new_password_that_is_refused_is_no_attempt_and_is_not_hashed(lise, hashed):
    for client, path in ((logged_in(lise), "/adgangskode/"), (Client(), by_link(lise))):
        answer = client.post(path, {"old": "x", "new": "kort", "again": "kort"})
        assert answer.status_code == 422
    assert (hashed, Attempts.objects.count()) == ([], 0)


def test_the_admin_hashes_nothing_and_waits_in_the_same_pool(lise, hashed):
    boss = logged_in(User.objects.create_superuser("chef"))
    hashed.clear()
    asked = {
        "/admin/auth/user/add/": {"username": "mads", "password1": GOOD, "password2": GOOD, "usable_password": "true"},
        f"/admin/auth/user/{lise.pk}/change/": {"username": "lise", "password": GOOD, "is_active": "on"},
        f"/admin/auth/user/{lise.pk}/password/": {"password1": GOOD, "password2": GOOD},
        "/admin/auth/user/": {"action": "invite", "_selected_action": lise.pk},
    }
    ours = {"/admin/password_change/": {"old_password": "x", "new_password1": GOOD, "new_password2": GOOD}}
    ours |= {"/admin/login/": {"username": "chef", "password": "x"}}  # each leads to our own
    statuses = {path: boss.post(path, fields).status_code for path, fields in (asked | ours).items()}
    assert hashed == [], statuses
    assert {statuses[path] for path in ours} == {405}
    assert boss.get("/admin/password_change/").url == "/adgangskode/"
    handler = Handler()
    assert {handler.pool_for("POST", path) for path in asked} == {"password"}


def test_who_has_no_account_costs_as_many_queries_and_hashes_as_who_has(lise, hashed):
    costs = []
    for username in ("lise", "ingen"):
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            assert Client().post("/log-ind/", {"username": username, "password": "y"}).status_code == 422
        costs.append((len(hashed), len(asked)))
    assert costs[0] == costs[1]
    assert costs[0][0] == 1


def test_the_forgotten_page_takes_as_long_whoever_it_is(lise, settings, monkeypatch):
    monkeypatch.setattr(views, "SENT_AFTER", 60.0)
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.MAIL_FROM = "dialog@kommune.example"
    client, began = Client(), time.monotonic()
    answer = client.post("/adgangskode/glemt/", {"email": "ingen@kommune.example"})
    assert 60.0 - (time.monotonic() - began) <= answer.pause < 60.0
    assert not hasattr(client.get(reverse("forgotten")), "pause")
    assert read(answer).one("h1").text == "Se i din mail"
