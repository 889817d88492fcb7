"""The attendance list, one row a person, and the other texts of the minutes that are fields of the meeting."""

from contextlib import contextmanager
from uuid import uuid4, uuid5

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from meetings import danish

from .log import Event
from .refused import Refused
from .revised import RevisedText, revise, revision_of
from .rows import row, save_fields

NAME_LENGTH = 120  # characters
UNDONE = "Fortrudt: "


class Side(models.TextChoices):
    MANAGEMENT = "ledelse", "Ledelsessiden"
    EMPLOYEES = "medarbejdere", "Medarbejdersiden"
    OTHERS = "oevrige", "Øvrige"


class Post(models.TextChoices):
    CHAIR = "chair", "formand"
    DEPUTY = "deputy", "næstformand"


class Attendee(models.Model):
    """One person on the attendance list. `side` is empty until somebody has placed a name that was given when joining."""

    Side, Post = Side, Post
    WRITTEN = ("name", "side", "post", "function", "absent", "stands_in_for_id")  # together: they have one revision

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="attendees")
    uuid = models.UUIDField(default=uuid4)  # made with the form, so that a double press adds one
    name = models.CharField(max_length=NAME_LENGTH)
    side = models.CharField(max_length=12, choices=Side, blank=True)
    post = models.CharField(max_length=6, choices=Post, blank=True)
    function = models.CharField(max_length=NAME_LENGTH, blank=True)  # "TR", "AMR", a job: as typed
    absent = models.BooleanField(default=False)
    stands_in_for = models.ForeignKey("self", models.SET_NULL, null=True, related_name="stand_ins")

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("meeting", "uuid"), name="attendee_uuid"),
            models.UniqueConstraint(
                fields=("meeting", "post"), condition=~models.Q(post=""), name="attendee_one_a_post"
            ),
            models.CheckConstraint(condition=models.Q(side__in=["", *Side.values]), name="attendee_side"),
            models.CheckConstraint(condition=models.Q(post__in=["", *Post.values]), name="attendee_post"),
            models.CheckConstraint(condition=~models.Q(name=""), name="attendee_has_name"),
        ]

    def __str__(self):
        return f"attendee {self.pk}"

    @property
    def in_words(self):
        """Return "Peter Aagaard (næstformand, TR)"."""
        stands_in_for = self.stands_in_for_id and self.stands_in_for.name
        return danish.person(self.name, self.get_post_display(), self.function, stands_in_for)

    @property
    def revision(self):
        return revision_of(*(getattr(self, name) for name in self.WRITTEN))

    def edit(self, seen, **fields):
        """Save some of WRITTEN. `seen`: the `revision` the writer began from. Raises Conflict, and Refused."""
        with self._changing("er rettet"):
            self.meeting.must_be_free(fields.get("post"), self)
            revise(self, self.WRITTEN, seen, fields)

    def set_absent(self, absent):
        with self._changing("står nu under afbud" if absent else "står nu som mødt"):
            save_fields(self, absent=absent)

    def place(self, side):
        """Put a name that was given when joining on the list, on `side`. One that is there already stays."""
        with self._changing("er sat på listen"):
            if not self.side:
                save_fields(self, side=side)

    def remove(self):
        with self._changing("er fjernet fra listen"):
            self.delete()

    @contextmanager
    def _changing(self, done):
        """Lock the meeting and read the row again. Raises Refused if somebody has removed it."""
        with self.meeting.attending(f"{self.name} {done}") as entry:
            try:
                now = row(Attendee, id=self.pk)
            except Attendee.DoesNotExist:
                raise Refused("En anden har fjernet navnet fra listen imens.") from None
            for name in self.WRITTEN:
                setattr(self, name, getattr(now, name))
            yield entry


class LastAct(models.Model):
    """The last change of a meeting's attendance list, so that it can be undone. There is no history before it.

    `number`: of its event. `before`: [[id, the row as it was, or null where it was added], …]
    """

    meeting = models.OneToOneField("Meeting", models.CASCADE, related_name="last_act")
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=NAME_LENGTH + 40)
    before = models.JSONField(encoder=DjangoJSONEncoder)

    def __str__(self):
        return f"act {self.number}"


