"""Makes the links by which somebody chooses a password: for a new account, and for one whose password is forgotten.

Nothing is stored: a link is signed, and what is signed is gone when the password is chosen. So each works once, and for
`settings.PASSWORD_RESET_TIMEOUT` seconds.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from meetings.room.answers import whole_address


def new_link(request, user):
    """Return the whole address. The link falls when the user chooses a password, logs in or gets another mail address."""
    return whole_address(request, "choose-password", user.pk, default_token_generator.make_token(user))


def new_path(user):
    """Return the path of a `new_link`, for whoever knows the server's address."""
    return reverse("choose-password", args=[user.pk, default_token_generator.make_token(user)])


def user_of(pk, token):
    """Return the active user whom the link is for, or None. Whether there is such a user takes no other time."""
    user = get_user_model().objects.filter(pk=pk, is_active=True).first()
    is_theirs = default_token_generator.check_token(user or get_user_model()(pk=pk), token)
    return user if user and is_theirs else None
