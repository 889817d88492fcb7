"""What the house promises, seen at the real server: headers on every answer, nothing sent out, nothing said in the log."""

import copy
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.lab.room_client import Company, RoomClient, raw
from tests.lab.servers import PASSWORD, POSTGRESQL, PROJECT, USERNAME, Server, clean_env
from tests.test_pages import POLICY

pytestmark = pytest.mark.any_database

# Python asks a hook about every connection and every name that is looked up. In a `sitecustomize`, it is there before
# the server's own code, and in the process that prints too. (A query goes to PostgreSQL without it, by libpq.)
HOOK = """
import os, sys
calls = os.open(os.environ["CALLS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def heard(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        os.write(calls, f"{event} {args[1:] if event.startswith('socket.c') else args}\\n".encode())
sys.addaudithook(heard)
"""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Teknologi-Dialog": "1",
}
WRITTEN = "Kvidderkvadder taster vi to gange"
NAME = "Zenobia Skovlund"
CONCLUSION = "Perlevenner blev vi enige om"


@pytest.fixture
def listener(tmp_path):
    """A file that a process started with this environment writes its outgoing calls to."""
    (tmp_path / "sitecustomize.py").write_text(HOOK)
    calls = tmp_path / "calls.txt"
    calls.touch()
    return calls, {"PYTHONPATH": str(tmp_path), "CALLS": str(calls), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture
def server(installation, listener):
    watched = copy.copy(installation)
    watched.env = installation.env | listener[1] | {"ADMIN": "1"}
    running = Server(watched).start()
    yield running
    running.stop()


def remote_addresses(pids):
    """Return the addresses that the processes have connections to, other than those of this machine, as the kernel has them."""
    sockets = {
        target
        for pid in pids
        for entry in Path(f"/proc/{pid}/fd").iterdir()
        if entry.is_symlink() and (target := str(entry.readlink())).startswith("socket:")
    }
    rows = [row.split() for kind in ("tcp", "tcp6", "udp", "udp6") for row in table(kind)]
    far = {row[2] for row in rows if f"socket:[{row[9]}]" in sockets}
    return {
        address
        for address in far
        if not re.match(r"(0{24})?(0{8}|0100007F)|0{24}01000000|0000000000000000FFFF00000100007F", address)
    }


def table(kind):
    return Path(f"/proc/net/{kind}").read_text().splitlines()[1:]


@pytest.mark.any_database
def test_an_outgoing_call_would_be_heard(listener):
    calls, env = listener
    code = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 9)); socket.getaddrinfo('127.0.0.1', 9)"
    subprocess.run([sys.executable, "-c", code], env=clean_env(calls.parent) | env, cwd=PROJECT, check=True)
    assert calls.read_text().startswith("socket.connect (('192.0.2.1', 9),)\nsocket.getaddrinfo ('127.0.0.1', 9")


@pytest.mark.any_database
def test_every_answer_carries_the_headers(server, tokens):
    cast = Company(server, tokens)
    ulla, lise, key = cast["ulla"], cast["lise"], tokens["key"]
    static = re.search(r'(?:href|src)="(/static/[^"]+)"', ulla.get("/").body.decode())[1]
    answers = {
        "page": ulla.get(f"/m/{key}/"),
        "front": ulla.get("/"),
        "front, asked for by HEAD": ulla.request("HEAD", "/"),
        "static file": ulla.get(static),
        "no such static file": ulla.get("/static/findes-ikke.css"),
        "picture": lise.get(f"/m/{key}/qr.svg"),
        "admin": ulla.get("/admin/"),
        "admin's login": ulla.get("/admin/login/"),
        "here": ulla.get("/her/"),
        "redirect": ulla.get("/was"),
        "400": ulla.request("GET", "/", headers={"Host": "a b"}),
        "403": ulla.get(f"/m/{key}/skaerm/"),
        "403 of a stale form": ulla.request("POST", "/log-ind/", b"username=x"),
        "404": ulla.get("/findes-ikke/"),
        "405": ulla.post("/privatliv/"),
        "413": ulla.write("x" * 300_000),
        "422": ulla.write(""),
        "file": cast["jonas"].get(f"/m/{key}/referat.txt"),
        "JSON": cast["jonas"].get(f"/m/{key}/referat.json"),
        "stream": ulla.listen().answer,
    }
    wanted = {"400": 400, "403": 403, "404": 404, "405": 405, "413": 413, "422": 422, "stream": 200, "file": 200}
    assert {name: answers[name].status for name in wanted} == wanted
    lacking = {
        (name, header): answer.headers[header]
        for name, answer in answers.items()
        for header, value in HEADERS.items()
        if answer.headers[header] != value
    }
    assert lacking == {}
    cast.leave()
    with raw(server, b"This is not HTTP\r\n\r\n") as line:  # before any code of ours
        assert b"x-teknologi-dialog: 1" in line.recv(4096).lower()


