"""A question as it is asked in one meeting, copied from the theme so that old minutes never change."""

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from meetings import danish

from .closing import Receipt
from .log import Event
from .notes import Note, tag_of
from .once import add_once
from .phases import Phase, Step, steps
from .refused import Refused
from .revised import RevisedText
from .standing import standing_row

MOST_KNOWN = 10_000  # items, of which this process knows for how many more notes they have room
_room = {}  # {item id: so many can be added before they are counted again}
HIGHEST_NUMBER = 32_767  # of an item: what the column has room for


class HasAgenda:
    """The part of Meeting that knows its items."""

    def item(self, number):
        """Return the item so numbered. Raises AgendaItem.DoesNotExist."""
        if number > HIGHEST_NUMBER:
            raise AgendaItem.DoesNotExist
        item = standing_row(self, AgendaItem, number=number)
        item.meeting = self
        return item

    def missing_conclusions(self):
        """List the Danish clause that says how many items have no conclusion, if any."""
        if without := self.items.filter(conclusion="").count():
            return [f"{danish.count(without, 'spørgsmål', 'spørgsmål')} har ingen konklusion"]
        return []


class Heading(NamedTuple):
    """What notes of a question stand under. `key`: of its list on a page, unlike that of any other heading there.

    `place`: its turn among those of the question. `group`: the id of the group whose heading it is, or None: a prompt.
    `dots`: how many are shown at it.
    """

    key: str
    text: str
    place: tuple
    group: int | None = None
    dots: int = 0

    @property
    def arranged(self):
        """Return what puts a note under it, as `Note.arrange` takes it."""
        return {"group": self.group} if self.group else {"prompt": self.place[1], "group": None}


