"""Asks whoever tries too often for a toll: a sum for their machine, or a wait. Who is right is never refused, only slowed.

The toll is a signed token. A script finds a number that, hashed with the token's seed, begins with so many zero bits;
without a script one waits so many seconds and sends the form again. Either lets one attempt through.
"""

import hashlib
import math
import secrets
from typing import NamedTuple

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from . import attempts
from .attempts import Limit, network_of

LIFE = 10 * 60  # seconds in which a token can be used
FEWEST_BITS, MOST_BITS = 16, 20  # an old phone does some 120,000 hashes a second: half a second, and nine
FEWEST_SECONDS, MOST_SECONDS = 10, 60
PAUSE = 1.0  # seconds before such a page is sent: to ask for it again and again must cost us little
SALT = "toll"
ALL = "all"
spent = Limit("spent", 1, LIFE)


class Toll(NamedTuple):
    """What a page asks for. `work`: the number that was found already, where only the pace let nobody through."""

    token: str
    bits: int
    seconds: int
    work: str = ""

    @property
    def seed(self):
        return seed_of(self.token)


class Gate(NamedTuple):
    """Counts wrong attempts from one network, at one target, an account or all codes, and where there are many targets in all.

    Up to `own.most` from a network, `target.most` at the target and `total.most` in all, nobody notices. From then on each attempt costs a
    toll, the more the more the network has tried, and the paces say how many that paid come through. With a target
    that many try at, a network has less for nothing: so a thousand addresses are worth little more than a few.
    """

    own: Limit
    target: Limit
    own_pace: Limit
    target_pace: Limit
    total: Limit | None = None
    total_pace: Limit | None = None

    def toll(self, request, target):
        """Return None if this request may try, or the Toll that it has to pay first."""
        network = network_of(request)
        excess = self._excess(network, target)
        if excess < 1:
            return None
        asked = Toll("", *price(excess))
        token, work = request.POST.get("toll", ""), request.POST.get("work", "")[:20]
        waited = age(token, self.own.kind, network)
        if waited is None or spent.level(token) > 0:
            return asked._replace(token=new_token(self.own.kind, network))
        # Two bits less than it costs now: others may have tried since the page asked.
        if waited < asked.seconds and zero_bits(token, work) < asked.bits - 2:
            return asked._replace(token=token, seconds=math.ceil(asked.seconds - waited))
        paces = [
            (self.own_pace, network),
            (self.target_pace, target),
            *([(self.total_pace, ALL)] if self.total else ()),
        ]
        if all(limit.take(who) for limit, who in (*paces, (spent, token))):
            return None
        return asked._replace(token=token, work=work, seconds=self.own_pace.period)

    def count(self, request, target):
        """Count an attempt: a wrong one, or one of which nobody knows yet."""
        for limit, who in self._counts(request, target):
            limit.count(who)

    def give_back(self, request, target):
        """Count it no longer: it was right."""
        for limit, who in self._counts(request, target):
            limit.give_back(who)

    def _counts(self, request, target):
        return [(self.own, network_of(request)), (self.target, target), *([(self.total, ALL)] if self.total else ())]

    def _excess(self, network, target):
        """Return how many times as much as is free has been tried, less than 1 while the next attempt is."""
        shared = self.target.level(target) / self.target.most
        if self.total:
            shared = max(shared, self.total.level(ALL) / self.total.most)
        return max(self.own.level(network) / self.own.most * max(1, shared), float(shared >= 1))


def price(excess):
    """Return (bits, seconds) of the toll."""
    bits = FEWEST_BITS + math.ceil(2 * math.log2(excess))
    return min(MOST_BITS, bits), min(MOST_SECONDS, math.ceil(FEWEST_SECONDS * excess))


def new_token(kind, network):
    return signing.dumps([kind, mark(network), secrets.token_hex(8), attempts.now()], salt=SALT)


def age(token, kind, network):
    """Return the seconds since a token was made for this network, or None if it is none or no longer valid."""
    try:
        of_kind, of_network, _, made = signing.loads(token[:300], salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    seconds = attempts.now() - made
    is_ours = of_kind == kind and constant_time_compare(of_network, mark(network))
    return seconds if is_ours and 0 <= seconds <= LIFE else None


def mark(network):
    return salted_hmac(SALT, network, algorithm="sha256").hexdigest()[:16]


def seed_of(token):
    return hashlib.sha256(token.encode()).hexdigest()[:32]


def zero_bits(token, work):
    """Return how many zero bits the hash of the token's seed and `work` begins with."""
    digest = hashlib.sha256(f"{seed_of(token)}{work}".encode(errors="replace")).digest()
    return 256 - int.from_bytes(digest).bit_length()


def slowed(response):
    """Let the server wait before it sends this answer, without a thread."""
    response.pause = PAUSE
    return response
