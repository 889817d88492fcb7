"""What members write: notes, each under one agenda item."""

import hmac
import secrets
from contextlib import contextmanager
from uuid import uuid4

from django.db import connection, models, transaction

from .deletable import Deletable
from .log import Event
from .refused import Refused
from .rows import save_fields

NOTE_LENGTH = 280  # characters
REDACTED = "[fjernet]"
REDACTED_LENGTH = 1000  # characters of a note in which words were redacted
AS_STORED = ("hidden", "corrected", "text", "shown_text", "waiting", "deleted", "removed")  # read again under the lock
HIGHEST_ID = 2**53 - 1  # the largest whole number that a script can hold
TAGS = "SELECT id, {uuid}, tag FROM meetings_note WHERE item_id IN ({items}) AND tag IS NOT NULL"
UUID_AS_STORED = {"sqlite": "uuid", "postgresql": "uuid_send(uuid)"}  # 32 hexadecimal digits, and 16 bytes


class Reason(models.TextChoices):
    """Why the facilitator hid a note, as it stands in brackets in the minutes."""

    PERSON = "person", "nævner en person"
    CASE = "personsag", "hører til en personsag"
    ELSEWHERE = "emne", "hører ikke til spørgsmålet"
    TWICE = "dobbelt", "står der to gange"

    @property
    def sentence(self):
        """Return what the facilitator says of the note."""
        return f"Den {self.label}"


def new_id():
    """Return a random public id: it tells neither when a note came nor, with another, which was first."""
    return 1 + secrets.randbelow(HIGHEST_ID)


def new_ids(number):
    """Return so many new ids in rising order, for notes whose order is known."""
    return sorted(new_id() for _ in range(number))


def tag_of(secret, uuid):
    """Return the HMAC-SHA-256 of a note's uuid under its author's secret, or None without one: 32 bytes.

    Tags of one secret look as unlike as those of two, so a note tells its author to nobody but the holder of the secret.
    """
    return hmac.digest(secret.encode(), uuid.bytes, "sha256") if secret else None


def mark(secret, place, slot):
    """Return the HMAC-SHA-256 of a member's mark `slot` at `place` under the member's secret: 32 bytes.

    `place`: the name of a Place. `slot`: a word or a number, of which one person has each once there. Marks of one secret look as
    unlike as those of two, and none is a tag: what is signed here is longer than a uuid.
    """
    return hmac.digest(secret.encode(), f"a mark, and no note: {place} {slot}".encode(), "sha256")


