"""Approval by both sides: giving and withdrawing it, frozen versions, corrections and purged notes."""

import datetime
import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.danish import NBSP, long_date
from meetings.minutes.archive import canonical, load
from meetings.minutes.compose import compose, frozen
from meetings.models import (
    APPROVERS,
    Lane,
    Note,
    Refused,
    Remark,
    RemarkSide,
    Role,
    RoleLink,
    Stage,
    comment,
    fingerprint,
    open_correction,
    purge_due_notes,
)
from tests import make
from tests.conftest import client_of
from tests.reading import read


@pytest.fixture
def closed(db):
    meeting = make.meeting(stage=Stage.CLOSED, notes=["Vi skriver det samme to steder.", "Telefonen ringer."])
    meeting.add_follow_up(lane=Lane.SELF, text="Systemtime hver onsdag.", due=datetime.date(2027, 1, 13))
    return meeting


def edit_agreement(closed, **fields):
    agreement = closed.follow_ups.get()
    agreement.edit(agreement.revision, **fields)


@pytest.fixture
def formand(closed):
    return client_of(make.by_link(closed, Role.CHAIR))


@pytest.fixture
def naestformand(closed):
    return client_of(make.by_link(closed, Role.DEPUTY))


@pytest.fixture
def lise(closed, client):
    client.force_login(closed.facilitator)
    return client


@pytest.fixture
def jonas(closed):
    return client_of(make.by_link(closed, Role.SECRETARY))


def text(client, name, meeting, *more):
    return read(client.get(reverse(name, args=[meeting.key, *more])))


def press(client, meeting, seen=None):
    seen = seen or compose(meeting).state.sha256
    return client.post(reverse("approve", args=[meeting.key]), {"seen": seen})


def both(meeting):
    for role in APPROVERS:
        make.approve(meeting, role)
    meeting.refresh_from_db()


class TestTwoSides:
    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_second_approval_in_either_order_makes_the_minutes_final(self, order, closed, formand, naestformand, jonas):
        one, two = [(formand, naestformand)[turn] for turn in order]
        name = ("formanden", "næstformanden")[order[0]]
        assert "Godkend referatet" in text(one, "review", closed)
        assert press(one, closed).status_code == 302
        assert f"Udkast – godkendt af {name}" in text(jonas, "minutes", closed)
        assert "Du har godkendt referatet" in text(one, "review", closed)
        assert "Godkend referatet" in text(two, "review", closed)
        press(two, closed)
        for client, page in ((one, "review"), (two, "review"), (jonas, "minutes")):
            assert "Endeligt godkendt, version 1" in text(client, page, closed)
        version = closed.versions.get()
        assert (version.number, version.sha256) == (1, fingerprint(version.content))

    def test_approving_twice_counts_once(self, closed, formand, naestformand):
        seen = compose(closed).state.sha256
        for client in (formand, formand, naestformand, naestformand, formand):
            assert press(client, closed, seen).status_code == 302
        assert closed.versions.count() == 1
        assert closed.approvals.count() == 2

    def test_change_withdraws_an_approval_and_says_so(self, closed, formand, naestformand, jonas):
        press(formand, closed)
        assert "trukket tilbage" not in text(jonas, "minutes", closed)
        closed.items.get(number=1).write_conclusion("Der var enighed.", seen=0)
        assert "godkendelsen er trukket tilbage, fordi referatet blev ændret" in text(jonas, "minutes", closed)
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

    def test_approval_is_taken_back_until_the_minutes_are_final(self, closed, formand, naestformand, jonas):
        url = reverse("take-approval-back", args=[closed.key])
        press(formand, closed)
        assert "Tag godkendelsen tilbage" in text(formand, "review", closed)
        assert formand.post(url).status_code == 302
        assert "Udkast – ikke godkendt" in text(jonas, "minutes", closed)
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

    def test_names_and_dates_of_approvals_are_printed(self, closed, formand, jonas):
        press(formand, closed)
        today = timezone.localdate()
        table = text(jonas, "printable", closed).all("table")[-1]
        rows = [[cell.text for cell in row.all("td")] for row in table.all("tbody tr")]
        assert rows == [
            ["Formand", "Lise Holm", f"{long_date(today)} via link fra mødelederen".replace(NBSP, " ")],
            ["Næstformand", "Peter Aagaard", "Afventer"],
        ]


