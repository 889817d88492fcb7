"""What each audience sees of a meeting: the one place that draws it, on first load, in an answer and in everybody's stream.

There are three audiences: `member` (the phones), `wall` (the projector) and `desk` (the secretary's tools). A region has
one name: the `id` of its element and the `partialdef` in the audience's template. Fragments are upserts by that id.
"""

from django.template.loader import render_to_string
from django.utils.functional import cached_property

from .models import Event, FollowUp, Lane, Meeting, Note, Stage

MEMBER, WALL, DESK = "member", "wall", "desk"
AUDIENCES = (MEMBER, WALL, DESK)
SIDES = {
    "management_side": "Ledelsessiden",
    "employee_side": "Medarbejdersiden",
    "others": "Øvrige",
    "absent": "Afbud",
}
TEMPLATES = {MEMBER: "meetings/room.html", WALL: "meetings/wall.html", DESK: "meetings/desk.html"}


class Screen:
    """A meeting as it stands now, each thing read from the database when a template first asks for it."""

    def __init__(self, meeting):
        self.meeting = meeting

    @cached_property
    def items(self):
        return list(self.meeting.items.all())

    @cached_property
    def item(self):
        """The item being discussed, or None."""
        return self.item_numbered(self.meeting.position)

    def item_numbered(self, number):
        return next((item for item in self.items if item.number == number), None)

    @property
    def next_item(self):
        return self.item_numbered((self.meeting.position or 0) + 1)

    @cached_property
    def recalled(self):
        """The earlier item whose answers stand beside this one, or None."""
        return self.item and self.item_numbered(self.item.recalls)

    @cached_property
    def notes(self):
        return self.notes_of(self.item)

    def notes_of(self, item):
        """The notes not taken back, hidden ones with them, oldest first."""
        return list(item.notes.standing().prefetch_related("follow_ups")) if item else []

    @cached_property
    def newest_first(self):
        return [note for note in reversed(self.notes) if not note.hidden]

    @cached_property
    def recalled_notes(self):
        return self.notes_of(self.recalled)

    @cached_property
    def shown_count(self):
        return sum(not note.hidden for note in self.notes)

    @cached_property
    def proposals(self):
        """Notes that could become a follow-up here and have not: those of the item recalled, and the item's own."""
        items = [item for item in (self.recalled, self.item) if item]
        notes = Note.objects.shown().filter(item__in=items).exclude(follow_ups__removed=False)
        return [(item, [note for note in notes if note.item_id == item.pk]) for item in items]

    @cached_property
    def follow_ups(self):
        return list(self.meeting.follow_ups.standing())

    @property
    def agreements(self):
        return [follow_up for follow_up in self.follow_ups if follow_up.lane == Lane.SELF]

    @property
    def matters(self):
        return [follow_up for follow_up in self.follow_ups if follow_up.lane == Lane.UP]

    @cached_property
    def feeding(self):
        """The ids of the items whose notes are proposals: those with lanes, and those that an item with lanes recalls."""
        with_lanes = [item for item in self.items if item.has_lanes]
        numbers = {item.number for item in with_lanes} | {item.recalls for item in with_lanes}
        return {item.pk for item in self.items if item.number in numbers}

    @cached_property
    def present(self):
        return self.meeting.present()

    @property
    def attendance(self):
        """[(side in Danish, names in Danish)], only the sides somebody is on."""
        sides = [(label, getattr(self.meeting, side).splitlines()) for side, label in SIDES.items()]
        return [(label, ", ".join(names)) for label, names in sides if names]

    sides = property(lambda self: SIDES.items())

    @property
    def has_lanes(self):
        """Whether the lanes are on screen now."""
        return bool(self.item and self.item.has_lanes) or self.meeting.stage in (Stage.WRAP_UP, Stage.CLOSED)

    @property
    def announcement(self):
        """What a screen reader says when the meeting has moved."""
        if self.item:
            return f"Mødelederen er gået videre til spørgsmål {self.item.number} af {len(self.items)}: {self.item.text}"
        if self.meeting.stage == Stage.WRAP_UP:
            return "Mødelederen er gået videre til opsamling."
        return self.meeting.where


def draw(audience, region, screen, **more):
    return render_to_string(f"{TEMPLATES[audience]}#{region}", {"screen": screen, "meeting": screen.meeting, **more})


def whole(meeting_id, audience):
    """Everything the audience sees."""
    screen = Screen(Meeting.objects.select_related("committee", "theme").get(pk=meeting_id))
    return draw(audience, "screen", screen)


def fragments(meeting_id, kind, subject, audiences):
    """{audience: HTML}: what an event of `kind` about `subject` changes, drawn as things stand now."""
    screen = Screen(Meeting.objects.select_related("committee", "theme").get(pk=meeting_id))
    return {audience: "".join(CHANGES[kind](audience, screen, subject)) for audience in audiences}


def _moved(audience, screen, subject):
    yield draw(audience, "screen", screen)
    yield draw(audience, "announcement", screen)


def _facts(audience, screen, subject):
    yield draw(audience, "screen", screen)


def _joined(audience, screen, subject):
    yield draw(audience, "present", screen)
    if audience == DESK:
        yield draw(audience, "attendance", screen)


def note_fragments(audience, screen, note_id):
    note = Note.objects.select_related("item").filter(pk=note_id).first()
    if note is None:
        return  # deleted when the meeting closed; that event draws the whole screen
    if audience == WALL and screen.item and screen.item.has_lanes:
        yield draw(audience, "proposals", screen)
    else:
        yield draw(audience, "note", screen, note=note, item=note.item)
    if screen.item and note.item_id == screen.item.pk:
        yield draw(audience, "count", screen)


def follow_up_fragments(audience, screen, follow_up_id):
    if audience == DESK or screen.has_lanes:
        yield draw(audience, "lanes", screen)
    if audience == WALL and screen.item and screen.item.has_lanes:
        yield draw(audience, "proposals", screen)
    if audience == DESK:
        follow_up = FollowUp.objects.select_related("note__item").filter(pk=follow_up_id).first()
        if follow_up and follow_up.note:
            yield draw(audience, "note", screen, note=follow_up.note, item=follow_up.note.item)


def _conclusion(audience, screen, item_id):
    if audience == DESK:
        item = next(item for item in screen.items if item.pk == item_id)
        yield draw(audience, "conclusion", screen, item=item)


def _record(audience, screen, subject):
    if audience == DESK:
        yield draw(audience, "attendance", screen)
    elif screen.meeting.stage == Stage.WRAP_UP:
        yield draw(audience, "screen", screen)


def _reset(audience, screen, subject):
    return ()  # nothing to draw: `live` cuts the streams, and who still has a seat comes back


CHANGES = {
    Event.Kind.MOVED: _moved,
    Event.Kind.FACTS: _facts,
    Event.Kind.JOINED: _joined,
    Event.Kind.NOTE: note_fragments,
    Event.Kind.FOLLOW_UP: follow_up_fragments,
    Event.Kind.CONCLUSION: _conclusion,
    Event.Kind.RECORD: _record,
    Event.Kind.RESET: _reset,
}
