"""Mails that are opened ready to send, with no mail server: their words, and what the desk knows of them."""

import datetime
import string
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.danish import long_date
from meetings.models import Role, RoleLink, comment, open_correction
from meetings.room.mails import mailto
from tests import make
from tests.reading import read
from tests.room.test_streams import now, stream

pytestmark = pytest.mark.any_database

JSON = {"Accept": "application/json"}


def address(name, meeting, *more):
    return reverse(name, args=[meeting.key, *more])


def parts(mail):
    """(to, subject, body) as a mail program takes them: it decodes %XX, and a + is a +."""
    scheme, _, rest = mail.partition(":")
    to, _, query = rest.partition("?")
    fields = dict(field.split("=") for field in query.split("&"))
    assert (scheme, sorted(fields)) == ("mailto", ["body", "subject"])
    allowed = string.ascii_letters + string.digits + "-._~%"
    assert not set("".join(fields.values())) - set(allowed)  # RFC 6068, and no more
    return to, unquote(fields["subject"]), unquote(fields["body"])


def test_mail_keeps_danish_letters_line_breaks_and_signs():
    nasty = 'Ærø & Åse+Øst? 100 % #1 = "a/b" 👩🏽‍💻 <x> ’'
    to, subject, body = parts(mailto(nasty, nasty, "", "To\nlinjer"))
    assert (to, subject, body) == ("", nasty, f"{nasty}\r\n\r\nTo\r\nlinjer")


@pytest.fixture
def closed(db):
    return make.meeting(stage="closed", secretary_name="Jonas Ravn")


def spaced(day):
    return long_date(day).replace("\N{NO-BREAK SPACE}", " ")


def standing(referent, meeting):
    return read(referent.get(address("minutes", meeting))).one("#standing").text


def opened(referent, meeting, role=Role.CHAIR):
    return referent.post(address("approver-link", meeting, role), {"mail": "ja"}, headers=JSON).json()


