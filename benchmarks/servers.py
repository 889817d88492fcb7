"""Runs the floor as a process of its own."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from tests.lab.servers import Server


class Floor(Server):
    """The bare broadcast."""

    words = ("-m", "benchmarks.floor")

    @property
    def ports(self):
        return [self.port]

    @property
    def pids(self):
        return [self.process.pid]

    def database_pids(self):
        return []


@contextmanager
def floor():
    with tempfile.TemporaryDirectory(prefix="teknologi-dialog-bench.") as folder:
        running = Floor(SimpleNamespace(folder=Path(folder), env=dict(os.environ)))
        try:
            yield running.start()
        finally:
            running.stop()
