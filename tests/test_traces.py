"""What the files of the database and the log hold, read raw: at no time who wrote a note, and no deleted text once cleared."""

import re
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from meetings.room.models.notes import mark
from meetings.room.models.traces import keep_no_samples
from tests.lab.clusters import Cluster
from tests.lab.room_client import PATIENCE, RoomClient
from tests.lab.servers import PROJECT, PROMPT, Installation, Server
from tests.lab.wal import Wal

SEAT = 0x5A3C2B1D  # the facilitator's id, and then the members': bytes that no file holds by chance
SETUP = f"""
from django.db import connection
from meetings.management.demo_meeting import demo_meeting
from meetings.models import Participant, Role, RoleLink
meeting = demo_meeting()
Participant.objects.create(pk={SEAT - 1}, meeting=meeting, role=Role.MEMBER).leave()
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('meetings_participant', 'id'), {SEAT - 1})")
print(meeting.key, *(RoleLink.make(meeting, role) for role in ("facilitator", "member", "member")))
"""
NOTE = "Nr{:02}. Vi skriver det samme to steder"
GONE = ("Fortrudt ordlyd af en note", "Slettet af den, der skrev den")


class Room:
    """A meeting on a real server: a facilitator, and two members whose seats have ids that can be found raw."""

    def __init__(self, server, folder, page):
        self.server, self.installation, self.folder, self.page = server, server.installation, folder, page
        self.key, *tokens = self.installation.manage("shell", "--no-imports", "-c", SETUP).split()
        self.lise, self.ulla, self.peter = (RoomClient(server, self.key, token) for token in tokens)
        self.texts = [NOTE.format(number) for number in range(15)]

    def discuss(self):
        for turn, text in enumerate(self.texts):
            assert (self.ulla, self.peter)[turn % 2].write(text).status == 200
        for text in GONE:
            assert self.ulla.write(text).status == 200
        self.change(self.ulla, GONE[0], "", text="Den nye ordlyd")
        self.change(self.ulla, GONE[1], "slet/")

    def change(self, client, note, verb, **fields):
        page = client.get(f"/m/{self.key}/mine/").body.decode()
        pk = re.search(rf'id="own-(\d+)"(?:(?!id="own-\d+").)*{re.escape(note)}', page, re.S).group(1)
        assert client.post(f"/m/{self.key}/noter/{pk}/{verb}", **fields).status == 200

    def give_dots(self):
        """Go on to where dots are given, and let both members give a proposal one. Return the marks of the two."""
        for way, seen in {"gaa-til/4": "3-together", "fase/choose": "4-pairs"}.items():
            assert self.lise.post(f"/m/{self.key}/{way}/", sure=seen).status == 200
        assert self.ulla.write("Et forslag", number=4).status == 200
        page = self.ulla.get(f"/m/{self.key}/").body.decode()
        address = re.search(r'formaction="(/m/\w+/prikker/\d+/)"', page)[1]
        clients = self.ulla, self.peter
        assert [client.post(address).status for client in clients] == [200, 200]
        _, secrets = seats_of(*clients)
        return [mark(secret, "4-choose", "dot 0") for secret in secrets]

    def close(self, place="3-together"):
        assert self.lise.post(f"/m/{self.key}/opsamling/", sure=place).status == 200
        assert self.lise.post(f"/m/{self.key}/afslut/", seen="wrap-up").status == 302

    def execute(self, *statements):
        with psycopg.connect(self.installation.env["DATABASE_URL"], autocommit=True) as database:
            for statement in statements:
                database.execute(statement)

    def columns(self, question):
        """Return the rows that SQL finds, on PostgreSQL."""
        with psycopg.connect(self.installation.env["DATABASE_URL"]) as database:
            return database.execute(question).fetchall()

    def files(self):
        """Return {path: its bytes} of the database's tables, and of SQLite's write-ahead log."""
        return {path: path.read_bytes() for path in self.folder() if path.is_file()}

    def raw(self):
        return b"".join(self.files().values())

    def holds(self, words):
        return words.encode() in self.raw()

    def pages_with(self, text):
        """Yield each page of a file that holds `text`, raw."""
        for path, data in self.files().items():
            head, step = (32, self.page + 24) if path.name.endswith("-wal") else (0, self.page)
            for start in range(head, len(data), step):
                if text.encode() in (page := data[start : start + step]):
                    yield page


