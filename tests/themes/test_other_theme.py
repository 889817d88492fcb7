"""Another theme, with another number of questions, from the lobby to the minutes."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from meetings.models import Theme
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

OTHER = Path(__file__).parent / "data" / "et-andet-tema.yaml"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def meeting(db):
    call_command("loaddata", OTHER, verbosity=0)
    theme = Theme.objects.exclude(slug="teknologien-flytter-opgaver").get()
    return make.meeting(theme=theme, stage="lobby")


def test_theme_with_other_questions_runs_from_lobby_to_minutes(meeting):
    lise, seat = client_of(meeting.participants.get(role="facilitator")), make.member(meeting)
    ulla = client_of(seat)
    questions = list(meeting.theme.questions.all())
    assert len(questions) != 5

    def advance():
        meeting.refresh_from_db()
        url = reverse("advance", args=[meeting.key])
        return read(lise.post(url, {"seen": meeting.place}, **HTMX))

    for number, question in enumerate(questions, 1):
        assert f"Spørgsmål {number} af {len(questions)}" in advance()
        phone = read(ulla.get(reverse("room", args=[meeting.key])))
        assert question.text in phone
        sent = ulla.post(
            reverse("add-note", args=[meeting.key, number]), {"text": f"Note {number}", "uuid": uuid4()}, **HTMX
        )
        assert sent.status_code == (200 if question.collects_notes else 409)
        assert ("Det kan vi selv" in phone) == question.has_lanes
    assert "Det er vi nået frem til" in advance()
    lise.post(reverse("close", args=[meeting.key]), {"seen": "wrap-up"})
    minutes = read(lise.get(reverse("minutes", args=[meeting.key])))
    for number, question in enumerate(questions, 1):
        assert question.text in minutes
        assert (f"Note {number}" in minutes) == question.collects_notes
    assert lise.get(reverse("minutes-file", args=[meeting.key, "pdf"])).content.startswith(b"%PDF")