class TestLinks:
    def test_links_for_approvers_are_given_as_data_or_folded_away(self, closed, jonas):
        for role, post in ((Role.CHAIR, "formand"), (Role.DEPUTY, "næstformand")):
            client = Client()
            url = reverse("approver-link", args=[closed.key, role.value])
            link = jonas.post(url, headers={"Accept": "application/json"}).json()["link"]
            page = read(jonas.post(url))
            assert client.post(link, {"uuid": uuid4()}, follow=True).status_code == 200
            assert f"godkend det som {post}," in text(client, "review", closed)
            assert "Linket er lavet." in page
            link = page.one("details .secret").text
            assert link.startswith("http://testserver/m/")
            assert page.source.count(link) == 1

    def test_reset_of_links_ends_those_of_approvers_and_keeps_a_taken_post(self, closed, formand, lise, client):
        unused = reverse("role-link", args=[closed.key, RoleLink.make(closed, Role.DEPUTY)])
        assert client.get(unused).status_code == 200
        lise.post(reverse("reset-links", args=[closed.key]))
        assert client.get(unused).status_code == 404
        assert press(formand, closed).status_code == 302
        assert closed.approvals.get().role == Role.CHAIR


class TestComments:
    def test_comment_reaches_secretary_and_other_approver_and_is_answered(self, closed, formand, naestformand, jonas):
        url, uuid = reverse("comment", args=[closed.key]), uuid4()
        for _ in range(2):
            answer = formand.post(url, {"uuid": uuid, "text": "Ret <b>fristen</b>."})
            assert answer.status_code == 302
        assert answer.url == f"{reverse('review', args=[closed.key])}?sendt="
        assert "Din kommentar er sendt til referenten." in read(formand.get(answer.url))
        asked = closed.comments.get()
        for client, page in ((jonas, "minutes"), (naestformand, "review"), (formand, "review")):
            said = text(client, page, closed)
            assert "Formanden skriver: Ret <b>fristen</b>." in said
            assert "Referatet bliver først endeligt, når kommentaren er besvaret." in said
        url, uuid = reverse("answer-comment", args=[closed.key, asked.pk]), uuid4()
        assert "Ret <b>fristen</b>." in read(jonas.get(url))
        assert jonas.post(url, {"uuid": uuid, "text": ""}).status_code == 422
        for _ in range(2):
            assert jonas.post(url, {"uuid": uuid, "text": "Den er <i>rettet</i>."}).status_code == 302
        for client, page in ((jonas, "minutes"), (naestformand, "review"), (formand, "review")):
            said = text(client, page, closed)
            assert "Referenten svarer: Den er <i>rettet</i>." in said
            assert "når kommentaren er besvaret" not in said
        assert asked.answers.count() == 1
        assert "fristen" not in text(jonas, "printable", closed)

    def test_only_its_writer_opens_an_answered_comment_again(self, closed, formand, naestformand):
        comment(closed, Role.CHAIR, uuid4(), "Ret fristen.")
        asked = closed.comments.get()
        asked.answer(Role.SECRETARY, uuid4(), "Den er rettet.")
        url = reverse("reopen-comment", args=[closed.key, asked.pk])
        assert naestformand.post(url).status_code == 409
        assert not closed.comments.get().is_open
        assert formand.post(url).status_code == 302
        assert closed.comments.get().is_open

    def test_objection_is_not_closed_by_an_answer_but_by_its_writer(self, closed, formand, naestformand, jonas):
        press(formand, closed)
        url = reverse("object", args=[closed.key])
        assert formand.post(url, {"uuid": uuid4(), "text": ""}).status_code == 422
        formand.post(url, {"uuid": uuid4(), "text": "Afsnit 4 passer ikke."})
        assert not closed.approvals.exists()
        objection = closed.comments.get()
        objection.answer(Role.SECRETARY, uuid4(), "Det er rettet.")
        press(naestformand, closed)
        for client, page in ((jonas, "minutes"), (naestformand, "review")):
            said = text(client, page, closed)
            assert "Formanden kan ikke godkende: Afsnit 4 passer ikke." in said
            assert "Referatet bliver først endeligt, når formanden selv ophæver det." in said
        assert naestformand.post(reverse("close-comment", args=[closed.key, objection.pk])).status_code == 409
        formand.post(reverse("close-comment", args=[closed.key, objection.pk]))
        assert "Formanden har ophævet det." in text(jonas, "minutes", closed)
        assert not closed.versions.exists()

    def test_objection_opened_again_withdraws_the_approval(self, closed):
        comment(closed, Role.CHAIR, uuid4(), "Afsnit 4 passer ikke.", is_objection=True)
        make.approve(closed, Role.CHAIR)
        objection = closed.comments.get()
        assert not objection.is_open
        objection.reopen()
        assert not closed.approvals.exists()

    def test_remark_that_is_asked_for_comes_in_by_the_secretary_and_asks_both_again(
        self, closed, formand, naestformand, jonas
    ):
        press(naestformand, closed)
        url = reverse("ask-for-remark", args=[closed.key])
        assert formand.post(url, {"uuid": uuid4(), "side": "ledelse", "text": ""}).status_code == 422
        formand.post(url, {"uuid": uuid4(), "side": "ledelse", "text": "Ledelsen er uenig i fristen."})
        wish = closed.comments.get()
        for client, page in ((jonas, "minutes"), (naestformand, "review"), (formand, "review")):
            said = text(client, page, closed)
            assert "Formanden beder om en bemærkning fra Ledelsessiden: Ledelsen er uenig i fristen." in said
        assert not closed.remarks.exists()
        for _ in range(2):
            assert jonas.post(reverse("put-remark-in", args=[closed.key, wish.pk])).status_code == 302
        assert [(each.side, each.text) for each in closed.remarks.all()] == [
            ("ledelse", "Ledelsen er uenig i fristen.")
        ]
        assert "Bemærkningen er sat i referatet." in text(formand, "review", closed)
        assert "Referatet er ændret, siden du godkendte det." in text(naestformand, "review", closed)

    def test_comment_that_asks_for_no_remark_cannot_be_put_in(self, closed, jonas):
        comment(closed, Role.CHAIR, uuid4(), "Ret fristen.")
        assert jonas.post(reverse("put-remark-in", args=[closed.key, closed.comments.get().pk])).status_code == 404
        assert not closed.remarks.exists()

    def test_approval_closes_what_its_side_had_asked_for(self, closed, formand, naestformand):
        comment(closed, Role.CHAIR, uuid4(), "Ret fristen.")
        comment(closed, Role.DEPUTY, uuid4(), "Og stedet.")
        press(formand, closed)
        assert list(closed.comments.values_list("role", "is_open")) == [("chair", False), ("deputy", True)]

    def test_comment_given_with_the_approval_is_printed_with_it_and_frozen(self, closed, formand, naestformand, jonas):
        seen, url = compose(closed).state.sha256, reverse("approve", args=[closed.key])
        assert formand.post(url, {"uuid": uuid4(), "seen": seen, "text": ""}).status_code == 422
        formand.post(url, {"uuid": uuid4(), "seen": seen, "text": "Bemandingen drøftes igen i maj."})
        assert compose(closed).state.sha256 == seen
        press(naestformand, closed, seen)
        page = text(jonas, "printable", closed)
        assert "Endeligt godkendt, version 1" in page
        assert "Formandens kommentar til godkendelsen" in page
        assert "Bemandingen drøftes igen i maj." in page
        version = closed.versions.get()
        assert "Bemandingen" not in version.content
        assert (version.chair_comment, version.deputy_comment) == ("Bemandingen drøftes igen i maj.", "")

    def test_comment_with_an_approval_that_came_after_freezing_is_not_lost_silently(self, closed, formand):
        both(closed)
        form = {"uuid": uuid4(), "seen": compose(closed).state.sha256, "text": "Husk maj."}
        answer = formand.post(reverse("approve", args=[closed.key]), form)
        assert answer.status_code == 409
        assert "Referatet er allerede endeligt godkendt, så kommentaren kom ikke med." in read(answer)

    @pytest.mark.parametrize("name", ["approve", "comment", "object"])
    def test_refused_form_keeps_its_text_and_where_it_was_sent(self, name, closed, formand):
        url = reverse(name, args=[closed.key])
        answer = formand.post(url, {"uuid": uuid4(), "seen": "0", "text": "x" * 2001})
        page = read(answer)
        assert answer.status_code == 422
        assert page.one("#id_text").value == "x" * 2001
        assert url in [form["action"] for form in page.all("details form")]

    def test_other_words_under_the_same_uuid_are_another_comment(self, closed, formand):
        url, uuid = reverse("comment", args=[closed.key]), uuid4()
        for words in ("Den første.", "Den anden."):
            formand.post(url, {"uuid": uuid, "text": words})
        assert [each.text for each in closed.comments.all()] == ["Den første.", "Den anden."]

    def test_comment_before_the_meeting_is_closed_is_pushed_to_the_minutes(self, meeting, lise):
        comment(meeting, Role.CHAIR, uuid4(), "Ret datoen.")
        meeting.refresh_from_db()
        lise.force_login(meeting.facilitator)
        url = reverse("minutes-stream", args=[meeting.key], query={"after": meeting.last_event - 1})
        stream = lise.get(url).content.decode()
        assert "Ret datoen." in stream

    @pytest.mark.parametrize(
        ("words", "said"),
        [("", "Skriv din kommentar"), ("x" * 2001, "højst være på 2000 tegn. Nu er der 2001.")],
    )
    def test_invalid_comment_gets_422_with_its_text(self, words, said, closed, formand):
        answer = formand.post(reverse("comment", args=[closed.key]), {"uuid": uuid4(), "text": words})
        assert answer.status_code == 422
        page = read(answer)
        assert said in page
        assert page.one("#id_text").value == words