def seats_of(*clients):
    """Return (their ids, their secrets)."""
    contents = [client.cookies["seat_member"].strip('"').partition(":")[0].split(".") for client in clients]
    return [int(pk) for pk, _ in contents], [secret for _, secret in contents]


def written(pk):
    """Return the ways in which a file may hold the id: SQLite's, PostgreSQL's, and as digits."""
    return struct.pack(">i", pk), struct.pack("<q", pk), str(pk).encode()


@pytest.fixture
def on_sqlite(tmp_path):
    (tmp_path / "installation").mkdir()
    with Installation(tmp_path / "installation", postgresql=None) as made:
        server = Server(made).start()
        yield Room(server, lambda: Path(made.folder).glob("*.sqlite3*"), 4096)
        if server.process.poll() is None:
            server.stop()


@pytest.fixture
def on_postgresql(tmp_path):
    (tmp_path / "installation").mkdir()
    with Cluster() as cluster, Installation(tmp_path / "installation", cluster.url) as made:
        with psycopg.connect(cluster.url, autocommit=True) as database:  # so that none of the log is recycled
            database.execute("ALTER SYSTEM SET wal_keep_size = '1GB'")
            database.execute("SELECT pg_reload_conf()")
        server = Server(made).start()

        def tables():
            with psycopg.connect(cluster.url, autocommit=True) as database:
                database.execute("CHECKPOINT")
            return (cluster.folder / "data" / "base").glob("*/*")

        room = Room(server, tables, 8192)
        room.cluster, room.wal = cluster, Wal(cluster)
        yield room
        server.stop()


def holds_no_author(room):
    room.discuss()
    ids, secrets = seats_of(room.ulla, room.peter)
    assert ids == [SEAT + 1, SEAT + 2]
    raw = room.raw()
    for pk in ids:
        assert any(form in raw for form in written(pk)[:2])  # the seats' own rows, and the log's of who joined
    assert not [secret for secret in secrets if secret.encode() in raw]
    for text in (*room.texts, "Den nye ordlyd"):
        pages = list(room.pages_with(text))
        assert pages
        assert not [form for page in pages for pk in ids for form in written(pk) if form in page]
    kept = {path.name: path.read_bytes() for path in room.installation.folder.rglob("*") if path.is_file()}
    assert room.server.written.name in kept
    assert not [(name, secret) for name, data in kept.items() for secret in secrets if secret.encode() in data]
    log = room.server.written.read_text()
    assert f":{room.server.port}" in log
    assert not [words for words in (*secrets, *room.texts, *map(str, ids), room.key) if words in log]


def wal_holds_no_author(room, seats, notes):
    """Nothing of a seat stands in a transaction that holds notes, but the one that closes: there all seats and notes go.

    `seats`, `notes`: their rows as they were during the meeting, [(id, uuid)] and [(text, id, uuid, tag)].
    """
    assert room.columns("SHOW wal_compression") == [("off",)]
    assert room.columns("SHOW full_page_writes") == [("on",)]
    _, secrets = seats_of(room.ulla, room.peter)
    raw, transactions = room.wal.raw(), list(room.wal.transactions().values())
    assert not [secret for secret in secrets if secret.encode() in raw]
    assert not [words for words in (*secrets, *room.texts) if words in room.cluster.log()]
    of_seats = [form for pk, uuid in seats for form in (*written(pk)[1:], uuid.bytes, str(uuid).encode())]
    for pk, uuid in seats:
        assert [each for each in transactions if written(pk)[1] in each and uuid.bytes in each]  # the one that joined
    for text, pk, uuid, tag in notes:
        holding = [each for each in transactions if text.encode() in each]
        assert holding
        if text != "Den nye ordlyd":  # of what is edited, only what differs is logged
            assert [each for each in holding if struct.pack("<q", pk) in each and uuid.bytes in each and tag in each]
        assert not [form for each in holding if not closes(room, each) for form in of_seats if form in each]


def closes(room, transaction):
    return all(text.encode() in transaction for text in room.texts)


