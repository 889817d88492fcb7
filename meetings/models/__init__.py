"""All models, by subject; the rest of the app imports them from here."""

from .agenda import AgendaItem
from .lifecycle import Stage
from .log import Event
from .meeting import Meeting
from .people import Committee, Participant, Role, RoleLink
from .plain import row, rows
from .record import NOTE_LENGTH, FollowUp, Lane, Note
from .refused import Refused
from .themes import Prompt, Question, Section, Source, Theme

__all__ = [
    "NOTE_LENGTH",
    "AgendaItem",
    "Committee",
    "Event",
    "FollowUp",
    "Lane",
    "Meeting",
    "Note",
    "Participant",
    "Prompt",
    "Question",
    "Refused",
    "Role",
    "RoleLink",
    "Section",
    "Source",
    "Stage",
    "Theme",
    "row",
    "rows",
]
