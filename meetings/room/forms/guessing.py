"""How often strangers may guess: codes and logins, from one network and at one target."""

from meetings.room.models import Meeting
from meetings.strangers.attempts import Limit
from meetings.strangers.tolls import Gate

HOUR = 60 * 60

logins = Gate(
    own=Limit("logins", 20, HOUR // 6),
    target=Limit("logins to an account", 10, HOUR // 6),
    own_pace=Limit("pace of logins", 2, 10),
    target_pace=Limit("pace of logins to an account", 2, 10),
)
# To an account from a browser that has logged in with it before: whatever others try.
known_logins = Limit("logins from a known browser", 10, HOUR // 6)


ALL_CODES = "all"


def codes():
    """Return the Gate of the codes. The more meetings are open, the more honest people mistype one."""
    free = max(200, Meeting.valid_codes().count())
    return Gate(
        own=Limit("codes", 60, HOUR),
        target=Limit("codes of all", free, HOUR),
        own_pace=Limit("pace of codes", 1, 5),
        target_pace=Limit("pace of codes of all", 5, 5),
    )