class TestFrozen:
    def test_change_of_final_minutes_is_refused(self, closed, jonas):
        both(closed)
        before = closed.versions.get().content
        for change in (
            lambda: closed.items.get(number=1).write_conclusion("Noget andet.", seen=0),
            lambda: closed.add_follow_up(lane=Lane.SELF, text="En til."),
            lambda: edit_agreement(closed, text="Noget andet."),
            lambda: closed.follow_ups.get().soft_delete(),
            lambda: closed.write("communication", "Noget andet.", seen=0),
            lambda: closed.write_next_meeting("I morgen.", 0),
            lambda: closed.edit(venue="Et andet sted"),
            lambda: Note.objects.filter(item__meeting=closed).first().arrange(left_out=True, prompt=None),
            lambda: Remark.add(closed, uuid=uuid4(), side=RemarkSide.BOTH, text="Uenig."),
            lambda: closed.reopen(),
        ):
            with pytest.raises(Refused, match=r"Referatet er (endeligt )?godkendt"):
                change()
        assert frozen(closed) == before
        answer = jonas.post(reverse("next-meeting", args=[closed.key]), {"text": "I morgen", "seen": 0})
        assert (answer.status_code, "Referatet er endeligt godkendt" in read(answer)) == (409, True)

    def test_desk_of_final_minutes_redirects_to_them(self, closed, jonas):
        desk = reverse("desk-item", args=[closed.key, 1])
        assert jonas.get(desk).status_code == 200
        both(closed)
        for page in (desk, reverse("desk", args=[closed.key])):
            assert jonas.get(page).url == reverse("minutes", args=[closed.key])

    def test_renamed_committee_leaves_final_minutes_unchanged(self, closed, jonas):
        both(closed)
        closed.committee.name = "Et nyt navn"
        closed.committee.save()
        assert "Lokal-MED, Borgerservice" in text(jonas, "printable", closed)

    def test_final_minutes_read_back_are_the_same_text(self, closed):
        Remark.add(closed, uuid=uuid4(), side=RemarkSide.EMPLOYEES, text="Vi er uenige i tidsplanen.")
        closed.write("communication", "Vi skriver på intranettet.", seen=0)
        both(closed)
        content = closed.versions.get().content
        assert canonical(load(content)) == content
        assert load(content).agreements[0].due == datetime.date(2027, 1, 13)
        assert json.loads(content)["remarks"] == [{"side": "Medarbejdersiden", "text": "Vi er uenige i tidsplanen."}]


