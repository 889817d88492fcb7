"""Comments of the approvers: their answers, objections, remarks they ask for, and words with an approval."""

from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.minutes.compose import compose
from meetings.models import (
    Role,
    comment,
)
from tests import make
from tests.minutes.approving import both, press, text
from tests.reading import read

pytestmark = pytest.mark.any_database


def test_comment_reaches_secretary_and_other_approver_and_is_answered(closed, formand, naestformand, referent):
    url, uuid = reverse("comment", args=[closed.key]), uuid4()
    for _ in range(2):
        answer = formand.post(url, {"uuid": uuid, "text": "Ret <b>fristen</b>."})
        assert answer.status_code == 302
    assert answer.url == f"{reverse('review', args=[closed.key])}?sendt="
    assert "Din kommentar er sendt til referenten." in read(formand.get(answer.url))
    asked = closed.comments.get()
    for client, page in ((referent, "minutes"), (naestformand, "review"), (formand, "review")):
        said = text(client, page, closed)
        assert "Formanden skriver: Ret <b>fristen</b>." in said
        assert "Referatet bliver først endeligt, når kommentaren er besvaret." in said
    url, uuid = reverse("answer-comment", args=[closed.key, asked.pk]), uuid4()
    assert "Ret <b>fristen</b>." in read(referent.get(url))
    assert referent.post(url, {"uuid": uuid, "text": ""}).status_code == 422
    for _ in range(2):
        assert referent.post(url, {"uuid": uuid, "text": "Den er <i>rettet</i>."}).status_code == 302
    for client, page in ((referent, "minutes"), (naestformand, "review"), (formand, "review")):
        said = text(client, page, closed)
        assert "Referenten svarer: Den er <i>rettet</i>." in said
        assert "når kommentaren er besvaret" not in said
    assert asked.answers.count() == 1
    assert "fristen" not in text(referent, "printable", closed)


def test_only_its_writer_opens_an_answered_comment_again(closed, formand, naestformand):
    comment(closed, Role.CHAIR, uuid4(), "Ret fristen.")
    asked = closed.comments.get()
    asked.answer(Role.SECRETARY, uuid4(), "Den er rettet.")
    url = reverse("reopen-comment", args=[closed.key, asked.pk])
    assert naestformand.post(url).status_code == 409
    assert not closed.comments.get().is_open
    assert formand.post(url).status_code == 302
    assert closed.comments.get().is_open


def test_objection_is_not_closed_by_an_answer_but_by_its_writer(closed, formand, naestformand, referent):
    press(formand, closed)
    url = reverse("object", args=[closed.key])
    assert formand.post(url, {"uuid": uuid4(), "text": ""}).status_code == 422
    formand.post(url, {"uuid": uuid4(), "text": "Afsnit 4 passer ikke."})
    assert not closed.approvals.exists()
    objection = closed.comments.get()
    objection.answer(Role.SECRETARY, uuid4(), "Det er rettet.")
    press(naestformand, closed)
    for client, page in ((referent, "minutes"), (naestformand, "review")):
        said = text(client, page, closed)
        assert "Formanden kan ikke godkende: Afsnit 4 passer ikke." in said
        assert "Referatet bliver først endeligt, når formanden selv ophæver det." in said
    assert naestformand.post(reverse("close-comment", args=[closed.key, objection.pk])).status_code == 409
    formand.post(reverse("close-comment", args=[closed.key, objection.pk]))
    assert "Formanden har ophævet det." in text(referent, "minutes", closed)
    assert not closed.versions.exists()


def test_objection_opened_again_withdraws_the_approval(closed):
    comment(closed, Role.CHAIR, uuid4(), "Afsnit 4 passer ikke.", is_objection=True)
    make.approve(closed, Role.CHAIR)
    objection = closed.comments.get()
    assert not objection.is_open
    objection.reopen()
    assert not closed.approvals.exists()


