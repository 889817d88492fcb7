"""The clients in the meeting: phones that write, the facilitator's wall, the secretary's desk."""

import asyncio
import re

from tests import reading

from .clients import Client, fresh
from .ledger import Note
from .screen import current, read

WORDS = (
    "Vi skriver de samme oplysninger to steder.",
    "Det tager længere tid end før, siger “alle” 😀 på Ærø.",
    "<b>Ikke fed</b> & ikke &lt;kursiv&gt;.",
    "To linjer\ni den samme note.",
)
MAY_WAIT = 3  # notes that wait for the line before their author stops writing
NAP = 0.03  # of the notes are written after one
A_NOTE = re.compile(r"(note|own)-\d+")
SHY = (
    "1 note er skjult ·",
    "Skjult for alle andre: nævner en person",
)  # how a hidden note looks on the wall, and what the desk adds


class Phone(Client):
    """A phone whose outbox sends one note at a time, in order, and keeps each until the server has confirmed it."""

    def __init__(self, room, cookies, ledger, *line):
        super().__init__(cookies, f"/m/{room}/", f"/m/{room}/stroem/deltager/", *line)
        self.ledger, self.outbox = ledger, asyncio.Queue(MAY_WAIT)
        self.notes = []

    async def write(self, numbers, every):
        """Write a note for each number, about each `every` seconds, under the question on the screen; now and then sleep."""
        for number in numbers:
            if self.chance.random() < NAP:
                await self.nap(self.chance.uniform(0.3, 3.0))
            note = Note(self.screen.number, f"nr{number:06}. {self.chance.choice(WORDS)}")
            await self.outbox.put(note)
            await asyncio.sleep(self.chance.uniform(every / 2, every * 1.5) if every else self.chance.uniform(0, 0.1))

    async def send(self):
        while True:
            note = await self.outbox.get()
            path = f"{self.home}spoergsmaal/{note.number}/noter/"
            answer = await self.insist("POST", path, uuid=note.uuid, text=note.text)
            self.settle(note, answer)
            if note.pk:
                await self.think_twice(note)
            self.outbox.task_done()

    def settle(self, note, answer):
        """Count a note as saved only if the response confirms it. (Anything but 200: a phone would keep it and say why.)"""
        saved = [thing.id for thing in current(read(answer.body), 0) if thing.id.startswith("note-")]
        if answer.status != 200 or not reading.read(answer).has("#said") or len(saved) != 1:
            self.ledger.refused.append((answer.status, note))
            return
        self.ledger.saved(note, int(saved[0][5:]))
        self.notes.append(note)
        self.draw(answer.body)

    async def think_twice(self, note):
        if self.chance.random() < 0.03:
            await self.change(note, "", text=f"{note.text} (rettet)")
            note.text += " (rettet)"
            self.ledger.edited += 1
        if note.pk % 2 and self.chance.random() < 0.04:  # the others the facilitator may hide
            await self.change(note, "slet/")
            self.ledger.deleted += 1
            note.deleted = True
            if self.chance.random() < 0.5:
                await self.change(note, "fortryd/")
                note.deleted = False

    async def change(self, note, verb, **fields):
        answer = await self.insist("POST", f"{self.home}noter/{note.pk}/{verb}", **fields)
        if answer.status != 200:
            self.ledger.refused.append((answer.status, note))
        self.draw(answer.body)

    # --- Looking ----------------------------------------------------------------------------------------------------

    async def look(self):
        """Yield (name, expected notes, notes on the screen) for each list of this screen."""
        if self.screen.find("mine").thing.attributes["data-item"] != str(self.screen.number):
            self.draw((await self.insist("GET", f"{self.home}mine/")).body)
        shown = [
            (f"note-{note.pk}", note.text) for number in self.numbers for note in reversed(self.ledger.shown(number))
        ]
        yield "phones: everybody's notes", shown, seen(self.screen, [f"notes-{each}" for each in self.numbers], shown)
        mine = [note for note in self.notes if note.number == self.screen.number and not note.deleted]
        own = [(f"own-{note.pk}", note.text) for note in reversed(mine)]
        gone = {f"own-{note.pk}" for note in self.notes if note.deleted}
        yield "phones: one's own notes", own, [each for each in seen(self.screen, ["mine"], own) if each[0] not in gone]

    regions = ("screen", "others")

    @property
    def numbers(self):
        """Return the questions whose notes are on the screen: the current one, and the one it recalls."""
        return sorted({int(name[6:]) for name in self.screen.at if name.startswith("notes-")}, reverse=True)


