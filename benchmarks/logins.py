"""Measures the latency of notes while strangers try wrong passwords, so many at a time, from as many addresses."""

import asyncio
from collections import Counter
from contextlib import suppress
from urllib.parse import urlencode

from tests.lab.wire import Browser, head

from .notes import open_and_play, opened, play

AT_A_TIME = 20


async def run(make_sides, load):
    """Return (Rows without, Rows with, {status: answers to the strangers}). `make_sides` of a load, the product's last."""
    quiet = await open_and_play(make_sides(load))
    sides = make_sides(load._replace(more=f", {AT_A_TIME} wrong logins at a time"))
    port, answers = sides[-1].server.ports[0], Counter()
    async with opened(sides):
        strangers = [asyncio.create_task(one_after_another(port, number, answers)) for number in range(AT_A_TIME)]
        await asyncio.sleep(1)
        busy = await play(sides)
    for stranger in strangers:
        stranger.cancel()
        with suppress(asyncio.CancelledError):
            await stranger
    return quiet, busy, answers


async def one_after_another(port, number, answers):
    """Send one password after another, as a form sends it, now and then to another account from another address: all are hashed."""
    browser = Browser()
    page = await browser.get(port, "/log-ind/")
    cookies = "; ".join(page.cookies())
    for turn in range(1_000_000):
        fields = {
            "csrfmiddlewaretoken": page.token(),
            "username": f"lise{number}-{turn // 5}",
            "password": f"forkert{turn}",
        }
        body = urlencode(fields)
        more = (
            f"X-Forwarded-For: 10.{number}.{turn // 2000}.{turn // 8 % 250}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        )
        answer = await browser.send(port, f"{head('POST', '/log-ind/', port, cookies, more)}\r\n{body}".encode())
        answers[answer.status] += 1
