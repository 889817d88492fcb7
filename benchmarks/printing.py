"""Measures the latency of notes while minutes are printed, one PDF after another."""

import asyncio
import time
from contextlib import suppress

from tests.lab.product import product
from tests.lab.wire import Browser

from . import notes


async def run(load):
    """Return (Row without printing, Row with, PDFs made, seconds each)."""
    with product() as server:
        quiet = await notes.run("sqlite", server, notes.product_people(server, load), load)
        people = notes.product_people(server, load)
        room = people[0][0].room  # notes arrive here, so that no PDF is served from the cache
        browser, printed = Browser(), []
        await one(browser, server.ports[0], room)  # the first starts the printing process
        printing = asyncio.create_task(one_after_another(browser, server.ports[0], room, printed))
        while_printing = load._replace(name=f"{load.name}, PDFs")
        busy = await notes.run("sqlite", server, people, while_printing)
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
