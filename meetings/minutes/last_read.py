"""Keeps the minutes as each side last answered them, to show what has changed since."""

from django.db import models

from meetings.room.models.roles import APPROVERS, Role

from .versions import fingerprint


class LastRead(models.Model):
    """The minutes that one side last approved or commented on, until they are final. `content`: as `archive.canonical`."""

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="last_read")
    role = models.CharField(max_length=12, choices=Role)
    content = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("meeting", "role"), name="one_last_read_a_side"),
            models.CheckConstraint(condition=models.Q(role__in=APPROVERS), name="last_read_role"),
        ]

    def __str__(self):
        return f"last read by {self.get_role_display()}"


def remember_read(meeting, role, content, seen):
    """Keep `content` as what `role` answers to, if it is what was read: `seen` is its fingerprint. Call it in `recording`."""
    if fingerprint(content) == seen:
        meeting.last_read.update_or_create(role=role, defaults={"content": content})


def last_read(meeting, role):
    """Return what `role` read when it last answered, or the version that a correction began from, or ""."""
    found = meeting.last_read.filter(role=role).first() or (meeting.has_version and meeting.versions.last())
    return found.content if found else ""
