"""The two posts that approve the minutes: each is taken once, in sight of everybody, until it is freed."""

import hashlib
import hmac
from typing import NamedTuple
from uuid import UUID

from django.db import models
from django.utils import timezone

from meetings import danish

from .log import Event
from .once import add_once
from .path import Stage
from .refused import Refused
from .roles import APPROVERS, How, Role
from .seats import Participant

WRONG = "Er det forkert, så sig det nu."


class PostEntry(models.Model):
    """What happened to a post. The minutes tell it for good, so an entry goes only with the meeting.

    `how`: a member of How, of how it was taken. `withdrew`: that the post was freed took an approval back.
    """

    class What(models.TextChoices):
        LINK = "link"  # a secret link to the post was made
        TAKEN = "taken"
        FREED = "freed"  # by who had taken it
        FREED_BY_OWNER = "freed-owner"

    meeting = models.ForeignKey("Meeting", models.CASCADE, related_name="post_entries")
    role = models.CharField(max_length=12, choices=Role)
    what = models.CharField(max_length=12, choices=What)
    how = models.CharField(max_length=20, choices=How, blank=True)
    withdrew = models.BooleanField(default=False)
    on = models.DateField()

    class Meta:
        ordering = ("id",)
        constraints = [models.CheckConstraint(condition=models.Q(role__in=APPROVERS), name="post_entry_role")]

    def __str__(self):
        return f"{self.role} {self.what}"

    @property
    def said(self):
        """Return what every screen says when it happens, or nothing."""
        if self.what == self.What.LINK:
            return ""
        if self.what == self.What.TAKEN:
            return f"{holder_of(self.role)} plads er taget {How(self.how).on_screens}. {WRONG}"
        return self.in_minutes

    @property
    def in_minutes(self):
        """Return what the minutes say of a post that was freed."""
        by = "mødets ejer" if self.what == self.What.FREED_BY_OWNER else f"den {self.get_role_display()}, der havde den"
        end = ", og godkendelsen bortfaldt" if self.withdrew else ""
        return f"{holder_of(self.role)} plads blev frigivet den {danish.long_date(self.on)} af {by}{end}."


FREEING = (PostEntry.What.FREED, PostEntry.What.FREED_BY_OWNER)


class Post(NamedTuple):
    """A post as screens and minutes tell of it. `how`: a How, or None while nobody has taken it."""

    role: Role
    how: How | None
    links: int  # that were made to it
    may_be_freed: bool = True  # until the minutes are final

    @property
    def state(self):
        """Say whether it is taken, as in "Formandens plads er taget af en telefon i lokalet"."""
        taken = f"taget {self.how.on_screens}" if self.how else "ikke taget endnu"
        return f"{holder_of(self.role)} plads er {taken}."

    @property
    def about_links(self):
        """Say that more than one link was made to it, or nothing."""
        many = f"Der er lavet {self.links} links til {self.role.label}ens plads."
        return many if self.links > 1 else ""

    @property
    def in_words(self):
        """Return all that a screen says of it."""
        return " ".join(filter(None, (self.state, self.about_links, self.how and self.may_be_freed and WRONG)))


class HasPosts:
    """The part of Meeting in which chair and deputy take the seats that approve its minutes."""

    def read_posts(self):
        """Return the Post of each of APPROVERS, and a sentence for each time one was freed, oldest first."""
        taken = dict(self.participants.filter(role__in=APPROVERS).values_list("role", "how"))
        entries = list(self.post_entries.all())
        made = [entry.role for entry in entries if entry.what == PostEntry.What.LINK]
        how = {role: How(taken[role]) for role in taken}
        posts = [Post(role, how.get(role), made.count(role), not self.is_final) for role in APPROVERS]
        return posts, [entry.in_minutes for entry in entries if entry.what in FREEING]

    @property
    def posts(self):
        return self.read_posts()[0]

    def take_post(self, role, secret):
        """Seat a member's phone in a post. The same phone again returns the seat that is there.

        `secret`: the member's. Raises Refused if the post is taken, or before the meeting wraps up.
        """
        with self.recording(Event.Kind.POST) as entry:
            if self.stage not in (Stage.WRAP_UP, Stage.CLOSED):
                raise Refused("Formand og næstformand kan tage deres pladser, når mødet samler op.")
            how = How.ROOM if self.stage == Stage.WRAP_UP else How.AFTER
            for other in APPROVERS:
                if other != role and self.participants.filter(uuid=uuid_of_post(secret, other)).exists():
                    raise Refused(never_both(other, role))
            uuid = uuid_of_post(secret, role)
            new = Participant(meeting=self, uuid=uuid, role=role, how=how, since=timezone.now())
            found_by = {"same": ("role",), "meeting_id": self.pk, "uuid": uuid}
            seat = add_once(entry, new, may_add=lambda: self.must_be_untaken(role), **found_by)
            if seat is new:
                self.tell_that_taken(entry, seat)
        seat.meeting = self
        return seat

    def free_post(self, role, by_owner):
        """Free a post, which withdraws its approval. Raises Refused once the minutes are final."""
        with self.recording(Event.Kind.POST) as entry:
            self.free(entry, role, by_owner)

    def is_taken(self, role):
        return self.participants.filter(role=role).exists()

    def must_be_untaken(self, role):
        """Raise Refused if somebody has taken this post."""
        if self.is_taken(role):
            raise Refused(f"{holder_of(role)} plads er taget. Er det forkert, så sig det til mødelederen.")

    # Inside `recording`, whose event is then about it:

    def free(self, entry, role, by_owner):
        if self.is_final:
            raise Refused("Referatet er endeligt godkendt, så pladsen kan ikke frigives.")
        seats = self.participants.filter(role=role)
        if not seats:
            return entry.nothing_happened()
        seats.delete()
        self.role_links.filter(role=role).delete()
        withdrew, _ = self.approvals.filter(role=role).delete()
        what = PostEntry.What.FREED_BY_OWNER if by_owner else PostEntry.What.FREED
        entry.kind = Event.Kind.POST
        self._tell(entry, role, what, withdrew=bool(withdrew))

    def tell_that_taken(self, entry, seat):
        self._tell(entry, seat.role, PostEntry.What.TAKEN, how=seat.how)

    def tell_of_link(self, entry, role):
        self._tell(entry, role, PostEntry.What.LINK)

    def _tell(self, entry, role, what, **more):
        entry.subject = self.post_entries.create(role=role, what=what, on=timezone.localdate(), **more).pk


def uuid_of_post(secret, role):
    """Return the uuid of the seat in which the holder of a member's `secret` has the post of `role`."""
    return UUID(bytes=hmac.digest(secret.encode(), role.encode(), hashlib.sha256)[:16])


def never_both(held, wanted):
    """Return why whoever holds one post cannot take the other."""
    return (
        f"Du har taget {Role(held).label}ens plads her. "
        f"Den, der er {Role(wanted).label}, skal bruge sin egen telefon eller computer."
    )


def holder_of(role):
    """Return "Formandens" or "Næstformandens"."""
    return f"{Role(role).label}ens".capitalize()
