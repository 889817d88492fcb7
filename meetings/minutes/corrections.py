"""Corrections: the next version of final minutes, begun with a reason, worked on in the open, and frozen or cancelled."""

import json

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from meetings.room.models import Event, LastAct, Meeting, Note, NoteGroup, Refused, RevisedText, new_ids
from meetings.room.models.clocks import Facts, due
from meetings.room.models.rows import save_fields

from .archive import load
from .remarks import REMARK_LENGTH
from .versions import purge_before_correction

# What the minutes are made of: the rows and the fields of a meeting that a correction may change; and until the notes are
# purged the rows of its items, each kind before what leads to it.
OF_ITEMS = (NoteGroup, Note)
ROWS = ("attendees", "items", "follow_ups", "remarks")
FACTS = (
    "committee_id", "date", "starts_at", "ends_at", "venue", "case_number", "facilitator_name", "secretary_name",
    "communication", "next_meeting",
)  # fmt: skip
GONE_AT_ONCE = (
    "Fristen for det godkendte referat er gået, så mødet ville blive slettet her med det samme."
    " Få rettelsen godkendt i stedet."
)


class Correction(models.Model):
    """The secretary's reason why `version` differs from the one before it. It is in the minutes.

    `is_personal`: it removes personal data, so what was removed is told nowhere. `before`: the rows as they were when it
    began, as JSON, until it is frozen or cancelled.
    """

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="corrections")
    version = models.PositiveSmallIntegerField()
    on = models.DateField()
    text = models.CharField(max_length=REMARK_LENGTH)
    is_personal = models.BooleanField(default=False)
    before = models.TextField(blank=True)

    class Meta:
        ordering = ("version",)
        constraints = [models.UniqueConstraint(fields=("meeting", "version"), name="one_correction_a_version")]

    def __str__(self):
        return f"correction of version {self.version - 1}"

    @property
    def would_be_due(self):
        """Return the day the meeting would be due without this correction in progress, or None while a hold stands."""
        held_days = json.loads(self.before)["facts"]["held_days"] + self.meeting.held_days
        return due(Facts.of(self.meeting, is_final=True, correction_on=None, held_days=held_days)).on

    @property
    def may_be_cancelled(self):
        """Return whether the meeting would outlive the cancellation."""
        return self.would_be_due is None or self.would_be_due > timezone.localdate()

    @property
    def revised(self):
        """Return the reason as a RevisedText. It keeps no earlier wordings."""
        fields = ("text", "is_personal")
        return RevisedText(self.meeting, self, fields, Event.Kind.MEETING_TEXT, may_save=self._must_not_be_frozen)

    @property
    def revision(self):
        return self.revised.revision

    def edit(self, seen, **fields):
        """Save the reason. `seen`: the `revision` the writer began from. Raises Conflict, and Refused if it is frozen."""
        self.revised.save(seen, **fields)

    def _must_not_be_frozen(self, **typed):
        if self.meeting.versions.filter(number=self.version).exists():
            raise Refused("Rettelsen er godkendt og kan ikke længere ændres.")


def open_correction(meeting, text, is_personal=False):
    """Begin the next version of final minutes. `text` is the reason; both sides approve anew.

    Notes that only the last version holds are rows again while it lasts, so that they can be left out or redacted.
    """
    with meeting.recording(Event.Kind.APPROVAL):
        if not meeting.is_final:
            raise Refused("Referatet er ikke endeligt godkendt, så det kan rettes, som det er.")
        today = timezone.localdate()
        purge_before_correction(meeting, today)
        last = meeting.versions.last()
        before = snapshot(meeting)
        meeting.corrections.create(version=last.number + 1, on=today, text=text, is_personal=is_personal, before=before)
        if meeting.notes_purged:
            _bring_notes_back(meeting, load(last.content))
        meeting.approvals.all().delete()
        save_fields(meeting, is_final=False, correction_on=today, held_days=0)


def correction_of(meeting):
    """Return the correction in progress, or None."""
    return meeting.corrections.last() if meeting.has_version and not meeting.is_final else None


def cancel_correction(meeting, version):
    """Cancel the correction that was to become `version`: everything is as it was when it began.

    Returns False if it is not in progress any more. Raises Refused if the meeting would be gone at once: the clock of
    the version has run out meanwhile.
    """
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        correction = correction_of(meeting)
        if not correction or correction.version != version:
            entry.nothing_happened()
            return False
        correction.meeting = meeting
        if not correction.may_be_cancelled:
            raise Refused(GONE_AT_ONCE)
        held_days = _restore(meeting, correction.before)
        correction.delete()
        meeting.approvals.all().delete()
        meeting.earlier_wordings.all().delete()
        meeting.last_read.all().delete()
        save_fields(meeting, is_final=True, correction_on=None, held_days=held_days + meeting.held_days)
    return True


def snapshot(meeting):
    """Return the rows and facts that the minutes are made of, as JSON. Notes are among them until they are purged."""
    rows = [row for name in ROWS for row in getattr(meeting, name).all()]
    for model in () if meeting.notes_purged else OF_ITEMS:
        rows += model.objects.filter(item__meeting=meeting)
    facts = {name: getattr(meeting, name) for name in (*FACTS, "held_days")}
    return json.dumps({"facts": facts, "rows": serializers.serialize("python", rows)}, cls=DjangoJSONEncoder)


def _restore(meeting, before):
    """Make rows and facts what they were at the `snapshot`. Returns the days of pauses that it holds."""
    data = json.loads(before)
    found = [each.object for each in serializers.deserialize("python", data["rows"])]
    kinds = (*reversed(OF_ITEMS), *map(_model_of, ROWS))
    kept = {model: [row.pk for row in found if type(row) is model] for model in kinds}
    for model, ids in kept.items():
        of_meeting = {"item__meeting" if model in OF_ITEMS else "meeting": meeting}
        model.objects.filter(**of_meeting).exclude(pk__in=ids).delete()
    meeting.attendees.update(post="")  # each is held by one: they may have been exchanged
    NoteGroup.objects.filter(item__meeting=meeting).update(heading=Cast("pk", models.CharField()))  # likewise
    LastAct.objects.filter(meeting=meeting).delete()
    for row in found:
        row.save_base(raw=True)
    fields = {name: Meeting._meta.get_field(name) for name in FACTS}
    save_fields(meeting, **{field.attname: field.to_python(data["facts"][name]) for name, field in fields.items()})
    return data["facts"]["held_days"]


def _model_of(name):
    return Meeting._meta.get_field(name).related_model


def _bring_notes_back(meeting, content):
    """Make rows of the notes of a frozen version, in its order."""
    items = {item.number: item for item in meeting.items.all()}
    groups = {
        (question.number, heading): NoteGroup(item=items[question.number], heading=heading, position=place)
        for question in content.questions
        for place, heading in enumerate(question.headings, 1)
    }
    NoteGroup.objects.bulk_create(groups.values())
    notes = [(items[question.number], note) for question in content.questions for note in question.notes]
    Note.objects.bulk_create(
        Note(pk=pk, item=item, text=note.text, prompt=_prompt(item, note), group=groups.get((item.number, note.about)))
        for pk, (item, note) in zip(new_ids(len(notes)), notes, strict=True)
    )


def _prompt(item, note):
    return item.prompts.index(note.about) if note.about in item.prompts else None
