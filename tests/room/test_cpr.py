"""What looks like a CPR number: refused in notes where it is sure, asked about where it may be something else."""

import pytest
from django.urls import reverse

from meetings.cpr import Likeness, likeness, numbers
from meetings.models import Lane, Meeting, Note
from tests.reading import read
from tests.test_text_fields import WRITES, press, rolled_back, stored
from tests.test_text_fields import whole as whole

pytestmark = pytest.mark.any_database

HTMX = {"HTTP_HX_REQUEST": "true"}
SURE = [
    "150190-1234",
    "150190–1234",
    "150190 - 1234",
    "150190\N{NO-BREAK SPACE}-\N{NO-BREAK SPACE}1234",
    "150190\N{NON-BREAKING HYPHEN}1234",
    "15.01.90-1234",
    "150190/1234",
    "15 01 90 - 1234",
    "1501901234",
    "Borgeren (1501901234) ringer hver dag.",
    "cpr 150190 1234",
    "CPR-nr.: 15 01 90 1234",
    "cpr-nr. 1501901234",
    "290200-1234",
]
POSSIBLE = ["150190 1234", "15 01 90 1234", "150190\N{NO-BREAK SPACE}1234", "mødet 010126 1030"]
NONE = [
    "",
    "faktura 3112991234",
    "Sagsnr. 0101261234 mangler",
    "ordrenummer: 0101261234",
    "311399-1234",
    "320190-1234",
    "300290-1234",
    "1501901234567",
    "15 01 90 12 34 56",
    "+45 12 34 56 78",
    "26/012345",
    "EAN 5790000123456",
    "Vi mødes 15.1.2027 kl. 12.34",
    "a1501901234",
]


@pytest.mark.parametrize("text", SURE)
def test_sure(text):
    assert likeness(text) == Likeness.SURE


@pytest.mark.parametrize("text", POSSIBLE)
def test_possible(text):
    assert likeness(text) == Likeness.POSSIBLE


@pytest.mark.parametrize("text", NONE)
def test_none(text):
    assert likeness(text) == Likeness.NONE


def test_a_word_far_before_a_number_says_nothing_of_it():
    assert likeness(f"Sagsnummer {'0' * 70} 0107801234") == Likeness.SURE
    assert likeness(f"{'x' * 60}ordre 0107801234") == Likeness.SURE  # it is no word of its own
    assert likeness(f"{'x ' * 60}ordre 0107801234") == Likeness.NONE


@pytest.mark.parametrize("text", SURE[:6])
def test_note_that_surely_holds_one_is_refused_and_the_text_stays(ulla, meeting, text):
    fields = {"uuid": Note().uuid, "text": f"Hun hedder {text}"}
    answer = ulla.post(reverse("add-note", args=[meeting.key, 1]), fields, **HTMX)
    assert answer.status_code == 422
    assert "Noten ligner et cpr-nummer. Fjern det, før du tilføjer noten." in read(answer)
    assert not Note.objects.exists()


def test_note_that_may_hold_one_is_kept_and_its_author_is_asked_once(ulla, meeting):
    fields = {"uuid": Note().uuid, "text": "mødet 010126 1030"}
    answer = ulla.post(reverse("add-note", args=[meeting.key, 1]), fields, **HTMX)
    note = Note.objects.get()
    own = read(answer).one(f"#own-{note.pk}")
    assert answer.status_code == 200
    assert "Det ligner et CPR-nummer." in own
    assert own.link("Ret det")["hx-get"].endswith("?ret")
    room = reverse("room", args=[meeting.key])
    assert "CPR" in read(ulla.get(room))  # until it is answered
    no = own.button("Det er det ikke")
    gone = read(ulla.post(no["formaction"], {no["name"]: no["value"]}, **HTMX)).one(f"#own-{note.pk}-doubt")
    assert (gone.text, gone["data-focus"]) == ("", f"own-{note.pk}-edit")
    assert "CPR" not in read(ulla.get(room))
    edited = {"text": "mødet 010126 1030 blev flyttet"}
    assert "CPR" not in read(ulla.post(reverse("note", args=[meeting.key, note.pk]), edited, **HTMX))


def test_edited_note_is_asked_about_too(ulla, meeting):
    ulla.post(reverse("add-note", args=[meeting.key, 1]), {"uuid": Note().uuid, "text": "En note"}, **HTMX)
    address = reverse("note", args=[meeting.key, Note.objects.get().pk])
    assert "Det ligner et CPR-nummer." in read(ulla.post(address, {"text": "150190 1234"}, **HTMX))
    assert ulla.post(address, {"text": "150190-1234"}, **HTMX).status_code == 422


