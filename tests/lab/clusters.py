"""A PostgreSQL server of a test's own, to be stopped, killed, frozen and restarted beside the one the suite runs on."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from tests.lab.servers import PROJECT, free_port


class Cluster:
    """`with Cluster() as cluster: Installation(folder, cluster.url)`. `fsync`: as in production, and as slow."""

    def __init__(self, fsync=False):
        self.fsync, self.port = fsync, free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def __enter__(self):
        found = subprocess.run([PROJECT / ".ci" / "postgres-bin"], capture_output=True, text=True)
        assert found.returncode == 0, (
            "PostgreSQL mangler: `make test` installerer den (Debian: apt-get install postgresql)."
        )
        self.programs = Path(found.stdout.strip())
        # The server refuses to run as root, and its user may have no entry where tests keep their folders.
        self.folder = Path(tempfile.mkdtemp(prefix="teknologi-dialog-cluster-", dir="/tmp"))
        self.user = pwd.getpwnam(self.someone()) if os.geteuid() == 0 else None
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.run(
            "initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"
        ).wait()
        return self.start()

    def __exit__(self, *error):
        self.kill()
        shutil.rmtree(self.folder)

    @staticmethod
    def someone():
        return "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"

    def run(self, program, *words):
        as_user = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": ()} if self.user else {}
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self.programs / program, "-D", self.folder / "data", *words],
                cwd=self.folder,
                stdout=log,
                stderr=log,
                **as_user,
            )

    def start(self):
        """Return when it answers; after a kill it recovers first."""
        settings = f"port={self.port} listen_addresses=127.0.0.1 unix_socket_directories= fsync={'on' if self.fsync else 'off'}"
        words = [word for each in settings.split() for word in ("-c", each)]
        self.process = self.run("postgres", *words)
        deadline = time.monotonic() + 60
        while not self.answers():
            assert time.monotonic() < deadline, self.log()
            if self.process.poll() is not None:  # the last processes of the killed server still hold its shared memory
                self.process = self.run("postgres", *words)
            time.sleep(0.05)
        return self

    def answers(self):
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def log(self):
        return (self.folder / "log").read_text()

    def stop(self):
        """Shut down at once (pg_ctl immediate), closing every connection. Return when it is gone."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=30)

    def kill(self):
        """Kill all its processes at once, as a power cut. (Committed data is in the files, whatever `fsync` is.)"""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGSTOP)  # so that it starts no new ones
        self.everybody(signal.SIGKILL)
        self.process.wait()

    def everybody(self, number):
        if self.process.poll() is not None:
            return
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        for pid in (*map(int, children.split()), self.process.pid):
            with suppress(ProcessLookupError):  # it has just ended by itself
                os.kill(pid, number)
