"""Joining by the code and by the QR code's address."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.models import Role
from tests import make
from tests.conftest import client_of
from tests.reading import read


def test_a_page_names_its_seat_by_a_key_that_opens_nothing(ulla, peter, meeting):
    """What is typed is kept in the browser under it: not to be found by the next person at the same phone."""
    keys = [read(each.get(f"/m/{meeting.key}/")).one("body")["data-seat"] for each in (ulla, ulla, peter)]
    assert keys[0] == keys[1] != keys[2]
    left = read(ulla.post(f"/m/{meeting.key}/forlad/", {"sure": "true"})).one("body")["data-seat"]
    assert left == keys[0]  # the page clears what was kept under it
    assert not {str(seat.pk) for seat in meeting.participants.all()} & set(keys)
    assert all(re.fullmatch("[0-9a-f]{16}", key) for key in keys)


def join(client, meeting, name="", uuid=None):
    return client.post(reverse("join", args=[meeting.key]), {"name": name, "uuid": uuid or uuid4()})


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1} {2}", "{1}\N{NO-BREAK SPACE}{2}", "{1}-{2}"])
def test_code_typed_in_any_way_leads_to_the_meeting(mads, meeting, typed):
    code = meeting.code
    answer = mads.post(reverse("front"), {"code": typed.format(code, code[:3], code[3:])})
    assert (answer.status_code, answer.url) == (302, f"/m/{meeting.key}/ind/")


@pytest.mark.any_database
@pytest.mark.parametrize(("stage", "seconds"), [("lobby", ["8"]), ("discussion", [])])
def test_page_that_says_it_changes_by_itself_does_so_without_scripts(db, stage, seconds):
    """Not where somebody may be writing: there it says how to fetch what is new."""
    meeting = make.meeting(stage=stage)
    page = read(client_of(make.member(meeting)).get(reverse("room", args=[meeting.key])))
    assert ("Siden skifter af sig selv." in page) is bool(seconds)
    assert [each["content"] for each in page.all("noscript meta[http-equiv=refresh]")] == seconds


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "Skriv mødekoden"),
        ("000000", "Vi kan ikke finde et møde med den kode. Tjek koden på skærmen, og prøv igen."),
        ("<b>🙂</b>", "Koden har seks eller otte cifre. Tjek koden på skærmen."),
        ("83649", "Koden har seks eller otte cifre. Du har skrevet fem. Tjek koden på skærmen."),
        ("1234567890", "Koden har seks eller otte cifre. Tjek koden på skærmen."),
        ("1" * 40, "Koden har seks eller otte cifre. Tjek koden på skærmen."),
    ],
)
def test_wrong_code_gets_422_with_the_reason(mads, meeting, code, says):
    answer = mads.post(reverse("front"), {"code": code})
    assert answer.status_code == 422
    assert says in read(answer)


def test_code_of_a_draft_gets_422_until_the_lobby_opens(mads, db):
    meeting = make.meeting(stage="draft")
    assert mads.post(reverse("front"), {"code": meeting.code}).status_code == 422
    meeting.open_lobby()
    assert mads.post(reverse("front"), {"code": meeting.code}).status_code == 302


def test_join_page_tells_about_privacy_and_joining_gives_a_seat(mads, meeting):
    page = read(mads.get(reverse("join", args=[meeting.key])))
    assert "Dine noter vises på skærmen uden dit navn." in page
    assert "Bliver det ikke godkendt, slettes de den 22. maj 2027." in page
    answer = join(mads, meeting, "  Ulla   Skovgaard ")
    assert (answer.status_code, answer.url) == (302, f"/m/{meeting.key}/?ny")
    ulla = meeting.attendees.get(side="")
    assert ulla.name == "Ulla Skovgaard"
    assert meeting.participants.filter(role=Role.MEMBER).count() == 1
    cookie = answer.cookies["seat_member"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/m/{meeting.key}/", True, "Lax")
    assert mads.get(answer.url, follow=True).status_code == 200


def test_two_presses_lead_from_the_qr_code_to_the_first_note(mads, meeting):
    """The code opens the page where one joins; the field of the next has the focus. A name is not asked for first."""
    opened = read(mads.get(reverse("join", args=[meeting.key])))
    (joins,) = opened.all("main form")
    assert not opened.has("main [required]")
    there = mads.post(joins["action"], joins.fields())
    writes = read(mads.get(there.url)).one("form:has([autofocus])")
    assert writes.one("[autofocus]").get("name") == "text"
    mads.post(writes["action"], writes.fields() | {"text": "Efter to tryk"})
    assert "Efter to tryk" in read(mads.get(there.url)).one("#own-notes-1")
    for later in (there.url.removesuffix("?ny"), reverse("mine", args=[meeting.key])):
        assert not read(mads.get(later)).has("[autofocus]")  # to move the focus again would be in the way
    assert not read(mads.get(there.url)).one("template[data-next]").has("[autofocus]")


@pytest.mark.parametrize(("https", "secure"), [(True, True), (False, "")])
def test_seat_cookie_travels_only_over_https_where_there_is_https(mads, meeting, settings, https, secure):
    settings.HTTPS = https
    assert join(mads, meeting).cookies["seat_member"]["secure"] == secure


def test_double_press_takes_one_seat(mads, meeting):
    uuid = uuid4()
    join(mads, meeting, uuid=uuid)
    mads.cookies.clear()  # the answer to the first press never came
    join(mads, meeting, uuid=uuid)
    assert meeting.present() == 1


def test_seated_member_is_redirected_from_the_join_page(ulla, meeting):
    assert meeting.present() == 1
    assert ulla.get(reverse("join", args=[meeting.key])).url == f"/m/{meeting.key}/"
    assert meeting.present() == 1


def test_name_too_long_gets_422_with_its_text(mads, meeting):
    answer = join(mads, meeting, "å" * 81)
    assert answer.status_code == 422
    assert "Navnet må højst være på 80 tegn" in read(answer)
    assert read(answer).fields()["name"] == "å" * 81
    assert meeting.present() == 0


@pytest.mark.parametrize(("stage", "says"), [("draft", "Mødet er ikke åbnet endnu."), ("closed", "Mødet er afsluttet")])
def test_joining_before_the_lobby_and_after_closing_is_refused(mads, db, stage, says):
    meeting = make.meeting(stage=stage)
    before = meeting.present()
    answer = join(mads, meeting)
    assert says in read(answer)
    assert meeting.present() == before


def test_opening_the_code_s_page_takes_no_seat(mads, meeting):
    before = meeting.last_event
    for address in ("/", reverse("join", args=[meeting.key])):
        assert (mads.get(address).status_code, mads.head(address).status_code) == (200, 200)
    meeting.refresh_from_db()
    assert (meeting.present(), meeting.last_event) == (0, before)


def address(client, meeting):
    """As members are told it on the wall."""
    return read(client.get(reverse("wall", args=[meeting.key]))).one(".join [data-address]").text


def test_public_url_decides_the_address_and_the_link(lise, meeting, settings):
    assert address(lise, meeting) == "testserver"
    settings.PUBLIC_URL = "https://dialog.kommune.example"
    assert address(lise, meeting) == "dialog.kommune.example"
    answer = lise.post(reverse("referent-link", args=[meeting.key]), headers={"accept": "application/json"})
    assert answer.json()["link"].startswith(f"https://dialog.kommune.example/m/{meeting.key}/plads/")


def test_the_qr_code_is_a_picture_drawn_here(lise, meeting):
    answer = lise.get(reverse("qr", args=[meeting.key]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')


def test_uuid_used_in_another_meeting_takes_a_seat_here(mads, meeting):
    other, uuid = make.meeting(facilitator=make.user("anden")), uuid4()
    other.take_seat(uuid)
    assert join(mads, meeting, uuid=uuid).status_code == 302
    assert (meeting.present(), other.present()) == (1, 1)
