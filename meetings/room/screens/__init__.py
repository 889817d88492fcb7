"""What each audience sees of a meeting: the one place that draws it, on first load, in an answer and in everybody's stream.

There are four audiences: `member` (the phones), `wall` (the projector), `desk` (the secretary's tools) and `minutes` (the
minutes as they are worked on). A region has one name: the `id` of its element and the `partialdef` in the audience's
template. Fragments are upserts by that id.
"""

from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.utils.functional import cached_property

from meetings.minutes.compose import compose
from meetings.minutes.remarks import Side
from meetings.room.models import AgendaItem, Lane, Meeting, Note, Stage, mark, row, rows

MEMBER, WALL, DESK, MINUTES = "member", "wall", "desk", "minutes"
SIDES = {
    "management_side": "Ledelsessiden",
    "employee_side": "Medarbejdersiden",
    "others": "Øvrige",
    "absent": "Afbud",
}
TEMPLATES = {
    MEMBER: "room/phone/phone.html",
    WALL: "room/wall/wall.html",
    DESK: "room/desk/desk.html",
    MINUTES: "minutes/minutes.html",
}


class Screen:
    """A meeting as it stands now, each thing read from the database when a template first asks for it."""

    def __init__(self, meeting, note_ids=()):
        self.meeting = meeting
        self.note_ids = set(note_ids)  # notes that will be drawn one by one: read together

    @classmethod
    def of(cls, meeting_id, note_ids=()):
        return cls(row(Meeting, id=meeting_id), note_ids)

    @cached_property
    def _single_notes(self):
        if len(self.note_ids) == 1:
            return self._single_note(*self.note_ids)
        notes = Note.objects.select_related("item").filter(item__meeting=self.meeting)
        return notes.prefetch_related("follow_ups").in_bulk(self.note_ids)

    def _single_note(self, note_id):
        """{its id: the note}, or nothing when it is gone."""
        try:
            note = row(Note, id=note_id)
            note.item = row(AgendaItem, id=note.item_id, meeting_id=self.meeting.pk)
        except (Note.DoesNotExist, AgendaItem.DoesNotExist):
            return {}
        return {note_id: note}

    def note(self, note_id):
        """One note, in whatever state it is, or None if it is gone."""
        notes = self._single_notes
        if note_id not in self.note_ids:
            self.note_ids.add(note_id)
            notes |= self._single_note(note_id)
        return notes.get(note_id)

    @cached_property
    def items(self):
        items = rows(AgendaItem, order="number", meeting_id=self.meeting.pk)
        for item in items:
            item.meeting = self.meeting
        return items

    @cached_property
    def item(self):
        """The item being discussed, or None. A single note has most often brought it along already."""
        for note in self._single_notes.values() if self.note_ids else ():
            if note.item.number == self.meeting.position:
                return note.item
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
    def _notes(self):
        """Every note not taken back, hidden ones with them, oldest first, by item id."""
        notes = {item.pk: [] for item in self.items}
        wanted = [item for item in (self.item, self.recalled) if item] or self.items
        for note in Note.objects.not_deleted().filter(item__in=wanted):
            notes[note.item_id].append(note)
        return notes

    @property
    def notes(self):
        return self._notes[self.item.pk] if self.item else []

    @cached_property
    def newest_first(self):
        return [note for note in reversed(self.notes) if not note.hidden]

    @property
    def recalled_notes(self):
        return self._notes[self.recalled.pk] if self.recalled else []

    @cached_property
    def notes_by_item(self):
        """[(item, its notes)] for the whole meeting."""
        notes = {item.pk: [] for item in self.items}
        for note in Note.objects.not_deleted().filter(item__meeting=self.meeting).prefetch_related("follow_ups"):
            notes[note.item_id].append(note)
        return [(item, notes[item.pk]) for item in self.items]

    @cached_property
    def shown_count(self):
        if self.item and self.note_ids and "_notes" not in self.__dict__:  # only single notes are drawn: read no others
            return Note.count_shown(self.item.pk)
        return sum(not note.hidden for note in self.notes)

    @cached_property
    def proposals(self):
        """[(item, notes)]: what could become a follow-up here and has not, newest first; the item's own, then the recalled."""
        items = [item for item in (self.item, self.recalled) if item and item.collects_notes]
        return [
            (item, [note for note in reversed(self._notes[item.pk]) if note.pk not in self.taken]) for item in items
        ]

    @cached_property
    def taken(self):
        """The ids of the notes that have become a follow-up."""
        return {follow_up.note_id for follow_up in self.follow_ups}

    @cached_property
    def follow_ups(self):
        return list(self.meeting.follow_ups.not_deleted())

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

    @property
    def texts(self):
        """[(name, text, its mark)]: what saves itself."""
        return [(name, text, mark(text)) for name in Meeting.TEXTS for text in [getattr(self.meeting, name)]]

    @cached_property
    def minutes(self):
        return compose(self.meeting)

    @cached_property
    def comments(self):
        """What the approvers wrote that the secretary has not seen to."""
        return list(self.meeting.comments.filter(seen_to=False))

    @cached_property
    def remarks(self):
        """Those deleted as well: a screen may still show them."""
        return list(self.meeting.remarks.all())

    sides = property(lambda self: SIDES.items())
    remark_sides = Side.choices

    @cached_property
    def names_to_place(self):
        """Participants whose name the attendance lists do not hold."""
        return [seat for seat in self.meeting.participants.to_place() if not self.meeting.is_listed(seat.name)]

    @property
    def has_lanes(self):
        """Whether the lanes are on screen now."""
        return bool(self.item and self.item.has_lanes) or self.meeting.stage in (Stage.WRAP_UP, Stage.CLOSED)

    @property
    def place_in_words(self):
        if self.item:
            return f"spørgsmål {self.item.number} af {len(self.items)}: {self.item.text}"
        return "opsamling"


def draw(audience, region, screen, **more):
    """HTML. Raises django.db.Error when the database went away meanwhile, also where a template would not say so."""
    html = render_to_string(f"{TEMPLATES[audience]}#{region}", {"screen": screen, "meeting": screen.meeting, **more})
    must_be_whole()
    return html


def must_be_whole():
    """Raise OperationalError if a question to the database has failed since this thread's work began.

    A template takes any error in `{% if a in b %}` for a no: what is drawn then lacks something, without a word.
    """
    if connection.errors_occurred:
        raise OperationalError("The database went away while something was drawn.")


def whole(meeting_id, audience):
    """Everything the audience sees."""
    return draw(audience, "screen", Screen.of(meeting_id))