# --- At every field ---------------------------------------------------------------------------------------------------

ISSUE = {  # both lists of the issue: what got through, and what was refused
    "150190–1234": Likeness.SURE,
    "150190 - 1234": Likeness.SURE,
    "150190\N{NO-BREAK SPACE}-\N{NO-BREAK SPACE}1234": Likeness.SURE,
    "15 01 90 1234": Likeness.POSSIBLE,
    "mødet 010126 1030": Likeness.POSSIBLE,
    "faktura 3112991234": Likeness.NONE,
}
REFUSED, ASKED_FIRST, SAVED_AND_ASKED, SAVED = "refused", "asked first", "saved and asked", "saved"
FIELDS = {
    # URL that takes text: what is done with a text that surely holds a CPR number, and with one that may
    "add-note": (REFUSED, SAVED_AND_ASKED),
    "missing-note": (REFUSED, SAVED_AND_ASKED),
    "note": (REFUSED, SAVED_AND_ASKED),
    "wall-note": (REFUSED, ASKED_FIRST),
    "edit-added-note": (REFUSED, ASKED_FIRST),
    "desk-note": (REFUSED, ASKED_FIRST),
    "conclusion": (SAVED_AND_ASKED, SAVED_AND_ASKED),
    "next-meeting": (SAVED_AND_ASKED, SAVED_AND_ASKED),
    "follow-up": (SAVED_AND_ASKED, SAVED_AND_ASKED),
    "minutes-text": (SAVED_AND_ASKED, SAVED_AND_ASKED),
    "remark": (SAVED_AND_ASKED, SAVED_AND_ASKED),
    "join": (ASKED_FIRST, ASKED_FIRST),
    "new-meeting": (ASKED_FIRST, ASKED_FIRST),
    "edit-meeting": (ASKED_FIRST, ASKED_FIRST),
    "hold": (ASKED_FIRST, ASKED_FIRST),
    "new-follow-up": (ASKED_FIRST, ASKED_FIRST),
    "who-when": (ASKED_FIRST, ASKED_FIRST),
    "gather": (ASKED_FIRST, ASKED_FIRST),
    "heading": (ASKED_FIRST, ASKED_FIRST),
    "new-attendee": (ASKED_FIRST, ASKED_FIRST),
    "attendee": (ASKED_FIRST, ASKED_FIRST),
    "new-remark": (ASKED_FIRST, ASKED_FIRST),
    "comment": (ASKED_FIRST, ASKED_FIRST),
    "object": (ASKED_FIRST, ASKED_FIRST),
    "approve": (ASKED_FIRST, ASKED_FIRST),
    "ask-for-remark": (ASKED_FIRST, ASKED_FIRST),
    "answer-comment": (ASKED_FIRST, ASKED_FIRST),
    "open-correction": (ASKED_FIRST, ASKED_FIRST),
    "edit-correction": (ASKED_FIRST, ASKED_FIRST),
}
ON_PAGE = ["add-note", "conclusion", "next-meeting", "minutes-text", "remark"]  # that one comes back to without scripts


def test_every_url_that_takes_text_stands_in_the_table():
    assert FIELDS.keys() == WRITES.keys()


@pytest.mark.parametrize(("text", "like"), ISSUE.items())
def test_each_text_at_each_field(text, like, whole):
    """Nothing is lost, whatever it is: what is not saved stands in the field."""
    assert likeness(text) == like
    for name, (sure, possible) in FIELDS.items():
        with rolled_back(whole) as anew:
            answer = press(name, anew, text)
            done = {Likeness.SURE: sure, Likeness.POSSIBLE: possible, Likeness.NONE: SAVED}[like]
            assert (text in stored()) == (done in (SAVED, SAVED_AND_ASKED)), name
            if done in (SAVED, SAVED_AND_ASKED):
                assert answer.status_code in (200, 302), name
                continue
            assert answer.status_code == 422, name
            page = read(answer)
            assert text in {field.value for field in page.all("textarea, input")}, name
            if done == ASKED_FIRST:
                assert "Det ligner et CPR-nummer." in page, name
                no = page.all("[name=no_cpr]")[0]
                assert no["value"] == numbers(text)[0], name
                again = press(name, anew, text, no_cpr=no["value"])
                assert again.status_code in (200, 302), again.content.decode()
                assert " ".join(text.split()) in " ".join(stored().split()), name  # a name has ordinary spaces


