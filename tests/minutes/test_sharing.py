"""Minutes to those who were there, and to who has the one link: the final ones only, as soon as they are final."""

import pytest
from django.urls import reverse

from meetings.minutes.exports import FORMATS
from meetings.models import APPROVERS, Role, open_correction
from tests import documents, make
from tests.conftest import client_of
from tests.reading import read
from tests.room.test_streams import now, stream

pytestmark = pytest.mark.any_database

WAITING = "Referatet er ikke godkendt endnu. Det kommer her, når formand og næstformand har godkendt det."


def address(name, meeting, *more):
    return reverse(name, args=[meeting.key, *more])


def approved(meeting, *roles):
    for role in roles:
        make.approve(meeting, role)


@pytest.fixture
def closed(db):
    return make.meeting(stage="closed", notes=["Vi skriver det samme to steder."])


@pytest.fixture
def ulla(closed):
    return client_of(make.ticket(closed))


@pytest.fixture
def mads(client):
    return client


def the_link(referent, closed):
    answer = referent.post(address("reader-link", closed), headers={"Accept": "application/json"})
    return answer.json()["link"].removeprefix("http://testserver")


class TestThankYouPage:
    def test_member_is_told_that_the_minutes_come_here(self, closed, ulla):
        page = read(ulla.get(address("room", closed)))
        assert page.one("#approved").text == WAITING
        assert not page.one("#approved").all("a")

    def test_it_changes_by_itself_when_both_have_approved(self, closed, ulla):
        for role in APPROVERS:
            make.by_link(closed, role)
        seen = now(closed)
        approved(closed, Role.CHAIR)
        assert [event for _, event, _ in stream(ulla, "member-stream", closed, seen)] == ["beat"]  # nothing for phones
        seen = now(closed)
        approved(closed, Role.DEPUTY)
        [(number, _, data)] = stream(ulla, "member-stream", closed, seen)
        assert number == seen + 1
        for there in (data, read(ulla.get(address("room", closed)))):
            line = there.one("#approved")
            assert line.text == "Referatet er godkendt. Læs det · Hent som PDF"
            assert [link["href"] for link in line.all("a")] == [
                address("final-minutes", closed),
                address("final-file", closed, "pdf"),
            ]
        assert "Vi skriver det samme to steder." in read(ulla.get(address("final-minutes", closed), follow=True))

    def test_wall_changes_by_itself_too(self, closed, client):
        client.force_login(closed.facilitator)
        assert "kommer det på jeres telefoner" in read(client.get(address("wall", closed))).one("#approved")
        seen = now(closed)
        approved(closed, *APPROVERS)
        told = stream(client, "wall-stream", closed, seen)
        assert "Referatet er godkendt." in told[-1][2].one("#approved")

    def test_correction_takes_away_nothing_that_was_approved(self, db):
        meeting = documents.final()
        ulla = client_of(make.ticket(meeting))
        open_correction(meeting, "Datoen.")
        line = read(ulla.get(address("room", meeting))).one("#approved")
        assert line.text == "Referatet er godkendt. En rettelse er i gang. Læs det · Hent som PDF"
        assert ulla.get(address("final-minutes", meeting)).url == address("version", meeting, 1)
        assert ulla.get(address("final-file", meeting, "pdf")).url == address("version-file", meeting, 1, "pdf")

    def test_draft_reaches_no_member(self, closed, ulla):
        page = read(ulla.get(address("final-minutes", closed)))
        assert "Referatet er ikke godkendt endnu" in page
        assert "Vi skriver det samme" not in page
        assert ulla.get(address("final-file", closed, "pdf")).url == address("final-minutes", closed)
        for name in ("minutes", "printable", "review"):
            assert ulla.get(address(name, closed)).status_code == 403
        assert ulla.get(address("minutes-file", closed, "pdf")).status_code == 403


class TestReaderLink:
    def test_it_reads_the_final_minutes_and_before_that_nothing(self, closed, referent, mads):
        link = the_link(referent, closed)
        page = read(mads.get(link))
        assert "Referatet er ikke godkendt endnu" in page
        assert "Vi skriver det samme" not in page
        assert mads.get(f"{link}referat.pdf").url == link
        approved(closed, *APPROVERS)
        answer = mads.get(link)
        page = read(answer)
        assert "Vi skriver det samme to steder." in page.one("article")
        assert answer["X-Robots-Tag"] == "noindex"
        assert not set(answer.cookies)
        assert [each["href"] for each in page.all("main a") if each["href"].startswith("/")] == [f"{link}referat.pdf"]

    @pytest.mark.parametrize("extension", FORMATS)
    def test_it_fetches_the_final_minutes_as_a_file(self, closed, referent, mads, extension):
        link = the_link(referent, closed)
        approved(closed, *APPROVERS)
        answer = mads.get(f"{link}referat.{extension}")
        assert (answer.status_code, bool(answer.content)) == (200, True)

    def test_it_shows_the_last_version_while_the_next_is_written(self, closed, referent, mads):
        link = the_link(referent, closed)
        approved(closed, *APPROVERS)
        open_correction(closed, "Datoen.")
        closed.write("communication", "Nye ord", closed.revised("communication").revision)
        page = read(mads.get(link))
        assert "En rettelse er i gang." in page
        assert "Nye ord" not in page

    def test_it_is_one_and_the_same_until_it_is_ended(self, closed, referent, mads):
        link = the_link(referent, closed)
        assert the_link(referent, closed) == link
        assert mads.get(link).status_code == 200
        referent.post(address("end-reader-link", closed))
        for gone in (link, f"{link}referat.pdf"):
            answer = mads.get(gone)
            assert answer.status_code == 404
            assert "Linket virker ikke længere" in read(answer)
        assert the_link(referent, closed) != link

    def test_reset_ends_it(self, closed, referent, mads):
        link = the_link(referent, closed)
        closed.reset_links()
        assert mads.get(link).status_code == 404

    @pytest.mark.parametrize("token", ["", "x", "x" * 500, "æøå"])
    def test_other_tokens_read_nothing(self, closed, referent, mads, token):
        assert mads.get(address("reading", closed, token or "-")).status_code == 404  # there is no link at all
        assert mads.get(the_link(referent, closed)).status_code == 200
        assert mads.get(address("reading", closed, token or "-")).status_code == 404

    def test_it_opens_no_other_meeting(self, closed, referent, mads):
        other = make.meeting(stage="closed", facilitator=make.user("anden"))
        token = the_link(referent, closed).split("/")[4]
        assert mads.get(address("reading", other, token)).status_code == 404

    def test_page_folds_it_away_without_a_script(self, closed, referent):
        page = read(referent.post(address("reader-link", closed)))
        assert page.one("details .secret").text.startswith(f"http://testserver/m/{closed.key}/laes/")
        assert page.button("Luk linket")
