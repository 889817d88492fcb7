"""Asks the two who approve, and sends the final minutes round: by mails that are opened, ready to send, and a day to answer by."""

import datetime

from django.utils import timezone

from meetings import danish
from meetings.room.mails import mailto, the_meeting
from meetings.room.models.log import Event
from meetings.room.models.roles import APPROVERS
from meetings.room.models.rows import save_fields

DAYS_TO_ANSWER = 7


def suggested_due():
    return timezone.localdate() + datetime.timedelta(DAYS_TO_ANSWER)


def ask_by(meeting, day):
    """Set the day by which the two who approve are asked to answer."""
    with meeting.recording(Event.Kind.APPROVAL) as entry:
        if meeting.approval_due == day:
            return entry.nothing_happened()
        save_fields(meeting, approval_due=day)


def approval_mail(meeting, role, name, link):
    """Return the mail that asks `role`, called `name` if that is known, to read and approve the minutes by `link`."""
    return mailto(
        f"Referat til godkendelse: {the_meeting(meeting)}",
        f"Kære {name or role.label}",
        f"Referatet af {the_meeting(meeting)} er klar. Du skal godkende det som {role.label}.",
        f"Læs det her, og godkend det, eller skriv, hvad der skal rettes:\n{link}",
        f"Svar senest den {danish.long_date(meeting.approval_due)}." if meeting.approval_due else "",
        "Linket er kun til dig. Send det ikke videre.",
        signature(meeting),
    )


def sharing_mail(meeting, link):
    """Return the mail to those who were there, with the link to the final minutes."""
    return mailto(
        f"Godkendt referat: {the_meeting(meeting)}",
        f"Referatet af {the_meeting(meeting)} er godkendt af formand og næstformand.",
        f"Læs det, eller hent det som PDF, her:\n{link}",
        signature(meeting),
    )


def signature(meeting):
    return f"Venlig hilsen\n{meeting.secretary_name}" if meeting.secretary_name else ""


def note_sharing(meeting):
    """Remember that a mail to those who were there was opened."""
    with meeting.recording(Event.Kind.APPROVAL):
        save_fields(meeting, shared_at=timezone.now())


def newest_links(meeting):
    """Return {role: RoleLink} of the two who approve, made for these minutes: not before a correction began."""
    links = meeting.role_links.filter(role__in=APPROVERS).order_by("id")
    return {link.role: link for link in links if is_for_these(link, meeting)}


def is_for_these(link, meeting):
    return meeting.correction_on is None or timezone.localdate(link.made_at) >= meeting.correction_on
