"""`python -m tests.drop [--notes 10000] [--clients 20] [--every 15]`: runs the drop test on SQLite and on PostgreSQL."""

import argparse
import signal
import sys

from . import drop


def main():
    words = argparse.ArgumentParser(prog="python -m tests.drop", description=__doc__.splitlines()[0])
    words.add_argument("--notes", type=int, default=10_000)
    words.add_argument("--clients", type=int, default=20, help="phones that write; a wall and a desk follow besides")
    every = "seconds between a phone's notes: then within the limits that stand for phones"
    words.add_argument("--every", type=float, default=0.0, help=every)
    words.add_argument(
        "--phased", action="store_true", help="by the method: phases, hidden writing, shown some at a time"
    )
    asked = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *received: sys.exit(143))  # so that the servers and their folders go too
    facts = asked.notes, asked.clients
    limits = asked.every, bool(asked.every)
    held = [drop(*facts, postgresql, *limits, asked.phased) for postgresql in (False, True)]
    sys.exit(not all(held))


if __name__ == "__main__":
    main()