@pytest.mark.parametrize("name", ON_PAGE)
def test_saved_text_is_asked_about_without_scripts_until_somebody_says_no(name, whole):
    meeting, _, _, clients = whole
    client = clients["member" if name == "add-note" else "secretary"]
    answer = press(name, whole, "Mødet 010126 1030")
    page = answer["Location"].partition("#")[0]
    if page == reverse("desk", args=[meeting.key]):  # leads to the question in the room
        page = client.get(page)["Location"]
    (question,) = [each for each in read(client.get(page)).all("[data-numbers]") if each["data-numbers"]]
    assert question["data-numbers"] == "0101261030"
    no = question.button("Det er det ikke")
    back = client.post(no["formaction"], {no["name"]: no["value"]}, headers={"Referer": f"http://testserver{page}"})
    assert (back.status_code, back["Location"]) == (302, f"http://testserver{page}")
    assert not [each for each in read(client.get(page)).all("[data-numbers]") if each["data-numbers"]]
    assert "0101261030" not in Meeting.objects.get().no_cpr


def test_answer_to_a_text_that_saves_itself_is_remembered_for_its_numbers(jonas, meeting):
    address = reverse("conclusion", args=[meeting.key, 1])

    def saves(text):
        item = meeting.items.get(number=1)
        answer = jonas.post(address, {"seen": item.conclusion_revision, "text": text}, **HTMX)
        return read(answer).one("#conclusion-1-doubt")

    question = saves("Hun hedder 150190-1234")
    assert question.text.startswith("Det ligner et CPR-nummer.")
    assert question.link("Ret det")["href"] == "#conclusion-1-text"
    no = question.button("Det er det ikke")
    gone = read(jonas.post(no["formaction"], {no["name"]: no["value"]}, **HTMX)).one("#conclusion-1-doubt")
    assert (gone.text, gone["data-focus"]) == ("", "conclusion-1-text")
    assert saves("Maskinen hedder 150190-1234").text == ""
    assert "Det ligner" in saves("Maskinen hedder 150190-1234 og 160190-1234")


def test_follow_up_that_saves_itself_is_asked_about_open_and_closed(jonas, meeting):
    made = meeting.add_follow_up(lane=Lane.SELF, text="Aftalt")
    address, region = reverse("follow-up", args=[meeting.key, made.pk]), f"#selv-{made.pk}-doubt"
    typed = {"text": "Aftalt", "responsible": "Bo 150190-1234", "due": ""}
    assert "Det ligner" in read(jonas.post(address, {"seen": made.revision, **typed}, **HTMX)).one(region)
    assert "Det ligner" in read(jonas.get(address)).one(region)
    made.refresh_from_db()
    closed = read(jonas.post(address, {"seen": made.revision, "done": "true", **typed}, **HTMX)).one(region)
    assert closed.link("Ret det")["hx-get"] == address
    no = closed.button("Det er det ikke")
    assert read(jonas.post(no["formaction"], {no["name"]: no["value"]}, **HTMX)).one(region).text == ""
    assert read(jonas.get(address)).one(region).text == ""


def test_answer_before_a_follow_up_is_added_holds_where_it_is_edited(jonas, meeting):
    typed = {"uuid": Note().uuid, "text": "Maskine 150190-1234", "responsible": "Bo 160190-1234", "due": ""}
    address = reverse("new-follow-up", args=[meeting.key, Lane.SELF])
    page = read(jonas.post(address, typed))
    first, second = page.all("button[name=no_cpr]")
    page = read(jonas.post(address, typed | {"no_cpr": first["value"]}))
    assert [each["value"] for each in page.all("[name=no_cpr]")] == [first["value"], second["value"]]
    jonas.post(address, typed | {"no_cpr": [first["value"], second["value"]]})
    made = meeting.follow_ups.get()
    edited = read(jonas.get(reverse("follow-up", args=[meeting.key, made.pk])))
    assert edited.one(f"#selv-{made.pk}-doubt").text == ""


def test_answer_that_is_none_is_refused(jonas, meeting):
    address = reverse("no-cpr", args=[meeting.key])
    for sent in ("", "conclusion-1", "conclusion-1 12345", "<b> 1501901234", "conclusion-1 150190123x"):
        assert jonas.post(address, {"doubt": sent}, **HTMX).status_code == 422
    assert Meeting.objects.get().no_cpr == ""


def test_enter_in_a_field_is_not_the_answer(ulla, meeting, mads):
    """It presses the first button of the form."""
    page = read(mads.post(reverse("join", args=[meeting.key]), {"uuid": Note().uuid, "name": "Bo 150190-1234"}))
    first, no = page.all("form[action$='/ind/'] button")[:2]
    assert (first.get("name"), no["name"]) == (None, "no_cpr")
    assert page.has("form[action$='/ind/'] button[hidden]")
