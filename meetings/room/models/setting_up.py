"""Before the meeting: its facts, its code, and the questions copied from the theme."""

from django.db import transaction
from django.utils import timezone

from .agenda import AgendaItem
from .keys import FEW_DIGITS, new_code
from .log import Event
from .notes import Note
from .path import Place, Stage, neighbour, path
from .refused import Refused
from .revised import forget_earlier
from .roles import Role
from .rows import save_fields


class IsSetUp:
    """The part of Meeting that makes it and corrects its facts."""

    def set_up(self, before=None):
        """Save a new meeting with a code, the theme's questions and its facilitator's seat.

        `before`: the meeting whose attendance list it begins with.
        """
        with transaction.atomic():
            self.code = self.code or self._unused_code()
            self.save()
            self._copy_questions()
            self.participants.create(role=Role.FACILITATOR, user=self.facilitator, since=timezone.now())
            if before:
                self.copy_attendees(before)

    def edit(self, **facts):
        """Correct the meeting's facts (field name = value). The theme can change until the first note or conclusion."""
        with self.recording(Event.Kind.FACTS) as entry:
            if all(getattr(self, name) == value for name, value in facts.items()):
                return entry.nothing_happened()
            if facts.get("length", self.length) != self.length and self.stage == Stage.DISCUSSION:
                raise Refused("Forløbet kan ikke skiftes, mens I er i gang med spørgsmålene.")
            if not facts.get("has_clock", True):
                facts["phase_ends"] = None
            if facts.get("length", self.length) != self.length:
                self.items.update(shared={})
            theme_changes = facts.get("theme", self.theme) != self.theme
            if theme_changes and self.is_settled():
                raise Refused("Temaet kan ikke skiftes, når der er skrevet noter eller konklusioner.")
            save_fields(self, **facts)
            if theme_changes:
                forget_earlier(self, [item.revised for item in self.items.all()])
                self.items.all().delete()
                self.forget_ready()
                self._copy_questions()
                if self.stage == Stage.DISCUSSION:
                    self._stand_at(neighbour(path(self), Place(Stage.LOBBY), +1))

    def is_settled(self):
        """Return whether anything is, or was, written that belongs to the theme's questions."""
        return (
            self.has_version
            or Note.objects.filter(item__meeting=self).exists()
            or self.items.exclude(conclusion="").exists()
        )

    def _unused_code(self, digits=FEW_DIGITS):
        """Return a code that no meeting has. The unique constraint catches a race."""
        while type(self).objects.filter(code=(code := new_code(digits))).exists():
            pass
        return code

    def _copy_questions(self):
        questions = list(self.theme.questions.prefetch_related("prompts"))
        numbers = {question.position: number for number, question in enumerate(questions, 1)}
        self.items.bulk_create(AgendaItem.copied_from(question, self, numbers) for question in questions)
