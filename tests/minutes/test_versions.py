"""Frozen versions: read and fetched by everybody who may, compared with the one before, and corrected in the open."""

import json

import pytest
from django.urls import reverse

from meetings.minutes.exports import FORMATS
from meetings.models import Role, fingerprint, open_correction
from tests import documents, make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

ROLES = (Role.SECRETARY, Role.CHAIR, Role.DEPUTY, Role.MEMBER)


def client(meeting, role):
    if role == Role.MEMBER:
        return client_of(make.ticket(meeting))
    return client_of(make.by_link(meeting, role))


@pytest.fixture
def corrected(db):
    return documents.corrected()


@pytest.fixture
def final(db):
    return documents.final()


def page(meeting, number, role=Role.SECRETARY):
    return client(meeting, role).get(reverse("version", args=[meeting.key, number]))


class TestReading:
    @pytest.mark.parametrize("role", ROLES)
    def test_every_version_is_read_and_fetched_by_all_of_them(self, corrected, role):
        reader = client(corrected, role)
        for version, due in zip(corrected.versions.all(), ("2027-01-13", "2027-03-01"), strict=True):
            said = read(reader.get(reverse("version", args=[corrected.key, version.number])))
            assert f"Endeligt godkendt, version {version.number}" in said.one("article")
            url = reverse("version-file", args=[corrected.key, version.number, "json"])
            answer = reader.get(url)
            data = json.loads(answer.content)
            assert data["minutes"]["agreements"][0]["due"] == due
            assert data["approval"]["sha256"] == version.sha256 == fingerprint(version.content)
            assert f"version {version.number}.json" in answer.headers["Content-Disposition"]

    @pytest.mark.parametrize("extension", FORMATS)
    def test_older_version_is_fetched_in_every_format(self, corrected, extension):
        url = reverse("version-file", args=[corrected.key, 1, extension])
        answer = client(corrected, Role.DEPUTY).get(url)
        assert (answer.status_code, bool(answer.content)) == (200, True)

    def test_member_gets_no_version_before_it_is_final(self, final):
        member = client(final, Role.MEMBER)
        open_correction(final, "Datoen.")
        names = [("version", []), ("version-file", ["pdf"])]
        for name, more in names:
            assert member.get(reverse(name, args=[final.key, 1, *more])).status_code == 200
            assert member.get(reverse(name, args=[final.key, 2, *more])).status_code == 404
        assert member.get(reverse("printable", args=[final.key])).status_code == 403

    @pytest.mark.parametrize("number", [0, 2, 10**18])
    def test_version_that_is_not_there_gets_404(self, final, number):
        assert page(final, number).status_code == 404


class TestWhatDiffers:
    def test_what_was_corrected_stands_before_the_text(self, corrected):
        said = read(page(corrected, 2))
        changes = said.one(".changes")
        assert changes.one("h2").text == "Det er rettet siden version 1"
        assert [(each.one(".label").text, each.one(".old").text, each.one(".new").text) for each in changes.all(".change") if each.has(".old")] == [
            ("Aftale 1, frist", "13. jan. 2027", "1. mar. 2027")
        ]  # fmt: skip
        assert said.source.index('class="changes') < said.source.index("<article")

    def test_first_version_has_nothing_before_it(self, final):
        assert not read(page(final, 1)).has(".changes")

    def test_superseded_version_leads_to_the_one_that_holds(self, corrected):
        said = read(page(corrected, 1))
        assert "Den er erstattet af version 2." in said
        assert said.one("main").links("version 2")[0]["href"] == reverse("version", args=[corrected.key, 2])
        assert "erstattet" not in read(page(corrected, 2))


class TestWhereTheyAreFound:
    @pytest.mark.parametrize(("role", "name"), [(Role.SECRETARY, "minutes"), (Role.CHAIR, "review")])
    def test_desk_and_approvers_find_them(self, corrected, role, name):
        said = read(client(corrected, role).get(reverse(name, args=[corrected.key])))
        links = said.one("[aria-labelledby=versioner]").all("a")
        assert [link.text for link in links] == ["Version 1", "Version 2"]

    def test_draft_has_none(self, db):
        meeting = documents.everything()
        assert not read(client(meeting, Role.CHAIR).get(reverse("review", args=[meeting.key]))).has("#versioner")
