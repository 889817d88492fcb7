"""The committees that meet, remembered from one meeting to the next."""

from django.db import models

RULES = (
    "Alle får ordet, og vi lytter til ende.",
    "Vi taler om opgaver og arbejdsgange, ikke om navngivne personer.",
    "Vi spørger, før vi vurderer.",
    "Vi behøver ikke at være enige.",
    "Det, vi hører om andre, bliver her i rummet.",
    "Vi slutter med aftaler: hvem gør hvad hvornår?",
)


class Committee(models.Model):
    """A committee. Its names are in the workplace's own words, since each workplace has its own for every level.

    `rules`: how its members talk together, one a line; empty while they keep to RULES.
    """

    name = models.CharField("udvalg", max_length=120)
    organisation = models.CharField("organisation", max_length=120, blank=True)
    parent_name = models.CharField("udvalget over", max_length=120, blank=True)
    rules = models.TextField("spilleregler, én pr. linje", max_length=600, blank=True)

    class Meta:
        verbose_name = "udvalg"
        verbose_name_plural = "udvalg"
        ordering = ("name", "organisation")
        constraints = [models.UniqueConstraint(fields=("name", "organisation"), name="committee_name")]

    def __str__(self):
        return self.name

    @classmethod
    def remember(cls, name, organisation, parent_name):
        """Return the committee so named, made the first time, with the committee above it as it is named now."""
        named = {"name": name, "organisation": organisation}
        committee, _ = cls.objects.get_or_create(**named, defaults={"parent_name": parent_name})
        if committee.parent_name != parent_name:
            committee.parent_name = parent_name
            committee.save(update_fields=["parent_name"])
        return committee

    @property
    def listed_rules(self):
        return [rule for line in self.rules.split("\n") if (rule := line.strip())] or list(RULES)

    def agree_on(self, rules):
        """Keep the text of the rules of the game for this meeting and the next; an empty one brings RULES back."""
        self.rules = "" if rules.split("\n") == list(RULES) else rules
        self.save(update_fields=["rules"])
