"""The roles that a seat can have, and how the two posts among them are taken."""

from django.db import models


class Role(models.TextChoices):
    MEMBER = "member", "deltager"
    SECRETARY = "secretary", "referent"
    FACILITATOR = "facilitator", "mødeleder"
    SCREEN = "screen", "skærm"
    CHAIR = "chair", "formand"
    DEPUTY = "deputy", "næstformand"


APPROVERS = (Role.CHAIR, Role.DEPUTY)  # of the minutes: one from each side


class How(models.TextChoices):
    """How a post was taken, as the minutes say it."""

    ROOM = "room", "på egen telefon, taget på mødet"
    AFTER = "after", "på egen telefon, taget efter mødet"
    SECRETARY = "link-secretary", "via link fra referenten"
    FACILITATOR = "link-facilitator", "via link fra mødelederen"

    @property
    def on_screens(self):
        return {How.ROOM: "af en telefon i lokalet", How.AFTER: "af en telefon, der var med"}.get(self, self.label)
