"""Measures the latency of notes while minutes are printed, one PDF after another."""

import asyncio
import time
from contextlib import suppress

from tests.lab.wire import Browser

from .notes import open_and_play


async def run(make_sides, load):
    """Return (Rows without printing, Rows with, PDFs made, seconds each). `make_sides` of a load, the product's last."""
    quiet = await open_and_play(make_sides(load))
    sides = make_sides(load._replace(more=", PDFs"))
    product = sides[-1].server
    room = sides[-1].rooms[0][0].room  # notes arrive here, so that no PDF is served from the cache
    browser, printed = Browser(), []
    await one(browser, product.ports[0], room)  # the first starts the printing process
    printing = asyncio.create_task(one_after_another(browser, product.ports[0], room, printed))
    busy = await open_and_play(sides)
    printing.cancel()
    with suppress(asyncio.CancelledError):
        await printing
    browser.close()
    return quiet, busy, len(printed), sum(printed) / len(printed)


async def one_after_another(browser, port, room, printed):
    while True:
        printed.append(await one(browser, port, room))


async def one(browser, port, room):
    """Return the seconds until the file was there."""
    began = time.perf_counter()
    answer = await browser.get(port, f"/m/{room['key']}/referat.pdf", room["secretary"])
    assert answer.body.startswith(b"%PDF"), answer.status
    return time.perf_counter() - began
