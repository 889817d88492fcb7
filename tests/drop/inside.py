"""Runs inside `manage.py shell`, beside the server: what the database holds, read without asking the server."""

import json

from meetings.minutes.compose import compose
from meetings.models import Meeting, Note


def contents(key):
    """JSON: (uuid, question, text, hidden, deleted) of every note in the server's order, the minutes' texts, and what waits.

    The uuid is None once the meeting is closed. `waiting`: the uuids of those that nobody but their author sees.
    """
    meeting = Meeting.objects.get(key=key)
    notes = Note.objects.filter(item__meeting=meeting).select_related("item").order_by("item__number", "rank")
    return json.dumps(
        {
            "notes": [
                (note.uuid and note.uuid.hex, note.item.number, note.text, note.hidden, note.deleted) for note in notes
            ],
            "waiting": [note.uuid.hex for note in notes if note.uuid and note.waiting and not note.deleted],
            "minutes": [note.text for question in compose(meeting).questions for note in question.notes],
        }
    )