def test_whole_meeting_calls_nobody_and_leaves_nothing_in_the_log(server, listener, tokens):
    calls, key = listener[0], tokens["key"]
    cast = Company(server, tokens)
    ulla, lise, jonas = cast["ulla"], cast["lise"], cast["jonas"]
    ask = f"from meetings.models import Meeting; print(Meeting.objects.get(key='{key}').code)"
    code = server.installation.manage("shell", "--no-imports", "-c", ask).strip()
    streams = [ulla.listen(), lise.listen("skaerm"), jonas.listen("referent")]
    assert ulla.write(WRITTEN).status == 200
    assert all(stream.hears(WRITTEN) for stream in streams)
    login = lambda password: lise.post("/log-ind/", username=USERNAME, password=password)  # noqa: E731
    assert login("forkert-adgangskode").status == 422
    assert login(PASSWORD).status == 302
    assert lise.get("/admin/").status == 200
    assert ulla.post("/", code=code).status == 302
    assert ulla.post("/", code="123").status == 422
    assert ulla.post("/", code="999 999").status in (404, 422)
    new = RoomClient(server, key, tokens["peter"])
    assert new.post(f"/m/{key}/ind/", uuid=uuid4(), name=NAME).status in (200, 302)
    for strange in (f"/m/{key}/plads/{'x' * 43}/", f"/m/{key}/noter/99999/", "/m/aaaaaaaaaa/", f"/{key}/{WRITTEN[:6]}"):
        assert ulla.get(strange).status in (403, 404)
    assert ulla.request("GET", f"/m/{key}/", headers={"Cookie": f"seat_member={WRITTEN[:5]}"}).status in (404, 403)
    assert ulla.write(WRITTEN * 1000).status == 422
    assert ulla.write(WRITTEN * 20_000).status == 413
    saved = jonas.post(f"/m/{key}/referent/3/opsamling/", text=CONCLUSION, seen="0")
    assert saved.status in (200, 409)
    for extension in ("pdf", "docx", "txt", "json", "csv"):
        assert jonas.get(f"/m/{key}/referat.{extension}").status == 200
    address = re.search(r"/m/\w+/plads/([\w-]+)/", lise.post(f"/m/{key}/links/referent/").body.decode())
    assert address
    processes = [server.process.pid, *server.children()]
    assert len(processes) > 1  # the one that prints
    far = remote_addresses(processes)
    cast.leave()
    server.stop()
    assert far == set() or (POSTGRESQL and urlsplit(POSTGRESQL).hostname not in ("127.0.0.1", "localhost", None))
    assert calls.read_text() == ""
    log = server.written.read_text()
    assert "Klar: " in log
    secrets = [
        WRITTEN,
        WRITTEN[:12],
        NAME,
        "Zenobia",
        CONCLUSION[:11],
        key,
        code,
        f"{code[:3]} {code[3:]}",
        USERNAME,
        PASSWORD,
    ]
    secrets += [*tokens.values(), address[1], "forkert-adgangskode", *ulla.cookies.values(), "127.0.0.2"]
    assert [secret for secret in secrets if secret.lower() in log.lower()] == []
