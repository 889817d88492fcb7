"""The committees that meet, remembered from one meeting to the next."""

from django.db import models


class Committee(models.Model):
    """A committee. Its names are in the workplace's own words, since each workplace has its own for every level."""

    name = models.CharField("udvalg", max_length=120)
    organisation = models.CharField("organisation", max_length=120, blank=True)
    parent_name = models.CharField("udvalget over", max_length=120, blank=True)

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