class AgendaItem(models.Model):
    """A question of one meeting.

    `also_asks`: a second question of equal weight. `prompts`: a list of strings. `phases`: {phase: minutes}, as advised
    for a meeting of normal length. `shared`: {phase: seconds}, where the leader has shared out the time that was left.
    `guide`: {phase: lines}, how to go about it, for the leader. `conclusion`: the secretary's words.
    """

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    also_asks = models.CharField(max_length=300, blank=True)
    prompts = models.JSONField(default=list)
    phases = models.JSONField(default=dict)
    shared = models.JSONField(default=dict)
    guide = models.JSONField(default=dict)
    short_label = models.CharField(max_length=40, blank=True)
    note_hint = models.CharField(max_length=200, blank=True)
    collects_notes = models.BooleanField(default=True)
    has_lanes = models.BooleanField(default=False)
    recalls = models.PositiveSmallIntegerField(null=True)
    dots_closed = models.BooleanField(default=False)  # and shown on every screen
    conclusion = models.TextField(blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("meeting", "number"), name="item_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="item_counts_from_one"),
        ]

    def __str__(self):
        return f"{self.number}. {self.text}"

    @classmethod
    def copied_from(cls, question, meeting, numbers):
        """Return an unsaved item that asks `question`. `numbers`: {position in the theme: number in this meeting}."""
        prompts = list(question.prompts.all())
        return cls(
            meeting=meeting,
            number=numbers[question.position],
            text=question.text,
            also_asks=" ".join(prompt.text for prompt in prompts if prompt.is_equal),
            prompts=[prompt.text for prompt in prompts if not prompt.is_equal],
            phases=question.phases,
            guide=question.guide,
            short_label=question.short_label,
            note_hint=question.note_hint,
            collects_notes=question.collects_notes,
            has_lanes=question.has_lanes,
            recalls=numbers.get(question.recalls),
        )

    @property
    def label(self):
        return self.short_label or self.text

    def steps_in(self, length) -> list[Step]:
        """List its phases in a meeting of this Length, in order."""
        return steps(self.phases, length)

    def writes_together_in(self, phase, length):
        """Return whether people write in this phase what they talk of: where the question begins with talk."""
        if not self.collects_notes or self.has_lanes:
            return False
        return phase in (Phase.PAIRS, Phase.TOGETHER) and self.steps_in(length)[0].phase == phase

    def plan_in(self, length):
        """Return {phase: seconds} of its phases in a meeting of this Length, in order: as advised, or as shared out."""
        return {step.phase: self.shared.get(step.phase, step.minutes * 60) for step in self.steps_in(length)}

    @property
    def headings(self):
        """List the headings that notes can stand under, in order: those the group has worded, and the prompts."""
        worded = self.worded.values() if self.meeting.has_groups else ()
        return [*worded, *map(self._prompted, range(len(self.prompts)))]

    @cached_property
    def worded(self):
        """Return {group id: its Heading}, in order. It is read when a note first needs it: most meetings have none."""
        if not hasattr(self, "standing_groups"):
            self.standing_groups = self.groups.standing()
        return {
            group.pk: Heading(f"{self.number}-g{group.pk}", group.heading, (0, place), group.pk)
            for place, group in enumerate(self.standing_groups)
        }

    def _prompted(self, index):
        return Heading(f"{self.number}-{index}", self.prompts[index], (1, index))

    def heading_of(self, note):
        """Return the Heading that `note`, or what an audience sees of it, stands under, or None.

        It is decided here and nowhere else, for screens and minutes: that of its group, else the prompt that the
        secretary has put it under.
        """
        if heading := self.group_of(note):
            return heading
        known = note.prompt is not None and note.prompt < len(self.prompts)
        return self._prompted(note.prompt) if known else None

    def group_of(self, note):
        """Return the Heading that the group has worded for `note`, or None."""
        return self.worded.get(note.group_id) if note.group_id else None

    def by_heading(self, notes, heading_of=None):
        """Return [(Heading, its notes)] of `notes`: the headings that have some, in order, and last (None, the others).

        `heading_of(note)`: where only some headings count.
        """
        found, heading_of = {None: []}, heading_of or self.heading_of
        for note in notes:
            found.setdefault(heading_of(note), []).append(note)
        others = found.pop(None)
        return [*sorted(found.items(), key=lambda each: each[0].place), (None, others)]

    @property
    def revised(self):
        """Return the conclusion as a RevisedText."""
        return RevisedText(self.meeting, self, ("conclusion",), Event.Kind.CONCLUSION, f"conclusion-{self.number}")

    @property
    def conclusion_revision(self):
        return self.revised.revision

    def take_note(self, *, uuid, text, secret=None):
        """Add a note. `secret`: the author's; None for what the facilitator or the secretary adds.

        The same `uuid` again returns the note that is there, or None if the meeting has been closed since: whatever the
        secret and the text, nothing is added, and nobody may edit it who could not before. Raises Refused when notes are not open, and when the uuid belongs to a
        note under another item.
        """
        theme = self.meeting.theme_id
        with self.meeting.recording(Event.Kind.NOTE) as entry:
            if self.meeting.theme_id != theme:  # the item went with it
                raise Refused("Mødet har fået et andet tema. Genindlæs siden, og skriv noten igen.")
            if self.meeting.compacted_to and (receipt := Receipt.find(uuid)):
                self._must_be_mine(receipt)
                return entry.nothing_happened()
            rank, waits = self.meeting.last_event + 1, self.meeting.lets_notes_wait(self)
            new = Note(item=self, uuid=uuid, text=text, tag=tag_of(secret, uuid), rank=rank, waiting=waits)
            note = add_once(entry, new, may_add=self._must_collect_notes, uuid=uuid)
            self._must_be_mine(note)
            entry.subject, entry.note = note.pk, new
        note.item = self
        return note

    def _must_be_mine(self, found):
        if found.item_id != self.pk:
            raise Refused("Noten kunne ikke gemmes. Genindlæs siden, og prøv igen.")

    def _must_collect_notes(self):
        self.meeting.must_be_open_for_notes()
        if not self.collects_notes:
            raise Refused("Der skrives ikke noter til det spørgsmål.")
        if not self._has_room():
            raise Refused("Der er ikke plads til flere noter til det spørgsmål. Sig det højt, så det kommer med.")

    def _has_room(self):
        """Return whether another note may be added. Counts them only now and then: others may add half of what is left."""
        left = _room.get(self.pk, 0) - 1
        if left < 0:
            left = (settings.NOTES_A_QUESTION - self.notes.count() + 1) // 2 - 1
        _room[self.pk] = left
        if len(_room) > MOST_KNOWN:
            _room.clear()
        return left >= 0

    def add_to_conclusion(self, lines):
        """Add these lines to the conclusion, but those that it has. Returns how many are new. Raises Conflict."""
        self.refresh_from_db(fields=["conclusion"])
        there = {line.strip() for line in self.conclusion.splitlines()}
        new = [line for line in lines if line not in there]
        text = "\n".join([*filter(None, [self.conclusion.rstrip()]), *new])
        self.revised.save(self.conclusion_revision, conclusion=text if new else self.conclusion)
        return len(new)

    def write_conclusion(self, text, seen):
        """Save the conclusion. `seen`: the `conclusion_revision` the writer began from. Raises Conflict."""
        self.revised.save(seen, conclusion=text)
