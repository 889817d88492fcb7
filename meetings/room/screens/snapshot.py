"""A meeting as it stands now: each row is read when a screen first asks for it, and once for all audiences."""

from django.utils.functional import cached_property

from meetings.room.models import AgendaItem, FollowUp, LastAct, Meeting, Note, read_groups, row, rows
from meetings.room.models.dots import counted


class Snapshot:
    """`note_ids`: notes that will be rendered one by one, and so are read together. `note`: the one, where it need not be read."""

    def __init__(self, meeting, note_ids=(), note=None):
        self.meeting = meeting
        self.note_ids = set(note_ids)
        self.screens = {}  # {audience: Screen}, filled by `screen_for`
        if note:
            self._single_notes = {note.pk: note}

    @classmethod
    def of(cls, meeting_id, note_ids=()):
        """Read the meeting. Raises Meeting.DoesNotExist."""
        return cls(row(Meeting, id=meeting_id), note_ids)

    # --- The agenda ----------------------------------------------------------------------------------------------

    @cached_property
    def items(self):
        items = rows(AgendaItem, order="number", meeting_id=self.meeting.pk)
        for item in items:
            item.meeting = self.meeting
        return items

    @cached_property
    def item(self):
        """Return the item being discussed, or None. Reuses the one read with a single note, to save a query."""
        for note in self._single_notes.values() if self.note_ids else ():
            if note.item.number == self.meeting.item_number:
                return note.item
        return self.item_numbered(self.meeting.item_number)

    def item_numbered(self, number):
        return next((item for item in self.items if item.number == number), None)

    @cached_property
    def recalled(self):
        """Return the earlier item whose answers stand beside this one, or None."""
        return self.item and self.item_numbered(self.item.recalls)

    # --- Notes, in whatever state they are: which of them an audience sees, `visibility` decides -----------------------

    def note(self, note_id):
        """Return one note, or None if its row is gone."""
        notes = self._single_notes
        if note_id not in self.note_ids:
            self.note_ids.add(note_id)
            notes |= self._single_note(note_id)
        return notes.get(note_id)

    @cached_property
    def _single_notes(self):
        if len(self.note_ids) == 1:
            return self._single_note(*self.note_ids)
        notes = Note.objects.select_related("item").filter(item__meeting=self.meeting)
        return notes.prefetch_related("follow_ups").in_bulk(self.note_ids)

    def _single_note(self, note_id):
        """Return {its id: the note}, or nothing when it is gone."""
        try:
            note = row(Note, id=note_id)
            note.item = row(AgendaItem, id=note.item_id, meeting_id=self.meeting.pk)
        except (Note.DoesNotExist, AgendaItem.DoesNotExist):
            return {}
        return {note_id: note}

    @cached_property
    def notes_here(self):
        """Return {item id: its notes, oldest first} of the item being discussed and the one it recalls."""
        here = [item for item in (self.item, self.recalled) if item]
        return self._by_item(here, Note.objects.filter(item__in=here)) if here else {}

    @cached_property
    def all_notes(self):
        """Return {item id: its notes, oldest first} of the whole meeting."""
        notes = Note.objects.filter(item__meeting=self.meeting)
        return self._by_item(self.items, notes.prefetch_related("follow_ups"))

    @cached_property
    def dots(self):
        """Return {id of a note or a group: the dots of its proposal} of the items whose dots are closed."""
        return counted(self.items)

    def _by_item(self, items, notes):
        found = {item.pk: [] for item in items}
        by_id = {item.pk: item for item in items}
        for note in notes:
            note.item = by_id[note.item_id]
            found[note.item_id].append(note)
        if any(note.group_id for notes in found.values() for note in notes):
            read_groups(items)  # most meetings have none
        return found

    # --- What was agreed, and who is there ----------------------------------------------------------------------------

    @cached_property
    def follow_ups(self):
        return list(self.meeting.follow_ups.not_deleted())

    @cached_property
    def with_earlier(self):
        """Return the names of the texts that have earlier wordings."""
        return set(self.meeting.earlier_wordings.order_by().values_list("of", flat=True).distinct())

    @cached_property
    def posts(self):
        return self.meeting.posts

    @cached_property
    def taken(self):
        """Return the ids of the notes that have become a follow-up."""
        return {follow_up.note_id for follow_up in self.follow_ups}

    def source_of(self, follow_up_id):
        """Return the id of the note a follow-up was made of, or None."""
        return FollowUp.objects.filter(pk=follow_up_id).values_list("note_id", flat=True).first()

    @cached_property
    def attendees(self):
        return list(self.meeting.attendees.select_related("stands_in_for"))

    @cached_property
    def last_act(self):
        """Return what was last done to the attendance list, or None."""
        return LastAct.objects.filter(meeting=self.meeting).first()

    @cached_property
    def seats(self):
        """Return the seats that are shown one by one: all but the members'."""
        return list(self.meeting.participants.not_members())

    @cached_property
    def present(self):
        return self.meeting.present()
