"""Keeps the earlier wordings of a meeting's texts until the minutes are final, so that an overwritten text can be had back."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from meetings import cpr

from .notes import REDACTED


class Wording(models.Model):
    """A wording that was replaced in the minute `until`; nothing says by whom. `words`: {field: value}.

    `of`: the name of its RevisedText.
    """

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="earlier_wordings")
    of = models.CharField(max_length=40)
    until = models.DateTimeField()
    words = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ("-until", "-id")
        indexes = [models.Index(fields=("meeting", "of", "until"))]

    def __str__(self):
        return f"earlier wording {self.pk} of {self.of}"

    @property
    def size(self):
        return size(self.words)


def keep(meeting, of, words, every=False):
    """Keep `words` that were just replaced in the text `of`. An empty text is not kept.

    A text saves itself while it is typed, so of one minute only the longest wording is kept: a text that was deleted
    and begun anew is among them, half a word seldom. `every`: keep it beside the others, since somebody pressed a button.
    """
    if not size(words):
        return
    words = {name: without_cpr(meeting, value) if isinstance(value, str) else value for name, value in words.items()}
    minute = timezone.now().replace(second=0, microsecond=0)
    earlier = meeting.earlier_wordings
    there = None if every else earlier.filter(of=of, until=minute).first()
    if there is None:
        earlier.create(of=of, until=minute, words=words)
    elif there.size < size(words):
        there.words = words
        there.save(update_fields=["words"])


def without_cpr(meeting, text):
    """Return the text without what looks like a CPR number: somebody who corrected one has removed it for good."""
    doubtful = set(meeting.doubtful(text))
    for number, _ in list(cpr.search(text)):
        if set(cpr.numbers(number)) & doubtful:
            text = text.replace(number, REDACTED)
    return text


def size(words):
    """Return how many characters a wording has."""
    return sum(len(str(value or "")) for value in words.values())