def test_remark_that_is_asked_for_comes_in_by_the_secretary_and_asks_both_again(
    closed, formand, naestformand, referent
):
    press(naestformand, closed)
    url = reverse("ask-for-remark", args=[closed.key])
    assert formand.post(url, {"uuid": uuid4(), "side": "ledelse", "text": ""}).status_code == 422
    formand.post(url, {"uuid": uuid4(), "side": "ledelse", "text": "Ledelsen er uenig i fristen."})
    wish = closed.comments.get()
    for client, page in ((referent, "minutes"), (naestformand, "review"), (formand, "review")):
        said = text(client, page, closed)
        assert "Formanden beder om en bemærkning fra Ledelsessiden: Ledelsen er uenig i fristen." in said
    assert not closed.remarks.exists()
    for _ in range(2):
        assert referent.post(reverse("put-remark-in", args=[closed.key, wish.pk])).status_code == 302
    assert [(each.side, each.text) for each in closed.remarks.all()] == [("ledelse", "Ledelsen er uenig i fristen.")]
    assert "Bemærkningen er sat i referatet." in text(formand, "review", closed)
    assert "Referatet er ændret, siden du godkendte det." in text(naestformand, "review", closed)


def test_comment_that_asks_for_no_remark_cannot_be_put_in(closed, referent):
    comment(closed, Role.CHAIR, uuid4(), "Ret fristen.")
    assert referent.post(reverse("put-remark-in", args=[closed.key, closed.comments.get().pk])).status_code == 404
    assert not closed.remarks.exists()


def test_approval_closes_what_its_side_had_asked_for(closed, formand, naestformand):
    comment(closed, Role.CHAIR, uuid4(), "Ret fristen.")
    comment(closed, Role.DEPUTY, uuid4(), "Og stedet.")
    press(formand, closed)
    assert list(closed.comments.values_list("role", "is_open")) == [("chair", False), ("deputy", True)]


def test_comment_given_with_the_approval_is_printed_with_it_and_frozen(closed, formand, naestformand, referent):
    seen, url = compose(closed).state.sha256, reverse("approve", args=[closed.key])
    assert formand.post(url, {"uuid": uuid4(), "seen": seen, "text": ""}).status_code == 422
    formand.post(url, {"uuid": uuid4(), "seen": seen, "text": "Bemandingen drøftes igen i maj."})
    assert compose(closed).state.sha256 == seen
    press(naestformand, closed, seen)
    page = text(referent, "printable", closed)
    assert "Endeligt godkendt, version 1" in page
    assert "Formandens kommentar til godkendelsen" in page
    assert "Bemandingen drøftes igen i maj." in page
    version = closed.versions.get()
    assert "Bemandingen" not in version.content
    assert (version.chair_comment, version.deputy_comment) == ("Bemandingen drøftes igen i maj.", "")


def test_comment_with_an_approval_that_came_after_freezing_is_not_lost_silently(closed, formand):
    both(closed)
    form = {"uuid": uuid4(), "seen": compose(closed).state.sha256, "text": "Husk maj."}
    answer = formand.post(reverse("approve", args=[closed.key]), form)
    assert answer.status_code == 409
    assert "Referatet er allerede endeligt godkendt, så kommentaren kom ikke med." in read(answer)


@pytest.mark.parametrize("name", ["approve", "comment", "object"])
def test_refused_form_keeps_its_text_and_where_it_was_sent(name, closed, formand):
    url = reverse(name, args=[closed.key])
    answer = formand.post(url, {"uuid": uuid4(), "seen": "0", "text": "x" * 2001})
    page = read(answer)
    assert answer.status_code == 422
    assert page.one("#id_text").value == "x" * 2001
    assert url in [form["action"] for form in page.all("details form")]


def test_other_words_under_the_same_uuid_are_another_comment(closed, formand):
    url, uuid = reverse("comment", args=[closed.key]), uuid4()
    for words in ("Den første.", "Den anden."):
        formand.post(url, {"uuid": uuid, "text": words})
    assert [each.text for each in closed.comments.all()] == ["Den første.", "Den anden."]


def test_comment_before_the_meeting_is_closed_is_pushed_to_the_minutes(meeting, lise):
    comment(meeting, Role.CHAIR, uuid4(), "Ret datoen.")
    meeting.refresh_from_db()
    url = reverse("minutes-stream", args=[meeting.key], query={"after": meeting.last_event - 1})
    stream = lise.get(url).content.decode()
    assert "Ret datoen." in stream


@pytest.mark.parametrize(
    ("words", "said"),
    [("", "Skriv din kommentar"), ("x" * 2001, "højst være på 2000 tegn. Nu er der 2001.")],
)
def test_invalid_comment_gets_422_with_its_text(words, said, closed, formand):
    answer = formand.post(reverse("comment", args=[closed.key]), {"uuid": uuid4(), "text": words})
    assert answer.status_code == 422
    page = read(answer)
    assert said in page
    assert page.one("#id_text").value == words
