"""Similar notes under a heading that the group words: one level, and never by themselves."""

from typing import NamedTuple

from django.db import models

from .deletable import Deletable
from .log import Event
from .notes import Note, new_id
from .path import Stage
from .refused import Refused
from .revised import RevisedText, forget_earlier
from .rows import save_fields

HEADING_LENGTH = 80  # characters
NOT_SHOWN = {
    "removed": "Noten er slettet.",
    "waiting": "Noten er ikke vist endnu. Vis noterne først.",
    "hidden": "Noten er skjult. Vis den igen, før I samler den.",
}


class NoteGroupQuerySet(models.QuerySet):
    def standing(self):
        """Return those that are not deleted and have a note."""
        notes = Note.objects.filter(group=models.OuterRef("pk"), removed=False)
        return self.filter(models.Exists(notes), deleted=False)


class NoteGroup(Deletable):
    """Notes of one question under one heading. `id` is random and public, as a note's.

    It is seen where one of its notes is. Deleted or without a note it stays until the meeting closes, or as long as the
    notes if that was done later, so that it comes back with what is undone.
    """

    KIND = Event.Kind.GROUPED
    GONE = "Overskriften er fjernet imens."

    item = models.ForeignKey("AgendaItem", models.CASCADE, related_name="groups")
    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    position = models.PositiveIntegerField()  # among those of its question, as they were worded
    heading = models.CharField(max_length=HEADING_LENGTH)

    objects = NoteGroupQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.CheckConstraint(condition=~models.Q(heading=""), name="group_has_heading"),
            models.UniqueConstraint(fields=("item", "heading"), name="group_heading_once"),
        ]

    def __str__(self):
        return f"group {self.pk}"

    @property
    def meeting(self):
        return self.item.meeting

    @property
    def subject(self):
        """Return the id of its question: whatever changes a group changes the lists of that."""
        return self.item_id

    @property
    def revised(self):
        """Return its heading as a RevisedText."""
        name = f"heading-{self.pk}"
        return RevisedText(self.meeting, self, ("heading",), self.KIND, name, self._must_be_alone)

    @property
    def revision(self):
        return self.revised.revision

    def edit(self, heading, seen):
        """Save the heading. `seen`: the `revision` the writer began from.

        Raises Conflict, and Refused if it is deleted, or if another group of the question has that heading.
        """
        self.revised.save(seen, heading=heading)

    def _must_be_alone(self, heading):
        """Raise Refused if another group has this heading; one that nobody sees any more gives it up."""
        twin = group_called(self.item, heading, besides=self)
        if twin is None:
            return
        if not twin.deleted and twin.notes.exists():
            raise Refused("Den overskrift findes allerede. Saml noterne under den i stedet.")
        forget_groups(self.meeting, [twin])


def read_groups(items):
    """Read the groups of these items, all at once."""
    standing = models.Prefetch("groups", NoteGroup.objects.standing(), to_attr="standing_groups")
    models.prefetch_related_objects(items, standing)


def alike(heading):
    """Return what two headings that are one have in common."""
    return " ".join(heading.casefold().split())


def group_called(item, heading, besides=None):
    """Return the group of `item` with this heading, in whatever letters, or None; deleted ones too."""
    found = [group for group in item.groups.all() if alike(group.heading) == alike(heading) and group != besides]
    return next(iter(found), None)


def forget_groups(meeting, groups):
    """Delete these groups for good, with their earlier wordings. Their notes stand by themselves."""
    forget_earlier(meeting, [group.revised for group in groups])
    NoteGroup.objects.filter(pk__in=[group.pk for group in groups]).delete()


class Move(NamedTuple):
    """That a note came from under one heading, and to another. `before`, `after`: ids of groups, or None."""

    note: int
    before: int | None
    after: int | None


