"""Approval by both sides: giving and withdrawing it, and the links by which they come."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.danish import NBSP, long_date
from meetings.minutes.compose import compose
from meetings.models import (
    Role,
    RoleLink,
    fingerprint,
)
from tests import make
from tests.conftest import client_of
from tests.minutes.approving import both, press, text
from tests.reading import read


class TestTwoSides:
    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_second_approval_in_either_order_makes_the_minutes_final(
        self, order, closed, formand, naestformand, referent
    ):
        one, two = [(formand, naestformand)[turn] for turn in order]
        name = ("formanden", "næstformanden")[order[0]]
        assert "Godkend referatet" in text(one, "review", closed)
        assert press(one, closed).status_code == 302
        assert f"Udkast – godkendt af {name}" in text(referent, "minutes", closed)
        assert "Du har godkendt referatet" in text(one, "review", closed)
        assert "Godkend referatet" in text(two, "review", closed)
        press(two, closed)
        for client, page in ((one, "review"), (two, "review"), (referent, "minutes")):
            assert "Endeligt godkendt, version 1" in text(client, page, closed)
        version = closed.versions.get()
        assert (version.number, version.sha256) == (1, fingerprint(version.content))

    def test_approving_twice_counts_once(self, closed, formand, naestformand):
        seen = compose(closed).state.sha256
        for client in (formand, formand, naestformand, naestformand, formand):
            assert press(client, closed, seen).status_code == 302
        assert closed.versions.count() == 1
        assert closed.approvals.count() == 2

    def test_change_withdraws_an_approval_and_says_so(self, closed, formand, naestformand, referent):
        press(formand, closed)
        assert "trukket tilbage" not in text(referent, "minutes", closed)
        closed.items.get(number=1).write_conclusion("Der var enighed.", seen=0)
        assert "godkendelsen er trukket tilbage, fordi referatet blev ændret" in text(referent, "minutes", closed)
        assert "Referatet er ændret, siden du godkendte det. Læs det igen." in text(formand, "review", closed)
        press(naestformand, closed)
        assert not closed.versions.exists()
        press(formand, closed)
        assert closed.versions.count() == 1

    def test_approval_of_an_older_text_gets_409_with_the_new_one(self, closed, formand):
        seen = compose(closed).state.sha256
        closed.write("communication", "Vi skriver på intranettet.", seen=0)
        answer = press(formand, closed, seen)
        said = read(answer)
        assert answer.status_code == 409
        assert "Referatet er ændret, siden du åbnede siden. Læs det igen, før du godkender det." in said
        assert "Vi skriver på intranettet." in said
        assert not closed.approvals.exists()

    def test_approval_before_the_meeting_is_closed_gets_409(self, meeting):
        chair = client_of(make.by_link(meeting, Role.CHAIR))
        assert "Du kan godkende det, når mødet er slut." in text(chair, "review", meeting)
        assert press(chair, meeting).status_code == 409
        assert not meeting.approvals.exists()

    def test_approval_is_taken_back_until_the_minutes_are_final(self, closed, formand, naestformand, referent):
        url = reverse("take-approval-back", args=[closed.key])
        press(formand, closed)
        assert "Tag godkendelsen tilbage" in text(formand, "review", closed)
        assert formand.post(url).status_code == 302
        assert "Udkast – ikke godkendt" in text(referent, "minutes", closed)
        assert formand.post(url).status_code == 302  # nothing to take back
        both(closed)
        answer = formand.post(url)
        assert (answer.status_code, "kan ikke tages tilbage" in read(answer)) == (409, True)
        assert closed.versions.count() == 1

    def test_button_stands_under_the_text_too_until_it_is_pressed(self, closed, formand):
        url = reverse("approve", args=[closed.key])

        def buttons():
            return [form for form in text(formand, "review", closed).all("form") if form.get("action") == url]

        assert len(buttons()) == 2
        press(formand, closed)
        assert buttons() == []

    def test_names_and_dates_of_approvals_are_printed(self, closed, formand, referent):
        press(formand, closed)
        today = timezone.localdate()
        table = text(referent, "printable", closed).all("table")[-1]
        rows = [[cell.text for cell in row.all("td")] for row in table.all("tbody tr")]
        assert rows == [
            ["Formand", "Lise Holm", f"{long_date(today)} via link fra mødelederen".replace(NBSP, " ")],
            ["Næstformand", "Peter Aagaard", "Afventer"],
        ]


class TestLinks:
    def test_links_for_approvers_are_given_as_data_or_folded_away(self, closed, referent):
        for role, post in ((Role.CHAIR, "formand"), (Role.DEPUTY, "næstformand")):
            client = Client()
            url = reverse("approver-link", args=[closed.key, role.value])
            link = referent.post(url, headers={"Accept": "application/json"}).json()["link"]
            page = read(referent.post(url))
            assert client.post(link, {"uuid": uuid4()}, follow=True).status_code == 200
            assert f"godkend det som {post}," in text(client, "review", closed)
            assert "Linket er lavet." in page
            link = page.one("details .secret").text
            assert link.startswith("http://testserver/m/")
            assert page.source.count(link) == 1

    def test_reset_of_links_ends_those_of_approvers_and_keeps_a_taken_post(self, closed, formand, client):
        lise = client_of(closed.participants.get(user=closed.facilitator))
        unused = reverse("role-link", args=[closed.key, RoleLink.make(closed, Role.DEPUTY)])
        assert client.get(unused).status_code == 200
        lise.post(reverse("reset-links", args=[closed.key]))
        assert client.get(unused).status_code == 404
        assert press(formand, closed).status_code == 302
        assert closed.approvals.get().role == Role.CHAIR
