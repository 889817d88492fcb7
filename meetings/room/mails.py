"""Addresses that open a mail, ready to send, in the program of whoever presses: there is no mail server here.

What becomes of the mail cannot be known.
"""

from urllib.parse import quote

from meetings import danish

from .models import Role

SUBJECTS = {
    Role.SECRETARY: "Link til referenten",
    Role.FACILITATOR: "Link til mødelederen",
    Role.SCREEN: "Link til en skærm",
}


def mailto(subject, *paragraphs):
    """Return the address of a mail to nobody yet, with `paragraphs` of lines."""
    body = "\n\n".join(filter(None, paragraphs)).replace("\n", "\r\n")
    return f"mailto:?subject={encoded(subject)}&body={encoded(body)}"


def encoded(text):
    """Percent-encode every sign but the plainest, as RFC 6068 wants it: a space is no +."""
    return quote(text.replace(danish.NBSP, " "), safe="")


def the_meeting(meeting):
    return f"mødet i {meeting.committee.name} den {danish.long_date(meeting.date)}"


def seat_mail(meeting, role, link):
    """Return a mail to a secretary or facilitator, with the link that seats them, or to whoever sees to a screen."""
    then = "så viser den mødet" if role == Role.SCREEN else f"så er du med som {role.label}"
    return mailto(
        f"{SUBJECTS[role]}: {the_meeting(meeting)}",
        f"Her er dit link til {the_meeting(meeting)}. Åbn det, og tryk på knappen, {then}:",
        link,
        "Linket er kun til dig. Send det ikke videre.",
    )
