"""The people in the room, each with a browser of their own: a facilitator at the wall, members on phones, a secretary."""

import os
import re
from urllib.parse import urlsplit

from playwright.sync_api import Error

from .facilitator import Facilitator
from .person import PATIENCE
from .phone import Phone
from .secretary import Secretary
from .watch import Watch

PROJECTOR = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1366, "height": 768}
SLOW_SCRIPTS = int(os.environ.get("SLOW_SCRIPTS", 0))  # ms
# What comes that much later: the scripts, but for the one that a page waits for, and the yes to leave a page.
LATE = re.compile(r"/(?!entered\.)[^/]*\.js$|/her/$")


class Cast:
    def __init__(self, chromium, server, logins):
        self.chromium, self.server, self.logins = chromium, server, logins
        self.contexts, self.watches = [], []
        self.expected = ["net::ERR_ABORTED"]  # requests of a page that was left, its stream among them

    def facilitator(self, *, url=None, logged_in=True, **options):
        url = url or self.server.url
        state = self.logged_in(url) if logged_in else None
        return self.someone(Facilitator, url, PROJECTOR, storage_state=state, **options)

    def phone(self, *, url=None, **options):
        return self.someone(Phone, url or self.server.url, PHONE, **{"has_touch": True, **options})

    def secretary(self, *, url=None, **options):
        return self.someone(Secretary, url or self.server.url, LAPTOP, **options)

    def logged_in(self, url):
        """Return the cookies of a facilitator who has logged in there."""
        if url not in self.logins:
            somebody = self.facilitator(url=url, logged_in=False)
            somebody.logs_in()
            self.logins[url] = somebody.page.context.storage_state()
        return self.logins[url]

    def someone(self, kind, url, viewport, **options):
        context = self.chromium.new_context(**{"base_url": url, "viewport": viewport, "locale": "da-DK", **options})
        context.set_default_timeout(PATIENCE)
        if not options.get("java_script_enabled", True):
            self.expects(".js csp")  # so Playwright calls a module that is not run
        if SLOW_SCRIPTS:
            context.route(LATE, late)
        self.contexts.append(context)
        parts = urlsplit(url)
        watch = Watch(context, {f"{parts.scheme}://{parts.netloc}"})
        self.watches.append(watch)
        return kind(context.new_page())

    def expects(self, *words):
        """Accept trouble with one of these words in it."""
        self.expected += words

    def leave(self):
        for context in self.contexts:
            context.close()

    def troubles(self):
        found = [trouble for watch in self.watches for trouble in watch.found]
        return [trouble for trouble in found if not any(words in trouble for words in self.expected)]


def late(route):
    """Let a request through after a while, as on a bad line."""
    try:
        route.request.frame.page.wait_for_timeout(SLOW_SCRIPTS)
        route.continue_()
    except Error as error:
        if "closed" not in str(error):  # nobody waits for it any more
            raise
