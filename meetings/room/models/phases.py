"""The phases of a question: each a place on the meeting's path, from the theme's data with advised minutes."""

from typing import NamedTuple

from django.db import models


class Phase(models.TextChoices):
    THINK = "think", "Tænk selv"
    PAIRS = "pairs", "Tal sammen to og to"
    TOGETHER = "together", "Tal sammen alle"
    CHOOSE = "choose", "Prioritér"

    @property
    def short(self):
        """Return its name where the others stand beside it."""
        return {Phase.PAIRS: "To og to", Phase.TOGETHER: "Alle"}.get(self, self.label)


HIDING = (Phase.THINK, Phase.PAIRS)  # what is written meanwhile is hidden until it is shown
TALKING = (Phase.PAIRS, Phase.TOGETHER, Phase.CHOOSE)  # the phones lie on the table, or are for dots


class Length(models.TextChoices):
    """How long a meeting is made for, and so which phases its questions have."""

    SHORT = "short", "Kort: 45 minutter, uden samtaler to og to"
    NORMAL = "normal", "Normal: 75 minutter"
    THOROUGH = "thorough", "Grundig: 105 minutter"
    NONE = "none", "Uden faser"


MINUTES = {Length.SHORT: 45, Length.NORMAL: 75, Length.THOROUGH: 105}


class Arrival(models.TextChoices):
    """How notes come to the screens that nothing hides any more."""

    BATCHED = "batched", "Samlet: flere ad gangen, når mødelederen viser dem"
    AT_ONCE = "at-once", "Med det samme: hver note for sig"


class Step(NamedTuple):
    """A phase of one question in one meeting. `minutes`: as advised."""

    phase: Phase
    minutes: int


WRAP_UP_MINUTES = 5  # of a normal meeting


def wrap_up_minutes(length):
    """Return the minutes that the wrap-up is advised in a meeting of this Length; 0 without phases."""
    return round(WRAP_UP_MINUTES * MINUTES[length] / MINUTES[Length.NORMAL]) if length != Length.NONE else 0


def steps(phases, length):
    """List the Steps of a question in a meeting of this Length. `phases`: {phase: minutes}, as advised for a normal one."""
    if length == Length.NONE:
        return []
    share = MINUTES[length] / MINUTES[Length.NORMAL]
    left_out = {Phase.PAIRS} if length == Length.SHORT else set()
    return [
        Step(phase, max(1, round(phases[phase] * share)))
        for phase in Phase
        if phase in phases and phase not in left_out
    ]