class HasGroups:
    """The part of Meeting that puts notes under headings. Each verb returns its Moves, which `undo_grouping` takes."""

    def gather(self, notes, heading):
        """Put `notes`, all of one question, under `heading`: in the group that has it already, or in a new one.

        Raises Refused where one of them is hidden, waiting, deleted, or of another question.
        """
        with self.recording(Event.Kind.GROUPED) as entry:
            self._must_be_open_for_groups()
            item = notes[0].item
            for note in notes:
                _must_be_shown(note)
                if note.item_id != item.pk:
                    raise Refused("Noterne hører til hver sit spørgsmål, så de kan ikke samles.")
            group = _group_for(item, heading)
            for note in notes:  # a heading that begins anew has let go of those that it had
                note.refresh_from_db(fields=["group"])
            save_fields(self, has_groups=True)
            return self._regroup(entry, item.pk, [(note, group) for note in notes])

    def put_under(self, note, group):
        """Put `note` under the heading of `group`, or under none where it is None."""
        with self.recording(Event.Kind.GROUPED) as entry:
            self._must_be_open_for_groups()
            _must_be_shown(note)
            if group:
                group.refresh_from_db(fields=["deleted"])
                group.must_be_there()
                if group.item_id != note.item_id:
                    raise Refused("Overskriften hører til et andet spørgsmål.")
            return self._regroup(entry, note.item_id, [(note, group)])

    def undo_grouping(self, moves):
        """Undo these Moves, as far as the notes are still where they came to. A group that was deleted stays so.

        Returns how many notes are where they were.
        """
        with self.recording(Event.Kind.GROUPED) as entry:
            self._must_be_open_for_groups()
            notes = Note.objects.filter(item__meeting=self).in_bulk([move.note for move in moves])
            groups = NoteGroup.objects.filter(item__meeting=self).in_bulk([move.before for move in moves])
            back = [
                (notes[move.note], groups.get(move.before))
                for move in moves
                if move.note in notes and notes[move.note].group_id == move.after
            ]
            back = [(note, group) for note, group in back if group is None or group.item_id == note.item_id]
            if not back:
                entry.nothing_happened()
                return 0
            self._regroup(entry, back[0][0].item_id, back)
            return len(back)

    def _must_be_open_for_groups(self):
        """Raise Refused unless notes can be gathered now: from the first question on until the minutes are final.

        That they are final, `recording` says.
        """
        if self.stage != Stage.CLOSED:
            self.must_be_open_for_notes()

    def _regroup(self, entry, item_id, placed):
        """Let each note of [(note, its group or None)] stand there. Call it inside `recording`."""
        entry.subject = item_id
        moves = [Move(note.pk, note.group_id, group and group.pk) for note, group in placed]
        for note, group in placed:
            if note.group_id != (group and group.pk):
                save_fields(note, group=group)
        if all(move.before == move.after for move in moves):
            entry.nothing_happened()
        return [move for move in moves if move.before != move.after]

    def _forget_unseen_groups(self):
        """Delete for good the groups that are deleted, or have no note. Called as the meeting closes."""
        groups = NoteGroup.objects.filter(item__meeting=self).select_related("item")
        unseen = groups.filter(
            models.Q(deleted=True) | ~models.Exists(Note.objects.filter(group=models.OuterRef("pk")))
        )
        forget_groups(self, list(unseen))


def _must_be_shown(note):
    """Raise Refused unless the room sees `note`, as it stands under the lock, and so may say where it belongs."""
    note.refresh_from_db(fields=[*NOT_SHOWN, "group"])
    for fact, refusal in NOT_SHOWN.items():
        if getattr(note, fact):
            raise Refused(refusal)


def _group_for(item, heading):
    """Return the group of `item` with this heading. One that was deleted begins anew. Call it inside `recording`."""
    group = group_called(item, heading)
    if group is None:
        last = item.groups.aggregate(last=models.Max("position"))["last"] or 0
        return NoteGroup.objects.create(item=item, heading=heading, position=last + 1)
    if group.deleted:
        group.notes.update(group=None)
        save_fields(group, deleted=False)
    return group
