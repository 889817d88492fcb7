"""Runs an async test in an event loop of its own."""

import asyncio
from functools import wraps


def in_a_loop(test):
    """Let pytest call an async test: it runs in a loop that is closed with it, after every task was cancelled."""

    @wraps(test)
    def run(*args, **kwargs):
        asyncio.run(test(*args, **kwargs))

    return run
