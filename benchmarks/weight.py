"""Measures what a browser that comes for the first time fetches for a page, and when it has drawn the largest thing on it."""

import asyncio
from collections import Counter
from statistics import median
from typing import NamedTuple

from playwright.async_api import async_playwright

from tests.lab.chromium import ARGS, program
from tests.lab.people import TEXT

NOTES = 10
TIMES = 5
SETTLED = 4  # seconds after the page is loaded: everything it asks for by itself has come
# Lighthouse's mobile preset, as it throttles in a real browser: a slow 4G line, a processor four times slower.
LINE = {"offline": False, "latency": 562.5, "downloadThroughput": 1474.56 * 125, "uploadThroughput": 675 * 125}
SLOWER = 4
LARGEST = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
  .observe({ type: "largest-contentful-paint", buffered: true }))"""


class Page(NamedTuple):
    name: str
    seat: str
    path: str
    width: int
    height: int
    phased: bool = False  # whether its meeting is held by the method


PAGES = (
    Page("phone", "member", "", 390, 844),
    Page("phone, by the method", "member", "", 390, 844, True),
    Page("wall", "facilitator", "skaerm/", 1366, 768),
)


class Found(NamedTuple):
    requests: int  # the stream with them
    sizes: Counter  # {kind: bytes over the line, heads with them}
    largest: float  # ms until the largest thing was drawn, on the slow line: the median


async def run(server):
    """Yield (page, Found) for each of PAGES, with NOTES notes on it."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=program(), args=ARGS)
        for page in PAGES:
            (room,) = server.rooms(1, 2, phased=page.phased)
            server.write(room["key"], [TEXT.format(number) for number in range(NOTES)])
            cookies = {"member": room["members"][0], "facilitator": room["facilitator"]}
            url = f"http://127.0.0.1:{server.ports[0]}/m/{room['key']}/{page.path}"
            requests, sizes, _ = await visit(chromium, page, url, cookies[page.seat])
            slow = [await visit(chromium, page, url, cookies[page.seat], is_slow=True) for _ in range(TIMES)]
            yield page.name, Found(requests, sizes, median(largest for _, _, largest in slow))
        await chromium.close()


async def visit(chromium, page, url, cookie, is_slow=False):
    """Return (requests, {kind: bytes}, ms until the largest thing was drawn) of a visit with nothing in the cache."""
    context = await chromium.new_context(viewport={"width": page.width, "height": page.height}, locale="da-DK")
    name, _, value = cookie.partition("=")
    await context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
    tab = await context.new_page()
    tools, kinds, sizes = await context.new_cdp_session(tab), {}, Counter()
    tools.on("Network.requestWillBeSent", lambda sent: kinds.update({sent["requestId"]: sent["type"]}))
    tools.on("Network.loadingFinished", lambda got: sizes.update({kinds[got["requestId"]]: got["encodedDataLength"]}))
    await tools.send("Network.enable")
    if is_slow:
        await tools.send("Network.emulateNetworkConditions", LINE)
        await tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await tab.goto(url)
    await asyncio.sleep(SETTLED)
    largest = await tab.evaluate(LARGEST)
    await context.close()
    return len(kinds), sizes, largest
