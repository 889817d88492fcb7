"""`python -m benchmarks [--short] [scenario …]`: measures the live room and prints one table, the aims last.

With DATABASE_URL (see `.ci/postgres`) the rows on PostgreSQL too. Only this machine is spoken to.
"""

import argparse
import os
import platform
import signal
import sys

import uvloop

from tests.lab.product import product

from . import idle, notes, printing, reconnect, wave
from .notes import Load
from .report import Report
from .servers import floor

SCENARIOS = ("room", "rooms", "many", "wave", "reconnect", "pdf", "minutes", "own", "idle")
POSTGRESQL = os.environ.get("DATABASE_URL")


def main():
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    words.add_argument("scenario", nargs="*", choices=[*SCENARIOS, []], default=[], help="all of them without")
    words.add_argument("--short", action="store_true", help="a few seconds each: to see that it works")
    asked = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *received: sys.exit(143))  # so that servers and folders are cleaned up
    report = Report()
    report.say(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    for scenario in asked.scenario or SCENARIOS:
        globals()[f"measure_{scenario}"](report, asked.short)
    report.finish()


def measure_room(report, short):
    """Measure one room at several sizes, each on the floor and right after it on the product."""
    for viewers in (1, 30, 100, 300):
        load = Load(f"1 × {viewers}", 1, viewers, 10, 3 if short else 20)
        report.compare(on_floor(load), on_product(load), fixed=viewers == 1)
        if POSTGRESQL and viewers == 300:
            report.compare(on_floor(load), on_product(load, POSTGRESQL))


def measure_rooms(report, short):
    load = Load("20 × 15", 20, 15, 20 / 3, 3 if short else 30)
    report.compare(on_floor(load), on_product(load))


def measure_many(report, short):
    load = Load("200 × 12", 200, 12, 20, 5 if short else 60)
    if POSTGRESQL:
        report.compare(on_floor(load), on_product(load, POSTGRESQL, processes=2))
    else:
        report.say("200 × 12: not measured without DATABASE_URL")


def measure_wave(report, short):
    people, seconds = (100, 2) if short else (500, 10)
    report.wave(people, seconds, uvloop.run(wave.run(people, seconds)))
    if POSTGRESQL:
        found = uvloop.run(wave.run(people, seconds, postgresql=POSTGRESQL, processes=2))
        report.wave(people, seconds, found, "postgresql × 2")


def measure_reconnect(report, short):
    people = 100 if short else 500
    report.reconnect(people, uvloop.run(reconnect.run(people)))


def measure_pdf(report, short):
    report.printing(*uvloop.run(printing.run(Load("1 × 100", 1, 100, 10, 5 if short else 20))))


def measure_minutes(report, short):
    with product() as server:
        report.minutes(server.print_minutes([0, 100] if short else [0, 45, 100, 200, 2000], 3))


def measure_own(report, short):
    with product() as server:
        report.own("sqlite", *server.find_own_notes(2000, 5 if short else 50))
    if POSTGRESQL:
        with product(POSTGRESQL) as server:
            report.own("postgresql", *server.find_own_notes(2000, 5 if short else 50))


def measure_idle(report, short):
    report.idle(uvloop.run(idle.run(500, rest=2) if short else idle.run(5000)))


def on_floor(load):
    with floor() as server:
        return uvloop.run(notes.run("floor", server, notes.floor_people(server, load), load))


def on_product(load, postgresql=None, processes=1):
    label = ("postgresql" if postgresql else "sqlite") + (f" × {processes}" if processes > 1 else "")
    with product(postgresql, processes) as server:
        return uvloop.run(notes.run(label, server, notes.product_people(server, load), load))


if __name__ == "__main__":
    main()
