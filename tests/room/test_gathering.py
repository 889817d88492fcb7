"""Gathering by buttons: a note is held, put under a heading or with others, and what was done is said and undone."""

import pytest
from django.urls import reverse

from meetings.models import Note, NoteGroup, Reason
from meetings.room.models.rows import save_fields
from tests import make
from tests.reading import read
from tests.room.grouping import BY_HEADING, HTMX, TEXTS, gathered, get, lists, note, post

pytestmark = pytest.mark.any_database


@pytest.fixture
def meeting(db):
    return make.meeting(notes=TEXTS)


@pytest.mark.parametrize(("page", "name"), [("wall", ""), ("leader", "leader"), ("desk", "desk")])
def test_note_is_held_and_gathered_with_another_and_that_is_said_and_undone(meeting, lise, jonas, page, name):
    client = jonas if page == "desk" else lise
    held, other = note(TEXTS[0]), note(TEXTS[1])
    opener = read(client.get(reverse(page, args=[meeting.key]), follow=True)).one(f"#gather-{held.pk}")
    assert (opener["form"], opener["value"]) == ("gather", str(held.pk))
    sheet = read(client.get(reverse("gather", args=[meeting.key]), {"note": held.pk, "page": name}, **HTMX))
    assert sheet.one("blockquote").text == TEXTS[0]
    offered = [each.text for each in sheet.all(".other")]
    assert offered[0] == f"{TEXTS[1]} ligner måske"
    assert len(offered) == 2
    form = sheet.all("form")[-1]
    data = form.fields() | {"notes": other.pk, "text": "Telefonen"}
    answer = read(client.post(form["action"], data, **HTMX))
    assert answer.one("#message").text == "2 noter samlet under »Telefonen« Fortryd"
    assert "Telefonen" in " ".join(each.text for each in answer.all("h3"))
    undo = answer.button("Fortryd")
    back = read(client.post(undo["formaction"], {undo["name"]: undo["value"], "page": name}, **HTMX))
    assert back.one("#message").text == "Det står, som det stod før"
    assert not back.all("h3")
    assert not Note.objects.exclude(group=None).exists()


def test_hidden_note_is_not_held_and_one_that_waits_is_nobodys(meeting, lise):
    note(TEXTS[0]).hide(Reason.PERSON)
    save_fields(note(TEXTS[1]), waiting=True)
    statuses = [
        lise.get(reverse("gather", args=[meeting.key]), {"note": note(text).pk}, **HTMX).status_code for text in TEXTS
    ]
    assert statuses == [409, 404, 200]
    offered = read(lise.get(reverse("gather", args=[meeting.key]), {"note": note(TEXTS[2]).pk}, **HTMX))
    assert not offered.all(".other")


def test_note_is_put_under_a_heading_that_is_there_and_taken_out_again(meeting, lise):
    group, held = gathered(meeting), note(TEXTS[2])
    sheet = read(lise.get(reverse("gather", args=[meeting.key]), {"note": held.pk}, **HTMX))
    button = sheet.button("Telefonen (2 noter)")
    answer = read(post(lise, "gather", meeting, note=held.pk, group=button["value"]))
    assert answer.one("#message").text == "Noten er lagt under »Telefonen« Fortryd"
    assert group.notes.count() == 3
    sheet = read(lise.get(reverse("gather", args=[meeting.key]), {"note": held.pk}, **HTMX))
    out = sheet.button("Tag den ud")
    answer = read(post(lise, "gather", meeting, note=held.pk, group=out["value"]))
    assert answer.one("#message").text == "Noten står for sig selv igen Fortryd"
    assert group.notes.count() == 2


WRONG = {
    "empty": ("", "Skriv en overskrift"),
    "long": ("x" * 500, "Overskrift må højst være på 80 tegn. Nu er der 500."),
    "a CPR number": ("150190-1234", "Det ligner et CPR-nummer."),
}


@pytest.mark.parametrize("what", WRONG)
@pytest.mark.parametrize("act", ["gather", "heading"])
def test_heading_that_is_wrong_gets_422_with_what_was_typed_and_chosen(meeting, lise, act, what):
    group = gathered(meeting, TEXTS[2], heading="Systemet")
    typed, refusal = WRONG[what]
    data, args = {"note": note(TEXTS[0]).pk, "notes": note(TEXTS[1]).pk}, []
    if act == "heading":
        data, args = {"seen": group.revision}, [group.pk]
    answer = post(lise, act, meeting, *args, text=typed, **data)
    page = read(answer)
    assert (answer.status_code, refusal in page) == (422, True)
    assert page.field("Overskrift").value == typed
    if act == "gather":
        assert [each["value"] for each in page.all("input[type=checkbox][checked]")] == [str(data["notes"])]
    assert not Note.objects.exclude(group=None).exclude(text=TEXTS[2]).exists()


