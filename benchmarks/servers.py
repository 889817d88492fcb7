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
    led: bool = False  # to one process, all phones of a meeting

    @property
    def engine(self):
        processes = f" × {self.processes}" if self.processes > 1 else ""
        return f"{'PostgreSQL' if self.postgresql else 'SQLite'}{processes}{', led' if self.led else ''}"

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
