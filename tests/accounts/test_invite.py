"""`manage.py invite`: a link for a new or an old user, made by whoever runs the house, who knows no password."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from tests import make
from tests.reading import text

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

GOOD = "fire ord efter hinanden"


def invite(*words):
    """Return (what is said, the link)."""
    out = StringIO()
    call_command("invite", *words, stdout=out)
    return out.getvalue().splitlines()


def test_a_new_user_chooses_a_password_by_the_link_and_logs_in(settings):
    settings.PUBLIC_URL = "https://dialog.kommune.example"
    facts = ("--first-name", "Mads ", "--last-name", "Holm", "--email", "mads@kommune.example")
    said, link = invite("mads", "--new", *facts)
    assert said == "Send dette link til mads, og kun dertil. Det virker én gang, og i tre dage:"
    user = User.objects.get(username="mads")
    assert (user.get_full_name(), user.email, user.is_staff) == ("Mads Holm", "mads@kommune.example", False)
    assert not user.has_usable_password()
    mads, address = Client(), link.removeprefix("https://dialog.kommune.example")
    assert address.startswith("/adgangskode/ny/")
    assert "Adgangskoden er valgt" in text(mads.post(address, {"new": GOOD, "again": GOOD}))
    assert mads.post("/log-ind/", {"username": "mads", "password": GOOD}).status_code == 302
    assert Client().get(address).status_code == 404, "it works once"


def test_the_first_administrator_needs_no_password_typed_by_another():
    invite("chef", "--new", "--superuser")
    user = User.objects.get(username="chef")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, True, False)


def test_a_user_who_is_there_gets_a_new_link_and_keeps_the_password_until_it_is_used(monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    user = make.user()
    link = invite(user.username)[1]
    assert link.startswith(f"http://127.0.0.1:8123/adgangskode/ny/{user.pk}/")
    assert User.objects.get(pk=user.pk).password == user.password


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["mads"], "Der er ingen bruger, der hedder mads. Skal brugeren laves, så skriv --new."),
        (["lise", "--new"], "Der er allerede en bruger, der hedder lise. Uden --new får brugeren et nyt link."),
        (["lise", "--email", "x@y.example"], "Brugeren lise findes. Navn, mailadresse og --superuser gælder kun med --new."),
        (["lise", "--superuser"], "Brugeren lise findes. Navn, mailadresse og --superuser gælder kun med --new."),
        (["lukket"], "Brugeren lukket er lukket, så linket ville ikke virke."),
        (["to ord", "--new"], "Indtast et gyldigt brugernavn."),
        (["mads", "--new", "--email", "ingen adresse"], "Indtast en gyldig e-mail-adresse."),
    ],
)  # fmt: skip
def test_a_mistake_is_said_in_danish_and_makes_nothing(words, sentence):
    make.user()
    User.objects.create_user("lukket", is_active=False)
    with pytest.raises(CommandError) as refused:
        invite(*words)
    assert str(refused.value).startswith(sentence)
    assert User.objects.count() == 2
