"""How to go about a phase: the theme's words, copied to the meeting, for the leader alone."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from meetings.models import Role, Theme
from tests import make
from tests.conftest import client_of
from tests.reading import read

pytestmark = pytest.mark.any_database

GUIDE = {"think_guide": "Vær stille.\n\n  \nVent på de langsomme.", "together_guide": "Hør dem først."}


@pytest.fixture
def meeting(db):
    return make.meeting(theme=make.theme(phases=make.PHASES | GUIDE), length="normal")


def shown(client, meeting, name="leader"):
    page = read(client.get(reverse(name, args=[meeting.key]), follow=True))
    return [line.text for line in page.all(".guide li")]


def test_leader_is_told_how_to_go_about_each_phase(lise, meeting):
    lines = {}
    for phase in ("think", "pairs", "together"):
        meeting.go_to_phase(phase, meeting.place)
        lines[phase] = shown(lise, meeting)
    assert lines == {"think": ["Vær stille.", "Vent på de langsomme."], "pairs": [], "together": ["Hør dem først."]}
    for move in (lambda: meeting.go_to(3, meeting.place), lambda: meeting.wrap_up(meeting.place)):
        move()
        assert shown(lise, meeting) == []


def test_without_phases_it_is_about_talking_together(db, lise, meeting):
    plain = make.meeting(theme=meeting.theme, facilitator=meeting.facilitator)
    assert shown(lise, plain) == ["Hør dem først."]


def test_no_other_screen_tells(lise, jonas, ulla, meeting):
    bare = client_of(make.by_link(meeting, Role.SCREEN))
    pages = {"leader": lise, "wall": lise, "room": ulla, "screen": bare, "desk": jonas, "minutes": jonas}
    found = {
        name: read(client.get(reverse(name, args=[meeting.key]), follow=True)).text for name, client in pages.items()
    }
    assert {name for name, text in found.items() if "Vær stille." in text} == {"leader"}


def test_old_meeting_keeps_its_own_when_the_theme_is_edited(lise, meeting):
    meeting.theme.questions.update(think_guide="Noget andet.")
    assert shown(lise, meeting) == ["Vær stille.", "Vent på de langsomme."]


def test_our_theme_guides_every_phase_and_begins_each_talk_with_those_at_a_distance(db):
    call_command("loaddata", "teknologien-flytter-opgaver", verbosity=0)
    questions = list(Theme.objects.get(slug="teknologien-flytter-opgaver").questions.all())
    assert [set(question.phases) for question in questions] == [set(question.guide) for question in questions]
    starts = {question.guide["together"][0] for question in questions}
    assert starts == {"Hør først dem, der er med på afstand."}