class TestCorrection:
    def test_correction_opens_the_next_version_with_its_reason(self, closed, jonas, formand, naestformand):
        both(closed)
        url = reverse("open-correction", args=[closed.key])
        assert jonas.post(url, {"text": ""}).status_code == 422
        assert jonas.post(url, {"text": "Fristen i aftale 1 er rettet."}).status_code == 302
        closed.refresh_from_db()
        edit_agreement(closed, due=datetime.date(2027, 3, 1))
        assert "Udkast – ikke godkendt" in text(jonas, "minutes", closed)
        press(formand, closed)
        press(naestformand, closed)
        page = text(jonas, "printable", closed)
        assert "Endeligt godkendt, version 2" in page
        reason = "Fristen i aftale 1 er rettet. Aftaler: Aftale 1, frist: ”13. jan. 2027” er rettet til ”1. mar. 2027”"
        assert reason in [cell.text for cell in page.all("td")]
        one, two = closed.versions.all()
        assert load(one.content).agreements[0].due == datetime.date(2027, 1, 13)
        assert load(two.content).agreements[0].due == datetime.date(2027, 3, 1)

    def test_corrected_meeting_cannot_be_reopened(self, closed, lise):
        both(closed)
        assert lise.get(reverse("edit-meeting", args=[closed.key])).url == reverse("minutes", args=[closed.key])
        open_correction(closed, "En rettelse.")
        closed.refresh_from_db()
        with pytest.raises(Refused, match="kan ikke genåbnes"):
            closed.reopen()
        with pytest.raises(Refused, match="Temaet kan ikke skiftes"):
            closed.edit(theme=make.theme())
        assert "Genåbn mødet" not in read(lise.get(reverse("wall", args=[closed.key])))

    def test_correction_of_a_draft_is_refused(self, closed):
        with pytest.raises(Refused, match="ikke endeligt godkendt"):
            open_correction(closed, "Noget.")


class TestPurge:
    def test_purged_notes_stay_in_the_approved_minutes(self, closed, jonas, settings):
        both(closed)
        before = text(jonas, "printable", closed)
        assert "Vi skriver det samme to steder." in before
        assert purge_due_notes(closed, timezone.localdate() + datetime.timedelta(7)) == 2
        assert not Note.objects.filter(item__meeting=closed).exists()
        assert text(jonas, "printable", closed).source == before.source
        open_correction(closed, "En rettelse.")
        assert "Vi skriver det samme to steder." in text(jonas, "printable", closed)

    def test_purge_during_a_correction_keeps_the_notes(self, closed):
        both(closed)
        stale = type(closed).objects.get(pk=closed.pk)
        open_correction(closed, "En rettelse.")
        assert purge_due_notes(stale, timezone.localdate() + datetime.timedelta(7)) == 0
        assert Note.objects.filter(item__meeting=closed).count() == 2