class HasAttendance:
    """The part of Meeting that holds the attendance list, what is told to colleagues, and when to meet next."""

    TEXTS = ("communication",)  # save themselves while the secretary writes

    @contextmanager
    def attending(self, words):
        """Record a change of the attendance list, which can be undone until the next. `words`: what was done."""
        with self.recording(Event.Kind.ATTENDANCE) as entry:
            before = self._rows()
            yield entry
            after = self._rows()
            changed = [(pk, before.get(pk)) for pk in before | after if before.get(pk) != after.get(pk)]
            if not changed:
                return entry.nothing_happened()
            act = {"number": self.last_event + 1, "words": words, "before": changed}
            LastAct.objects.update_or_create(meeting=self, defaults=act)

    def add_attendees(self, uuid, people):
        """Add `people` ({field: value} each; "stands_in_for" is a name on the list). The same again adds nothing."""
        many = danish.count(len(people), "navn", "navne")
        words = f"{people[0]['name']} er sat på listen" if len(people) == 1 else f"{many} er sat på listen"
        with self.attending(words):
            if there := self.added_as(uuid, [person["name"] for person in people]):
                return there
            added = []
            for each, person in zip(uuids_of(uuid, people), people, strict=True):
                self.must_be_free(person.get("post"))
                fields = {name: value for name, value in person.items() if name != "stands_in_for"}
                is_used = self.attendees.filter(uuid=each).exists()  # by a page that somebody went back to
                added.append(self.attendees.create(uuid=uuid4() if is_used else each, **fields))
            self._let_stand_in(added, people)
        return added

    def added_as(self, uuid, names):
        """Return the rows that were added with this `uuid` and just these names, or nothing."""
        there = list(self.attendees.filter(uuid__in=uuids_of(uuid, names)))
        return there if [each.name for each in there] == names else []

    def _let_stand_in(self, added, people):
        ids = {normal(name): pk for pk, name in self.attendees.values_list("pk", "name")}
        for attendee, person in zip(added, people, strict=True):
            if absent := ids.get(normal(person.get("stands_in_for", ""))):
                save_fields(attendee, stands_in_for_id=absent)

    def add_joined(self, name):
        """Put a name that somebody gave when joining below the list, unless it is there. Call it inside `recording`."""
        if name and not self.is_listed(name):
            self.attendees.create(name=name)

    def copy_attendees(self, other):
        """Begin with the list of another meeting: all are present again, and nobody stands in."""
        self.attendees.bulk_create(
            Attendee(meeting=self, name=each.name, side=each.side, post=each.post, function=each.function)
            for each in other.attendees.filter(stands_in_for=None).exclude(side="")
        )

    def is_listed(self, name):
        return normal(name) in map(normal, self.attendees.values_list("name", flat=True))

    def must_be_free(self, post, holder=None):
        """Raise Refused if somebody else than `holder` has this post."""
        others = self.attendees.filter(post=post).exclude(pk=holder and holder.pk) if post else ()
        for other in others:
            raise Refused(f"{other.name} står som {other.get_post_display()}. Der kan kun være én.")

    def undo(self, number):
        """Undo the last act, if it is still the one so numbered. That is an act as well, so it can be undone in its turn."""
        act = LastAct.objects.filter(meeting=self, number=number).first()
        with self.attending(undone(act.words) if act else ""):
            if act is None or LastAct.objects.get(meeting=self).number != number:
                raise Refused("Listen er ændret igen imens, så det kan ikke fortrydes.")
            self.attendees.filter(pk__in=[pk for pk, was in act.before if was is None]).delete()
            for was in filter(None, (was for _, was in act.before)):
                Attendee(meeting=self, **was).save()

    def _rows(self):
        """Return {id: the row}."""
        return {each["id"]: each for each in self.attendees.values("id", "uuid", *Attendee.WRITTEN)}

    # --- Texts ---------------------------------------------------------------------------------------------------

    def revised(self, name):
        """Return one of TEXTS, or "next_meeting", as a RevisedText."""
        kept = "next" if name == "next_meeting" else f"text-{name}"
        return RevisedText(self, self, (name,), Event.Kind.MEETING_TEXT, kept)

    def write(self, name, text, seen):
        """Save one of TEXTS. `seen`: the revision of the text the writer began from. Raises Conflict."""
        self.revised(name).save(seen, **{name: text})

    @property
    def next_meeting_revision(self):
        return self.revised("next_meeting").revision

    def write_next_meeting(self, text, seen):
        """Save when to meet next. `seen`: the `next_meeting_revision` the writer began from. Raises Conflict."""
        self.revised("next_meeting").save(seen, next_meeting=text)


def undone(words):
    """Return the words for undoing what these say: "Fortrudt: …", and without that again."""
    return words.removeprefix(UNDONE) if words.startswith(UNDONE) else UNDONE + words


def uuids_of(uuid, many):
    """Return a uuid for each of several rows that one form adds."""
    return [uuid5(uuid, str(number)) for number in range(len(many))]


def normal(name):
    return " ".join(name.casefold().split())
