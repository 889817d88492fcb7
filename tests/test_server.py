"""The real server process: pages and streams side by side, the cost of a stream, and how it ends."""

import os
import re
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.lab.room_client import AT_ONCE, BEAT, RoomClient, raw
from tests.lab.servers import PROMPT, Server
from tests.reading import read
from tests.test_pages import POLICY

RESET = "from meetings.models import Meeting; Meeting.objects.get(key='{}').reset_links()"
AGE = """
from datetime import timedelta
from meetings.models import Meeting
meeting = Meeting.objects.get(key="{}")
meeting.date += timedelta({})
meeting.save(update_fields=["date"])
"""


def test_note_is_pushed_to_every_audience_with_the_same_bytes_within_each(cast):
    one, two = cast["ulla"].listen(), cast["ulla"].listen()
    wall, desk = cast["lise"].listen("skaerm"), cast["jonas"].listen("referent")
    one.beats()
    assert cast["peter"].write("Vi måler på antal og ikke på hjælp").status == 200
    assert all(listener.hears("Vi måler på antal og ikke på hjælp") for listener in (one, two, wall, desk))
    assert [e for e in one.heard if e[0]] == [e for e in two.heard if e[0]]


def test_no_note_is_lost_between_catching_up_and_joining(cast):
    """Streams open one after another while notes pour in: each gets every note after its position."""
    before = cast["ulla"].seen()
    listeners, written = [], []

    def pour():
        while (
            len(written) < 60 or len(listeners) < 10
        ):  # on a fast machine 60 notes are written before ten streams open
            text = f"Strøm {len(written):03}"
            assert cast["peter"].write(text).status == 200
            written.append(text)

    pouring = threading.Thread(target=pour)
    pouring.start()
    while pouring.is_alive():
        listeners.append(cast.newcomer().listen(after=before))
        time.sleep(0.01)
    pouring.join()
    for listener in listeners:
        assert listener.hears(written[-1])
        heard = "".join(data for _, _, data in listener.heard)
        assert set(written) <= set(re.findall(r"Strøm \d{3}", heard))
        numbers = listener.numbers()
        assert numbers == sorted(set(numbers)), "an event came twice or out of order"


@pytest.mark.any_database
def test_every_answer_says_that_it_is_ours(cast, server):
    ulla = cast["ulla"]
    answers = {
        path: ulla.get(path) for path in (ulla.path, "/", "/findes-ikke/", "/static/js/again.js", f"/m/{ulla.key}/")
    }
    answers |= {"not hers": ulla.post(f"/m/{ulla.key}/videre/"), "too much": ulla.write("x" * 300_000)}
    assert {answer.status for answer in answers.values()} >= {200, 403, 404, 413}
    assert {path: answer.headers["X-Teknologi-Dialog"] for path, answer in answers.items()} == dict.fromkeys(
        answers, "1"
    )
    assert ulla.listen().answer.headers["X-Teknologi-Dialog"] == "1"
    with raw(server, b"This is not HTTP\r\n\r\n") as line:
        answer = line.recv(4096).lower()
    assert answer.startswith(b"http/1.1 400")
    assert b"x-teknologi-dialog: 1" in answer


@pytest.mark.any_database
def test_quiet_stream_gets_a_heartbeat_before_a_screen_thinks_it_lost(cast):
    listener = cast["ulla"].listen()
    first = len(listener.heard)
    with listener.news:
        assert listener.news.wait_for(lambda: len(listener.heard) > max(first, 1), BEAT)
    number, event, data = listener.heard[-1]
    reached, sent, now = map(int, data.split())
    assert (number, event, reached, sent) == (None, "beat", cast["ulla"].seen(), cast["ulla"].seen())
    assert abs(now / 1000 - time.time()) < BEAT, "it says what the time is"


def test_idle_stream_costs_no_thread_and_no_database_handle(cast, server):
    def costs():
        proc = Path(f"/proc/{server.process.pid}")
        threads = int(re.search(r"Threads:\s+(\d+)", (proc / "status").read_text())[1])
        handles = [str(entry.readlink()) for entry in (proc / "fd").iterdir() if entry.exists()]
        return threads, sum("sqlite3" in handle for handle in handles)

    assert cast["ulla"].get_at_once(cast["ulla"].path) == {200}  # every page thread has its connection now
    listeners = [cast["ulla"].listen()]  # and so has the reader
    assert cast["peter"].write("Den første").status == 200
    assert listeners[0].hears("Den første")
    before = costs()
    listeners += [cast.newcomer().listen() for _ in range(60)]
    threads, handles = (after - earlier for after, earlier in zip(costs(), before, strict=True))
    assert threads < 4, "only the page threads that had not been needed yet"
    assert handles < 4 * 3, "a connection is three files"
    assert cast["peter"].write("Alle hører det").status == 200
    assert all(listener.hears("Alle hører det") for listener in listeners)


