"""The drop test: a meeting in which servers, databases and connections are killed loses and doubles no note (`make drop-test`)."""

import os
import random
from contextlib import ExitStack

import uvloop

from tests.lab.clusters import Cluster
from tests.lab.product import product
from tests.lab.servers import AS_PEOPLE

from .meeting import Drop
from .report import report


def drop(notes, clients, postgresql, every=0.0, as_people=False, phased=False, say=print):
    """Play the meeting on one engine, print a report, and return whether everything held.

    `every`: about so many seconds between the notes of a phone; 0: as fast as it can. `as_people`: with the limits that
    stand for phones, of which none may be met. `phased`: by the method, with kills in each phase and in each reveal.
    """
    engine = "PostgreSQL, two processes" if postgresql else "SQLite, one process"
    seed = int(os.environ.get("SEED") or random.randrange(10_000))
    pace = f", one each {every:g} s from a phone" if every else ""
    limits = ", within the limits of phones" if as_people else ""
    method = ", by the method" if phased else ""
    say(f"{engine}; {clients} phones, a wall and a desk; {notes:,} notes{pace}{limits}{method}; SEED={seed}")
    with ExitStack() as stack:
        cluster = stack.enter_context(Cluster(fsync=True)) if postgresql else None
        processes, env = 2 if postgresql else 1, AS_PEOPLE if as_people else {}
        server = stack.enter_context(product(cluster and cluster.url, processes, env=env))
        played = uvloop.run(Drop(server, cluster, notes, clients, seed, every, phased, say).play())
    say(report(played))
    return played.ledger.holds and not (as_people and played.slowed)
