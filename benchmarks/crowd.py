"""Measures thousands of phones in many meetings: at given rates, and the ceiling, the most notes a second a server carries."""

from math import sqrt

from .notes import Side, opened, play

TOO_SLOW = 250.0  # ms: the ceiling is passed when p95 is above
STEP = 1.4
NARROWED = 2  # times that the interval of the ceiling is halved
SAMPLE = {"rooms": 10, "rate": 10}  # of the floor: it shows how the machine is, and takes little of it


async def run(bare, variant, server, load, rates, seconds, report):
    """Print a Row for each of the rates, and then the ceiling, looked for in steps of so many `seconds`."""
    sides = [Side("floor", bare, load._replace(**SAMPLE)), Side(variant, server, load)]
    async with opened(sides):
        for rate in rates:
            report.compare(await at(sides, rate))
        report.ceiling(sides[-1], *await find_ceiling(sides, rates[-1], seconds, report))


async def at(sides, rate, **changed):
    for side, its_rate in zip(sides, (SAMPLE["rate"], rate), strict=True):
        side.load = side.load._replace(rate=its_rate, **changed)
    return await play(sides)


async def find_ceiling(sides, rate, seconds, report):
    """Return (the most notes a second that were carried, the fewest that were too many)."""

    async def carries(rate):
        row = (await at(sides, rate, seconds=seconds, more=" (ceiling?)"))[-1]
        report.row(row)
        return row.p95 <= TOO_SLOW and not row.wrong

    bounds = {await carries(rate): rate}
    while len(bounds) < 2:
        rate = rate * STEP if True in bounds else rate / STEP
        bounds[await carries(rate)] = rate
    for _ in range(NARROWED):
        rate = sqrt(bounds[True] * bounds[False])
        bounds[await carries(rate)] = rate
    return bounds[True], bounds[False]