def test_closed_seat_s_stream_ends_at_once_and_the_others_stay(cast):
    lise, jonas, ulla = cast["lise"], cast["jonas"], cast["ulla"]
    wall, desk, phone = lise.listen("skaerm"), jonas.listen("referent"), ulla.listen()
    *_, last = read(lise.get(f"/m/{lise.key}/pladser/")).all("table form")  # earlier tests had secretaries too
    assert "referent" in last
    assert lise.post(last["action"]).status == 302
    assert desk.ended.wait(AT_ONCE)
    assert cast["peter"].write("De andre er her endnu").status == 200
    assert wall.hears("De andre er her endnu")
    assert phone.hears("De andre er her endnu")
    refused = jonas.get(f"/m/{jonas.key}/stroem/referent/")
    assert (refused.status, "Din plads er lukket" in read(refused)) == (404, True)


def test_reset_of_the_links_cuts_all_streams_and_lets_only_seats_back(cast, installation):
    desk, phone = cast["jonas"].listen("referent"), cast["ulla"].listen()
    installation.manage("shell", "--no-imports", "-c", RESET.format(cast["lise"].key))
    installation.unused.clear()
    assert desk.ended.wait(AT_ONCE)
    assert phone.ended.wait(AT_ONCE)
    assert cast["jonas"].get(f"/m/{cast['jonas'].key}/stroem/referent/").status == 404


def test_streams_of_a_meeting_that_becomes_due_end(cast, installation):
    """Nothing is written then, and nobody notifies: the next heartbeat finds it."""
    streams = [cast[who].listen(audience) for who, audience in (("ulla", "deltager"), ("lise", "skaerm"))]
    assert all(stream.answer.status == 200 for stream in streams)
    try:
        installation.manage("shell", "--no-imports", "-c", AGE.format(cast["ulla"].key, -1000))
        assert all(stream.ended.wait(BEAT) for stream in streams)
        assert cast["ulla"].get(cast["ulla"].path).status == 404
    finally:
        installation.manage("shell", "--no-imports", "-c", AGE.format(cast["ulla"].key, 1000))
    assert cast["ulla"].get(cast["ulla"].path).status == 200


def test_stopping_with_open_streams_is_prompt(cast, server):
    listeners = [cast.newcomer().listen() for _ in range(20)]
    assert server.stop() < PROMPT
    assert all(listener.ended.wait(AT_ONCE) for listener in listeners)


@contextmanager
def frozen(processes):
    """Meanwhile they do nothing, however fast the machine is."""
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@pytest.mark.any_database
def test_stopping_in_the_middle_of_a_file_and_of_half_a_note_is_prompt(cast, server):
    jonas, ulla = cast["jonas"], cast["ulla"]
    minutes = f"/m/{jonas.key}/referat.pdf"
    half = ulla.head("POST", f"/m/{ulla.key}/spoergsmaal/3/noter/", "Content-Length: 900") + b"text=Halv"
    assert jonas.get(minutes).body.startswith(b"%PDF")  # the process that prints is there now
    assert ulla.write("Så referatet er et andet").status == 200
    with ThreadPoolExecutor(1) as pool, raw(server, half), frozen(server.children()):
        file = pool.submit(jonas.get, minutes)
        time.sleep(0.3)
        assert not file.done()
        assert server.stop() < PROMPT
        answer = file.result()
        assert (answer.status, "Prøv igen om lidt" in read(answer)) == (503, True)
    server.start()
    assert jonas.get(minutes).body.startswith(b"%PDF")
    assert ulla.write("Hele noten").status == 200


def test_note_answered_before_a_power_cut_is_still_there(cast, server):
    before = cast["ulla"].seen()
    assert cast["peter"].write("Gemt før strømmen gik").status == 200
    server.kill()
    server.start()
    again = cast["ulla"].listen(after=before)
    assert again.hears("Gemt før strømmen gik")
    assert again.numbers() == [before + 1]


