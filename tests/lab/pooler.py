"""PgBouncer as a process of its own, with the file in `deploy/`; only names, ports and paths are replaced."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.lab.clusters import Cluster
from tests.lab.proxies import PLACES
from tests.lab.servers import PROJECT, free_port, is_open

USER, PASSWORD = "postgres", "en-hemmelig-adgangskode"


class PgBouncer:
    """`with PgBouncer(url) as pooler:` it stands in front of the database at `url`. `pooler.url` leads through it.

    `changes`: {text in the file: text in its place}, beside those that every test needs.
    """

    def __init__(self, url, changes=()):
        self.port, self.theirs, self.changes = free_port(), urlsplit(url), dict(changes)
        self.database = self.theirs.path.removeprefix("/")
        self.url = f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{self.database}"

    def __enter__(self):
        # It refuses to run as root, and its user may have no entry where tests keep their folders.
        self.folder = Path(tempfile.mkdtemp(prefix="teknologi-dialog-pooler-", dir="/tmp"))
        config = (PROJECT / "deploy" / "pgbouncer.ini").read_text()
        for stands, instead in (self.needed() | self.changes).items():
            assert stands in config, f"{stands!r} is not in pgbouncer.ini any more"
            config = config.replace(stands, instead)
        (self.folder / "pgbouncer.ini").write_text(config)
        (self.folder / "userlist.txt").write_text(f'"{USER}" "{PASSWORD}"\n')
        as_user = ()
        if os.geteuid() == 0:
            user = pwd.getpwnam(Cluster.someone())
            as_user = ("-u", user.pw_name)
            for path in (self.folder, *self.folder.iterdir()):
                os.chown(path, user.pw_uid, user.pw_gid)
        program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path=PLACES)
        assert program, "pgbouncer mangler: `make test` henter den."
        libraries = ":".join(map(str, Path(sys.prefix, "debian/usr/lib").glob("*-linux-gnu")))
        with (self.folder / "out").open("wb") as out:
            self.process = subprocess.Popen(
                [program, "-q", *as_user, self.folder / "pgbouncer.ini"],
                cwd=self.folder, stdout=out, stderr=out, env={"LD_LIBRARY_PATH": libraries},
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while not is_open(self.port):
            assert self.process.poll() is None, self.logged()
            assert time.monotonic() < deadline, self.logged()
            time.sleep(0.02)
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder)

    def needed(self):
        return {
            "\ndialog = ": f"\n{self.database} = ",
            "dbname=dialog": f"dbname={self.database}",
            "port=5432": f"port={self.theirs.port}",
            "listen_port = 6432": f"listen_port = {self.port}",
            "/etc/pgbouncer": str(self.folder),
            "/var/log/postgresql": str(self.folder),
            "/var/run/postgresql": str(self.folder),
        }

    def logged(self):
        return "".join(
            (self.folder / name).read_text() for name in ("out", "pgbouncer.log") if (self.folder / name).exists()
        )