class Wall(Client):
    def __init__(self, room, cookies, ledger, *line):
        super().__init__(cookies, f"/m/{room}/skaerm/", f"/m/{room}/stroem/skaerm/", *line)
        self.room, self.ledger = f"/m/{room}/", ledger

    async def move(self, verb):
        """Move the meeting. `sure` makes it one step however often it is sent; a repeated request gets 409."""
        answer = await self.insist("POST", f"{self.room}{verb}/", sure=self.screen.stands_at)
        assert answer.status in (200, 302, 409), f"{verb}: {answer.status}"
        if answer.status == 200:
            self.draw(answer.body)
        else:
            await self.load()

    async def show_waiting(self):
        """Show the notes that wait, and what their authors have changed. Sent twice, it shows them once."""
        answer = await self.insist("POST", f"{self.room}vis-noterne/", seen=self.screen.stands_at)
        assert answer.status == 200, answer.status
        self.draw(answer.body)

    async def hide_some(self, count):
        """Hide so many notes, and show half of them again, while the phones are writing."""
        for _ in range(9 * count):  # tries: there may be none yet
            await asyncio.sleep(self.chance.uniform(0.05, 0.5))
            shown = (note for note in self.ledger.shown(self.screen.number) if f"note-{note.pk}" in self.screen.at)
            there = [note for note in shown if note.pk % 2 == 0][-30:]
            if not count:
                return
            if not there:
                continue
            note, count = self.chance.choice(there), count - 1
            await self.turn(note, "skjul", hidden=True)
            self.ledger.hidden += 1
            if self.chance.random() < 0.5:
                await self.turn(note, "vis", hidden=False)

    async def turn(self, note, verb, *, hidden):
        why = {"reason": "person"} if hidden else {}
        answer = await self.insist("POST", f"{self.room}noter/{note.pk}/{verb}/", **why)
        if answer.status != 200:
            self.ledger.refused.append((answer.status, note))
        note.hidden = hidden
        self.draw(answer.body)

    async def look(self):
        place = self.screen.number
        if "proposals" in self.screen.at:
            lists, notes = (
                ["proposals"],
                [n for each in (place, place - 1) for n in reversed(self.ledger.on_screens(each))],
            )
        else:
            numbers = [each for each in range(1, 10) if f"notes-{each}" in self.screen.at]
            lists, notes = (
                [f"notes-{each}" for each in numbers],
                [n for each in numbers for n in self.ledger.on_screens(each)],
            )
        shown = [(f"note-{note.pk}", SHY[0] if note.hidden else note.text) for note in notes]
        yield "the wall", shown, seen(self.screen, lists, shown)

    regions = ("bar", "screen", "back", "on", "jump")


class Desk(Client):
    def __init__(self, room, cookies, ledger, *line):
        super().__init__(cookies, f"/m/{room}/referent/1/", f"/m/{room}/stroem/referent/", *line)
        self.room, self.ledger, self.number = f"/m/{room}/", ledger, 1

    async def turn_to(self, number):
        """Load the page of another question, and stream from its position."""
        self.number, self.home = number, f"{self.room}referent/{number}/"
        await self.load()

    async def look(self):
        notes = self.ledger.on_screens(self.number)
        shown = [(f"note-{note.pk}", f"{note.text} {SHY[1]}" if note.hidden else note.text) for note in notes]
        yield "the desk", shown, seen(self.screen, [f"notes-{self.number}"], shown)

    @property
    def regions(self):
        states = (name for name in self.screen.at if name.startswith("state-"))
        return ("where", "lane-selv", "lane-opad", "attendance", f"notes-{self.number}", *states)


def seen(screen, lists, expected):
    """Return the notes of those lists, each with its expected words where the screen begins with them (buttons may follow)."""
    wanted = {name: " ".join(words.split()) for name, words in expected}
    written = dict(expected)
    there = [each for name in lists for each in screen.listed(name)]
    said = dict(there)  # on the wall the words of a note stand in its button `open-12`
    found = [(name, said.get(name.replace("note-", "open-"), words)) for name, words in there if A_NOTE.fullmatch(name)]
    return [
        (name, written[name] if name in wanted and f"{words} ".startswith(f"{wanted[name]} ") else words)
        for name, words in found
    ]


async def look(client, ledger):
    """Compare the client's screen with the confirmed notes, and with the same page loaded anew."""
    page, _ = fresh(await client.insist("GET", client.home))
    async for name, expected, found in client.look():
        ledger.compare(name, expected, found)
    for region in client.regions:
        ledger.same(name, client.screen.outline(region), page.outline(region))
