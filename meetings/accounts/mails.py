"""Sends a link to whoever has forgotten a password, if the installation has a mail server."""

import logging
import threading

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage

from meetings.strangers.attempts import Limit, forget

from .links import new_link

logger = logging.getLogger(__name__)

MOST = 3
mails_to_a_user = Limit("mails", MOST, 60 * 60)
TEXT = """Hej

Nogen, sikkert dig, har bedt om at vælge en ny adgangskode til brugeren {username} i Teknologi-dialog.

Vælg den her inden tre dage:
{address}

Har du ikke bedt om det, så gør ingenting. Din adgangskode er den samme som før.
"""


def send_links(request, address):
    """Send a link to each active user with this address, in a thread of its own: the answer tells nobody if there is one."""
    users = get_user_model().objects.filter(email__iexact=address, is_active=True).order_by("pk")[:MOST]
    mails = [
        EmailMessage(
            "Vælg en ny adgangskode",
            TEXT.format(username=user.get_username(), address=new_link(request, user)),
            settings.MAIL_FROM,
            [user.email],
        )
        for user in users
        if may_be_sent(user)
    ]
    threading.Thread(target=send, args=(mails,), name="mail", daemon=True).start()


def may_be_sent(user):
    """Count a mail to the user, and return whether it is not one too many: nobody's mailbox is filled from here."""
    forget()
    return mails_to_a_user.take(user.pk)


def send(mails):
    try:
        for mail in mails:
            mail.send()
    except Exception as error:
        # Log only its type: the message may hold an address.
        logger.error("A mail could not be sent: %s", type(error).__name__)
