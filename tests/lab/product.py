"""The product in one or more real processes on a fresh database, with meetings made straight in it."""

import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.lab.people import Member
from tests.lab.servers import PROJECT, Installation, Server

SEATS = "tests/lab/seats.py"


class Product:
    """The real server, in one or more processes on one database. `led`: all phones of a meeting come to the same process."""

    def __init__(self, installation, processes, led=False):
        self.installation, self.led = installation, led
        self.servers = [Server(installation) for _ in range(processes)]

    def start(self):
        for server in self.servers:
            server.start()

    @property
    def ports(self):
        return [server.port for server in self.servers]

    @property
    def pids(self):
        return [server.process.pid for server in self.servers]

    def rooms(self, count, members, stage="discussion", phased=False):
        """Make meetings with so many seats each: [{key, number, after, members: [Cookie], facilitator: Cookie, secretary: Cookie}]."""
        return json.loads(self.run(f"make_rooms({count}, {members}, {stage!r}, {phased})"))

    def people(self, rooms, seats):
        """Make so many meetings, and return [[Member of each seat] of each room]. The processes take phones in turn, or meetings."""
        return [
            [
                Member(room, cookie, self.port(number if self.led else turn))
                for turn, cookie in enumerate(room["members"])
            ]
            for number, room in enumerate(self.rooms(rooms, seats))
        ]

    def port(self, turn):
        return self.ports[turn % len(self.ports)]

    def write(self, key, texts):
        """Write notes from another process than the server. Return the number of the last event."""
        return int(self.run(f"write({key!r}, {texts!r})"))

    def print_minutes(self, sizes, times):
        """Print minutes in another process than the server: [(notes, seconds, kB)]."""
        return json.loads(self.run(f"print_minutes({sizes}, {times})"))

    def find_own_notes(self, notes, times):
        """Find one member's notes among so many under one question, in another process: (notes, {clock: [ms]})."""
        return json.loads(self.run(f"find_own_notes({notes}, {times})"))

    def run(self, call):
        seats = (self.installation.checkout / SEATS).read_text()
        return self.installation.manage("shell", "--no-imports", "-c", f"{seats}\nprint({call})")

    def database_pids(self):
        """Return the ids of PostgreSQL's processes that work for this database; none for SQLite."""
        return [pid for pid, name in self.sessions() if name == self.installation.database]

    def connections(self):
        """Count the server's database connections: sessions in PostgreSQL, or open handles of the SQLite file."""
        if self.installation.postgresql:
            return len(self.database_pids())
        handles = [path for pid in self.pids for path in Path(f"/proc/{pid}/fd").iterdir()]
        return sum(os.path.realpath(path).endswith(".sqlite3") for path in handles)

    def sessions(self):
        if not self.installation.postgresql:
            return []
        with psycopg.connect(self.installation.postgresql) as database:
            return database.execute("SELECT pid, datname FROM pg_stat_activity").fetchall()

    def kill(self):
        for server in self.servers:
            server.kill()

    def stop(self):
        for server in self.servers:
            if server.process.poll() is None:
                server.stop()


@contextmanager
def product(postgresql=None, processes=1, checkout=PROJECT, led=False, env=()):
    """Run a Product in a folder and on a database of its own, removed afterwards. `env`: settings besides the usual."""
    with tempfile.TemporaryDirectory(prefix="teknologi-dialog-bench.") as folder:
        (inner := Path(folder, "installation")).mkdir()  # it removes its folder itself
        with Installation(inner, postgresql, checkout) as installation:
            installation.env |= dict(env)
            running = Product(installation, processes, led)
            try:
                running.start()
                yield running
            finally:
                running.stop()
