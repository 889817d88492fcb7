"""Counts what strangers try, in the database, so that all processes count together: wrong codes and wrong logins.

Each count is a level that falls evenly with time. Whose it is stands here as an HMAC, of an address only the part that
its owner cannot change at will, and the row goes when the level has come to nothing, within HIGHEST periods: at the
latest with the next attempt of anybody or the daily run.
"""

import ipaddress
from typing import NamedTuple

from django.db import connection, models
from django.utils import timezone
from django.utils.crypto import salted_hmac

# Times `most`, beyond which nothing is counted: it costs no more from there, and whoever tried for days would be
# remembered for weeks, and everybody slowed as long.
HIGHEST = 6

# Seconds by which the clocks of two machines may differ. What seems to be from later than that was counted before this
# machine's clock was set back, and counts no more: it would not fall until that time comes again.
SKEW = 60.0

FELL = "(CASE WHEN %(now)s > meetings_attempts.at THEN %(now)s - meetings_attempts.at ELSE 0 END * %(rate)s)"
FELL_TO = """
CASE WHEN meetings_attempts.at <= %(latest)s AND meetings_attempts.level > {fell}
THEN meetings_attempts.level - {fell} ELSE 0 END
"""
AT = """
CASE WHEN meetings_attempts.at > %(now)s AND meetings_attempts.at <= %(latest)s THEN meetings_attempts.at ELSE %(now)s END
"""
ADD = """
INSERT INTO meetings_attempts (who, level, at, gone_at) VALUES (%(who)s, %(one)s, %(now)s, %(now)s + %(one)s / %(rate)s)
ON CONFLICT (who) DO UPDATE SET
    level = {level} + %(one)s, at = {at}, gone_at = {at} + ({level} + %(one)s) / %(rate)s
WHERE {level} + %(one)s <= %(most)s
RETURNING level
""".replace("{level}", FELL_TO.format(fell=FELL)).replace("{at}", AT)


class Attempts(models.Model):
    """The level of one count."""

    who = models.CharField(max_length=32, primary_key=True)  # what is counted and whose: an HMAC
    level = models.FloatField()
    at = models.FloatField()  # when it was that: seconds since 1970
    gone_at = models.FloatField(db_index=True)  # when it has come to nothing

    class Meta:
        verbose_name_plural = "attempts"

    def __str__(self):
        return f"{self.level:.1f} attempts"


class Limit(NamedTuple):
    """A count that falls by `most` in `period` seconds."""

    kind: str
    most: int
    period: int

    def level(self, who):
        """Return how many attempts count now."""
        row = Attempts.objects.filter(who=self._key(who)).first()
        if row is None or row.at > now() + SKEW:
            return 0.0
        return max(0.0, row.level - max(0.0, now() - row.at) * self.most / self.period)

    def count(self, who):
        """Count one attempt. Returns the level it makes, or None if that would be higher than any."""
        forget()
        return self._add(who, 1, HIGHEST * self.most)

    def take(self, who):
        """Count one attempt if that makes no more than `most`. Returns whether it did."""
        return self._add(who, 1, self.most) is not None

    def give_back(self, who):
        """Count one attempt less: it was none."""
        self._add(who, -1, HIGHEST * self.most)

    def _add(self, who, one, most):
        values = {"who": self._key(who), "one": float(one), "now": now(), "rate": self.most / self.period, "most": most}
        values["latest"] = values["now"] + SKEW
        with connection.cursor() as cursor:
            cursor.execute(ADD, values)
            found = cursor.fetchone()
        return found and found[0]

    def _key(self, who):
        return salted_hmac("attempts", f"{self.kind} {who}", algorithm="sha256").hexdigest()[:32]


def now():
    return timezone.now().timestamp()


def forget():
    """Delete the counts that have come to nothing. Returns how many."""
    is_over = models.Q(gone_at__lte=now()) | models.Q(at__gt=now() + SKEW)
    return Attempts.objects.filter(is_over).delete()[0]


def network_of(request):
    """Return the part of the client's address that one person cannot change at will."""
    return network_of_address(request.META.get("REMOTE_ADDR", ""))


def network_of_address(address):
    """Return the network of an address: of IPv6 the first 64 bits. Of what is none, nothing."""
    try:
        address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # a Unix socket, or a proxy that says nothing
        return ""
    if mapped := getattr(address, "ipv4_mapped", None):
        address = mapped
    return str(ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False))
