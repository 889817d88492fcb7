"""Hostile input: refused or cut off, while others notice nothing."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.lab.room_client import raw

MEGABYTES = 1024  # of them in kB


def memory(server):
    """kB."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def status(connection):
    return int(connection.recv(4096).split()[1])


@pytest.mark.any_database
def test_ten_megabytes_in_chunks_get_413(cast, server):
    """Without a Content-Length the length is unknown beforehand."""
    ulla = cast["ulla"]
    piece = f"{65536:x}\r\n".encode() + b"x" * 65536 + b"\r\n"
    path = f"/m/{ulla.key}/spoergsmaal/3/noter/"
    with raw(server, ulla.head("POST", path, "Transfer-Encoding: chunked")) as connection:
        for _ in range(160):
            connection.sendall(piece)
        connection.sendall(b"0\r\n\r\n")
        assert status(connection) == 413
    assert ulla.write("En almindelig note").status == 200


@pytest.mark.any_database
def test_fifty_requests_sent_by_half_hold_nobody_up(cast, server):
    ulla, reader = cast["ulla"], cast["peter"].listen()
    half = ulla.head("POST", f"/m/{ulla.key}/spoergsmaal/3/noter/", "Content-Length: 900") + b"text=Halv"
    waiting = [raw(server, half) for _ in range(50)]
    assert cast["peter"].write("Vi andre skriver videre").status == 200
    assert reader.hears("Vi andre skriver videre")
    for connection in waiting:
        connection.close()


def test_whoever_asks_for_hundreds_of_pages_at_once_is_told_to_wait_and_notes_are_not_behind_them(cast, server):
    ulla, reader = cast["ulla"], cast["peter"].listen()
    half, many = ulla.head("GET", ulla.path), []
    for number in range(200):  # a cookie more makes no other of the same seat
        many.append(raw(server, half.replace(b"Cookie: ", b"Cookie: sessionid=%d;" % number)))
    assert cast["peter"].write("Vi andre mærker intet").status == 200
    assert reader.hears("Vi andre mærker intet")
    statuses = [status(connection) for connection in many]
    assert set(statuses) == {200, 503}
    assert statuses.count(200) < 150
    for connection in many:
        connection.close()
    assert ulla.get(ulla.path).status == 200


@pytest.mark.any_database
def test_thousand_streams_at_once_from_one_seat_are_refused_but_twelve(cast, server):
    ulla, others = cast["ulla"], cast["peter"].listen()
    request = ulla.head("GET", f"/m/{ulla.key}/stroem/deltager/?after=1")
    with ThreadPoolExecutor(50) as pool:
        opened = list(pool.map(lambda _: raw(server, request), range(1000)))
        statuses = list(pool.map(status, opened))
    assert set(statuses) <= {200, 429, 503}
    assert statuses.count(200) == 12
    assert cast["peter"].write("Vi andre mærker intet").status == 200
    assert others.hears("Vi andre mærker intet")
    for connection in opened:
        connection.close()
    ulla.get(ulla.path)  # a turn of the loop, in which it notices
    again = ulla.listen()
    assert again.answer.status == 200
    assert again.hears("")


def test_stream_that_is_never_read_is_cut_and_costs_others_nothing(cast, server):
    lise, reader = cast["lise"], cast["peter"].listen()
    for _ in range(40):
        assert cast["peter"].write("🙂" * 280).status == 200  # so that a screen is 50 kB
    before, request = memory(server), lise.head("GET", f"/m/{lise.key}/stroem/skaerm/?after=1")
    stuck = [raw(server, request, room=4096) for _ in range(10)]
    open_now = connected(server)
    for _ in range(150):  # whole screens, until it has noticed: the system takes some 2.5 MB for each of them first
        assert lise.post(f"/m/{lise.key}/gaa-til/3/", seen="3-together").status == 200
        if connected(server) <= open_now - len(stuck):
            break
    else:
        pytest.fail("They are still there.")
    assert memory(server) - before < 20 * MEGABYTES
    assert cast["peter"].write("Vi andre læser med").status == 200
    assert reader.hears("Vi andre læser med")
    for connection in stuck:
        connection.close()


def connected(server):
    """Count the server's open connections."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()]
    return sum(line[1].endswith(f":{server.port:04X}") and line[3] == "01" for line in lines)
