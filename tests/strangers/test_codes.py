"""Guessing codes: how many guesses an hour come through, and that nobody with the right code is locked out."""

import hashlib
import re
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from meetings.models import Meeting
from meetings.room.forms.guessing import ALL_CODES, codes
from meetings.strangers import attempts, tolls
from tests import make
from tests.lab.servers import PROMPT, Server
from tests.reading import read

WRONG = "000000"


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """Let no time go by, and then so many seconds."""
    began = attempts.now()

    def move(seconds):
        monkeypatch.setattr(attempts, "now", lambda: began + seconds)

    move(0)
    return move


def try_code(client, code, address="192.0.2.1", **more):
    return client.post(reverse("front"), {"code": code, **more}, REMOTE_ADDR=address)


def toll_of(answer):
    """Return what its page asks for, as the form would send it, and the box with the sum."""
    page = read(answer)
    return {"toll": page.one("[name=toll]")["value"], "work": page.one("[name=work]")["value"]}, page.one("#toll")


def solve(box):
    """Do what toll.js does."""
    token_seed, bits = box["data-seed"], int(box["data-bits"])
    number = 0
    while int.from_bytes(hashlib.sha256(f"{token_seed}{number}".encode()).digest()) >> (256 - bits):
        number += 1
    return str(number)


def exhaust(client, address="192.0.2.1"):
    for _ in range(60):
        assert try_code(client, WRONG, address).status_code == 422


def test_sixty_wrong_codes_cost_the_next_a_toll_and_the_right_code_comes_in_by_work(mads, meeting):
    exhaust(mads)
    answer = try_code(mads, meeting.code)
    assert (answer.status_code, answer.pause) == (429, tolls.PAUSE)
    page = read(answer)
    assert "Din er her stadig." in page
    assert page.fields()["code"] == meeting.code
    fields, box = toll_of(answer)
    assert try_code(mads, meeting.code, **fields).status_code == 429, "not paid yet"
    fields["work"] = solve(box)
    assert try_code(mads, meeting.code, "192.0.2.2", **fields).status_code == 302, "it is free there"
    assert try_code(mads, meeting.code, **fields).url == reverse("join", args=[meeting.key])
    assert try_code(mads, meeting.code, **fields).status_code == 429, "once"


def test_without_javascript_the_right_code_comes_in_by_waiting(mads, meeting, at):
    for _ in range(66):
        codes().count(RequestFactory().post("/", REMOTE_ADDR="192.0.2.1"), ALL_CODES)
    fields, box = toll_of(try_code(mads, meeting.code))
    assert box["data-seconds"] == "11"
    assert "Vent 11 sekunder, og tryk så på knappen igen." in box
    at(4)
    again, box = toll_of(try_code(mads, meeting.code, **fields))
    assert (again["toll"], box["data-seconds"]) == (fields["toll"], "7")
    at(11.1)
    assert try_code(mads, meeting.code, **fields).status_code == 302


@pytest.mark.parametrize("token", ["", "x", "å" * 3000, "eyJ:a:b", "\udc80"])
def test_a_made_up_toll_is_answered_by_a_new_one(mads, meeting, token):
    exhaust(mads)
    answer = try_code(mads, meeting.code, toll=token.encode(errors="replace").decode(), work="٣" * 30)
    assert answer.status_code == 429
    assert re.fullmatch(r"[\w:-]+", toll_of(answer)[0]["toll"])


def test_right_codes_do_not_count_and_other_addresses_notice_nothing(mads, meeting):
    exhaust(mads)
    for number in range(70):
        assert try_code(mads, meeting.code, "192.0.2.9").status_code == 302, number


def test_many_addresses_make_everybody_pay_a_little_and_shut_nobody_out(mads, meeting):
    """320 addresses emptied the counter of old."""
    gate = codes()
    for number in range(320):
        gate.count(RequestFactory().post("/", REMOTE_ADDR=f"198.51.{number // 200}.{number % 200}"), ALL_CODES)
    fields, box = toll_of(try_code(mads, meeting.code, "203.0.113.5"))
    assert (box["data-bits"], box["data-seconds"]) == ("16", "10")
    assert try_code(mads, meeting.code, "203.0.113.5", **fields | {"work": solve(box)}).status_code == 302


# --- How many come through -------------------------------------------------------------------------------------------

