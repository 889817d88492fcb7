"""Who meets: remembered from one meeting to the next."""

from django.db import models


class Committee(models.Model):
    """Who meets. The names are the workplace's own words: every level has a different name from place to place."""

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
