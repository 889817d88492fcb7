"""Accounts: a password is chosen by its owner, by a link that works once, and never known to anybody else."""

import re
import threading

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.test import Client
from django.urls import reverse

from meetings.accounts.links import new_link
from meetings.models import Committee, Role
from tests import make
from tests.reading import read, text

pytestmark = pytest.mark.urls("tests.test_admin")  # as where ADMIN is set

GOOD = "fire ord efter hinanden"
LOCAL = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


@pytest.fixture
def boss(db):
    client = Client()
    client.force_login(User.objects.create_superuser("chef", password="x"))
    return client


@pytest.fixture
def lise(db):
    client = Client()
    client.post("/log-ind/", {"username": make.user(email="lise@kommune.example").username, "password": "x"})
    return client


def is_in(client):
    return client.get("/moeder/").status_code == 200


def link_to(user, rf):
    return new_link(rf.get("/"), user).removeprefix("http://testserver")


def choose(client, address, new=GOOD, again=GOOD):
    return client.post(address, {"new": new, "again": again})


# --- An account is made -----------------------------------------------------------------------------------------------


def test_who_makes_an_account_gets_a_link_and_no_password(boss):
    form = boss.get("/admin/auth/user/add/")
    assert read(form).has("#id_username")
    assert not read(form).has("input[type=password]")
    made = boss.post("/admin/auth/user/add/", {"username": "mads", "first_name": "Mads", "email": "mads@k.example"})
    assert made.status_code == 200
    assert not User.objects.get(username="mads").has_usable_password()
    address = read(made).one("#link-1")["value"]
    assert address.startswith("http://testserver/adgangskode/ny/")
    assert made["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    mads = Client()
    assert "Dit brugernavn er mads" in text(mads.get(address))
    assert "Adgangskoden er valgt" in text(choose(mads, address))
    mads.post("/log-ind/", {"username": "mads", "password": GOOD})
    assert is_in(mads)


def test_admin_cannot_set_or_see_a_password(boss):
    user = make.user()
    assert boss.get(f"/admin/auth/user/{user.pk}/password/").status_code == 403
    assert boss.post(f"/admin/auth/user/{user.pk}/password/", {"password1": GOOD, "password2": GOOD}).status_code == 403
    page = read(boss.get(f"/admin/auth/user/{user.pk}/change/"))
    assert page.has("#id_username")
    assert not page.has("[name=password]")
    assert "pbkdf2" not in page.source
    assert "argon2" not in page.source


def test_admin_gives_a_user_a_new_link(boss):
    user = make.user()
    asked = {"action": "invite", "_selected_action": user.pk}
    answer = boss.post("/admin/auth/user/", asked)
    assert read(answer).one("#link-1")["value"].startswith(f"http://testserver/adgangskode/ny/{user.pk}/")
    assert user.check_password("x")  # until the link is used


def test_staff_makes_no_link_to_a_superuser(boss):
    helper = User.objects.create_user("hjælper", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client = Client()
    client.force_login(helper)
    answer = client.post(
        "/admin/auth/user/", {"action": "invite", "_selected_action": User.objects.get(username="chef").pk}
    )
    assert "Du kan ikke lave et link til den bruger." in text(answer)
    assert not read(answer).has("#link-1")


def test_staff_makes_no_superuser_and_touches_none(db, boss):
    helper = User.objects.create_user("hjælper", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(content_type__model="user"))
    client, chef = Client(), User.objects.get(username="chef")
    client.force_login(helper)
    powers = {"username": "hjælper", "is_active": "on", "is_staff": "on", "is_superuser": "on", "first_name": "Ida"}
    assert client.post(f"/admin/auth/user/{helper.pk}/change/", powers).status_code == 302
    helper.refresh_from_db()
    assert (helper.first_name, helper.is_superuser) == ("Ida", False)
    theirs = {"username": "chef", "email": "ida@kommune.example", "is_active": "on"}
    assert client.post(f"/admin/auth/user/{chef.pk}/change/", theirs).status_code == 403
    assert client.post(f"/admin/auth/user/{chef.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": chef.pk, "post": "yes"})
    chef.refresh_from_db()
    assert chef.email == ""
    assert boss.post(f"/admin/auth/user/{helper.pk}/change/", powers).status_code == 302
    helper.refresh_from_db()
    assert helper.is_superuser


def test_delete_page_of_a_user_names_no_meeting_and_no_seat(boss):
    meeting = make.meeting(committee=Committee.objects.create(name="Lokal-MED, Hemmelig"), notes=["Vi taster"])
    user = meeting.facilitator
    assert user.seats.get().meeting == meeting
    for page in (
        boss.get(f"/admin/auth/user/{user.pk}/delete/"),
        boss.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"}),
        boss.post("/admin/auth/user/", {"action": "delete_selected", "_selected_action": user.pk}),
    ):
        assert page.status_code == 200
        assert "1 møde, som brugeren ejer" in text(page)
        source = read(page).source
        for secret in ("Hemmelig", meeting.key, str(meeting.date), "Participant", "Meeting"):
            assert secret not in source, secret
    assert User.objects.filter(pk=user.pk).exists()


def test_user_without_meetings_is_deleted_by_name_alone(boss):
    user = make.user("mads")
    make.meeting().participants.filter(role=Role.FACILITATOR).update(user=user)
    page = boss.get(f"/admin/auth/user/{user.pk}/delete/")
    assert "Bruger: mads" in text(page)
    assert "articipant" not in read(page).source
    assert boss.post(f"/admin/auth/user/{user.pk}/delete/", {"post": "yes"}).status_code == 302


# --- A link -----------------------------------------------------------------------------------------------------------


def test_link_works_once(db, rf, mads):
    user = make.user()
    address = link_to(user, rf)
    for _ in range(3):  # a mail program looks
        assert mads.get(address).status_code == 200
        assert mads.head(address).status_code == 200
    user.refresh_from_db()
    assert user.check_password("x")
    assert choose(mads, address).status_code == 200
    for again in (mads.get(address), choose(mads, address, "en anden adgangskode", "en anden adgangskode")):
        assert again.status_code == 404
        assert "Linket virker ikke mere" in text(again)
    user.refresh_from_db()
    assert user.check_password(GOOD)


def test_link_falls_after_three_days(db, rf, mads, settings):
    address = link_to(make.user(), rf)
    assert mads.get(address).status_code == 200
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert mads.get(address).status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": "ny@kommune.example"}])
def test_link_falls_with_the_account_or_its_address(db, rf, mads, change):
    user = make.user()
    address = link_to(user, rf)
    User.objects.filter(pk=user.pk).update(**change)
    assert mads.get(address).status_code == 404


def test_link_of_one_opens_nothing_for_another(db, rf, mads):
    other = make.user("mads")
    address = link_to(make.user(), rf).replace(f"/{make.user().pk}/", f"/{other.pk}/")
    assert mads.get(address).status_code == 404


def test_link_is_in_no_referer_no_cache_and_not_compressed(db, rf, mads):
    answer = mads.get(link_to(make.user(), rf), headers={"Accept-Encoding": "gzip"})
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert "Content-Encoding" not in answer
    assert "Set-Cookie" not in str(answer.cookies.get("sessionid", ""))


# --- A new password ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("kort", "kort", "Adgangskoden er for kort. Den skal være på mindst 12 tegn, fx fire ord efter hinanden"),
        ("482913482913", "482913482913", "Adgangskoden må ikke kun være tal"),
        (
            "lise@kommune.example",
            "lise@kommune.example",
            "Adgangskoden ligner dit navn, dit brugernavn eller din mailadresse.",
        ),
        ("qwerty123456", "qwerty123456", "Mange bruger den adgangskode, så den er let at gætte. Find på en anden"),
        (GOOD, GOOD + "n", "De to adgangskoder er ikke ens. Skriv den samme to gange"),
        ("", "", "Skriv en ny adgangskode"),
    ],
)
def test_weak_password_is_refused_in_danish(lise, rf, new, again, said):
    answer = choose(Client(), link_to(make.user(), rf), new, again)
    assert answer.status_code == 422
    assert said in text(answer)
    assert new == "" or f'value="{new}"' not in read(answer).source
    answer = lise.post("/adgangskode/", {"old": "x", "new": new, "again": again})
    assert answer.status_code == 422
    assert said in text(answer)
    assert make.user().check_password("x")


