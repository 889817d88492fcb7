"""A rolling restart of two processes: every page reconnects by itself."""

import time

from playwright.sync_api import expect

from tests.lab.servers import PROMPT

# The length of each interruption in ms: from the error until the next message.
BREAKS = """window.breaks = []; let since;
window.EventSource = class extends EventSource { constructor(address) { super(address);
  this.addEventListener("error", () => since ??= performance.now());
  for (const each of ["beat", "change"]) this.addEventListener(each, () => {
    if (since) window.breaks.push(performance.now() - since); since = undefined; }); } };"""


def test_rolling_restart_interrupts_nobody_for_long(cast, server, another_server, lise, code):
    ulla, peter = cast.phone(), cast.phone(url=another_server.url)
    cast.expects("net::ERR_")
    for phone in (ulla, peter):
        phone.page.add_init_script(BREAKS)
        phone.takes_a_seat(code)
        phone.is_online()
    for phone, its_own in ((ulla, server), (peter, another_server)):
        began = time.monotonic()
        assert its_own.stop() < PROMPT
        its_own.start()
        down = (time.monotonic() - began) * 1000
        while not phone.page.evaluate("window.breaks.length"):  # wait_for_function would need eval
            assert time.monotonic() < began + 30
            phone.page.wait_for_timeout(100)
        # Three seconds, where the machine starts a process in one; a busy one is as slow with the first answers after it.
        assert phone.page.evaluate("Math.max(...window.breaks)") < max(3000, 3 * down + 2000)
        phone.is_online()
    for phone in (ulla, peter):
        phone.writes(f"Skrevet bagefter af {phone.page.url[-4:]}")
    for screen in (lise, ulla, peter):
        expect(screen.notes(1)).to_have_count(2)
