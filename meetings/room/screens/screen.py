"""What one audience sees of a meeting: the base of every screen, and the register of them by audience."""

from functools import partial
from operator import attrgetter

from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.utils.functional import cached_property

from meetings.room.models import AgendaItem, Event, Lane, Note, Phase, PostEntry, Stage
from meetings.room.models.phases import TALKING
from meetings.room.visibility import (
    SEE_DOTS,
    SHOWN,
    AudienceNote,
    Counts,
    count,
    count_by_item,
    count_readable,
    counts_of,
)

from .snapshot import Snapshot

SCREENS = {}  # {audience: Screen class}


def register(screen_class):
    """Let an audience have its screen. A package registers its own when the app starts."""
    SCREENS[screen_class.audience] = screen_class
    return screen_class


def screen_for(audience, snapshot):
    """Return the audience's one screen of a snapshot, so that several events of a batch share what it has worked out."""
    if audience not in snapshot.screens:
        snapshot.screens[audience] = SCREENS[audience](snapshot)
    return snapshot.screens[audience]


class Screen:
    """A read model for templates. `audience` is an Audience; `template` holds a partial for each of its regions.

    A region is a partial; its name stands in `regions`. Its elements replace those on the page by their own ids.
    """

    audience = template = None
    lists_newest_first = False  # whether its lists begin with the newest note
    query = ""  # of addresses whose answer must be this screen's

    def __init__(self, snapshot):
        self.now = snapshot
        self.meeting = snapshot.meeting

    @classmethod
    def of(cls, meeting):
        return cls(Snapshot(meeting))

    def render(self, region, **about):
        """Return the region as HTML. Raises django.db.Error if the database went away, also where a template hides that."""
        about = {"screen": self, "meeting": self.meeting, **about}
        html = render_to_string(f"{self.template}#{region}", about)
        must_be_whole()
        return html

    def about(self, kind, subject):
        """Return the template context for an event, or None when its subject is gone: the event that took it renders that."""
        match kind:
            case Event.Kind.MOVED_BACK:
                return {"went_back": True}
            case Event.Kind.NOTE | Event.Kind.ARRANGED:
                return self.about_note(subject)
            case Event.Kind.FOLLOW_UP:
                return self.about_follow_up(subject)
            case Event.Kind.POST:
                return {"entry": PostEntry.objects.filter(pk=subject).first()}
            case Event.Kind.CONCLUSION:
                return next(({"item": item} for item in self.items if item.pk == subject), None)
            case Event.Kind.GROUPED:
                return next((self.about_lists(item) for item in self.items if item.pk == subject), None)
        return {}

    def about_note(self, note_id):
        """Return {"note", "item"}, or None when the row is gone."""
        note = note_id and self.now.note(note_id)
        return {"note": self.for_audience(note), **self.about_lists(note.item)} if note else None

    def about_lists(self, item):
        """Return {"item", "groups"}: its notes by the headings of the group, read if a template asks for them."""
        return {"item": item, "groups": partial(self.groups_of, item)}

    def about_follow_up(self, follow_up_id):
        """Return {"note", "item"} of the note it was made of where the screen shows it too, or {}."""
        return {}

    def about_source(self, follow_up_id):
        return self.about_note(self.now.source_of(follow_up_id)) or {}

    # --- What every audience may be shown -----------------------------------------------------------------------------

    @property
    def sees_as(self):
        """Return the audience whose rules say which notes it may see."""
        return self.audience

    def for_audience(self, note):
        return AudienceNote(self.sees_as, note, self.lists_by, self._dots_of(note), self.lists_newest_first)

    def _dots_of(self, note):
        """Return how many dots a note, or its group, is shown with. What is hidden has none: they have come back."""
        is_shown = note.item.dots_closed and self.audience in SEE_DOTS
        return self.now.dots.get(note.pk, 0) if is_shown else 0

    @property
    def lists_by(self):
        """Return by which Heading notes stand in lists of their own, as `AudienceNote` takes it."""
        return AgendaItem.heading_of if self.shows_overview else AgendaItem.group_of

    def in_groups(self, item, notes):
        """Return [(Heading of the group, or None, its notes)] of the notes of an item."""
        notes = newest_first(notes) if self.lists_newest_first else notes
        return self.with_dots(item, item.by_heading(notes, item.group_of))

    def with_dots(self, item, groups):
        """Return `groups`, as `by_heading` does, with the dots of each group at its heading, and the most first."""
        if not item.dots_closed:
            return groups
        *groups, others = groups
        counted = [
            (heading._replace(dots=max(note.dots for note in notes) if heading.group else 0), notes)
            for heading, notes in groups
        ]
        return [*sorted(counted, key=lambda each: -each[0].dots), others]

    @property
    def groups(self):
        """Return the notes of the item being discussed as `in_groups` does."""
        return self.in_groups(self.item, self.notes) if self.item else []

    @property
    def recalled_groups(self):
        return self.in_groups(self.recalled, self.recalled_notes) if self.recalled else []

    def is_on_screen(self, item):
        """Return whether the notes of an item stand in lists here: of what is discussed, and of what it recalls."""
        return item in (self.item, self.recalled)

    def groups_of(self, item):
        """Return the notes of an item as `in_groups` does, where they are on screen."""
        return self.groups if item == self.item else self.recalled_groups if item == self.recalled else []

    def not_gone(self, notes):
        """Return those of `notes` that are not gone for the audience, as it sees them, and with most dots first."""
        found = [each for each in map(self.for_audience, notes) if not each.gone]
        return sorted(found, key=attrgetter("order")) if any(each.dots for each in found) else found

    @property
    def items(self):
        return self.now.items

    @property
    def asked(self):
        """Return the items that notes can be written to."""
        return [item for item in self.items if item.collects_notes]

    @property
    def item(self):
        return self.now.item

    @property
    def next_item(self):
        return self.now.item_numbered((self.meeting.item_number or 0) + 1)

    @property
    def recalled(self):
        return self.now.recalled

    @cached_property
    def recalled_notes(self):
        return self.not_gone(self.now.notes_here[self.recalled.pk]) if self.recalled else []

    @cached_property
    def notes(self):
        """Return the notes of the item being discussed, oldest first."""
        return self.not_gone(self.now.notes_here[self.item.pk]) if self.item else []

    @cached_property
    def overview(self):
        """Return [(item, how many of its notes can be read, [(Heading or None, its notes, oldest first)])] of all items."""
        notes = self.now.all_notes
        return [
            (item, count, self.with_dots(item, item.by_heading(self.not_gone(notes[item.pk]))))
            for item, count in self.tallies
        ]

    @cached_property
    def tallies(self):
        """Return [(item, how many of its notes can be read)]."""
        counts = count_by_item(self.audience, self.meeting)
        return [(item, counts.get(item.pk, 0)) for item in self.asked]

    @cached_property
    def shows_overview(self):
        """Return whether the notes of the whole meeting are on screen, by question."""
        return self.meeting.stage == Stage.WRAP_UP

    @cached_property
    def added(self):
        """Return the notes that have come since the meeting moved to the wrap-up, newest first, of those that can be read."""
        moved = Event.objects.filter(meeting=self.meeting, kind__in=(Event.Kind.MOVED, Event.Kind.MOVED_BACK))
        since = moved.values_list("number", flat=True).last() or 0
        notes = Note.objects.select_related("item").filter(item__meeting=self.meeting, rank__gt=since).order_by("-rank")
        return [note for note in self.not_gone(notes) if note.sight == SHOWN]

    @cached_property
    def spotlight(self):
        """Return the note that every screen shows now, or None, also where the audience may not read it."""
        pk = self.meeting.spotlight
        note = self.now.note(pk) if pk and self.item else None
        if note is None or note.item_id not in {item.pk for item in (self.item, self.recalled) if item}:
            return None
        seen = self.for_audience(note)
        return seen if seen.sight == SHOWN else None

    @property
    def counts_as(self):
        """Return the audience whose notes are counted."""
        return self.sees_as

    @cached_property
    def counts(self):
        """Return the Counts of the item being discussed."""
        if not self.item:
            return Counts(0, 0)
        if self.now.note_ids and "notes_here" not in vars(self.now):  # single notes: read no others
            return count(self.counts_as, self.item.pk)
        return counts_of(self.counts_as, self.now.notes_here[self.item.pk])

    @property
    def shown_count(self):
        """Count the notes of the item being discussed that the audience can read."""
        return self.counts.shown

    @property
    def waiting_count(self):
        """Count the notes of the item being discussed that have not been shown to anybody yet."""
        return self.counts.waiting

    @property
    def phase(self):
        """Return the Phase of the item being discussed, or None."""
        return Phase(self.meeting.phase) if self.meeting.phase else None

    @property
    def is_talking(self):
        """Return whether people talk or choose in this phase, and so do not write: the field for a note is folded."""
        return self.phase in TALKING and not self.writes_together

    @property
    def writes_together(self):
        """Return whether people write in this phase what they talk of: where the question begins with it."""
        return bool(self.meeting.phase) and self.item.writes_together_in(self.meeting.phase, self.meeting.length)

    @property
    def gives_dots(self):
        """Return whether dots are given in this phase and not closed: nobody is shown how many there are."""
        return self.meeting.phase == Phase.CHOOSE and self.item.collects_notes and not self.item.dots_closed

    @property
    def is_silent(self):
        """Return whether people write unread and none of the notes is shown: a screen shows their number alone."""
        return self.meeting.hides_notes and not self.shown_count

    @property
    def steps(self):
        """List the phases of the item being discussed, in order."""
        return self.item.steps_in(self.meeting.length) if self.item else []

    @property
    def agreements(self):
        return [follow_up for follow_up in self.now.follow_ups if follow_up.lane == Lane.SELF]

    @property
    def matters(self):
        return [follow_up for follow_up in self.now.follow_ups if follow_up.lane == Lane.UP]

    @property
    def has_lanes(self):
        """Return whether the lanes are on screen now."""
        return bool(self.item and self.item.has_lanes) or self.meeting.stage in (Stage.WRAP_UP, Stage.CLOSED)

    @property
    def present(self):
        return self.now.present

    @property
    def posts(self):
        """Return the posts of those who approve the minutes, while they can be taken."""
        return self.now.posts if self.meeting.stage in (Stage.WRAP_UP, Stage.CLOSED) else []

    @property
    def asks_who_approves(self):
        """Return whether one of them is not taken yet."""
        return any(post.how is None for post in self.posts)

    @property
    def readable_count(self):
        """Count the notes of the whole meeting that the audience can read."""
        return count_readable(self.audience, self.meeting)

    @property
    def place_in_words(self):
        if self.item:
            words = f"spørgsmål {self.item.number} af {len(self.items)}: {self.item.text}"
            return f"{words} {self.phase.label}" if self.phase else words
        return "opsamlingen"


def newest_first(notes):
    """Return what an audience sees of notes as a list that begins with the newest has them: those with most dots first."""
    backwards = notes[::-1]
    if any(each.dots for each in notes):
        backwards.sort(key=attrgetter("order_newest_first"), reverse=True)
    return backwards


def must_be_whole():
    """Raise OperationalError if a query has failed since this thread's work began.

    Django swallows exceptions in `{% if a in b %}`, so a failed query would render an incomplete page.
    """
    if connection.errors_occurred:
        raise OperationalError("A query failed while something was rendered.")
