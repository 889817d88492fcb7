"""The real server as a process of its own, with a fresh database of the engine that the suite runs on."""

import atexit
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

PROJECT = Path(__file__).resolve().parents[2]
OURS = """
    ADMIN ALLOWED_HOSTS DATABASE_URL DEBUG HOST HTTPS MAIL_FROM MAIL_URL PORT PUBLIC_URL UNAPPROVED_DAYS SECRET_KEY WAS_URL
""".split()
POSTGRESQL = os.environ.get("DATABASE_URL")  # what the suite runs on; None: SQLite
FASTER_THAN_PEOPLE = dict.fromkeys(("NOTES_A_MINUTE", "ACTS_A_MINUTE", "NOTES_A_QUESTION"), "1000000")
AS_PEOPLE = dict.fromkeys(FASTER_THAN_PEOPLE, "")  # the limits that stand, for whoever keeps them
PROMPT = 8  # s for a server to end, open streams and all; Docker kills after ten
USERNAME, PASSWORD = "lise", "en-god-lang-adgangskode"
SQLITE = "teknologi-dialog.sqlite3"
SET_UP = f"""
from django.contrib.auth.models import User
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("loaddata", "teknologien-flytter-opgaver", verbosity=0)
User.objects.create_superuser({USERNAME!r}, password={PASSWORD!r})
"""


class Installation:
    """What server processes share: a data folder, a database, a facilitator. Made anew and removed afterwards.

    `unused`: fresh links into its meeting that no test has taken yet. `server`: see `standing`.
    """

    server = None

    def __init__(self, folder, postgresql=POSTGRESQL, checkout=PROJECT):
        self.folder, self.checkout = folder, checkout
        self.env = clean_env(folder) | {"HOST": "127.0.0.1"}
        self.postgresql = postgresql
        self.database = f"browser_{uuid4().hex}"
        self.unused = []

    def __enter__(self):
        begin = prepared(self.checkout)
        (self.folder / "static").symlink_to(begin / "static")
        if self.postgresql:
            self.sql("CREATE DATABASE {}")
            self.env["DATABASE_URL"] = urlunsplit(urlsplit(self.postgresql)._replace(path=f"/{self.database}"))
            self.manage("shell", "--no-imports", "-c", SET_UP)
        else:
            shutil.copy(begin / SQLITE, self.folder)
        return self

    def __exit__(self, *error):
        try:
            if self.server and self.server.is_running():
                assert self.server.stop() < PROMPT
                assert self.server.troubles() == []
        finally:
            if self.postgresql:
                self.sql("DROP DATABASE {} WITH (FORCE)")
            shutil.rmtree(self.folder)

    def sql(self, statement):
        with psycopg.connect(self.postgresql, autocommit=True) as connection:
            connection.execute(SQL(statement).format(Identifier(self.database)))

    def standing(self):
        """Return its server, which stands from test to test: only one that a test has ended is started again."""
        self.server = self.server or Server(self)
        return self.server if self.server.is_running() else self.server.start()

    def manage(self, *words):
        return manage(self.env, *words, checkout=self.checkout)


class Server:
    """One server process. It logs to a file, since a full pipe would block it."""

    words = ("-u", "manage.py", "serve")
    process = None
    looked_at = 0  # lines of its log

    def __init__(self, installation):
        self.installation = installation
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.written = installation.folder / f"server-{self.port}.txt"

    def start(self):
        with self.written.open("ab") as out:
            self.process = subprocess.Popen(
                [python(self.installation.checkout), *self.words],
                cwd=self.installation.checkout, env=self.installation.env | {"PORT": str(self.port)}, stdout=out, stderr=out,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while not is_open(self.port):
            assert self.process.poll() is None, self.written.read_text()
            assert time.monotonic() < deadline, self.written.read_text()
            time.sleep(0.02)
        return self

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """Send SIGTERM, as an operator, and wait for it to end. Return the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)
        return time.monotonic() - began

    def kill(self):
        """Kill it, as a power cut."""
        self.process.kill()
        self.process.wait()

    def children(self):
        """Return the ids of the processes it has started."""
        threads = Path(f"/proc/{self.process.pid}/task").iterdir()
        return [int(pid) for thread in threads for pid in (thread / "children").read_text().split()]

    def troubles(self):
        """Return the errors and tracebacks that its log has since this was last asked."""
        lines = self.written.read_text().splitlines()
        new, self.looked_at = lines[self.looked_at :], len(lines)
        return [line for line in new if "Traceback" in line or " ERROR " in line or " CRITICAL " in line]


@cache
def prepared(checkout):
    """Return the data folder that installations begin from: static files as collected in production, and the database
    of those on SQLite.

    It takes ten seconds of CPU, so it is made once for all. `.ci/test` makes it for all its passes, and says in PREPARED where.
    """
    if (made := os.environ.get("PREPARED")) and checkout == PROJECT:
        return Path(made)
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    prepare(folder, checkout)
    return folder


def prepare(folder, checkout=PROJECT):
    env = clean_env(folder)
    manage(env, "collectstatic", "--no-input", checkout=checkout)
    manage(env, "shell", "--no-imports", "-c", SET_UP, checkout=checkout)


def python(checkout):
    """Return the Python that runs a checkout of the product: ours, or for another checkout its own if it has one."""
    own = checkout / ".venv/bin/python"
    return own if checkout != PROJECT and own.exists() else sys.executable


def clean_env(folder):
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**FASTER_THAN_PEOPLE, **kept, "DATA_DIR": str(folder)}


def manage(env, *words, checkout=PROJECT):
    command = [python(checkout), "manage.py", *words]
    done = subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


_ports = set()  # that this process has been given: some are not in use yet


def free_port():
    """Return a free port below the ephemeral ones, which an outgoing connection could take before our server listens."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            if port not in _ports:
                probe.bind(("127.0.0.1", port))
                _ports.add(port)
                return port


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