@pytest.mark.any_database
class TestSqlite:
    def test_open_meeting_holds_no_author(self, on_sqlite):
        holds_no_author(on_sqlite)

    def test_closed_meeting_holds_no_deleted_text_and_no_seat(self, on_sqlite):
        room = on_sqlite
        room.discuss()
        dots = room.give_dots()
        assert all(map(room.holds, GONE))
        assert all(dot in room.raw() for dot in dots)
        room.close("4-choose")
        assert not [words for words in GONE if room.holds(words)]
        assert not [dot for dot in dots if dot in room.raw()]
        assert all(map(room.holds, room.texts))
        assert written(SEAT + 1)[0] not in room.raw()  # SEAT + 2 is the last that was given out, which SQLite notes
        assert [path.stat().st_size for path in room.folder() if path.name.endswith("-wal")] == [0]

    def test_what_a_killed_process_left_in_the_log_goes_when_another_looks(self, on_sqlite):
        """It was killed between the commit that closes and the emptying; the other process keeps the log open."""
        room = on_sqlite
        room.discuss()
        code = CLOSED_AND_KILLED.format(room.key)
        words = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        killed = subprocess.run(words, cwd=PROJECT, env=room.installation.env, timeout=60)
        assert killed.returncode == -signal.SIGKILL
        assert room.holds(GONE[0])
        again, until = Server(room.installation).start(), time.monotonic() + PATIENCE
        try:
            while room.holds(GONE[0]):
                assert time.monotonic() < until
                time.sleep(0.05)
            assert room.holds("Den nye ordlyd")
        finally:
            again.stop()

    def test_erased_meeting_holds_no_text(self, on_sqlite):
        room = on_sqlite
        room.discuss()
        room.installation.manage("shell", "--no-imports", "-c", ERASE.format(room.key))
        assert not [words for words in (*room.texts, *GONE) if room.holds(words)]

    def test_stopped_server_leaves_no_deleted_text(self, on_sqlite):
        room = on_sqlite
        room.discuss()
        assert room.holds(GONE[0])
        assert room.server.stop() < PROMPT
        assert not room.holds(GONE[0])
        assert room.holds("Den nye ordlyd")


CLOSED_AND_KILLED = """
import os, signal
from meetings.models import Meeting
from meetings.room.models import traces
traces.clear = lambda: os.kill(os.getpid(), signal.SIGKILL)
meeting = Meeting.objects.get(key={!r})
meeting.wrap_up(meeting.place, sure=True)
meeting.close("wrap-up")
"""
ERASE = "from meetings.models import Meeting; Meeting.objects.get(key={!r}).erase()"


@pytest.mark.postgresql
class TestPostgresql:
    def test_a_migration_can_be_taken_back(self, db):
        """It broke as it told PostgreSQL what to keep no samples of, where a table was gone."""
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE django_session")
        keep_no_samples()

    def test_open_meeting_and_its_write_ahead_log_hold_no_author(self, on_postgresql):
        room = on_postgresql
        holds_no_author(room)
        seats = [each for each in room.columns("SELECT id, uuid FROM meetings_participant") if each[0] > SEAT]
        ours = (*room.texts, "Den nye ordlyd", GONE[1])
        notes = [each for each in room.columns("SELECT text, id, uuid, tag FROM meetings_note") if each[0] in ours]
        assert (len(seats), len(notes)) == (2, 17)
        wal_holds_no_author(room, seats, notes)
        room.close()
        wal_holds_no_author(room, seats, notes)

    def test_night_after_closing_and_erasing_leaves_no_deleted_text(self, on_postgresql):
        room = on_postgresql
        room.discuss()
        room.execute("CREATE TABLE like_ours AS SELECT 'Nr ' || rank AS text, rank FROM meetings_note", "ANALYZE")
        samples = room.columns("SELECT tablename, attname FROM pg_stats WHERE attname IN ('text', 'rank')")
        assert {each for each in samples if each[0] in ("like_ours", "meetings_note")} == {
            ("like_ours", "text"), ("like_ours", "rank"), ("meetings_note", "rank"),
        }  # fmt: skip
        room.execute("DROP TABLE like_ours")
        room.installation.manage("erase")
        dots = room.give_dots()
        assert all(map(room.holds, GONE))  # nothing is rewritten while notes are written
        assert all(dot in room.raw() for dot in dots)
        room.close("4-choose")
        room.installation.manage("erase")
        assert not [words for words in GONE if room.holds(words)]
        assert not [dot for dot in dots if dot in room.raw()]
        assert all(map(room.holds, room.texts))
        room.installation.manage("shell", "--no-imports", "-c", ERASE.format(room.key))
        room.installation.manage("erase")
        assert not [words for words in (*room.texts, *GONE) if room.holds(words)]