MINUTES = 5
ONE_ADDRESS = 60 + MINUTES + MINUTES * 60 // 5  # free, what falls meanwhile, and the pace
ALL_ADDRESSES = 200 + MINUTES * 200 // 60 + MINUTES * 60 + 5


@pytest.mark.any_database  # the same counts as above
@pytest.mark.parametrize(
    ("addresses", "most"),
    [
        (["192.0.2.1"], ONE_ADDRESS),
        ([f"2001:db8::{number:x}" for number in range(500)], ONE_ADDRESS),
        ([f"198.51.100.{number}" for number in range(250)], ALL_ADDRESSES),
        ([f"2001:db8:0:{number:x}::1" for number in range(2000)], ALL_ADDRESSES),
    ],
    ids=["one IPv4", "one IPv6 /64", "250 IPv4", "2,000 IPv6 /64"],
)
def test_guesses_that_come_through_however_fast_a_machine_pays_the_toll(db, at, monkeypatch, addresses, most):
    monkeypatch.setattr(tolls, "zero_bits", lambda token, work: 256)  # each is paid at once
    gate, came_through, seconds = codes(), 0, 0.0
    while seconds < MINUTES * 60:
        at(seconds)
        request = RequestFactory().post("/", REMOTE_ADDR=addresses[came_through % len(addresses)])
        if toll := gate.toll(request, ALL_CODES):
            request.POST = {"toll": toll.token, "work": "1"}
            toll = gate.toll(request, ALL_CODES)
        if toll is None:
            gate.count(request, ALL_CODES)
            came_through += 1
        else:
            seconds += 0.9
    assert most * 0.9 < came_through <= most


@pytest.mark.parametrize(("others", "digits"), [(9, 6), (10, 8)])
def test_a_code_has_eight_digits_while_ten_other_meetings_are_open(db, others, digits):
    for _ in range(others):
        make.meeting(stage="draft").open_lobby()
    make.meeting(stage="draft")
    new = make.meeting(stage="draft")
    assert len(new.code) == 6
    new.open_lobby()
    assert len(Meeting.objects.get(pk=new.pk).code) == digits
    client = Client()
    code = f"{new.code[: digits // 2]} {new.code[digits // 2 :]}"
    assert try_code(client, code).status_code == 302


def test_two_processes_count_together_and_an_ipv6_network_is_one_and_lies_about_addresses_are_not_heard(
    installation, server, cast
):
    mads, other = cast["ulla"], Server(installation).start()

    def guess(url, number, says="2001:db8:0:9::{:x}"):
        headers = {
            "X-Forwarded-For": says.format(number),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": url,
            "HX-Request": "true",
        }
        mads.server = server if url == server.url else other
        return mads.request("POST", "/", f"code=100100&csrfmiddlewaretoken={mads.cookies['csrftoken']}", headers).status

    mads.get(mads.path)
    statuses = [guess((server, other)[number % 2].url, number) for number in range(65)]
    assert other.stop() < PROMPT
    assert statuses[:60] == [422] * 60
    assert statuses[-1] == 429  # meanwhile the count has fallen by one a minute
    mads.comes_from = "127.0.0.2"  # no proxy of ours
    statuses = [guess(server.url, number, says="10.0.0.{}") for number in range(65)]
    assert (statuses[:60], statuses[-1]) == ([422] * 60, 429)


def test_forty_phones_behind_one_address_meet_no_limit(db, meeting):
    """One in four mistypes the code; each writes three notes and edits one, within a minute."""
    answers = []
    for number in range(40):
        phone = Client(REMOTE_ADDR="192.0.2.1", headers={"HX-Request": "true"})
        if number % 4 == 0:
            answers.append(phone.post("/", {"code": WRONG}).status_code)
        answers.append(phone.post("/", {"code": meeting.code}).status_code)
        answers.append(phone.post(reverse("join", args=[meeting.key]), {"uuid": uuid4(), "name": ""}).status_code)
        for text in ("en", "to", "tre"):
            note = {"uuid": uuid4(), "text": f"{text} fra {number}"}
            answers.append(phone.post(reverse("add-note", args=[meeting.key, 1]), note).status_code)
        mine = meeting.items.first().notes.order_by("-rank").first()
        answers.append(phone.post(reverse("note", args=[meeting.key, mine.pk]), {"text": "rettet"}).status_code)
    assert sorted(set(answers)) == [200, 302, 422]
    assert answers.count(422) == 10
    assert meeting.items.first().notes.count() == 120
