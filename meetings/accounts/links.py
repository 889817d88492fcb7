"""Makes the links by which somebody chooses a password: for a new account, and for one whose password is forgotten.

Nothing is stored: a link is signed, and what is signed is gone when the password is chosen. So each works once, and for
`settings.PASSWORD_RESET_TIMEOUT` seconds.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator

from meetings.room.answers import whole_address


def new_link(request, user):
    """Return the whole address. The link falls when the user chooses a password, logs in or gets another mail address."""
    return whole_address(request, "choose-password", user.pk, default_token_generator.make_token(user))


def user_of(pk, token):
    """Return the active user whom the link is for, or None."""
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    return user if user and default_token_generator.check_token(user, token) else None
