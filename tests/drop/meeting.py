"""Plays a whole meeting, question by question, while servers, databases and connections break."""

import asyncio
import json
import random
import re
import subprocess
import time
from collections import Counter
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tests import reading

from .cast import Desk, Phone, Wall, look
from .clients import fresh
from .ledger import Ledger
from .line import Line

INSIDE = Path(__file__).with_name("inside.py")
# Places of the meeting, and per cent of the notes written at each; once it goes back.
ROUNDS = (("1", 30), ("2", 25), ("3", 15), ("2", 10), ("4", 19), ("5", 1))
FEW = (("1", 50), ("2", 30), ("1", 15), ("5", 5))  # of a short test
PHASES = (
    *(("1-think", 18), ("1-pairs", 12), ("1-together", 18), ("2-think", 12), ("2-together", 12)),
    *(("1-together", 6), ("4-pairs", 10), ("4-together", 8), ("4-choose", 3), ("5-together", 1)),
)
FEW_PHASES = (("1-think", 45), ("1-together", 30), ("2-think", 20), ("5-together", 5))
SILENT = ("-think", "-pairs")  # phases in which nobody sees what the others write
SHORT = 1000  # notes
KILLS = (3, 12)  # at least, at most
PRINTED = 500  # most notes in a PDF read here: 10,000 take the whole minute that printing may take
QUIET = 60.0  # seconds in which everything must be sent and current after the trouble


class Stored(NamedTuple):
    """What the database has: the notes as `Note.facts`, the minutes' texts, the uuids of notes that wait."""

    notes: list
    minutes: list
    waiting: set