def test_note_through_one_process_is_pushed_by_the_other(cast, installation, tokens):
    other = Server(installation).start()
    try:
        ulla = RoomClient(other, tokens["key"], tokens["ulla"])
        listener = ulla.listen()
        listener.beats()
        assert cast["peter"].write("Skrevet i den ene proces").status == 200
        assert listener.hears("Skrevet i den ene proces")
        ulla.leave()
    finally:
        assert other.stop() < PROMPT
    assert other.troubles() == []


@pytest.mark.postgresql
def test_listening_resumes_after_postgresql_drops_the_connection(cast, installation):
    listener = cast["ulla"].listen()
    with psycopg.connect(installation.env["DATABASE_URL"], autocommit=True) as connection:
        cut = connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
        ).fetchone()
    assert cut == (1,)
    assert cast["peter"].write("Skrevet, mens klokken var væk").status == 200
    assert listener.hears("Skrevet, mens klokken var væk")


@contextmanager
def holding(installation):
    """Meanwhile another connection holds a lock in a transaction that does not end."""
    if installation.postgresql:
        other, lock = psycopg.connect(installation.env["DATABASE_URL"]), "SELECT * FROM meetings_meeting FOR UPDATE"
    else:
        other, lock = sqlite3.connect(installation.folder / "teknologi-dialog.sqlite3"), "BEGIN IMMEDIATE"
    other.execute(lock)
    try:
        yield
    finally:
        other.close()


def test_request_that_waits_too_long_for_a_lock_gets_503(cast, installation, server):
    reader = cast["peter"].listen()
    with holding(installation):
        refused = cast["ulla"].write("Skrevet, mens der var låst")
        assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        assert "Vi kan ikke gemme lige nu. Gå tilbage, og send det igen om lidt." in read(refused)
        assert cast["ulla"].get(cast["ulla"].path).status == 200
    assert cast["ulla"].write("Skrevet, da der var låst op").status == 200
    assert reader.hears("Skrevet, da der var låst op")
    assert re.search("did not answer: (SQLITE_BUSY|LockNotAvailable)$", server.written.read_text(), re.MULTILINE)


@pytest.mark.any_database
def test_static_files_are_served_whole_with_a_long_life(cast, server):
    page = read(cast["ulla"].get(cast["ulla"].path))
    paths = {each.get("href") or each.get("src") for each in page.all("[href^='/static/'], [src^='/static/']")}
    assert len(paths) > 5
    for path in sorted(paths):
        answer = cast["ulla"].get(path)
        assert (answer.status, int(answer.headers["Content-Length"])) == (200, len(answer.body))
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.any_database
def test_every_response_carries_the_strict_policy(cast):
    for path in (cast["ulla"].path, "/", "/findes-ikke/", "/privatliv/"):
        headers = cast["ulla"].get(path).headers
        assert headers["Content-Security-Policy"] == POLICY
        assert (headers["X-Frame-Options"], headers["Referrer-Policy"]) == ("DENY", "same-origin")


@pytest.mark.any_database
def test_body_of_ten_megabytes_gets_413(cast):
    answer = cast["ulla"].write("x" * 10_000_000)
    assert (answer.status, "Det er for meget at sende på én gang" in read(answer)) == (413, True)
    assert cast["ulla"].write("En almindelig note").status == 200


@pytest.mark.any_database
def test_thirteenth_stream_of_a_seat_gets_429_and_other_seats_are_not_affected(cast):
    mine = [cast["ulla"].listen() for _ in range(12)]
    one_more = cast["ulla"].get(f"/m/{cast['ulla'].key}/stroem/deltager/")
    assert (one_more.status, one_more.headers["Retry-After"]) == (429, "30")
    mine[0].close()
    assert mine[0].ended.wait(AT_ONCE)
    theirs = cast["peter"].listen()
    assert cast["peter"].write("Vi andre mærker intet").status == 200
    assert theirs.hears("Vi andre mærker intet")
    assert mine[1].hears("Vi andre mærker intet")


def test_poll_gets_what_the_stream_would_begin_with(cast):
    before = cast["ulla"].seen()
    assert cast["peter"].write("Hentet uden strøm").status == 200
    answer = cast["ulla"].get(f"/m/{cast['ulla'].key}/stroem/deltager/?poll&after={before}")
    assert answer.status == 200
    assert f"id: {before + 1}\nevent: change\n" in answer.body.decode()
    assert "Hentet uden strøm" in answer.body.decode()
    assert (
        cast["ulla"]
        .get(f"/m/{cast['ulla'].key}/stroem/deltager/?poll&after={before + 1}")
        .body.startswith(b"event: beat")
    )
