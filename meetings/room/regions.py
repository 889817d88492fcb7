"""What each kind of event changes on each audience's screen: the regions that are drawn again, and no more."""

from django.template.loader import render_to_string

from .models import Event, FollowUp, Stage
from .screens import DESK, MEMBER, MINUTES, WALL, draw


def fragments(screen, kind, subject, audiences):
    """{audience: HTML}: what an event of `kind` about `subject` changes, drawn as things stand on `screen` now."""
    return {audience: "".join(drawn(audience, screen, kind, subject)) for audience in audiences}


def drawn(audience, screen, kind, subject):
    yield from CHANGES[kind](audience, screen, subject)
    # After the meeting, what changes the minutes withdraws an approval.
    if audience == MINUTES and (screen.meeting.stage == Stage.CLOSED or kind == Event.Kind.APPROVAL):
        yield draw(audience, "standing", screen)
        if kind == Event.Kind.APPROVAL:
            yield draw(audience, "edition", screen)


def moved(audience, screen, subject, went_back=False):
    yield draw(audience, "screen", screen)
    about = {"screen": screen, "meeting": screen.meeting, "went_back": went_back}
    yield render_to_string("room/announcement.html", about)


def moved_back(audience, screen, subject):
    return moved(audience, screen, subject, went_back=True)


def facts(audience, screen, subject):
    yield draw(audience, "screen", screen)


def seats(audience, screen, subject):
    if audience != MINUTES:
        yield draw(audience, "present", screen)
    if audience == DESK:
        yield draw(audience, "attendance", screen)


def note(audience, screen, note_id):
    note = screen.note(note_id)
    if note is None:
        return  # deleted when the meeting closed; that event draws the whole screen
    yield draw(audience, "line" if audience == MINUTES else "note", screen, note=note, item=note.item)
    if audience in (MEMBER, WALL) and note.item == screen.item:
        yield draw(audience, "count", screen)


def follow_up(audience, screen, follow_up_id):
    if audience == MINUTES:
        yield draw(DESK, "lanes", screen)
    elif audience == DESK or screen.has_lanes:
        yield draw(audience, "lanes", screen)
    if audience == DESK or (audience == WALL and screen.item and screen.item.has_lanes):  # as a proposal, or taken
        follow_up = FollowUp.objects.filter(pk=follow_up_id).first()
        if follow_up and follow_up.note_id:
            yield from note(audience, screen, follow_up.note_id)


def conclusion(audience, screen, item_id):
    item = next((item for item in screen.items if item.pk == item_id), None)
    if audience in (DESK, MINUTES) and item:
        yield draw(DESK, "conclusion" if audience == DESK else "saved", screen, item=item)


def record(audience, screen, subject):
    if audience == DESK:
        yield draw(audience, "attendance", screen)
        yield draw(audience, "next", screen)
    elif audience == MINUTES:
        yield draw(DESK, "next", screen)
        yield draw(audience, "texts", screen)
    elif audience == WALL and screen.meeting.stage == Stage.WRAP_UP:
        yield draw(audience, "screen", screen)


def arranged(audience, screen, note_id):
    if audience == MINUTES:
        yield from note(audience, screen, note_id)


def remark(audience, screen, remark_id):
    remark = next((remark for remark in screen.remarks if remark.pk == remark_id), None)
    if audience != MINUTES or remark is None:
        return
    # The last two also stand in the first, which is kept where it stands already: somebody may be writing in it.
    for region in ("remark", "remark-side", "remark-saved"):
        yield draw(audience, region, screen, remark=remark)


def approval(audience, screen, subject):
    return ()  # only how the approval stands, which `drawn` adds


def reset(audience, screen, subject):
    return ()  # nothing to draw: `rooms` cuts the streams, and who still has a seat comes back


CHANGES = {
    Event.Kind.MOVED: moved,
    Event.Kind.MOVED_BACK: moved_back,
    Event.Kind.FACTS: facts,
    Event.Kind.JOINED: seats,
    Event.Kind.LEFT: seats,
    Event.Kind.NOTE: note,
    Event.Kind.FOLLOW_UP: follow_up,
    Event.Kind.CONCLUSION: conclusion,
    Event.Kind.RECORD: record,
    Event.Kind.ARRANGED: arranged,
    Event.Kind.REMARK: remark,
    Event.Kind.APPROVAL: approval,
    Event.Kind.RESET: reset,
}
