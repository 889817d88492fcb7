"""Rows of a meeting that can be deleted and restored, and whose every change is one kind of event."""

from django.db import models

from .refused import Refused
from .rows import save_fields


class Deletable(models.Model):
    """A model that has a `meeting` and two constants.

    `KIND`: the kind of event that a change is. `GONE`: the Danish sentence for somebody whose row another deleted.
    """

    deleted = models.BooleanField(default=False)  # can be restored until the meeting closes

    class Meta:
        abstract = True

    @property
    def subject(self):
        """Return the id of the row that a change of this one is about."""
        return self.pk

    def soft_delete(self):
        self._change(deleted=True)

    def restore(self):
        self._change(deleted=False)

    def must_be_there(self):
        """Raise Refused if the row is deleted."""
        if self.deleted:
            raise Refused(self.GONE)

    def must_be_changeable(self):
        """Raise Refused if the meeting is not where such a row can be changed."""

    def _change(self, **fields):
        with self.meeting.recording(self.KIND, self.subject) as entry:
            self.must_be_changeable()
            self.refresh_from_db(fields=list(fields))
            if all(getattr(self, name) == value for name, value in fields.items()):
                return entry.nothing_happened()
            save_fields(self, **fields)
