"""The real server: one process with pages and streams side by side. Behind a proxy, run one for each core."""

import os
import resource
import socket
from contextlib import suppress

import uvicorn
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.module_loading import import_string

from meetings.management.old_database import refuse_old_database
from meetings.management.ready import refuse_unprepared, warn_of_another_key

MOST_FILES = 65_536
# What the system may keep for a client that reads slowly, in bytes (it takes twice that), and for how many milliseconds for
# one that takes nothing, or is gone. Without limits it is megabytes, for as long as the client likes. (Not every system
# has the second.)
UNREAD, NOT_TAKEN = 128 * 1024, 30_000


class Command(BaseCommand):
    help = "Starter serveren på HOST (127.0.0.1) og PORT (8000)."

    def handle(self, *args, **options):
        refuse_old_database()
        refuse_unprepared()
        warn_of_another_key()
        connection.close()  # each thread of the server opens its own
        make_room()
        serve(lambda: self.stdout.write(f"Klar: {url()}"))


def make_room():
    """Let the process hold as many connections as the system lets it: commonly 1,024 unless asked, and an open screen is one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def leave_no_core():
    """Let the system keep no memory of a process that crashes, the printer's neither: what people write is in it."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    # 1 and not 0: a program that the system pipes them to gets them in spite of 0. For a file it is too little as well.
    resource.setrlimit(resource.RLIMIT_CORE, (1 if hard else 0, hard))


def host():
    return os.environ.get("HOST") or "127.0.0.1"


def port():
    try:
        return int(os.environ.get("PORT") or 8000)
    except ValueError:
        raise CommandError("PORT skal være et tal, fx 8000.") from None


def url():
    """Return the address of the server; for 0.0.0.0 this machine's address in the room's network, for the phones."""
    if host() != "0.0.0.0":  # noqa: S104 -- compared with, not bound to
        return f"http://{host()}:{port()}"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only asks the system which address it would use
            return f"http://{probe.getsockname()[0]}:{port()}"
        except OSError:
            return f"http://127.0.0.1:{port()}"


def serve(when_ready):
    """Run until told to stop. `when_ready` is called when the port answers."""
    leave_no_core()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host(), port()))
        except OSError:
            raise CommandError(f"Porten {port()} er optaget. Vælg en anden, fx PORT={port() + 1}.") from None
    config = uvicorn.Config(
        "teknologi_dialog.asgi:application",
        host=host(),
        port=port(),
        http=import_string("teknologi_dialog.protocol.Protocol"),
        loop="uvloop",
        lifespan="on",
        log_config=None,  # what uvicorn says goes our own way, which tells the same once a minute
        log_level="warning",
        access_log=False,  # addresses name meetings, so none is logged
        server_header=False,
        headers=[("X-Teknologi-Dialog", "1")],  # on every answer, so that scripts know ours from a proxy's: retry.js
        timeout_graceful_shutdown=1,  # what a page in the making gets; it is told to try again
        proxy_headers=True,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1",
    )
    Server(config, when_ready).run()


class Server(uvicorn.Server):
    def __init__(self, config, when_ready):
        super().__init__(config)
        self.when_ready = when_ready

    async def startup(self, sockets=None):
        await super().startup(sockets)
        if self.started:
            for listening in (each for server in self.servers for each in server.sockets):
                limit_what_is_unread(listening)
            self.when_ready()


def limit_what_is_unread(listening):
    """Let only so much of what was sent lie unread, and only so long, on every connection to this listening socket."""
    with socket.socket(fileno=os.dup(listening.fileno())) as same:  # uvloop's own cannot be set
        same.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD)
        if option := getattr(socket, "TCP_USER_TIMEOUT", None):
            same.setsockopt(socket.IPPROTO_TCP, option, NOT_TAKEN)
