"""Decides which request is next where all threads are busy: who has a place here and who has none take turns.

Without it a note stood behind every page that strangers had asked for. Nobody is refused: a house whose forty phones join
behind one address waits in its own order, as long as nobody else wants the threads.
"""

import asyncio
from collections import deque

from django.http import HttpRequest, parse_cookie

from meetings.room import door
from meetings.strangers.attempts import network_of_address

SIGNED = (*door.COOKIES, door.LAST_USER)  # cookies that nobody can make up


class FairQueue:
    """The places at a pool of threads, and who waits for one. Everything happens on the event loop.

    Within each of the two sides those who wait take turns too: seat by seat, and strangers address by address.
    """

    def __init__(self, places):
        self.free = places
        # Those who are known, and strangers: {whose: its waiting requests, as futures}, who is next first.
        self.sides = {}, {}
        self.turn = 0  # the side that is next

    async def take(self, scope):
        """Take a place, as soon as there is one, until `leave`. Where one is free that costs nothing."""
        if self.free:
            self.free -= 1
            return
        side, whose = sender_of(scope)
        waiting = asyncio.get_running_loop().create_future()
        self.sides[side].setdefault(whose, deque()).append(waiting)
        try:
            await waiting
        except asyncio.CancelledError:
            if not waiting.cancelled():  # it was given a place at the same moment
                self.leave()
            raise

    def leave(self):
        """Give the place to whoever is next."""
        while any(self.sides):
            side = self.sides[self.turn] or self.sides[1 - self.turn]
            whose = next(iter(side))
            line = side.pop(whose)
            while line and line[0].done():  # it has given up
                line.popleft()
            if line:
                line.popleft().set_result(None)
                if line:
                    side[whose] = line  # behind the others
                self.turn = 1 - self.turn
                return
        self.free += 1


def sender_of(scope):
    """Return (side, whose): 0 and the cookie of a seat or a login, which only we can sign, or else 1 and the network."""
    request = HttpRequest()
    request.COOKIES = parse_cookie(
        "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    )
    for name in SIGNED:
        if found := request.get_signed_cookie(name, None, salt=door.SALT):
            return 0, (name, found)
    return 1, network_of_address((scope.get("client") or ("",))[0])
