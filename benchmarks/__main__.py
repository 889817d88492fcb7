"""`python -m benchmarks [--short] [--against CHECKOUT] [scenario …]`: measures the live room, prints tables, the aims last.

With DATABASE_URL (see `.ci/postgres`) on PostgreSQL too. Only this machine is spoken to. Another checkout of the product is
measured beside this one, a note to each in turn, with the Python of its own `.venv` if it has one.
"""

import argparse
import os
import platform
import signal
import sys
import time
from contextlib import ExitStack
from itertools import product
from pathlib import Path

import psycopg
import uvloop

from tests.lab.servers import python

from . import crowd, idle, logins, machine, main_thread, moves, printing, reconnect, wave, weight
from .notes import Load, Side, open_and_play
from .report import Report, foreign_load
from .servers import PROJECT, Variant, floor

POSTGRESQL = os.environ.get("DATABASE_URL")


LOADS = {"quiet": 0, "with 100 % foreign load": 1}  # processors that are kept busy


class Bench:
    """Every measure_… is a scenario. Servers that many scenarios can use run until the end: idle, they cost nothing."""

    def __init__(self, stack, short, against, led):
        self.stack, self.short, self.report, self.running = stack, short, Report(), {}
        self.checkouts = [*filter(None, [against]), PROJECT]
        self.sqlite = self.variants()
        self.postgresql = self.variants(POSTGRESQL) if POSTGRESQL else []
        self.two = self.variants(POSTGRESQL, 2, led) if POSTGRESQL else []

    def variants(self, postgresql=None, processes=1, led=False):
        return [Variant(postgresql, processes, checkout, led) for checkout in self.checkouts]

    def begin(self):
        self.report.say(f"{platform.machine()}, {os.cpu_count()} processors")
        for checkout in self.checkouts:
            self.report.say(f"{checkout.name}: Python {machine.about_python(python(checkout))}")
        if not POSTGRESQL:
            self.report.say("Without DATABASE_URL nothing is measured on PostgreSQL.")

    def server(self, variant):
        """Return the running server of a Variant, or of "floor"."""
        if variant not in self.running:
            self.running[variant] = self.stack.enter_context(floor() if variant == "floor" else variant.run())
        return self.running[variant]

    def sides(self, load, variants):
        return [Side(variant, self.server(variant), load) for variant in ("floor", *variants)]

    def compare(self, load, variants):
        """Measure the floor and the variants at the same time, in rooms of their own."""
        self.report.compare(uvloop.run(open_and_play(self.sides(load, variants))))

    # --- Notes --------------------------------------------------------------------------------------------------

    def measure_room(self):
        for viewers in (1, 30, 100, 300):
            postgresql = self.postgresql if viewers in (1, 300) else []
            self.compare(Load(1, viewers, 10, 3 if self.short else 20), [*self.sqlite, *postgresql])

    def measure_rooms(self):
        self.compare(Load(20, 15, 20 / 3, 3 if self.short else 30), self.sqlite)

    def measure_many(self):
        if self.two:
            self.compare(Load(200, 12, 20, 5 if self.short else 30), self.two)

    def measure_town(self):
        load = Load(30 if self.short else 100, 12, 120, 3 if self.short else 20)
        self.crowd(load, self.sqlite, [120])

    def measure_country(self):
        rooms = min(60 if self.short else 1000, machine.most_streams() // 12)
        self.crowd(Load(rooms, 12, 100, 3 if self.short else 20), self.two, [100, 200])

    def crowd(self, load, variants, rates):
        for variant in variants:
            with variant.run() as server:
                steps = 2 if self.short else 8
                uvloop.run(crowd.run(self.server("floor"), variant, server, load, rates, steps, self.report))

    def measure_pdf(self):
        load = Load(1, 100, 10, 5 if self.short else 20)
        self.report.printing(*uvloop.run(printing.run(lambda load: self.sides(load, [Variant()]), load)))

    def measure_logins(self):
        load = Load(1, 30, 10, 5 if self.short else 20)
        for variant in (*self.sqlite, *self.postgresql):
            found = uvloop.run(logins.run(lambda load, variant=variant: self.sides(load, [variant]), load))
            self.report.logins(variant, *found)

    # --- The rest -----------------------------------------------------------------------------------------------

    def measure_wave(self):
        people, seconds = (100, 2) if self.short else (500, 10)
        for (load, processors), variant in product(LOADS.items(), [*self.sqlite, *self.two]):
            with machine.loaded(processors):
                found = uvloop.run(wave.run(people, seconds, self.server(variant)))
            self.report.wave(people, seconds, variant, load, found)

    def measure_reconnect(self):
        people = 100 if self.short else 500
        for (load, processors), variant in product(LOADS.items(), self.sqlite):
            with variant.run() as server, machine.loaded(processors):
                self.report.reconnect(people, variant, load, uvloop.run(reconnect.run(people, server)))

    def measure_moves(self):
        viewers, notes, times = (30, 10, 2) if self.short else (300, 60, 5)
        for variant in (*self.sqlite, *self.postgresql):
            found = uvloop.run(moves.run(viewers, notes, times, self.server(variant)))
            self.report.moves(viewers, notes, variant, *found)

    def measure_minutes(self):
        sizes, watch = [0, 100] if self.short else [0, 45, 100, 200, 2000], machine.Watch()
        found = self.server(Variant()).print_minutes(sizes, 3)
        self.report.minutes(found, watch.stop().foreign)

    def measure_own(self):
        for variant in (*self.sqlite, *self.postgresql):
            server, watch = self.server(variant), machine.Watch()
            found = server.find_own_notes(2000, 5 if self.short else 50)
            self.report.own(variant, *found, watch.stop().foreign)

    def measure_idle(self):
        streams, rest = (500, 2) if self.short else (5000, 10)
        with Variant().run() as server:
            self.report.idle(uvloop.run(idle.run(streams, server, rest)))

    def measure_browser(self):
        for variant in self.sqlite:
            uvloop.run(self.browser(variant))

    async def browser(self, variant):
        counts, watch = (10, 60) if self.short else (10, 60, 300), machine.Watch()
        async for screen, notes, found in main_thread.run(self.server(variant), counts):
            self.report.main_thread(variant, screen, notes, found)
        self.report.say(f"Meanwhile {foreign_load(watch.stop().foreign)}")

    def measure_weight(self):
        for variant in self.sqlite:
            uvloop.run(self.weight(variant))

    async def weight(self, variant):
        watch = machine.Watch()
        async for page, found in weight.run(self.server(variant)):
            self.report.weight(variant, page, found)
        self.report.say(f"Meanwhile {foreign_load(watch.stop().foreign)}")


SCENARIOS = [name.removeprefix("measure_") for name in vars(Bench) if name.startswith("measure_")]


def main():
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    words.add_argument("scenario", nargs="*", choices=[*SCENARIOS, []], default=[], help="all of them without")
    words.add_argument("--short", action="store_true", help="a few seconds each: to see that it works")
    words.add_argument("--against", type=Path, metavar="CHECKOUT", help="another checkout, to compare with")
    words.add_argument("--led", action="store_true", help="two processes: all phones of a meeting come to the same")
    asked = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *received: sys.exit(143))  # so that servers and folders are cleaned up
    os.environ["PYTHONPATH"] = str(PROJECT / "benchmarks/threads")  # of the servers
    machine.most_streams()
    if POSTGRESQL:
        machine.Watch.database = first_process(POSTGRESQL)
    with ExitStack() as stack:
        bench = Bench(stack, asked.short, asked.against and asked.against.resolve(), asked.led)
        bench.begin()
        for scenario in asked.scenario or SCENARIOS:
            began = time.monotonic()
            getattr(bench, f"measure_{scenario}")()
            bench.report.say(f"\n({scenario}: {time.monotonic() - began:.0f} s)")
        bench.report.finish()


def first_process(url):
    """Return the id of the first process of a PostgreSQL server on this machine."""
    with psycopg.connect(url) as database:
        return int(machine.fields(database.info.backend_pid)[1])


if __name__ == "__main__":
    main()