def test_note_is_not_gathered_with_itself_nor_with_one_of_another_meeting(meeting, lise):
    other = make.note(make.meeting(facilitator=make.user("anden")), "En andens")
    held = note(TEXTS[0]).pk
    for notes, refusal in [
        (held, "kan ikke samles med sig selv"),
        (other.pk, "findes ikke længere"),
        (10**15, "findes ikke"),
    ]:
        answer = post(lise, "gather", meeting, note=held, notes=notes, text="Telefonen")
        assert (answer.status_code, refusal in read(answer)) == (422, True)
    assert post(lise, "gather", meeting, note=other.pk, text="Telefonen").status_code == 404
    group = NoteGroup.objects.create(item=other.item, heading="Deres", position=1)
    assert post(lise, "gather", meeting, note=held, group=group.pk).status_code == 404
    for name in ("heading", "delete-heading", "restore-heading"):
        assert post(lise, name, meeting, group.pk).status_code == 404
    assert post(lise, "undo-grouping", meeting, moves=f"{other.pk}:0:0").status_code == 409
    assert not Note.objects.exclude(group=None).exists()


def test_heading_is_edited_said_and_undone(meeting, lise):
    group = gathered(meeting)
    sheet = read(lise.get(reverse("heading", args=[meeting.key, group.pk]), **HTMX))
    answer = read(post(lise, "heading", meeting, group.pk, seen=sheet.one("[name=seen]")["value"], text="Ringeri"))
    assert "Overskriften er rettet" in answer.one("#message")
    undo = answer.button("Fortryd")
    assert NoteGroup.objects.get().heading == "Ringeri"
    client_undo = lise.post(undo["formaction"], {undo["name"]: undo["value"]}, **HTMX)
    assert client_undo.status_code == 200
    assert NoteGroup.objects.get().heading == "Telefonen"


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("edited", "En anden har rettet overskriften siden, så den kan ikke fortrydes."),
        ("taken", "Den overskrift findes allerede. Saml noterne under den i stedet."),
        ("broken", "Rettelsen kan ikke fortrydes. Ret overskriften igen i stedet."),
    ],
)
def test_edit_that_cannot_be_undone_is_said_where_the_press_was(meeting, lise, what, why):
    group = gathered(meeting)
    undo = read(post(lise, "heading", meeting, group.pk, seen=group.revision, text="Ringeri")).button("Fortryd")
    value = "" if what == "broken" else undo["value"]
    if what == "edited":
        group = NoteGroup.objects.select_related("item__meeting").get()
        group.edit("Den andens", group.revision)
    elif what == "taken":
        gathered(meeting, TEXTS[2])
    answer = lise.post(undo["formaction"], {undo["name"]: value}, **HTMX)
    assert (answer.status_code, read(answer).one("#message").text) == (409, why)
    assert NoteGroup.objects.get(pk=group.pk).heading == ("Den andens" if what == "edited" else "Ringeri")


def test_heading_is_begun_for_one_note_alone(meeting, lise):
    ids = {get(lise, "gather", meeting, note=note(text).pk).field("Overskrift")["id"] for text in TEXTS}
    assert len(ids) == len(TEXTS)


def test_heading_over_somebody_elses_gets_both_and_can_be_saved_again(meeting, lise):
    group = gathered(meeting)
    seen = group.revision
    group.edit("Den andens", seen)
    answer = post(lise, "heading", meeting, group.pk, seen=seen, text="Min")
    page = read(answer)
    assert (answer.status_code, page.field("Overskrift").value) == (422, "Min")
    assert "Den andens" in page.one("[role=alert]")
    again = post(lise, "heading", meeting, group.pk, seen=page.one("[name=seen]")["value"], text="Vores")
    assert again.status_code == 200
    assert NoteGroup.objects.get().heading == "Vores"


def test_heading_is_deleted_said_and_comes_back(meeting, lise):
    group = gathered(meeting)
    answer = read(post(lise, "delete-heading", meeting, group.pk))
    assert answer.one("#message").text == "Overskriften »Telefonen« er fjernet Fortryd"
    assert not answer.all("h3")
    assert post(lise, "heading", meeting, group.pk, seen=0, text="Min").status_code == 409
    assert lise.post(answer.button("Fortryd")["formaction"], **HTMX).status_code == 200
    assert lists(get(lise, "wall", meeting)) == BY_HEADING


def test_without_javascript_there_are_pages_and_a_list_of_what_can_be_held(meeting, lise):
    which = get(lise, "gather", meeting)
    assert [each.text for each in which.all("main button")] == list(TEXTS)
    page = get(lise, "gather", meeting, note=note(TEXTS[0]).pk, page="leader")
    assert page.title.startswith("Saml noten")
    data = page.all("main form")[-1].fields() | {"notes": note(TEXTS[1]).pk, "text": "Telefonen"}
    answer = lise.post(reverse("gather", args=[meeting.key]), data)
    assert answer.url == f"/m/{meeting.key}/led/#message"
    group = NoteGroup.objects.get()
    assert get(lise, "heading", meeting, group.pk).field("Overskrift").value == "Telefonen"
