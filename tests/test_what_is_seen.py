"""What the owner of the database and the administrator can see, as `docs/sikkerhed.md` says it, before, in and after a meeting."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, Role, RoleLink
from tests import make
from tests.reading import read

pytestmark = pytest.mark.urls("tests.test_admin")  # as where ADMIN is set

NOTE, NAME, PASSWORD = "Vi taster kvidder to gange", "Zenobia Skovlund", "fire ord efter hinanden"


def everything():
    """Return all that the database holds, as text."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
            found += [f"{name}: {tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)}" for row in cursor]
    return "\n".join(found)


@pytest.fixture
def people(db):
    """A meeting in the discussion, with a member who wrote a note and a facilitator who is logged in."""
    owner = User.objects.create_user("lise", "lise@kommune.example", PASSWORD, first_name="Lise")
    meeting = make.meeting(item_number=1, attendees={NAME: {"side": make.OTHERS}})
    meeting.facilitator = owner
    meeting.save(update_fields=["facilitator"])
    ulla, lise = Client(REMOTE_ADDR="192.0.2.77"), Client(REMOTE_ADDR="192.0.2.78")
    link = RoleLink.make(meeting, Role.MEMBER)
    page = read(ulla.get(f"/m/{meeting.key}/plads/{link}/"))
    ulla.post(f"/m/{meeting.key}/plads/{link}/", {"uuid": page.one("[name=uuid]")["value"]})
    assert lise.post("/log-ind/", {"username": "lise", "password": PASSWORD}).status_code == 302
    note = read(ulla.get(f"/m/{meeting.key}/")).one("form [name=uuid]")["value"]
    assert ulla.post(reverse("add-note", args=[meeting.key, 1]), {"uuid": note, "text": NOTE}).status_code in (200, 302)
    return meeting, ulla, lise, link


def test_owner_of_the_database_sees_what_the_page_says(people):
    meeting, ulla, lise, link = people
    seen = everything()
    for there in (NOTE, NAME, meeting.key, meeting.code, "lise@kommune.example", lise.cookies["sessionid"].value):
        assert there in seen, there
    secret = ulla.cookies["seat_member"].value.partition(".")[2].partition(":")[0]
    assert len(secret) > 30
    for hidden in (PASSWORD, link, secret, bytes(str(secret), "ascii").hex(), "192.0.2.77", "192.0.2.78"):
        assert hidden not in seen, hidden
    note = next(line for line in seen.splitlines() if line.startswith("meetings_note:"))
    assert not re.search(r"datetime|\d\d:\d\d", note)  # no time
    seat = meeting.participants.get(role=Role.MEMBER)
    assert seat.since is None


def test_after_the_meeting_seats_and_log_are_gone_and_after_the_clock_every_word(people):
    meeting, *_ = people
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting.wrap_up(meeting.place)
    meeting.close(meeting.place)
    seen = everything()
    assert NOTE in seen
    assert NAME in seen
    assert not meeting.participants.filter(role=Role.MEMBER).exists()
    Meeting.objects.get(pk=meeting.pk).erase()
    seen = everything()
    assert "meetings_erasure: " in seen
    for gone in (NOTE, NAME, meeting.key, "Lokal-MED, Borgerservice', '2"):
        assert gone not in seen, gone


@pytest.mark.any_database
def test_administrator_sees_themes_committees_and_users_and_no_meeting(people):
    meeting, *_ = people
    boss = Client()
    boss.force_login(User.objects.create_superuser("chef", password="x"))
    seen, asked, waiting = {}, set(), {"/admin/"}
    while waiting:
        asked.add(address := waiting.pop())
        page = boss.get(address)
        if page.status_code != 200:
            continue
        seen[address] = read(page).source
        links = [
            link.get("href").partition("?")[0] for link in read(page).all("a[href]")
        ]  # not each order of each list
        waiting |= {link for link in links if link.startswith("/admin/") and "log" not in link} - asked
    assert {"/admin/auth/user/", "/admin/meetings/theme/", "/admin/meetings/committee/"} < set(seen)
    assert any("lise@kommune.example" in source for source in seen.values())
    for address, source in seen.items():
        for private in (NOTE, NAME, meeting.key, meeting.code, "argon2", "pbkdf2"):
            assert private not in source, (address, private)
