"""The drop test: a meeting in which servers, databases and connections are killed loses and doubles no note (`make drop-test`)."""

import os
import random
from contextlib import ExitStack

import uvloop

from tests.lab.clusters import Cluster
from tests.lab.product import product

from .meeting import Drop
from .report import report


def drop(notes, clients, postgresql, say=print):
    """Play the meeting on one engine, print a report, and return whether everything held."""
    engine = "PostgreSQL, two processes" if postgresql else "SQLite, one process"
    seed = int(os.environ.get("SEED") or random.randrange(10_000))
    say(f"{engine}; {clients} phones, a wall and a desk; {notes:,} notes; SEED={seed}")
    with ExitStack() as stack:
        cluster = stack.enter_context(Cluster(fsync=True)) if postgresql else None
        server = stack.enter_context(product(cluster and cluster.url, processes=2 if postgresql else 1))
        played = uvloop.run(Drop(server, cluster, notes, clients, seed, say).play())
    say(report(played))
    return played.ledger.holds
