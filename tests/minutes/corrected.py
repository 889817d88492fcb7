"""What can be done to minutes in a correction: one act of each kind."""

import datetime
from uuid import uuid4

from meetings.models import (
    Lane,
    Meeting,
    Note,
    NoteGroup,
    Remark,
    RemarkSide,
)

NAME = "Karen fra borgerservice"
SAYS = f"{NAME} siger altid nej."


def again(meeting):
    return Meeting.objects.get(pk=meeting.pk)


def note_of(meeting):
    return Note.objects.select_related("item__meeting").get(item__meeting=meeting, text=SAYS)


def groups(meeting):
    return list(NoteGroup.objects.select_related("item__meeting").filter(item__meeting=meeting))


def grouped(meeting):
    return [note for group in groups(meeting) for note in group.notes.select_related("item__meeting")]


def edit(row, **fields):
    row.revised.save(row.revision, **fields)


def exchange_headings(one, other):
    first = one.heading
    edit(one, heading="–")
    before = other.heading
    edit(other, heading=first)
    edit(one, heading=before)


def exchange_posts(meeting):
    chair, deputy = (meeting.attendees.get(post=post) for post in ("chair", "deputy"))
    chair.edit(chair.revision, post="")
    deputy.edit(deputy.revision, post="chair")
    chair.edit(chair.revision, post="deputy")


ACTS = {
    "conclusion": lambda meeting: meeting.item(1).write_conclusion("Helt andet.", meeting.item(1).conclusion_revision),
    "agreement edited": lambda meeting: edit(meeting.follow_ups.first(), text="Helt andet.", due=None),
    "agreement added": lambda meeting: meeting.add_follow_up(lane=Lane.UP, text="En til."),
    "agreement deleted": lambda meeting: meeting.follow_ups.first().soft_delete(),
    "remark edited": lambda meeting: edit(meeting.remarks.first(), text="Helt andet."),
    "remark of another side": lambda meeting: meeting.remarks.first().set_side(RemarkSide.BOTH),
    "remark added": lambda meeting: Remark.add(meeting, uuid=uuid4(), side=RemarkSide.BOTH, text="En til."),
    "remark deleted": lambda meeting: meeting.remarks.first().soft_delete(),
    "communication": lambda meeting: meeting.write("communication", "", meeting.revised("communication").revision),
    "next meeting": lambda meeting: meeting.write_next_meeting("I morgen.", meeting.next_meeting_revision),
    "attendees exchange posts": lambda meeting: exchange_posts(meeting),
    "attendee added": lambda meeting: meeting.add_attendees(uuid4(), [{"name": "Kim Dahl", "side": "oevrige"}]),
    "attendee removed": lambda meeting: meeting.attendees.first().remove(),
    "facts": lambda meeting: meeting.edit(venue="Biblioteket", date=datetime.date(2026, 11, 20)),
    "note left out": lambda meeting: note_of(meeting).arrange(left_out=True),
    "note under another prompt": lambda meeting: note_of(meeting).arrange(prompt=3),
    "note under another heading": lambda meeting: grouped(meeting)[0].arrange(group=groups(meeting)[1].pk),
    "note under a prompt again": lambda meeting: grouped(meeting)[0].arrange(prompt=0, group=None),
    "heading edited": lambda meeting: edit(groups(meeting)[0], heading="Noget andet"),
    "headings exchanged": lambda meeting: exchange_headings(*groups(meeting)),
    "heading deleted": lambda meeting: groups(meeting)[0].soft_delete(),
    "note redacted": lambda meeting: note_of(meeting).redact(NAME),
}
