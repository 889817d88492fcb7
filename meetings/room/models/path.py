"""The steps a meeting can take from where it stands. Each is called inside `recording`, or raises Refused."""

from django.db import models

from .follow_ups import FollowUp
from .notes import Note
from .refused import Refused


class Stage(models.TextChoices):
    DRAFT = "draft", "Kladde"
    LOBBY = "lobby", "Klar"
    DISCUSSION = "discussion", "I gang"
    WRAP_UP = "wrap-up", "Opsamling"
    CLOSED = "closed", "Afsluttet"


OPEN_FOR_NOTES = (Stage.DISCUSSION, Stage.WRAP_UP)
OPEN_FOR_JOINING = (Stage.LOBBY, Stage.DISCUSSION, Stage.WRAP_UP)

WHERE = {
    Stage.DRAFT: "Mødet er ikke åbnet endnu.",
    Stage.LOBBY: "Mødet er ikke gået i gang endnu.",
    Stage.DISCUSSION: "Mødet er nået til spørgsmål {number}.",
    Stage.WRAP_UP: "Mødet er nået til opsamlingen.",
    Stage.CLOSED: "Mødet er afsluttet.",
}


def into_lobby(meeting):
    meeting.stand(Stage.LOBBY)


def one_step_on(meeting):
    if meeting.stage == Stage.LOBBY:
        meeting.stand(Stage.DISCUSSION, 1)
    elif meeting.stage == Stage.DISCUSSION and meeting.position < meeting.items.count():
        meeting.stand(Stage.DISCUSSION, meeting.position + 1)
    elif meeting.stage == Stage.DISCUSSION:
        meeting.stand(Stage.WRAP_UP)
    else:
        raise Refused(f"Mødet kan ikke gå videre herfra. {meeting.where}")


def one_step_back(meeting):
    if meeting.stage == Stage.WRAP_UP:
        meeting.stand(Stage.DISCUSSION, meeting.items.count())
    elif meeting.stage == Stage.DISCUSSION and meeting.position > 1:
        meeting.stand(Stage.DISCUSSION, meeting.position - 1)
    else:
        raise Refused(f"Mødet kan ikke gå tilbage herfra. {meeting.where}")


def straight_to(meeting, number):
    if meeting.stage not in OPEN_FOR_NOTES or not 1 <= number <= meeting.items.count():
        raise Refused(f"Mødet kan ikke gå til spørgsmål {number}. {meeting.where}")
    meeting.stand(Stage.DISCUSSION, number)


def into_wrap_up(meeting):
    if meeting.stage != Stage.DISCUSSION:
        raise Refused(f"Mødet kan ikke gå til opsamling. {meeting.where}")
    meeting.stand(Stage.WRAP_UP)


def shut(meeting):
    """What was taken back is deleted now, and no note remembers who wrote it."""
    if meeting.stage not in OPEN_FOR_NOTES:
        raise Refused(f"Mødet kan ikke afsluttes. {meeting.where}")
    meeting.stand(Stage.CLOSED)
    notes = Note.objects.filter(item__meeting=meeting)
    notes.filter(deleted=True).delete()
    notes.update(author=None)
    FollowUp.objects.filter(meeting=meeting, deleted=True).delete()


def open_again(meeting):
    if meeting.has_version:
        raise Refused("Referatet er godkendt, så mødet kan ikke genåbnes. Begynd en rettelse i referatet i stedet.")
    meeting.stand(Stage.WRAP_UP)
