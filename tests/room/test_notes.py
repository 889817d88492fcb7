"""A member's notes: what a phone sends is kept once, under its own question, and only its author can edit it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from meetings.models import Meeting, Note
from meetings.room.screens import MemberScreen
from meetings.room.views import phone
from meetings.room.visibility import Audience, visible_to
from tests import make
from tests.conftest import client_of
from tests.reading import read

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def seat(meeting):
    return make.member(meeting, "Ulla Skovgaard")


@pytest.fixture
def ulla(seat):
    return client_of(seat)


def send(client, meeting, text, number=1, uuid=None, **extra):
    url = reverse("add-note", args=[meeting.key, number])
    return client.post(url, {"text": text, "uuid": uuid or uuid4()}, **extra)


def texts(meeting, number=1):
    return list(
        visible_to(Audience.MEMBER, Note.objects.filter(item__meeting=meeting, item__number=number)).values_list(
            "text", flat=True
        )
    )


def test_note_is_kept_and_in_my_list_and_everybodys(ulla, meeting):
    answer = send(ulla, meeting, "Vi skriver det to steder.", **HTMX)
    page = read(answer)
    assert (answer.status_code, texts(meeting)) == (200, ["Vi skriver det to steder."])
    assert "Din note er tilføjet" in page
    note = Note.objects.get()
    own = page.one(f"#own-{note.pk}")
    assert own.text == "{0} Ret: {0} Slet: {0}".format("Vi skriver det to steder.")
    assert page.one(f"#note-{note.pk}").text == "Vi skriver det to steder."


def test_answer_holds_no_token_and_its_buttons_point_at_the_form_that_does(ulla, meeting):
    answer = send(ulla, meeting, "Vi skriver det to steder.", **HTMX)
    assert "csrfmiddlewaretoken" not in read(answer).source
    note = Note.objects.get()
    delete = read(answer).one(f"#own-{note.pk}").button("Slet: Vi skriver det to steder.")
    assert (delete["form"], delete["formaction"]) == ("act", reverse("delete-note", args=[meeting.key, note.pk]))
    for page in (ulla.get(reverse("room", args=[meeting.key])), ulla.post(delete["formaction"])):
        assert read(page).one("form#act").has("[name=csrfmiddlewaretoken]")
    assert read(ulla.get(reverse("note", args=[meeting.key, note.pk]), **HTMX)).one("button")["form"] == "act"


def test_note_sent_without_javascript_redirects_to_the_room(ulla, meeting):
    answer = send(ulla, meeting, "Vi skriver det to steder.")
    assert (answer.status_code, answer.url) == (302, f"/m/{meeting.key}/#note-text-1")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Skriv en note, før du tilføjer den"),
        ("   \n ", "Skriv en note, før du tilføjer den"),
        ("\u200b\u2060 \u00a0", "Skriv en note, før du tilføjer den"),
        ("a" * 281, "Noten må højst være på 280 tegn. Du har skrevet 1 tegn for mange"),
        ("Min kollega 010203-1234 er træt", "Noten ligner et cpr-nummer. Fjern det, før du tilføjer noten."),
    ],
)
@pytest.mark.parametrize("extra", [HTMX, {}], ids=["htmx", "page"])
def test_invalid_note_gets_422_with_the_reason_and_its_text(ulla, meeting, text, says, extra):
    answer = send(ulla, meeting, text, **extra)
    assert answer.status_code == 422
    page = read(answer)
    assert says in page
    assert page.fields()["text"] == text
    assert texts(meeting) == []


@pytest.mark.parametrize("text", ["a" * 280, "🙂" * 280, "æ\r\n" * 140])
def test_note_of_280_characters_of_any_kind_is_kept(ulla, meeting, text):
    assert send(ulla, meeting, text).status_code == 302
    assert texts(meeting) == [text.replace("\r\n", "\n").strip()]


def test_html_in_a_note_is_shown_as_text(ulla, meeting):
    page = read(send(ulla, meeting, "<script>alert(1)</script> & <b>fed</b>", **HTMX))
    note = Note.objects.get()
    for name in (f"#own-{note.pk}", f"#note-{note.pk}"):
        assert page.one(name).text.startswith("<script>alert(1)</script> & <b>fed</b>")
    assert not page.has("script, b")


LOOKS_LIKE_SAMPLES = " ".join(map(str, phone.values(phone.SAMPLE.meeting, phone.SAMPLE).values()))


@pytest.mark.parametrize("text", ["Det skriver vi to steder.\nOg igen", "<b>&\"'</b>", "note rank", LOOKS_LIKE_SAMPLES])
def test_answer_from_its_mould_is_the_one_that_is_rendered(meeting, text):
    note = make.note(meeting, text)
    meeting = note.item.meeting
    rendered = render_to_string("room/phone/phone.html#added", phone.with_note(meeting, note, is_mine=True))
    assert phone.added(meeting, note, is_mine=True) == rendered
    assert phone.NEW_NOTE.fill(**phone.values(meeting, note)) == rendered
    assert escape(text) in rendered


@pytest.mark.parametrize(
    ("since", "shows"),
    [
        (lambda note: note.hide("person"), "[data-hidden]"),
        (lambda note: note.soft_delete(), "#own-{}-undo"),
        (lambda note: note.edit("mødet 010126 1030"), "#own-{}-doubt"),
    ],
    ids=["hidden", "deleted", "doubtful"],
)
def test_answer_with_more_to_say_than_a_note_is_rendered(ulla, meeting, since, shows):
    uuid = uuid4()
    send(ulla, meeting, "Vi skriver det to steder.", uuid=uuid, **HTMX)
    note = Note.objects.get()
    since(note)
    assert read(send(ulla, meeting, "Igen", uuid=uuid, **HTMX)).has(shows.format(note.pk))


def test_note_sent_twice_is_added_once(ulla, meeting):
    uuid = uuid4()
    first, second = (
        send(ulla, meeting, "Kun én gang", uuid=uuid, **HTMX),
        send(ulla, meeting, "Kun én gang", uuid=uuid, **HTMX),
    )
    assert (first.status_code, second.status_code, texts(meeting)) == (200, 200, ["Kun én gang"])


@pytest.mark.parametrize("since", ["nothing", "edited", "hidden", "deleted"])
def test_same_uuid_from_another_phone_is_answered_saved_and_gives_no_right_to_the_note(ulla, peter, meeting, since):
    uuid = uuid4()
    send(peter, meeting, "Peters", uuid=uuid)
    note = Note.objects.get()
    {
        "nothing": str,
        "edited": lambda: note.edit("Peters"),
        "hidden": lambda: note.hide("person"),
        "deleted": note.soft_delete,
    }[since]()
    answer = send(ulla, meeting, "Ullas", uuid=uuid, **HTMX)
    page = read(answer)
    assert (answer.status_code, list(Note.objects.values_list("text", flat=True))) == (200, ["Peters"])
    assert "Din note er tilføjet" in page
    assert not page.has(f"#own-{note.pk}")
    assert ("Peters" in page.source) is (since in ("nothing", "edited"))
    assert ulla.post(reverse("note", args=[meeting.key, note.pk]), {"text": "Ullas"}, **HTMX).status_code == 404
    assert peter.get(reverse("note", args=[meeting.key, note.pk]), **HTMX).status_code == 200


def test_same_uuid_under_another_question_gets_409(ulla, peter, meeting):
    uuid = uuid4()
    send(peter, meeting, "Peters", uuid=uuid)
    answer = send(ulla, meeting, "Ullas", number=2, uuid=uuid, **HTMX)
    assert (answer.status_code, texts(meeting), texts(meeting, 2)) == (409, ["Peters"], [])
    assert "Noten kunne ikke gemmes. Genindlæs siden, og prøv igen." in read(answer)
    assert "Peters" not in read(answer).source


@pytest.mark.parametrize("number", [0, 4, 32_768, 10**20])
def test_note_under_a_number_without_a_question_gets_404(ulla, meeting, number):
    assert send(ulla, meeting, "En note", number=number).status_code == 404


@pytest.mark.parametrize("uuid", ["", "ikke-et-nummer"])
def test_form_without_a_uuid_gets_422_with_its_text(ulla, meeting, uuid):
    answer = ulla.post(reverse("add-note", args=[meeting.key, 1]), {"text": "Min tekst", "uuid": uuid}, **HTMX)
    assert answer.status_code == 422
    assert "Siden er for gammel. Genindlæs den, og prøv igen." in read(answer)
    assert read(answer).fields()["text"] == "Min tekst"


def test_note_sent_after_the_room_moved_on_is_kept_under_its_own_question(ulla, meeting):
    meeting.advance("1")
    page = read(send(ulla, meeting, "Jeg var lige ved at være færdig", number=1, **HTMX))
    assert (texts(meeting, 1), texts(meeting, 2)) == (["Jeg var lige ved at være færdig"], [])
    assert "Din note er tilføjet til spørgsmål 1" in page
    assert page.one("#mine")["data-item"] == "2"


@pytest.mark.parametrize(("stage", "says"), [("closed", "Mødet er afsluttet"), ("lobby", "ikke gået i gang")])
def test_note_outside_the_discussion_gets_409(db, stage, says):
    meeting = make.meeting(stage="lobby")
    client = client_of(make.member(meeting))
    if stage == "closed":
        meeting.advance("lobby")
        meeting.close("1")
    answer = send(client, meeting, "For sent eller for tidligt", **HTMX)
    assert answer.status_code == 409
    assert says in read(answer)
    assert texts(meeting) == []


def test_refused_note_without_javascript_gets_a_page_with_its_text_and_the_way_back(ulla, meeting):
    meeting.close("1")
    answer = send(ulla, meeting, "Kom for sent")
    page = read(answer)
    assert (answer.status_code, page.one("h1").text) == (409, "Det kan ikke lade sig gøre nu")
    assert page.field("Det skrev du. Kopiér det, hvis du vil bruge det senere:").value == "Kom for sent"
    assert page.link("Gå til mødet")["href"] == f"/m/{meeting.key}/"


def test_note_under_a_question_that_collects_none_gets_409(ulla, meeting):
    meeting.items.filter(number=2).update(collects_notes=False)
    assert send(ulla, meeting, "Her er ingen", number=2, **HTMX).status_code == 409
    assert texts(meeting, 2) == []


# --- Editing one's own -----------------------------------------------------------------------------------------------


@pytest.fixture
def note(meeting, seat):
    return make.note(meeting, "Før", author=seat)


def test_author_edits_their_note(ulla, meeting, note):
    form = read(ulla.get(reverse("note", args=[meeting.key, note.pk]) + "?ret", **HTMX))
    assert form.field("Ret noten").value == "Før"
    answer = ulla.post(reverse("note", args=[meeting.key, note.pk]), {"text": "Efter"}, **HTMX)
    assert (answer.status_code, texts(meeting)) == (200, ["Efter"])
    assert "Noten er rettet" in read(answer)


def test_invalid_edit_of_a_note_gets_422_with_its_text(ulla, meeting, note):
    answer = ulla.post(reverse("note", args=[meeting.key, note.pk]), {"text": "b" * 300}, **HTMX)
    assert (answer.status_code, texts(meeting)) == (422, ["Før"])
    assert read(answer).field("Ret noten").value == "b" * 300


def test_deleted_note_can_be_restored(ulla, meeting, note):
    answer = ulla.post(reverse("delete-note", args=[meeting.key, note.pk]), **HTMX)
    assert "Noten er slettet" in read(answer)
    assert read(answer).one(f"#note-{note.pk}").names("data-gone")
    assert texts(meeting) == []
    ulla.post(reverse("restore-note", args=[meeting.key, note.pk]), **HTMX)
    assert texts(meeting) == ["Før"]


@pytest.mark.parametrize("name", ["note", "delete-note", "restore-note"])
def test_note_of_somebody_else_gets_404(peter, meeting, note, name):
    assert peter.post(reverse(name, args=[meeting.key, note.pk]), {"text": "Peter var her"}).status_code == 404
    assert texts(meeting) == ["Før"]


def test_own_list_holds_only_own_notes(ulla, peter, meeting, note):
    assert read(ulla.get(reverse("room", args=[meeting.key]))).has(f"#own-{note.pk}")
    page = read(peter.get(reverse("room", args=[meeting.key])))
    assert "Før" in page
    assert not page.has(f"#own-{note.pk}")


def test_no_screen_shows_the_author_of_a_note(ulla, peter, lise, jonas, meeting, note):
    """Ulla gave her name, so it could be there."""
    assert meeting.attendees.filter(name="Ulla Skovgaard").exists()
    for client, name in ((ulla, "room"), (peter, "room"), (lise, "wall")):
        assert "Ulla" not in read(client.get(reverse(name, args=[meeting.key]))).source
    desk = read(jonas.get(reverse("desk", args=[meeting.key]), follow=True))
    assert "Ulla" in desk
    assert "Før" in desk.one("aside")
    assert "Ulla" not in desk.one("aside").html


def test_hidden_note_stays_in_its_authors_list_only(ulla, peter, lise, meeting, note):
    room, wall = (reverse(name, args=[meeting.key]) for name in ("room", "wall"))
    assert "Før" in read(peter.get(room))
    assert "Før" in read(lise.get(wall))
    hide = reverse("hide-note", args=[meeting.key, note.pk])
    answer = read(lise.post(hide, {"reason": "person"}, **HTMX))
    assert "1 note er skjult" in answer
    for others in (answer, read(peter.get(room)), read(lise.get(wall))):
        assert "Før" not in others.source
    own = f"#own-{note.pk}"
    told = "Mødelederen har skjult din note: Den nævner en person."
    assert f"{told} Ret den, så kan mødelederen vise den igen." in read(ulla.get(room)).one(own)
    edit = reverse("note", args=[meeting.key, note.pk])
    assert "rettet" not in read(lise.get(wall)).one(f"#note-{note.pk}")
    answer = read(ulla.post(edit, {"text": "Efter"}, **HTMX))
    assert f"{told} Du har rettet den, så mødelederen kan vise den igen." in answer.one(own)
    assert (
        read(lise.get(wall)).one(f"#note-{note.pk}").text
        == "1 note er skjult og siden rettet · Vis den: skjult note nr."
    )
    assert "Efter" not in read(peter.get(room))
    lise.post(reverse("show-note", args=[meeting.key, note.pk]), **HTMX)
    assert "Efter" in read(peter.get(room))
    assert "skjult" not in read(ulla.get(room)).one(own)


@pytest.mark.parametrize("sent", [{}, {"reason": ""}, {"reason": "andet"}])
def test_note_is_hidden_only_for_one_of_the_reasons(lise, meeting, note, sent):
    answer = lise.post(reverse("hide-note", args=[meeting.key, note.pk]), sent, **HTMX)
    assert (answer.status_code, "Vælg, hvorfor noten skal skjules." in read(answer)) == (422, True)
    note.refresh_from_db()
    assert (note.hidden, note.reason) == (False, None)


def test_edit_that_changes_nothing_is_no_correction(meeting, note):
    note.hide("dobbelt")
    note.edit("Før")
    assert not note.corrected
    note.edit("Efter")
    note.edit("Efter")
    assert note.corrected
    note.hide("emne")
    assert (note.corrected, note.reason.sentence) == (False, "Den hører ikke til spørgsmålet")


def test_menu_of_reasons_works_without_scripts_and_holds_no_text_of_hidden_notes(lise, meeting, note):
    page = read(lise.get(reverse("wall", args=[meeting.key])))
    menu = page.one(f"#note-{note.pk} details")
    assert [button.text for button in menu.all("button")] == [
        "Den nævner en person", "Den hører til en personsag", "Den hører ikke til spørgsmålet", "Den står der to gange",
    ]  # fmt: skip
    pressed = menu.button("Den står der to gange")
    lise.post(pressed["formaction"], {pressed["name"]: pressed["value"]})
    assert Note.objects.get().hidden_because == "dobbelt"
    assert "Før" not in read(lise.get(reverse("wall", args=[meeting.key]))).source


@pytest.mark.parametrize("notes", [1, 3])
def test_phone_page_costs_the_same_queries_however_many_notes(django_assert_num_queries, db, notes):
    meeting = make.meeting(notes=["En note"] * notes)
    client = client_of(make.member(meeting))
    with django_assert_num_queries(7):
        client.get(reverse("room", args=[meeting.key]))


def test_queries_of_one_note(django_assert_num_queries, ulla, meeting):
    notify = connection.vendor == "postgresql"  # by a query there
    send(ulla, meeting, "Den første", **HTMX)  # with which the question's notes are counted
    with django_assert_num_queries(8 + notify):
        send(ulla, meeting, "En note", **HTMX)


def sent_to_all(meeting):
    """Return what a move sends, with the contents of its template as part of the page."""
    html = MemberScreen.of(Meeting.objects.get(pk=meeting.pk).read_names()).render("top")
    return read(html.replace("<template", "<div").replace("</template", "</div"))


def test_empty_field_comes_to_all_with_its_question_and_holds_nothing_that_is_one_phones(seat, meeting):
    seat.meeting.item(1).take_note(uuid=uuid4(), text="Min egen", secret=seat.secret)
    sent = sent_to_all(meeting)
    form = sent.one("[data-next] #mine .note-form")
    assert form["action"] == reverse("add-note", args=[meeting.key, 1])
    assert form.one("textarea")["id"] == "note-text-1"
    assert [field.get("name") for field in form.all("input, textarea, button")] == ["text", None, None]
    assert "Min egen" in read(client_of(seat).get(reverse("mine", args=[meeting.key])))
    assert "Min egen" not in sent.one("#mine[data-blank]")


def test_place_without_notes_brings_no_field(seat, meeting):
    meeting.close(meeting.place)
    sent = sent_to_all(meeting)
    assert len(sent.all("[data-next] #mine")) == 1
    assert sent.all(".note-form") == []
