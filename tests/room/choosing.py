"""A meeting in which dots are given, for the tests of them."""

from meetings.models import Meeting
from tests import make

PHASES = {"together_minutes": 8, "choose_minutes": 3}
TEXTS = ("Fast hjælp til nye", "Én indgang til fejl", "Luk chatten lidt", "Ret brevene")


def choosing(texts=TEXTS, **fields):
    """Return (a meeting that stands at "2-choose", its notes there). Its third question has lanes and recalls the second."""
    meeting = make.meeting(theme=make.theme(phases=PHASES), length="normal", item_number=2, **fields)
    notes = [make.note(meeting, text, number=2) for text in texts]
    meeting.go_to_phase("choose", "2-together")
    return meeting, notes


def give(meeting, seat, *notes):
    for note in notes:
        afresh(meeting).give_dot(note.pk, seat.secret)


def afresh(meeting):
    """Return it as another request reads it."""
    return Meeting.objects.get(pk=meeting.pk)
