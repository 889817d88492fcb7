"""Runs what is measured: the floor, and the product from one checkout or another on one database or another."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from tests.lab.people import Anybody
from tests.lab.product import product
from tests.lab.servers import PROJECT, Server


class Variant(NamedTuple):
    """One way to run the product. `postgresql`: the URL of a server, or None for SQLite."""

    postgresql: str | None = None
    processes: int = 1
    checkout: Path = PROJECT

    @property
    def engine(self):
        return ("PostgreSQL" if self.postgresql else "SQLite") + (f" × {self.processes}" if self.processes > 1 else "")

    @property
    def is_other(self):
        return self.checkout != PROJECT

    def __str__(self):
        return f"{self.engine}, {self.checkout.name}" if self.is_other else self.engine

    def run(self):
        return product(*self)


class Floor(Server):
    """The bare broadcast."""

    words = ("-m", "benchmarks.floor")

    @property
    def pids(self):
        return [self.process.pid]

    def database_pids(self):
        return []

    def people(self, rooms, seats):
        return [[Anybody(f"room{number}", self.port) for _ in range(seats)] for number in range(rooms)]


@contextmanager
def floor():
    with tempfile.TemporaryDirectory(prefix="teknologi-dialog-bench.") as folder:
        running = Floor(SimpleNamespace(folder=Path(folder), env=dict(os.environ), checkout=PROJECT))
        try:
            yield running.start()
        finally:
            running.stop()
