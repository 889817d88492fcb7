"""The minutes while the secretary works on them, as a live screen."""

from functools import partial

from django.utils import timezone
from django.utils.functional import cached_property

from meetings.room.models import APPROVERS, AgendaItem, Event, Meeting, revision_of
from meetings.room.screens import Screen, SecretarysScreen, register
from meetings.room.visibility import Audience

from .comments import thread
from .compose import compose, withheld_notes
from .corrections import correction_of
from .discussion import not_in_the_minutes
from .invitations import newest_links
from .remarks import RemarkSide
from .sections import reason


@register
class MinutesScreen(SecretarysScreen):
    audience = Audience.MINUTES
    template = "minutes/minutes.html"
    remark_sides = RemarkSide.choices

    def about(self, kind, subject):
        if kind == Event.Kind.REMARK:
            return next(({"remark": remark} for remark in self.remarks if remark.pk == subject), None)
        return super().about(kind, subject)

    @cached_property
    def notes_by_item(self):
        """Return [(item, its notes)], in the order of their random ids, as in the document."""
        return [
            (self.with_withheld(item), sorted(notes, key=lambda note: note.pk)) for item, notes in super().notes_by_item
        ]

    @property
    def lists_by(self):
        return AgendaItem.heading_of

    def about_lists(self, item):
        """Return {"item", "notes"}: its notes, read if a template asks for them."""
        return {"item": self.with_withheld(item), "notes": partial(self.notes_of, item)}

    def notes_of(self, item):
        return dict(self.notes_by_item)[item]

    def with_withheld(self, item):
        """Let an item say which of its notes are not in the minutes."""
        item.meeting = self.meeting
        item.withheld = not_in_the_minutes(*self.withheld.get(item.number, ((), 0)))
        return item

    @cached_property
    def withheld(self):
        return withheld_notes(self.meeting)

    @property
    def texts(self):
        """Return [(name, text, its revision)]: what saves itself."""
        return [(name, text, revision_of(text)) for name in Meeting.TEXTS for text in [getattr(self.meeting, name)]]

    @cached_property
    def minutes(self):
        return compose(self.meeting)

    @property
    def asked(self):
        """Return [(Approval, the newest RoleLink or None, whether something was written)] of the two who approve."""
        links, writers = newest_links(self.meeting), {comment.role for comment in self.comments}
        given = zip(APPROVERS, self.minutes.state.approvals, strict=True)
        return [(approval, links.get(role), role in writers) for role, approval in given]

    @property
    def is_overdue(self):
        """Return whether the day by which both were asked to answer is past, and somebody has not."""
        due = self.meeting.approval_due
        return due is not None and due < timezone.localdate() and not all(each.on for each, *_ in self.asked)

    @cached_property
    def correction(self):
        """Return the correction in progress, or None."""
        return correction_of(self.meeting)

    @property
    def corrections(self):
        """Return [(version, day, why and what, as the document has it)]."""
        return [(each.version, each.on, reason(each)) for each in self.minutes.corrections]

    @cached_property
    def comments(self):
        """Return what the approvers wrote to the secretary, with the answers."""
        return thread(self.meeting)

    @cached_property
    def remarks(self):
        """Read the remarks, deleted ones as well: a screen may still show them."""
        return list(self.meeting.remarks.all())


@register
class ReviewScreen(Screen):
    """How far the approval is, the same to both approvers. What is their own they fetch when it has changed."""

    audience = Audience.DOCUMENT
    template = "minutes/review.html"

    @cached_property
    def minutes(self):
        return compose(self.meeting)

    @property
    def standing(self):
        """Return a number that changes with the text, an approval or a comment."""
        said = [(each.pk, each.is_open, len(each.answers.all())) for each in thread(self.meeting)]
        return revision_of(self.minutes.state, self.meeting.is_final, said)
