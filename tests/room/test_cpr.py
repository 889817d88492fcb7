"""What looks like a CPR number: refused in notes where it is sure, asked about where it may be something else."""

import pytest
from django.urls import reverse

from meetings.cpr import Likeness, likeness
from meetings.models import Note
from tests.reading import read

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
    assert "Det ligner et CPR-nummer. Ret det Det er det ikke" in own
    no = next(link for link in own.all("a") if link.text == "Det er det ikke")
    assert "CPR" not in read(ulla.get(no["hx-get"], **HTMX))
    assert "CPR" not in read(ulla.get(reverse("room", args=[meeting.key])))


def test_edited_note_is_asked_about_too(ulla, meeting):
    ulla.post(reverse("add-note", args=[meeting.key, 1]), {"uuid": Note().uuid, "text": "En note"}, **HTMX)
    address = reverse("note", args=[meeting.key, Note.objects.get().pk])
    assert "Det ligner et CPR-nummer." in read(ulla.post(address, {"text": "150190 1234"}, **HTMX))
    assert ulla.post(address, {"text": "150190-1234"}, **HTMX).status_code == 422
