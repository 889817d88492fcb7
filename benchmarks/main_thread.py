"""Measures the browser's half of a note: how long it keeps the main thread of a wall and of a slow phone, by Chromium's trace."""

import asyncio
import json
import time
from collections import Counter, defaultdict
from contextlib import asynccontextmanager
from typing import NamedTuple
from urllib.parse import urlencode

from playwright.async_api import async_playwright

from tests.lab.chromium import ARGS, program
from tests.lab.people import TEXT, Deliveries, Member
from tests.lab.wire import Browser

NOTES = 8  # that are written while the trace runs
MANY = 40  # from none: among them are those at which the wall's text becomes smaller
PAUSE = 0.6  # seconds after each: what it sets off is over
TRACED = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
TASK = "RunTask"
EARLIER = 300  # that stand beside them, as what was answered before
# Of the wall's text, and then the fewer columns the larger.
SIZE = """["--note", "--columns"].map((name, sign) =>
  Number(document.querySelector(".notes:not(.carry)").style.getPropertyValue(name)) * (sign ? -1 : 1))"""
PARTS = {
    "style": ("UpdateLayoutTree",),
    "layout": ("Layout", "PrePaint"),
    "paint": ("Paint", "Layerize", "Commit"),
}  # the rest is script, and reading what arrived


class Screen(NamedTuple):
    name: str
    seat: str
    path: str
    width: int
    height: int
    slower: int  # times than this machine's processor


SCREENS = (
    Screen("wall", "facilitator", "skaerm/", 1366, 768, 1),
    Screen("phone, CPU ÷ 4", "member", "", 390, 844, 4),
)


class Found(NamedTuple):
    """Figures in ms a note. `cpu` is the thread's own time, `wall` the clock's, which foreign load lengthens."""

    cpu: float
    wall: float
    longest: float  # CPU of the longest task
    parts: dict  # {part of PARTS: CPU}


async def run(server, counts):
    """Yield (screen, notes before, Found) for each screen and each of `counts`, and where the wall's text becomes smaller."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=program(), args=ARGS)
        for count in counts:
            (room,) = server.rooms(1, 2)
            server.write(room["key"], [TEXT.format(number) for number in range(count)])
            cookies = {"member": room["members"][0], "facilitator": room["facilitator"]}
            author = Member(room, room["members"][1], server.ports[0])
            for screen in SCREENS:
                yield screen.name, count, await measure(chromium, screen, cookies[screen.seat], author)
        for earlier in (0, EARLIER):
            (room,) = server.rooms(1, 2)
            if earlier:
                await leave_behind(server, room, earlier)
            author, words = Member(room, room["members"][1], server.ports[0]), f" beside {earlier}" if earlier else ""
            for before, found in await shrinking(chromium, SCREENS[0], room["facilitator"], author):
                name = "as its text becomes smaller" if before else "as the question glides to its third"
                yield f"{SCREENS[0].name}, {name}{words}", before, found
        await chromium.close()


async def leave_behind(server, room, notes):
    """Write notes under the first question, and go on to the second, beside which they stand."""
    server.write(room["key"], [TEXT.format(number) for number in range(notes)])
    browser, port, to = Browser(), server.ports[0], f"/m/{room['key']}/"
    page = await browser.get(port, f"{to}skaerm/", room["facilitator"])
    body = urlencode({"csrfmiddlewaretoken": page.token(), "seen": "1"})
    answer = await browser.post(port, f"{to}gaa-til/2/", body, "; ".join([room["facilitator"], *page.cookies()]))
    assert answer.status in (200, 302), answer.status
    browser.close()
    room["number"] = 2


async def measure(chromium, screen, cookie, author):
    async with opened(chromium, screen, cookie, author) as (page, browser, deliveries):
        shown = await page.locator("[id^=note-]").count()
        await chromium.start_tracing(page=page, categories=TRACED)
        for _ in range(NOTES):
            await deliveries.post(browser, author)
            await asyncio.sleep(PAUSE)
        trace = json.loads(await chromium.stop_tracing())["traceEvents"]
        await page.wait_for_function(f"document.querySelectorAll('[id^=note-]').length == {shown + NOTES}")
    return read(main_thread(trace), NOTES)


async def shrinking(chromium, screen, cookie, author):
    """Return [(notes before, Found)] of the first note and each, up to MANY, at which the text becomes smaller."""
    sizes, sent = [], []
    async with opened(chromium, screen, cookie, author) as (page, browser, deliveries):
        await chromium.start_tracing(page=page, categories=TRACED)
        for _ in range(MANY):
            sent.append(time.monotonic() * 1e6)  # the clock of a trace on Linux
            await deliveries.post(browser, author)
            await asyncio.sleep(PAUSE)
            sizes.append(await page.evaluate(SIZE))
        events = main_thread(json.loads(await chromium.stop_tracing())["traceEvents"])
    smaller = [at for at in range(MANY) if not at or sizes[at] < sizes[at - 1]]
    return [
        (at, read([event for event in events if sent[at] <= event["ts"] < sent[at] + PAUSE * 1e6], 1)) for at in smaller
    ]


@asynccontextmanager
async def opened(chromium, screen, cookie, author):
    """Yield the screen's page, current, and what writes notes for `author`."""
    context = await chromium.new_context(viewport={"width": screen.width, "height": screen.height}, locale="da-DK")
    name, _, value = cookie.partition("=")
    await context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
    page = await context.new_page()
    await page.goto(f"http://127.0.0.1:{author.port}/m/{author.key}/{screen.path}")
    tools = await context.new_cdp_session(page)
    await tools.send("Emulation.setCPUThrottlingRate", {"rate": screen.slower})
    browser, deliveries = Browser(), Deliveries()
    await author.come_in(browser)
    await asyncio.sleep(2)
    yield page, browser, deliveries
    assert not deliveries.failed
    browser.close()
    await context.close()


def main_thread(trace):
    """Return the events of the busiest main thread: a page that is not shown may have one too."""
    mains = {(event["pid"], event["tid"]) for event in trace if event["args"].get("name") == "CrRendererMain"}
    threads = defaultdict(list)
    for event in trace:
        if event["ph"] == "X" and (event["pid"], event["tid"]) in mains:
            threads[event["pid"]].append(event)
    return max(threads.values(), key=len)


def read(events, notes):
    """Return what the events of a main thread say of one of so many notes."""
    tasks = [event for event in events if event["name"] == TASK]
    cpu = Counter()
    for event in events:
        cpu[event["name"]] += event.get("tdur", 0) / notes / 1e3
    return Found(
        cpu[TASK],
        sum(task["dur"] for task in tasks) / notes / 1e3,
        max(task.get("tdur", 0) for task in tasks) / 1e3,
        {part: sum(cpu[name] for name in names) for part, names in PARTS.items()},
    )