def test_change_asks_for_the_old_one_keeps_this_login_and_ends_the_others(lise):
    elsewhere = Client()
    elsewhere.post("/log-ind/", {"username": "lise", "password": "x"})
    assert "Det er ikke den adgangskode, du har nu" in text(
        lise.post("/adgangskode/", {"old": "y", "new": GOOD, "again": GOOD})
    )
    assert is_in(elsewhere)
    meeting = make.meeting()
    assert not meeting.events.filter(kind="cut").exists()
    answer = lise.post("/adgangskode/", {"old": "x", "new": GOOD, "again": GOOD}, follow=True)
    assert "Din adgangskode er skiftet." in text(answer)
    assert is_in(lise)
    assert not is_in(elsewhere)
    assert meeting.events.filter(kind="cut").count() == 1  # open streams of the others end


# --- A forgotten one --------------------------------------------------------------------------------------------------


def sent():
    for thread in threading.enumerate():
        if thread.name == "mail":
            thread.join()
    return mail.outbox


def test_without_mail_the_page_says_whom_to_ask(db, mads, settings):
    assert read(mads.get("/log-ind/")).link("Har du glemt din adgangskode?")["href"] == "/adgangskode/glemt/"
    assert "Spørg den, der passer systemet hos jer." in text(mads.get("/adgangskode/glemt/"))
    settings.CONTACT_PHONE, settings.CONTACT_EMAIL = "12 34 56 78", "dialog@kommune.example"
    page = read(mads.get("/adgangskode/glemt/"))
    assert "Spørg på tlf. 12 34 56 78 eller på dialog@kommune.example." in page
    assert not page.has("#id_email")
    mads.post("/adgangskode/glemt/", {"email": "lise@kommune.example"})
    assert sent() == []


