"""Runs an async test in an event loop of its own, in which it can wait for what nothing tells of."""

import asyncio
from functools import wraps


def in_a_loop(test):
    """Let pytest call an async test: it runs in a loop that is closed with it, after every task was cancelled."""

    @wraps(test)
    def run(*args, **kwargs):
        asyncio.run(test(*args, **kwargs))

    return run


async def until(becomes_so):
    """Wait until `becomes_so()`, looking now and then. Raise TimeoutError after half a minute."""
    for _ in range(1500):
        if becomes_so():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError
