"""Compacts a meeting as it closes: what is left tells neither who wrote a note, nor when, nor who was there."""

import hashlib
import secrets

from django.db import models

from . import traces
from .notes import Note
from .roles import Role
from .rows import save_fields
from .seats import Participant, this_minute


class Receipt(models.Model):
    """The SHA-256 of the uuid of a note that was saved under `item`; nothing tells which note.

    It outlives closing until the notes are purged, so that a phone which never got its answer hears that its note was
    saved, and saves no second one in a reopened meeting.
    """

    uuid_hash = models.CharField(max_length=64, primary_key=True)
    item = models.ForeignKey("AgendaItem", models.CASCADE, related_name="receipts")

    def __str__(self):
        return f"receipt {self.uuid_hash[:8]}"

    @staticmethod
    def hashed(uuid):
        return hashlib.sha256(uuid.bytes).hexdigest()

    @classmethod
    def find(cls, uuid):
        """Return the receipt of a note's uuid, or None."""
        return cls.objects.filter(pk=cls.hashed(uuid)).first()


class IsCompacted:
    """The part of Meeting that forgets at closing what only the meeting needed. Called inside `recording`."""

    def _compact(self):
        """Write the notes as new rows in random order, and delete the dots, the log up to here and the seats of the members.

        Whoever is behind `compacted_to` gets the whole screen. A member's signed cookie becomes a ticket: `tickets` has
        the ids of the seats there were.
        """
        self._forget_dots()
        self._write_notes_anew()
        self.events.all().delete()
        members = self.participants.filter(role=Role.MEMBER)
        self.tickets = sorted({*self.tickets, *members.values_list("pk", flat=True)})
        self.compacted_to = self.last_event
        self.hasty = self.paused = ""
        members.delete()
        self.save(update_fields=["tickets", "compacted_to", "hasty", "paused"])
        traces.clear_on_commit()

    def _write_notes_anew(self):
        old = list(Note.objects.filter(item__meeting=self))
        sources = {each.pk: each.note_id for each in self.follow_ups.exclude(note=None)}
        receipts = (Receipt(uuid_hash=Receipt.hashed(note.uuid), item_id=note.item_id) for note in old if note.uuid)
        Receipt.objects.bulk_create(sorted(receipts, key=lambda receipt: receipt.pk), ignore_conflicts=True)
        Note.objects.filter(item__meeting=self).delete()
        kept = [note for note in old if not note.deleted]
        secrets.SystemRandom().shuffle(kept)
        new = {note.pk: note.anew(rank) for rank, note in enumerate(kept, 1)}
        Note.objects.bulk_create(new.values())
        for follow_up in self.follow_ups.filter(pk__in=sources):
            follow_up.note = new.get(sources[follow_up.pk])
            follow_up.save(update_fields=["note"])
        self._forget_unseen_groups()

    def _seat_tickets(self):
        """Let the members of a reopened meeting have their seats again. What they wrote before cannot be edited."""
        back = {"meeting": self, "role": Role.MEMBER, "last_here": this_minute()}
        Participant.objects.bulk_create(Participant(pk=pk, **back) for pk in self.tickets)
        self.tickets = []
        self.save(update_fields=["tickets"])

    def give_back_ticket(self, pk):
        """Forget the ticket of a member who leaves after the meeting. Call it inside `recording`."""
        save_fields(self, tickets=[ticket for ticket in self.tickets if ticket != pk])