def test_mail_with_a_link_that_works(db, mads, settings):
    settings.MAILERS, settings.MAIL_FROM = LOCAL, "dialog@kommune.example"
    settings.PUBLIC_URL = "https://dialog.kommune.example"
    make.user(email="lise@kommune.example")
    known = mads.post("/adgangskode/glemt/", {"email": "LISE@kommune.example"})
    (letter,) = sent()
    assert (letter.to, letter.from_email) == (["lise@kommune.example"], "dialog@kommune.example")
    (address,) = re.findall(r"https://dialog\.kommune\.example(/adgangskode/ny/\S+)", letter.body)
    assert "Adgangskoden er valgt" in text(choose(mads, address))
    unknown = mads.post("/adgangskode/glemt/", {"email": "nogen@kommune.example"})
    assert len(sent()) == 1
    assert text(known).replace("LISE@", "X@") == text(unknown).replace("nogen@", "X@")


def test_nobodys_mailbox_is_filled(db, mads, settings):
    settings.MAILERS, settings.MAIL_FROM = LOCAL, "dialog@kommune.example"
    make.user(email="lise@kommune.example")
    for _ in range(10):
        assert mads.post("/adgangskode/glemt/", {"email": "lise@kommune.example"}).status_code == 200
    assert len(sent()) == 3


@pytest.mark.parametrize("name", ["change-password", "forgotten"])
def test_pages_are_never_kept_by_a_browser(lise, name):
    assert "no-store" in lise.get(reverse(name))["Cache-Control"]
