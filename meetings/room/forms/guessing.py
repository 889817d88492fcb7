"""How often strangers may guess: codes and passwords, from one network and at one target."""

from django import forms
from django.contrib.auth import get_user_model

from meetings.room.door import was_last_user
from meetings.room.models import Meeting
from meetings.strangers.attempts import Limit
from meetings.strangers.tolls import ALL, Gate

HOUR = 60 * 60
ALL_CODES = ALL

logins = Gate(
    own=Limit("logins", 20, HOUR // 6),
    target=Limit("logins to an account", 10, HOUR // 6),
    own_pace=Limit("pace of logins", 2, 10),
    target_pace=Limit("pace of logins to an account", 2, 10),
    # One password at a thousand accounts from a thousand addresses: to hash each would cost the notes.
    total=Limit("logins of all", 50, HOUR // 6),
    total_pace=Limit("pace of logins of all", 5, 5),
)
# To an account from a browser that has logged in with it before: whatever others try.
known_logins = Limit("logins from a known browser", 10, HOUR // 6)


class HashingForm(forms.Form):
    """A form whose password is hashed. Each attempt at an account counts before that, and for all such forms together.

    It has the `request`. `toll`: what the next attempt costs first, or None. `too_many`: what the page says then.
    """

    use_required_attribute = False  # an empty field gets our own message
    toll = None

    def count(self, username):
        """Count an attempt at this account. Raises ValidationError instead if it costs a toll first."""
        if not self._is_known(username):
            self.toll = logins.toll(self.request, username)
        if self.toll:
            raise forms.ValidationError(self.too_many, "too_many")
        logins.count(self.request, username)

    def was_right(self, username):
        """Count it no longer."""
        logins.give_back(self.request, username)

    def _is_known(self, username):
        """Return whether the browser was the last to log in as this user, and has tried little since."""
        user = get_user_model().objects.filter(username=username).first()
        # Whether there is such a user must not show in how long it takes: the cookie is read in either case.
        return was_last_user(self.request, user.pk if user else 0) and known_logins.take(username)


def codes():
    """Return the Gate of the codes. The more meetings are open, the more honest people mistype one."""
    free = max(200, Meeting.valid_codes().count())
    return Gate(
        own=Limit("codes", 60, HOUR),
        target=Limit("codes of all", free, HOUR),
        own_pace=Limit("pace of codes", 1, 5),
        target_pace=Limit("pace of codes of all", 5, 5),
    )
