"""The servers that are measured, each a process of its own: the product with a fresh database, and the floor."""

import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import psycopg

from tests.browser.server import House, Server

SEATS = Path(__file__).with_name("seats.py")


class Product:
    """The real server, in one or more processes on one database."""

    def __init__(self, house, processes):
        self.house = house
        self.servers = [Server(house) for _ in range(processes)]

    def start(self):
        for server in self.servers:
            server.start()

    @property
    def ports(self):
        return [server.port for server in self.servers]

    @property
    def pids(self):
        return [server.process.pid for server in self.servers]

    def rooms(self, count, members, stage="discussion"):
        """[{key, number, after, members: [Cookie], facilitator: Cookie, secretary: Cookie}]: meetings with so many seats each."""
        return json.loads(self.run(f"make_rooms({count}, {members}, {stage!r})"))

    def write(self, key, texts):
        """Notes from a process that is not the server. Returns the number of the last event."""
        return int(self.run(f"write({key!r}, {texts!r})"))

    def print_minutes(self, sizes, times):
        """[(notes, seconds, kB)], printed by a process that is not the server."""
        return json.loads(self.run(f"print_minutes({sizes}, {times})"))

    def run(self, call):
        return self.house.manage("shell", "--no-imports", "-c", f"{SEATS.read_text()}\nprint({call})")

    def database_pids(self):
        """The processes of the PostgreSQL server; none for SQLite."""
        return [pid for pid, _ in self.sessions()]

    def connections(self):
        """How many the server holds: sessions in PostgreSQL, or open handles on the SQLite file."""
        if self.house.postgresql:
            return sum(name == self.house.database for _, name in self.sessions())
        handles = [path for pid in self.pids for path in Path(f"/proc/{pid}/fd").iterdir()]
        return sum(os.path.realpath(path).endswith(".sqlite3") for path in handles)

    def sessions(self):
        if not self.house.postgresql:
            return []
        with psycopg.connect(self.house.postgresql) as database:
            return database.execute("SELECT pid, datname FROM pg_stat_activity").fetchall()

    def kill(self):
        for server in self.servers:
            server.kill()

    def stop(self):
        for server in self.servers:
            if server.process.poll() is None:
                server.stop()


class Floor(Server):
    """The bare broadcast; it keeps nothing."""

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
def product(postgresql=None, processes=1):
    """A running Product in a folder and with a database of its own, all gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="teknologi-dialog-bench.") as folder:
        (house_folder := Path(folder, "house")).mkdir()
        with House(house_folder, postgresql) as house:
            running = Product(house, processes)
            try:
                running.start()
                yield running
            finally:
                running.stop()


@contextmanager
def floor():
    with tempfile.TemporaryDirectory(prefix="teknologi-dialog-bench.") as folder:
        running = Floor(SimpleNamespace(folder=Path(folder), env=dict(os.environ)))
        try:
            yield running.start()
        finally:
            running.stop()
