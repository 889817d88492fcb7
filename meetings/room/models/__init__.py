"""The models of the meeting while it runs, by subject; other packages import them from here."""

from .agenda import AgendaItem
from .attendance import NAME_LENGTH, Attendee, LastAct, normal
from .clocks import Clock
from .closing import Receipt
from .dots import Dot, OwnDots
from .erasing import Erasure
from .follow_ups import FollowUp, Lane
from .grouping import HEADING_LENGTH, NOT_SHOWN, Move, NoteGroup, read_groups
from .haste import Haste
from .keys import KEY_LETTERS, new_key
from .log import Event
from .meeting import Meeting
from .notes import NOTE_LENGTH, REDACTED, Note, Reason, new_ids
from .path import Stage
from .phases import Arrival, Length, Phase
from .posts import Post, PostEntry
from .ready import ReadyMark
from .refused import Refused, Unsure
from .revised import Conflict, RevisedText, revision_of
from .roles import APPROVERS, Role
from .rows import row, rows
from .seats import Participant, new_secret
from .secret_links import RoleLink
from .wordings import Wording

__all__ = [
    "APPROVERS",
    "HEADING_LENGTH",
    "KEY_LETTERS",
    "NAME_LENGTH",
    "NOTE_LENGTH",
    "NOT_SHOWN",
    "REDACTED",
    "AgendaItem",
    "Arrival",
    "Attendee",
    "Clock",
    "Conflict",
    "Dot",
    "Erasure",
    "Event",
    "FollowUp",
    "Haste",
    "Lane",
    "LastAct",
    "Length",
    "Meeting",
    "Move",
    "Note",
    "NoteGroup",
    "OwnDots",
    "Participant",
    "Phase",
    "Post",
    "PostEntry",
    "ReadyMark",
    "Reason",
    "Receipt",
    "Refused",
    "RevisedText",
    "Role",
    "RoleLink",
    "Stage",
    "Unsure",
    "Wording",
    "new_ids",
    "new_key",
    "new_secret",
    "normal",
    "read_groups",
    "revision_of",
    "row",
    "rows",
]
