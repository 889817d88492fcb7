"""A theme as published: the text to read, the questions to talk about, and where it comes from. Loaded from `fixtures/`."""

from django.db import models


class NaturalKeyManager(models.Manager):
    """Finds a row by the words that name it in a fixture, so that loading a fixture twice changes nothing."""

    def get_by_natural_key(self, *key):
        return self.get(**dict(zip(self.model.NATURAL_KEY, key, strict=True)))


class Theme(models.Model):
    NATURAL_KEY = ("slug",)

    slug = models.SlugField("kort navn", unique=True)
    series = models.CharField("serie", max_length=200, blank=True)
    title = models.CharField("titel", max_length=200)
    lead = models.TextField("indledning", blank=True)
    purpose = models.TextField("formål", blank=True)
    target_group = models.TextField("målgruppe", blank=True)
    situation = models.TextField("situation", blank=True)
    publisher = models.CharField("udgiver", max_length=200, blank=True)
    site = models.CharField("udgiverens websted", max_length=200, blank=True)
    page_url = models.URLField("temaets side", blank=True)
    credit = models.CharField("bemærkning om teksten", max_length=200, blank=True)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "tema"
        verbose_name_plural = "temaer"
        ordering = ("series", "title")

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)


class Section(models.Model):
    """One part of the background text. `body` is plain text; a blank line parts two paragraphs."""

    NATURAL_KEY = ("theme__slug", "position")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="sections", verbose_name="tema")
    position = models.PositiveSmallIntegerField("plads")
    number = models.PositiveSmallIntegerField("nummer foran overskriften", null=True, blank=True)
    heading = models.CharField("overskrift", max_length=200, blank=True)
    body = models.TextField("tekst")

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "afsnit"
        verbose_name_plural = "afsnit"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("theme", "position"), name="section_position")]

    def __str__(self):
        return self.heading or "Indledning"

    def natural_key(self):
        return (*self.theme.natural_key(), self.position)

    natural_key.dependencies = ["meetings.theme"]

    def paragraphs(self):
        return [paragraph for paragraph in self.body.split("\n\n") if paragraph.strip()]


ONE_A_LINE = "Ét råd til mødelederen pr. linje."
PHASES = ("think", "pairs", "together", "choose")
TOGETHER_MINUTES = 10  # for all to talk together, where a theme advises nothing


class Question(models.Model):
    """A dialogue question. Whether it collects notes and whether it has the two lanes are independent facts."""

    NATURAL_KEY = ("theme__slug", "position")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="questions", verbose_name="tema")
    position = models.PositiveSmallIntegerField("nummer")
    text = models.CharField("spørgsmål", max_length=300)
    short_label = models.CharField("kort navn", max_length=40, blank=True)
    note_hint = models.CharField("hjælp til noten", max_length=200, blank=True)
    collects_notes = models.BooleanField("deltagerne skriver noter", default=True)
    has_lanes = models.BooleanField("har ”Det kan vi selv” og ”Det sender vi opad”", default=False)
    think_minutes = models.PositiveSmallIntegerField("tænk selv, minutter", null=True, blank=True)
    pairs_minutes = models.PositiveSmallIntegerField("tal sammen to og to, minutter", null=True, blank=True)
    together_minutes = models.PositiveSmallIntegerField("tal sammen alle, minutter", null=True, blank=True)
    choose_minutes = models.PositiveSmallIntegerField("prioritér, minutter", null=True, blank=True)
    think_guide = models.TextField("sådan gør I: tænk selv", blank=True, help_text=ONE_A_LINE)
    pairs_guide = models.TextField("sådan gør I: tal sammen to og to", blank=True, help_text=ONE_A_LINE)
    together_guide = models.TextField("sådan gør I: tal sammen alle", blank=True, help_text=ONE_A_LINE)
    choose_guide = models.TextField("sådan gør I: prioritér", blank=True, help_text=ONE_A_LINE)
    recalls = models.PositiveSmallIntegerField(
        "viser svarene på spørgsmål nr.",
        null=True,
        blank=True,
        help_text="Nummeret på et tidligere spørgsmål.",
    )

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "spørgsmål"
        verbose_name_plural = "spørgsmål"
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("theme", "position"), name="question_position"),
            models.CheckConstraint(
                condition=models.Q(position__gte=1),
                name="question_counts_from_one",
                violation_error_message="Spørgsmålene nummereres fra 1.",
            ),
            models.CheckConstraint(
                condition=~models.Q(together_minutes=0)
                & ~models.Q(think_minutes=0)
                & ~models.Q(pairs_minutes=0)
                & ~models.Q(choose_minutes=0),
                name="question_phases_last",
                violation_error_message="En fase varer mindst et minut. Lad feltet stå tomt, hvis spørgsmålet ikke har den.",
            ),
            models.CheckConstraint(
                condition=models.Q(recalls__isnull=True) | models.Q(recalls__lt=models.F("position"), recalls__gte=1),
                name="question_recalls_an_earlier_one",
                violation_error_message="Et spørgsmål kan kun vise svarene på et tidligere spørgsmål.",
            ),
        ]

    def __str__(self):
        return f"{self.position}. {self.text}"

    def natural_key(self):
        return (*self.theme.natural_key(), self.position)

    natural_key.dependencies = ["meetings.theme"]

    @property
    def phases(self):
        """Return {phase: minutes}, as advised for a meeting of normal length. Everybody always talks together."""
        advised = {name: getattr(self, f"{name}_minutes") for name in PHASES}
        return {"together": TOGETHER_MINUTES} | {name: minutes for name, minutes in advised.items() if minutes}

    @property
    def guide(self):
        """Return {phase: lines}: how to go about it, where the theme says so."""
        written = {name: getattr(self, f"{name}_guide").split("\n") for name in PHASES}
        lines = {name: [line for line in found if line.strip()] for name, found in written.items()}
        return {name: found for name, found in lines.items() if found}


class Prompt(models.Model):
    """A follow-up to a question. `is_equal`: it is a question of the same weight and is shown as large."""

    NATURAL_KEY = ("question__theme__slug", "question__position", "position")

    question = models.ForeignKey(Question, models.CASCADE, related_name="prompts", verbose_name="spørgsmål")
    position = models.PositiveSmallIntegerField("plads")
    text = models.CharField("hjælpespørgsmål", max_length=300)
    is_equal = models.BooleanField("vejer lige så meget som spørgsmålet", default=False)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "hjælpespørgsmål"
        verbose_name_plural = "hjælpespørgsmål"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("question", "position"), name="prompt_position")]

    def __str__(self):
        return self.text

    def natural_key(self):
        return (*self.question.natural_key(), self.position)

    natural_key.dependencies = ["meetings.question"]


class Source(models.Model):
    """Something to read further; sources with the same `heading` stand together."""

    NATURAL_KEY = ("theme__slug", "position")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="sources", verbose_name="tema")
    position = models.PositiveSmallIntegerField("plads")
    heading = models.CharField("overskrift", max_length=200)
    title = models.CharField("titel", max_length=200)
    description = models.TextField("beskrivelse", blank=True)
    url = models.URLField("adresse", max_length=500)

    objects = NaturalKeyManager()

    class Meta:
        verbose_name = "kilde"
        verbose_name_plural = "kilder"
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("theme", "position"), name="source_position")]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (*self.theme.natural_key(), self.position)

    natural_key.dependencies = ["meetings.theme"]
