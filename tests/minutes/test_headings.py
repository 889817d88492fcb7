"""Headings of the group in the minutes: they win over prompts, and the secretary changes either."""

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.minutes.compose import compose
from meetings.minutes.discussion import chart, notes
from meetings.minutes.versions import _purge
from meetings.models import Meeting, Note, NoteGroup, Role, Stage, open_correction
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}
TEXTS = ("Telefonen ringer", "Vi når ikke telefonen", "Systemet er langsomt", "Om noget andet")


@pytest.fixture
def meeting(db):
    """A meeting whose first two notes are gathered, and whose second is also about a prompt, as the third is."""
    made = make.meeting(notes=TEXTS)
    made.gather([note(text) for text in TEXTS[:2]], "Hvem tager den?")
    for text in TEXTS[1:3]:
        note(text).arrange(prompt=0)
    return Meeting.objects.get(pk=made.pk)


@pytest.fixture
def jonas(meeting):
    return client_of(make.by_link(meeting, Role.SECRETARY))


def note(text):
    return Note.objects.select_related("item__meeting").get(text=text)


def groups(meeting):
    question = compose(meeting).questions[0]
    return [(heading, sorted(texts)) for heading, texts in notes(question).groups]


def post(client, name, meeting, *args, **data):
    return client.post(reverse(name, args=[meeting.key, *args]), data, **HTMX)


EXPECTED = [("Hvem tager den?", sorted(TEXTS[:2])), ("Hvorfor", [TEXTS[2]]), ("Øvrige noter", [TEXTS[3]])]


@pytest.mark.parametrize("stage", [Stage.DISCUSSION, Stage.CLOSED])
def test_heading_of_the_group_wins_over_a_prompt(meeting, stage):
    if stage == Stage.CLOSED:
        meeting.close("1")
    assert groups(meeting) == EXPECTED
    assert compose(meeting).questions[0].headings == ("Hvem tager den?",)
    assert chart(compose(meeting)).groups == (
        ("Hvad siger vi til spørgsmål 1?", (("Hvem tager den?", 2), ("Hvorfor", 1))),
    )


def test_heading_like_a_prompt_is_one_with_it(meeting):
    group = NoteGroup.objects.select_related("item__meeting").get()
    group.edit("Hvorfor?", group.revision)
    assert groups(meeting) == [("Hvorfor?", sorted(TEXTS[:3])), EXPECTED[2]]


def test_secretary_changes_either_after_the_meeting(meeting, jonas):
    meeting.close("1")
    page = read(jonas.get(reverse("minutes", args=[meeting.key])))
    first = note(TEXTS[0])
    select = page.one(f"#about-{first.pk}")
    assert [each.text for each in select.all("option")] == ["Uden overskrift", "Hvem tager den?", "Hvorfor?"]
    assert select.value == f"1-g{first.group_id}"
    answer = post(jonas, "arrange-note", meeting, first.pk, heading="1-0")
    assert read(answer).one(f"#about-{first.pk}").value == "1-0"
    post(jonas, "arrange-note", meeting, note(TEXTS[3]).pk, heading=select.value)
    assert groups(meeting)[:2] == [
        ("Hvem tager den?", sorted([TEXTS[1], TEXTS[3]])),
        ("Hvorfor", sorted([TEXTS[0], TEXTS[2]])),
    ]
    post(jonas, "arrange-note", meeting, note(TEXTS[3]).pk, heading="")
    group = NoteGroup.objects.get()
    sheet = read(jonas.get(reverse("heading", args=[meeting.key, group.pk]), {"page": "minutes"}, **HTMX))
    data = sheet.all("form")[0].fields() | {"text": "Telefonen"}
    answer = read(post(jonas, "heading", meeting, group.pk, **data))
    assert "Telefonen" in answer.one("#headings-1")
    assert groups(meeting)[0] == ("Telefonen", [TEXTS[1]])


def test_secretary_gathers_under_a_new_heading_after_the_meeting(meeting, jonas):
    meeting.close("1")
    page = read(jonas.get(reverse("minutes", args=[meeting.key])))
    held, other = note(TEXTS[2]), note(TEXTS[3])
    button = page.one(f"#gather-{held.pk}")
    form = page.one(f"form#{button['form']}")
    sheet = read(jonas.get(form["hx-get"], {**form.fields(), button["name"]: button["value"]}, **HTMX))
    sent = sheet.all("form")[-1].fields() | {"notes": other.pk, "text": "Langsomt"}
    answer = read(jonas.post(sheet.all("form")[-1]["action"], sent, **HTMX))
    assert answer.one("#message").text == "2 noter samlet under »Langsomt« Fortryd"
    assert answer.one(f"#about-{held.pk}").value == f"1-g{note(TEXTS[2]).group_id}"
    assert groups(meeting)[:2] == [EXPECTED[0], ("Langsomt", sorted(TEXTS[2:]))]
    undo = answer.button("Fortryd")
    post(jonas, "undo-grouping", meeting, page="minutes", **{undo["name"]: undo["value"]})
    assert groups(meeting) == EXPECTED
    desk = read(jonas.get(reverse("desk-item", args=[meeting.key, 1])))
    assert desk.has(f"#gather-{held.pk}")
    make.approve(Meeting.objects.get(pk=meeting.pk))
    assert jonas.post(sheet.all("form")[-1]["action"], sent, **HTMX).status_code == 422
    assert not read(jonas.get(reverse("minutes", args=[meeting.key]))).has(f"#gather-{held.pk}")


def test_headings_are_copied_to_the_conclusion_with_one_press_and_once(meeting, jonas):
    meeting.item(1).write_conclusion("Vi talte om tid.", 0)
    note(TEXTS[2]).meeting.gather([note(TEXTS[2])], "Systemet")
    for page, name in (("minutes", "minutes"), ("desk-item", "desk")):
        args = [1] if page == "desk-item" else []
        button = read(jonas.get(reverse(page, args=[meeting.key, *args]))).all("#copy-headings-1")[0]
        assert button.text == "Kopiér overskrifterne til konklusionen til spørgsmål 1"
        answer = read(jonas.post(button["formaction"], {"page": name}, **HTMX))
        assert answer.one("#conclusion-1").verbatim == "Vi talte om tid.\nHvem tager den?\nSystemet"
        said = "2 overskrifter er sat ind i konklusionen" if name == "minutes" else "Overskrifterne stod der allerede"
        assert answer.one("#message").text == said
    assert [each.words for each in meeting.earlier_wordings.all()] == [{"conclusion": "Vi talte om tid."}]


def test_what_was_purged_comes_back_under_its_headings_for_a_correction(meeting):
    meeting.close("1")
    make.approve(meeting)
    before = groups(meeting)
    with meeting.recording("approval"):
        _purge(meeting, timezone.localdate())
    assert not NoteGroup.objects.exists()
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert groups(meeting) == before
    open_correction(meeting, "En fejl.")
    assert groups(Meeting.objects.get(pk=meeting.pk)) == before
    make.approve(Meeting.objects.get(pk=meeting.pk))
    assert not NoteGroup.objects.exists()


def test_final_minutes_let_no_heading_be_changed(meeting, jonas):
    meeting.close("1")
    make.approve(meeting)
    group = NoteGroup.objects.select_related("item__meeting").get()
    assert post(jonas, "heading", meeting, group.pk, seen=group.revision, text="Andet").status_code == 422
    assert post(jonas, "delete-heading", meeting, group.pk).status_code == 409
    assert post(jonas, "copy-headings", meeting, 1).status_code == 409
    assert NoteGroup.objects.get().heading == "Hvem tager den?"