class Note(Deletable):
    """One thing one member wrote under one agenda item.

    `id` is random and public. `uuid` is the phone's own, so that sending again is harmless, and is shown to nobody.
    `tag` lets the holder of a secret edit their own notes: see `tag_of`. It is None for what the facilitator or the
    secretary added, and gone with the uuid once the meeting has been closed. A note has no time and no row that leads to a seat, which would tell the author.
    """

    KIND = Event.Kind.NOTE

    item = models.ForeignKey("AgendaItem", models.CASCADE, related_name="notes")
    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    uuid = models.UUIDField(default=uuid4, null=True, blank=True, unique=True)  # None once the meeting is closed
    tag = models.BinaryField(max_length=32, null=True)
    rank = models.PositiveIntegerField(default=0)  # its turn on the screens, while the meeting is open as they came
    text = models.CharField(max_length=REDACTED_LENGTH)  # NOTE_LENGTH as it was written
    waiting = models.BooleanField(default=False)  # written, and shown to nobody yet. Once shown, it never waits again
    shown_text = models.CharField(max_length=REDACTED_LENGTH, blank=True)  # on the screens still, since it was edited
    removed = models.BooleanField(default=False)  # it is deleted, and the screens have been told
    hidden = models.BooleanField(default=False)
    hidden_because = models.CharField(max_length=12, choices=Reason, blank=True)
    corrected = models.BooleanField(default=False)  # edited since it was hidden, so that it may be shown again
    left_out = models.BooleanField(default=False)  # of the minutes, by the secretary; the room still shows it
    prompt = models.PositiveSmallIntegerField(null=True)  # which of the item's prompts it is about, from 0
    # Under whose heading it stands. Its index holds only those that have one: a new note costs nothing.
    group = models.ForeignKey("NoteGroup", models.SET_NULL, null=True, related_name="notes", db_index=False)

    class Meta:
        ordering = ("rank", "id")
        indexes = [models.Index("group", name="note_group", condition=models.Q(group__isnull=False))]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="note_has_text"),
            models.CheckConstraint(
                condition=models.Q(removed=False) | models.Q(deleted=True), name="note_removed_is_deleted"
            ),
            models.CheckConstraint(
                condition=models.Q(hidden=True, hidden_because__in=Reason.values)
                | models.Q(hidden=False, hidden_because="", corrected=False),
                name="note_is_hidden_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"note {self.pk}"

    @property
    def became(self):
        """Return the follow-up this note became, or None. `follow_ups` may be prefetched."""
        return next((follow_up for follow_up in self.follow_ups.all() if not follow_up.deleted), None)

    @classmethod
    def ids_by(cls, secret, *item_ids):
        """List the ids of the notes under some items that the holder of `secret` wrote. Plain SQL: it reads every tag."""
        keyed = hmac.new(secret.encode(), digestmod="sha256")  # so that the key is hashed once
        found = []
        with connection.cursor() as cursor:
            items = ", ".join(["%s"] * len(item_ids)) or "NULL"
            cursor.execute(TAGS.format(uuid=UUID_AS_STORED[connection.vendor], items=items), item_ids)
            for pk, uuid, tag in cursor.fetchall():
                own = keyed.copy()
                own.update(uuid if isinstance(uuid, bytes) else bytes.fromhex(uuid))
                if hmac.compare_digest(tag, own.digest()):
                    found.append(pk)
        return found

    def is_by(self, secret):
        """Return whether the holder of `secret` wrote it."""
        return bool(self.tag and secret) and hmac.compare_digest(self.tag, tag_of(secret, self.uuid))

    @property
    def is_added(self):
        """Return whether facilitator or secretary added it since the meeting was last closed, and may edit it."""
        return self.tag is None and self.uuid is not None

    def anew(self, rank):
        """Return an unsaved copy, the `rank`th on the screens, of which nothing leads to this row or its author."""
        kept = [field.attname for field in self._meta.concrete_fields if field.name not in ("id", "uuid", "tag")]
        return Note(**{name: getattr(self, name) for name in kept} | {"uuid": None, "tag": None, "rank": rank})

    def must_be_added(self):
        """Raise Refused unless the facilitator or the secretary added it, and the meeting is open."""
        self.must_be_changeable()
        if not self.is_added:
            raise Refused("Noten er skrevet på en telefon. Kun den, der har skrevet den, kan rette den.")

    @property
    def reason(self):
        """Return the Reason it is hidden for, or None."""
        return Reason(self.hidden_because) if self.hidden else None

    @property
    def meeting(self):
        return self.item.meeting

    def must_be_changeable(self):
        self.meeting.must_be_open_for_notes()

    @property
    def on_screens(self):
        """Return the text that the room sees: where an edit waits for the next notes, the one before it."""
        return self.shown_text or self.text

    def edit(self, text):
        """Change the text: on the screens at once, or when the next notes are shown."""
        with self.meeting.recording(self.KIND, self.pk) as entry:
            self.must_be_changeable()
            stored = self._stored()
            if text == stored.text:
                self.text = text
                return entry.nothing_happened()
            shown_text = ""
            if self._stays_as_it_is(stored):
                entry.kind, entry.subject = Event.Kind.WAITS, None
                shown_text = "" if text == stored.on_screens else stored.on_screens
            save_fields(self, text=text, corrected=stored.hidden, shown_text=shown_text)

    def _stored(self):
        return Note.objects.only(*AS_STORED).get(pk=self.pk)

    def _stays_as_it_is(self, stored):
        """Return whether the screens go on showing it as it is, until the next notes are shown. Call it under the lock."""
        is_on_screens = not (stored.waiting or stored.hidden or stored.removed)
        return is_on_screens and self.meeting.lets_notes_wait(self.item)

    def hide(self, reason):
        """Hide it from the room, for a Reason."""
        with self._out_of_the_spotlight():
            self._change(hidden=True, hidden_because=Reason(reason), corrected=False, shown_text="")

    def soft_delete(self):
        """Delete it: from the screens at once, or when the next notes are shown."""
        with transaction.atomic():
            with self.meeting.recording(self.KIND, self.pk) as entry:
                self.must_be_changeable()
                if (stored := self._stored()).deleted:
                    return entry.nothing_happened()
                stays = self._stays_as_it_is(stored)
                if stays:
                    entry.kind, entry.subject = Event.Kind.WAITS, None
                save_fields(self, deleted=True, removed=not stays)
            if not stays and self.meeting.spotlight == self.pk:
                self.meeting.end_spotlight(on=self.pk)

    def restore(self):
        with self.meeting.recording(self.KIND, self.pk) as entry:
            self.must_be_changeable()
            if not (stored := self._stored()).deleted:
                return entry.nothing_happened()
            if not stored.removed:
                entry.kind, entry.subject = Event.Kind.WAITS, None
            save_fields(self, deleted=False, removed=False)

    @contextmanager
    def _out_of_the_spotlight(self):
        """Let what happens within end the spotlight that is on this note, in the same transaction."""
        with transaction.atomic():
            yield
            if self.meeting.spotlight == self.pk:
                self.meeting.end_spotlight(on=self.pk)

    def show(self):
        self._change(hidden=False, hidden_because="", corrected=False)

    def arrange(self, **fields):
        """Say where it is in the minutes: `left_out` or not, and under which heading.

        `group`: the id of a group of its item, or None. `prompt`: of the item's, from 0, or None. The group's heading wins.
        """
        if (prompt := fields.get("prompt")) is not None and not 0 <= prompt < len(self.item.prompts):
            raise Refused("Vælg et af spørgsmålets hjælpespørgsmål.")
        with self.meeting.recording(Event.Kind.ARRANGED, self.pk) as entry:
            stored = Note.objects.filter(pk=self.pk).first()
            if stored is None:
                raise Refused("Noten er slettet.")
            if "group" in fields:
                fields["group_id"] = self._one_of_its_groups(fields.pop("group"))
            if all(getattr(stored, name) == value for name, value in fields.items()):
                return entry.nothing_happened()
            if fields.get("group_id", stored.group_id) != stored.group_id:
                entry.kind, entry.subject = Event.Kind.GROUPED, stored.item_id
            save_fields(self, **fields)

    def _one_of_its_groups(self, group_id):
        """Return the id of a group if notes can stand under its heading, as it stands under the lock. Raises Refused."""
        if group_id is not None and not self.item.groups.filter(pk=group_id, deleted=False).exists():
            raise Refused("Overskriften er fjernet imens.")
        return group_id

    def redact(self, words):
        """Replace `words` of it by REDACTED, wherever they stand, in a correction of the minutes."""
        with self.meeting.recording(Event.Kind.ARRANGED, self.pk):
            if not self.meeting.has_version:
                raise Refused("Ord kan først fjernes fra en note, når en rettelse af referatet er i gang.")
            self.refresh_from_db(fields=["text"])
            if words not in self.text:
                raise Refused("Ordene står ikke i noten. Skriv dem, præcis som de står.")
            text = self.text.replace(words, REDACTED)
            if len(text) > REDACTED_LENGTH:
                raise Refused("De ord står for mange steder i noten. Skriv flere af ordene omkring dem med.")
            save_fields(self, text=text)

    def agree(self, lane, then=None):
        """Make it a follow-up in `lane` with the same text. A second press returns the one it already became.

        `then`: the note that takes its place in the spotlight, if it is there.
        """
        with transaction.atomic():
            follow_up = self.meeting.add_follow_up(lane=lane, note=self)
            if self.meeting.spotlight == self.pk:
                self.meeting.pass_spotlight_to(then)
        return follow_up

    def text_to_agree_on(self):
        """Return its text, read again under the lock. Raises Refused if it is hidden or deleted."""
        self.refresh_from_db(fields=["text", "shown_text", "hidden", "deleted", "waiting"])
        if self.deleted:
            raise Refused("Noten er slettet.")
        if self.waiting:
            raise Refused("Noten er ikke vist endnu.")
        if self.hidden:
            raise Refused("Noten er skjult. Vis den igen, før I gør noget ved den.")
        return self.on_screens
