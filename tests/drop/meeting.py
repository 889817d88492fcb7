"""Plays a whole meeting, question by question, while servers, databases and connections break."""

import asyncio
import json
import random
import re
import subprocess
import time
from itertools import count
from pathlib import Path

from tests import reading

from .cast import Desk, Phone, Wall, look
from .clients import fresh
from .ledger import Ledger
from .line import Line

INSIDE = Path(__file__).with_name("inside.py")
# Places of the meeting, and per cent of the notes written at each; once it goes back.
ROUNDS = ((1, 30), (2, 25), (3, 15), (2, 10), (4, 19), (5, 1))
FEW = ((1, 50), (2, 30), (1, 15), (5, 5))  # of a short test
SHORT = 1000  # notes
KILLS = (3, 12)  # at least, at most
PRINTED = 500  # most notes in a PDF read here: 10,000 take the whole minute that printing may take
QUIET = 60.0  # seconds in which everything must be sent and current after the trouble


class Drop:
    """`server`: a running `tests.lab.product.Product`. `cluster`: its PostgreSQL, or None. `say`: prints a line."""

    def __init__(self, server, cluster, notes, clients, seed, every, say):
        self.server, self.cluster, self.every, self.say = server, cluster, every, say
        self.notes, self.clients, self.chance = notes, clients, random.Random(seed)
        self.rounds = FEW if notes < SHORT else ROUNDS
        self.ledger, self.kills = Ledger(), {"the server": 0, "the database": 0}
        self.slowest = 0.0  # most seconds from the end of trouble until everything was sent and every screen current
        self.peace = asyncio.Lock()  # held while something is down, and while screens are compared

    async def play(self):
        self.began = time.monotonic()
        (room,) = self.server.rooms(1, self.clients)
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
        for question, share in self.rounds:
            each = max(1, round(self.notes * share / 100 / self.clients))
            self.line.calm = False
            async with asyncio.TaskGroup() as group:
                for phone in self.phones:
                    mine = [next(numbers) for _ in range(each)]
                    group.create_task(phone.write(mine, self.every))
                if str(question) != self.wall.screen.stands_at:
                    await self.go_to(question)  # while the first notes are being sent
                group.create_task(self.wall.hide_some(max(1, each * self.clients // 50)))
            await self.look_around()
        for question in sorted({question for question, _ in self.rounds[:-1]}):
            await self.go_to(question)
            await self.look_around()

    async def go_to(self, question):
        await self.wall.move(f"gaa-til/{question}", str(question))
        await self.desk.turn_to(question)

    async def look_around(self):
        """Wait until every note is sent and every screen current, and compare each with the confirmed notes."""
        self.line.calm = True
        async with self.peace:
            began = time.monotonic()
            async with asyncio.timeout(QUIET):
                await asyncio.gather(*(phone.outbox.join() for phone in self.phones))
                _, last = fresh(await self.wall.insist("GET", self.wall.home))
                await until(lambda: all(client.position >= last for client in self.everybody))
            self.slowest = max(self.slowest, time.monotonic() - began)
            stored, _ = await self.read(self.key)
            self.ledger.turns = {uuid: turn for turn, (uuid, *_) in enumerate(stored)}
            for client in self.everybody:
                await look(client, self.ledger)

    async def end(self, key):
        """Close the meeting, and compare the database and the minutes as data, page and PDF."""
        confirmed = [note for number in range(1, 10) for note in self.ledger.everything(number)]
        stored, _ = await self.read(key)
        self.ledger.compare("the database", [note.facts for note in confirmed], stored)
        await self.wall.move("opsamling", "wrap-up")
        answer = await self.wall.insist("POST", f"/m/{key}/afslut/", seen="wrap-up")
        assert answer.status == 302, answer.status
        kept = [note for note in confirmed if not note.deleted]
        texts = [note.text for note in kept if not note.hidden]
        stored, minutes = await self.read(key)
        found = [tuple(facts) for _, *facts in stored]
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
        """Return (notes, minutes) from the database, read by another process."""
        script = f"{INSIDE.read_text()}\nprint(contents({key!r}))"
        found = json.loads(
            await asyncio.to_thread(self.server.installation.manage, "shell", "--no-imports", "-c", script)
        )
        return [tuple(note) for note in found["notes"]], found["minutes"]

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
