"""Measures thousands of phones in many meetings: at given rates, and the ceiling, the most notes a second a server carries."""

from math import sqrt

from .notes import Side, opened, play

TOO_SLOW = 250.0  # ms: the ceiling is passed when p95 is above
STEP = 1.4
NARROW = 1.12  # how far apart the two rates are at last between which the ceiling is
SAMPLE = {"rooms": 10, "rate": 10}  # of the floor: it shows how the machine is, and takes little of it


async def run(bare, variant, server, load, rates, seconds, report):
    """Print a Row for each of the rates, and then the ceiling, looked for in steps of so many `seconds`."""
    sides = [Side("floor", bare, load._replace(**SAMPLE)), Side(variant, server, load)]
    async with opened(sides):
        bounds = {}  # {was it carried: the last such rate}
        for rate in rates:
            report.compare(rows := await at(sides, rate))
            if False not in bounds:
                bounds[carried(rows[-1])] = rate
        await narrow(bounds, sides, seconds, report)
        report.ceiling(sides[-1], bounds[True], bounds[False])


async def narrow(bounds, sides, seconds, report):
    """Measure rates until the highest that is carried and the lowest that is not are close to each other."""
    while len(bounds) < 2 or bounds[False] > bounds[True] * NARROW:
        if len(bounds) == 2:
            rate = sqrt(bounds[True] * bounds[False])
        else:
            rate = bounds[True] * STEP if True in bounds else bounds[False] / STEP
        row = (await at(sides, rate, seconds=seconds, more=" (ceiling?)"))[-1]
        report.row(row)
        bounds[carried(row)] = rate


def carried(row):
    return row.p95 <= TOO_SLOW and not row.wrong


async def at(sides, rate, **changed):
    for side, its_rate in zip(sides, (SAMPLE["rate"], rate), strict=True):
        side.load = side.load._replace(rate=its_rate, **changed)
    return await play(sides)
