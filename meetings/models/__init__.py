"""All models, by subject; the rest of the app imports them from here."""

from .agenda import AgendaItem
from .approval import (
    Approval,
    Comment,
    Correction,
    Version,
    approve,
    comment,
    fingerprint,
    open_correction,
    purge_notes,
)
from .keys import mark
from .lifecycle import Stage
from .log import Event
from .meeting import Meeting
from .people import APPROVERS, Committee, Participant, Role, RoleLink
from .plain import row, rows
from .record import NOTE_LENGTH, FollowUp, Lane, Note
from .refused import Refused
from .remarks import REMARK_LENGTH, Remark, Side
from .themes import Prompt, Question, Section, Source, Theme

__all__ = [
    "APPROVERS",
    "NOTE_LENGTH",
    "REMARK_LENGTH",
    "AgendaItem",
    "Approval",
    "Comment",
    "Committee",
    "Correction",
    "Event",
    "FollowUp",
    "Lane",
    "Meeting",
    "Note",
    "Participant",
    "Prompt",
    "Question",
    "Refused",
    "Remark",
    "Role",
    "RoleLink",
    "Section",
    "Side",
    "Source",
    "Stage",
    "Theme",
    "Version",
    "approve",
    "comment",
    "fingerprint",
    "mark",
    "open_correction",
    "purge_notes",
    "row",
    "rows",
]