class TestToApprovers:
    def test_mail_asks_by_name_with_the_link_and_the_day(self, closed, referent):
        answer = opened(referent, closed)
        due = timezone.localdate() + datetime.timedelta(7)
        to, subject, body = parts(answer["mail"])
        assert (to, subject) == (
            "",
            "Referat til godkendelse: mødet i Lokal-MED, Borgerservice den 23. november 2026",
        )
        lines = [
            "Kære Lise Holm",
            "Referatet af mødet i Lokal-MED, Borgerservice den 23. november 2026 er klar. Du skal godkende det som formand.",
            f"Læs det her, og godkend det, eller skriv, hvad der skal rettes:\r\n{answer['link']}",
            f"Svar senest den {spaced(due)}.",
            "Linket er kun til dig. Send det ikke videre.",
            "Venlig hilsen\r\nJonas Ravn",
        ]
        assert body == "\r\n\r\n".join(lines)
        assert RoleLink.find(answer["link"].split("/")[6]).role == Role.CHAIR

    def test_desk_sees_that_the_mail_was_opened_and_then_the_link_used_by_itself(self, closed, referent):
        assert "Mail åbnet" not in standing(referent, closed)
        seen = now(closed)
        link = opened(referent, closed)["link"]
        [*_, (_, _, data)] = stream(referent, "minutes-stream", closed, seen)
        at = timezone.localtime(closed.role_links.last().mailed_at)
        assert f"Mail åbnet kl. {at.hour}.{at.minute:02}." in data.one("#standing").text
        assert "Link taget i brug" not in data.one("#standing").text
        seen = now(closed)
        assert Client().get(link).status_code == 200  # as a scanner of mail does
        assert now(closed) == seen
        assert Client().post(link, {"uuid": uuid4()}).status_code == 302
        [(_, _, data)] = stream(referent, "minutes-stream", closed, seen)
        assert "Link taget i brug kl. " in data.one("#standing").text

    def test_copied_link_is_not_said_to_be_mailed(self, closed, referent):
        referent.post(address("approver-link", closed, Role.CHAIR), headers=JSON)
        assert "Mail åbnet" not in standing(referent, closed)
        assert "Link lavet kl. " in standing(referent, closed)
        assert "Det er ikke taget i brug endnu." in standing(referent, closed)

    def test_without_a_script_the_mail_is_a_link_and_not_said_to_be_opened(self, closed, referent):
        page = read(referent.post(address("approver-link", closed, Role.DEPUTY), {"mail": "ja"}))
        mail = page.link("Åbn en mail, der er klar til at sende")["href"]
        assert "Kære Peter Aagaard" in parts(mail)[2]
        assert page.one("details .secret").text in parts(mail)[2]
        assert "Mail åbnet" not in standing(referent, closed)

    def test_comment_is_an_answer(self, closed, referent):
        opened(referent, closed)
        comment(closed, Role.CHAIR, uuid4(), "Ret datoen.")
        assert "Har skrevet." in standing(referent, closed)

    def test_day_to_answer_by_is_a_week_away_until_it_is_set(self, closed, referent):
        week = timezone.localdate() + datetime.timedelta(7)
        assert "Frist for svar" not in standing(referent, closed)
        opened(referent, closed)
        assert f"Frist for svar: {spaced(week)}" in standing(referent, closed)
        day = timezone.localdate() + datetime.timedelta(3)
        assert referent.post(address("approval-due", closed), {"day": f"{day:%d.%m.%Y}"}).status_code == 302
        assert f"Svar senest den {spaced(day)}." in parts(opened(referent, closed)["mail"])[2]

    @pytest.mark.parametrize(
        ("day", "says"),
        [
            ("", "Skriv, hvornår du gerne vil have svar"),
            ("1.1.2020", "Skriv en dag, der ikke er gået"),
            ("måske", "Skriv datoen som fx 23.11.2026"),
        ],
    )
    def test_wrong_day_gets_422_with_its_text(self, closed, referent, day, says):
        answer = referent.post(address("approval-due", closed), {"day": day})
        assert answer.status_code == 422
        assert says in read(answer)
        assert read(answer).field("Svar senest").value == day

    def test_day_that_has_passed_is_said_while_somebody_has_not_answered(self, closed, referent):
        closed.approval_due = timezone.localdate() - datetime.timedelta(1)
        closed.save(update_fields=["approval_due"])
        assert "Den er overskredet." in standing(referent, closed)
        make.approve(closed, Role.CHAIR)
        assert "Den er overskredet." in standing(referent, closed)
        make.approve(closed, Role.DEPUTY)
        assert "Frist for svar" not in standing(referent, closed)

    def test_next_version_is_asked_for_anew(self, closed, referent):
        opened(referent, closed)
        make.approve(closed)
        closed.role_links.update(made_at=timezone.now() - datetime.timedelta(2))
        open_correction(closed, "Datoen.")
        assert "Mail åbnet" not in standing(referent, closed)
        assert "Frist for svar" not in standing(referent, closed)


class TestToMembers:
    def test_mail_has_the_one_link_and_only_final_minutes_offer_it(self, closed, referent):
        page = read(referent.get(address("minutes", closed)))
        assert not page.buttons("Åbn en mail til deltagerne, der er klar til at sende")
        make.approve(closed)
        page = read(referent.get(address("minutes", closed)))
        assert page.button("Åbn en mail til deltagerne, der er klar til at sende")
        answer = referent.post(address("reader-link", closed), {"mail": "ja"}, headers=JSON).json()
        to, subject, body = parts(answer["mail"])
        assert (to, subject.split(":")[0]) == ("", "Godkendt referat")
        assert answer["link"] in body
        assert Client().get(answer["link"]).status_code == 200
        assert "Mail til deltagerne åbnet kl. " in standing(referent, closed)


@pytest.mark.parametrize(
    ("name", "then"),
    [
        ("referent-link", "så er du med som referent"),
        ("facilitator-link", "så er du med som mødeleder"),
        ("screen-link", "så viser den mødet"),
    ],
)
def test_mail_with_a_seat_says_what_it_is_for(db, client, name, then):
    meeting = make.meeting()
    client.force_login(meeting.facilitator)
    answer = client.post(address(name, meeting), headers=JSON).json()
    body = parts(answer["mail"])[2]
    assert answer["link"] in body
    assert f"tryk på knappen, {then}:" in body