class Drop:
    """`server`: a running `tests.lab.product.Product`. `cluster`: its PostgreSQL, or None. `say`: prints a line."""

    def __init__(self, server, cluster, notes, clients, seed, every, phased, say):
        self.server, self.cluster, self.every, self.say = server, cluster, every, say
        self.notes, self.clients, self.chance = notes, clients, random.Random(seed)
        self.phased, self.reveals = phased, Counter()  # that were cut short, by how they ended
        self.rounds = (FEW_PHASES if phased else FEW) if notes < SHORT else PHASES if phased else ROUNDS
        self.ledger, self.kills = Ledger(), {"the server": 0, "the database": 0}
        if (
            phased
        ):  # a reveal shares out the ranks anew, and a phone shows its own as it has them until it is loaded anew
            self.ledger.unordered.add("phones: one's own notes")
        self.slowest = 0.0  # most seconds from the end of trouble until everything was sent and every screen current
        self.peace = asyncio.Lock()  # held while something is down, and while screens are compared

    async def play(self):
        self.began = time.monotonic()
        (room,) = self.server.rooms(1, self.clients, phased=self.phased)
        self.key = room["key"]
        async with Line(self.server.ports, self.chance, (5, max(20, self.notes // 4))) as self.line:
            self.make_cast(room)
            await asyncio.gather(*(client.come_in() for client in self.everybody))
            async with asyncio.TaskGroup() as group:
                running = [group.create_task(client.follow()) for client in self.everybody]
                running += [group.create_task(phone.send()) for phone in self.phones]
                running += [group.create_task(self.break_things()), group.create_task(self.report_progress())]
                await self.discuss()
                for task in running:
                    task.cancel()
            await self.end(self.key)
        self.seconds = time.monotonic() - self.began
        return self

    def make_cast(self, room):
        def made(kind, seat):
            return kind(room["key"], seat, self.ledger, self.line, self.chance)

        self.phones = [made(Phone, seat) for seat in room["members"]]
        self.wall, self.desk = made(Wall, room["facilitator"]), made(Desk, room["secretary"])
        self.everybody = [*self.phones, self.wall, self.desk]

    # --- The meeting ------------------------------------------------------------------------------------------------

    async def discuss(self):
        numbers = count(1)
        for place, share in self.rounds:
            silent, before = place.endswith(SILENT), {note.uuid for note in self.ledger.confirmed}
            each = max(1, round(self.notes * share / 100 / self.clients))
            self.line.calm = False
            async with asyncio.TaskGroup() as group:
                for phone in self.phones:
                    mine = [next(numbers) for _ in range(each)]
                    group.create_task(phone.write(mine, self.every))
                if place != self.wall.screen.stands_at:
                    await self.go_to(place)  # while the first notes are being sent
                if not silent:
                    group.create_task(self.wall.hide_some(max(1, each * self.clients // 50)))
            await self.look_around(silent, before)
            if silent:
                await self.reveal()
        for question in sorted({place[0] for place, _ in self.rounds[:-1]}):
            await self.go_to(f"{question}-together" if self.phased else question)
            await self.look_around()

    async def go_to(self, place):
        """Go to the question, and to its phase if that is another than it begins with."""
        number, _, phase = place.partition("-")
        if int(number) != self.wall.screen.number:
            await self.wall.move(f"gaa-til/{number}")
        if place != self.wall.screen.stands_at:
            await self.wall.move(f"fase/{phase}")
        assert self.wall.screen.stands_at == place, f"at {self.wall.screen.stands_at}, not at {place}"
        await self.desk.turn_to(int(number))

    async def reveal(self):
        """Show what waits while every server is killed in the middle of it: it is all shown then, or none of it."""
        async with self.peace:
            showing = asyncio.create_task(self.wall.show_waiting())
            await asyncio.sleep(self.chance.uniform(0, 0.12))
            for each in self.server.servers:
                each.kill()
            self.kills["the server"] += len(self.server.servers)
            waiting = (await self.read(self.key)).waiting
            self.ledger.compare("a reveal cut short: all or none", [True], [waiting in (set(), self.ledger.waiting)])
            self.reveals["none" if waiting else "all"] += 1
            await asyncio.gather(*(asyncio.to_thread(each.start) for each in self.server.servers))
            await showing

    async def look_around(self, silent=False, before=()):
        """Wait until every note is sent and every screen current, and compare each with the confirmed notes.

        `silent`: what was written since `before`, a set of uuids, waits.
        """
        self.line.calm = True
        async with self.peace:
            began = time.monotonic()
            async with asyncio.timeout(QUIET):
                await asyncio.gather(*(phone.outbox.join() for phone in self.phones))
                if self.phased and not silent:
                    await self.wall.show_waiting()
                _, last = fresh(await self.wall.insist("GET", self.wall.home))
                await until(lambda: all(client.position >= last for client in self.everybody))
            self.slowest = max(self.slowest, time.monotonic() - began)
            stored = await self.read(self.key)
            self.ledger.turns = {uuid: turn for turn, (uuid, *_) in enumerate(stored.notes)}
            self.ledger.waiting = stored.waiting
            if self.phased:
                here = self.ledger.not_deleted(self.wall.screen.number) if silent else []
                written = sorted(note.uuid.hex for note in here if note.uuid not in before)
                self.ledger.compare("the notes that wait", written, sorted(stored.waiting))
            for client in self.everybody:
                await look(client, self.ledger)

    async def end(self, key):
        """Close the meeting, and compare the database and the minutes as data, page and PDF."""
        confirmed = [note for number in range(1, 10) for note in self.ledger.everything(number)]
        stored = await self.read(key)
        self.ledger.compare("the database", [note.facts for note in confirmed], stored.notes)
        await self.wall.move("opsamling")
        answer = await self.wall.insist("POST", f"/m/{key}/afslut/", seen="wrap-up")
        assert answer.status == 302, answer.status
        kept = [note for note in confirmed if not note.deleted]
        texts = [note.text for note in kept if not note.hidden]
        closed = await self.read(key)
        minutes, found = closed.minutes, [tuple(facts) for _, *facts in closed.notes]
        self.ledger.compare("the database, closed", [note.lasting for note in kept], found, ordered=False)
        self.ledger.compare("the minutes", texts, minutes, ordered=False)
        page = await self.desk.insist("GET", f"/m/{key}/referat/udskrift/")
        found = [item.verbatim for item in reading.read(page).all("li[dir=auto]")]
        self.ledger.compare("the page of the minutes", minutes, found)
        if len(texts) <= PRINTED:
            pdf = await self.desk.ask("GET", f"/m/{key}/referat.pdf", patience=60)
            printed = await asyncio.to_thread(subprocess.check_output, ["pdftotext", "-", "-"], input=pdf.body)
            numbers = [text.partition(".")[0] for text in minutes]
            self.ledger.compare("the PDF (numbers)", numbers, re.findall(r"\bnr\d{6}\b", printed.decode()))

    async def read(self, key):
        """Return what is Stored, read by another process."""
        script = f"{INSIDE.read_text()}\nprint(contents({key!r}))"
        found = json.loads(
            await asyncio.to_thread(self.server.installation.manage, "shell", "--no-imports", "-c", script)
        )
        return Stored([tuple(note) for note in found["notes"]], found["minutes"], set(found["waiting"]))

    # --- The trouble ------------------------------------------------------------------------------------------------

    async def break_things(self):
        """Kill something each time so many more notes are confirmed, and start it again a moment later."""
        few, many = KILLS
        kills = min(many, max(few, self.notes // 800))
        for turn in range(kills):
            await self.confirmed(self.notes * (turn + 0.5) / kills)
            async with self.peace:
                await self.kill(self.doomed(turn))

    def doomed(self, turn):
        """Return what is killed together: one server process, the database, or everything."""
        if not self.cluster:
            return self.server.servers
        one = self.chance.choice(self.server.servers)
        return ([one], [self.cluster], [*self.server.servers, self.cluster])[turn % 3]

    async def kill(self, doomed):
        for each in doomed:
            each.kill()
            self.kills["the database" if each is self.cluster else "the server"] += 1
        await asyncio.sleep(self.chance.uniform(0.1, 1.0))
        await asyncio.gather(*(asyncio.to_thread(each.start) for each in doomed))

    async def confirmed(self, notes):
        """Return when so many are confirmed."""
        await until(lambda: len(self.ledger.confirmed) >= notes)

    # --- Progress ----------------------------------------------------------------------------------------------------

    async def report_progress(self):
        for tenth in range(1, 10):
            await self.confirmed(self.notes * tenth / 10)
            killed = ", ".join(f"{what} {times}" for what, times in self.kills.items() if times or what == "the server")
            self.say(
                f"  {time.monotonic() - self.began:4.0f} s: {len(self.ledger.confirmed):,} notes confirmed; killed: {killed};"
                f" {self.line.troubles.total()} connections troubled, {self.resent} requests sent again"
            )

    @property
    def resent(self):
        return sum(client.resent for client in self.everybody)

    @property
    def slowed(self):
        return sum(client.slowed for client in self.everybody)

    @property
    def naps(self):
        return sum(client.naps for client in self.everybody)


async def until(met):
    while not met():  # noqa: ASYNC110 -- a look now and then
        await asyncio.sleep(0.02)
