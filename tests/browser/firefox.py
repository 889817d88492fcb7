"""A real Firefox, driven by Marionette: Playwright drives only a build of its own. Each person has a window and cookies of their own."""

import os
import shutil
import sqlite3
import subprocess
import time
from itertools import count

from marionette_driver.by import By
from marionette_driver.errors import MarionetteException
from marionette_driver.marionette import Marionette

from tests.lab.servers import free_port, is_open

PATIENCE = 20.0  # s
PREFERENCES = {
    "browser.sessionstore.resume_from_crash": True,
    "browser.startup.page": 3,  # the windows that were open
    "intl.accept_languages": "da",
    "privacy.userContext.enabled": True,
    "storage.sqlite.exclusiveLock.enabled": False,  # so that one can see when a cookie is on the disk
    "toolkit.startup.max_resumed_crashes": -1,
}
# A tab that is not chosen is hidden, and hidden pages give their stream back: so each person has a window.
OPEN = """const [container, resolve] = arguments;
const opened = OpenBrowserWindow();
opened.addEventListener("load", () => opened.delayedStartupPromise.then(() => {
  const { gBrowser, Services } = opened, first = gBrowser.selectedTab;
  gBrowser.selectedTab = gBrowser.addTab("about:blank",
    { userContextId: container, triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal() });
  gBrowser.removeTab(first);
  resolve();
}), { once: true });"""
# What Firefox does by itself every fifteen seconds: write down what is open, and what stands in its fields.
SAVE = """const [resolve] = arguments, folder = "resource:///modules/sessionstore/";
const { TabStateFlusher } = ChromeUtils.importESModule(folder + "TabStateFlusher.sys.mjs");
const { SessionSaver } = ChromeUtils.importESModule(folder + "SessionSaver.sys.mjs");
Promise.all([...Services.wm.getEnumerator("navigator:browser")].map(each => TabStateFlusher.flushWindow(each)))
  .then(() => SessionSaver.run()).then(resolve);"""
COOKIES = "return Services.cookies.cookies.filter(each => !each.isSession).map(each => each.value).sort()"
# No window is as narrow as a phone, but what shows the page can be.
RESIZE = """const [width, height] = arguments, { style } = gBrowser.selectedBrowser;
style.cssText = `min-width: 0; min-height: 0; width: ${width}px; height: ${height}px; flex: none`;"""
SEES = """return [...document.querySelectorAll(arguments[0])].some(each =>
  each.checkVisibility() && each.innerText.replace(/\\s+/g, " ").includes(arguments[1]))"""
# By the words one sees, those for screen readers left out as a person leaves them out.
SAYS = """(normalize-space() = {0} or @aria-label = {0}
  or span[@class = "hidden"] and normalize-space(text()[normalize-space()][1]) = {0})"""
BUTTON = f"//*[self::button or self::a or self::summary][{SAYS}]"
FIELD = f"//*[@id = //label[{SAYS}]/@for]"


class Firefox:
    """One process with a profile. `kill` and `start` it again, and it is as after a crash."""

    def __init__(self, folder):
        self.path = shutil.which("firefox-esr") or shutil.which("firefox")
        assert self.path, "Firefox mangler: `make test` installerer den (Debian: apt-get install firefox-esr)."
        self.folder, self.port = folder, free_port()
        self.containers = count(1)
        preferences = PREFERENCES | {"marionette.port": self.port}
        lines = [f"user_pref({quoted(name)}, {quoted(value)});" for name, value in preferences.items()]
        (folder / "user.js").write_text("\n".join(lines))

    def start(self):
        environment = os.environ | {
            "MOZ_HEADLESS": "1",
            "MOZ_REMOTE_ALLOW_SYSTEM_ACCESS": "1",
            "HOME": str(self.folder),
        }
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen(
                [self.path, "--marionette", "--profile", self.folder, "--no-remote"],
                env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while not is_open(self.port):
            assert self.process.poll() is None, (self.folder / "log.txt").read_text()
            assert time.monotonic() < deadline, (self.folder / "log.txt").read_text()
            time.sleep(0.05)
        self.client = Marionette(host="127.0.0.1", port=self.port)
        self.client.start_session({"strictFileInteractability": True})
        self.client.timeout.implicit = 0
        return self

    def kill(self):
        """As a crash would, or a phone that needs the memory."""
        self.client.delete_session(send_request=False)
        self.process.kill()
        self.process.wait()

    def opens(self, kind, url, size):
        """A window for somebody. `size`: of the page, in CSS pixels."""
        before = set(self.client.window_handles)
        with self.client.using_context("chrome"):
            self.client.execute_async_script(OPEN, [next(self.containers)])
        (window,) = set(self.client.window_handles) - before
        return kind(self, window, url, size)

    def closes_windows(self):
        """All but the empty one it began with: without a window it ends."""
        for handle in self.client.window_handles:
            self.client.switch_to_window(handle)
            if self.client.get_url().startswith("http"):
                self.client.close()
        self.client.switch_to_window(self.client.window_handles[0])

    def crashes(self, window, meanwhile=lambda: None):
        """Some time after it saved what was open, `meanwhile` having been done. Returns the window that shows the same page when it is started again."""
        address = window.address
        with self.client.using_context("chrome"):
            self.client.execute_async_script(SAVE)
            cookies = self.client.execute_script(COOKIES)
        # Firefox writes cookies a while after they are set; on a busy machine a crash comes first.
        waits_for(lambda: self.stored_cookies() == cookies, "its cookies on the disk")
        meanwhile()
        self.kill()
        self.start()

        def shows():
            for handle in self.client.window_handles:
                self.client.switch_to_window(handle)
                if self.client.get_url() == address:
                    return handle
            return None

        return type(window)(self, waits_for(shows, address), window.url, window.size)

    def stored_cookies(self):
        """Return the values of the cookies in the profile's file, sorted."""
        connection = sqlite3.connect(f"file:{self.folder}/cookies.sqlite?mode=ro", uri=True)
        try:
            return sorted(value for (value,) in connection.execute("SELECT value FROM moz_cookies"))
        finally:
            connection.close()


class Window:
    """A person's window. `url`: of the server; `size`: of the page."""

    def __init__(self, firefox, handle, url, size):
        self.client, self.handle, self.url, self.size = firefox.client, handle, url, size
        self.here()
        with self.client.using_context("chrome"):
            self.client.execute_script(RESIZE, size)

    def here(self):
        self.client.switch_to_window(self.handle)
        return self.client

    def goes_to(self, path):
        self.here().navigate(path if "://" in path else self.url + path)

    @property
    def address(self):
        return self.here().get_url()

    def goes_back(self):
        self.here().go_back()

    def asks(self, script, *arguments):
        return self.here().execute_script(script, arguments, sandbox=None)

    def sees(self, words, selector="body", within=PATIENCE):
        """In what can be seen of an element of `selector`."""
        try:
            waits_for(lambda: self.asks(SEES, selector, words), f"“{words}” in {selector} of {self.address}", within)
        except AssertionError as error:
            error.add_note(self.asks("return document.body.innerText"))
            raise

    def is_online(self):
        words = "return document.querySelector('#connection .words')?.textContent === 'Forbundet'"
        waits_for(lambda: self.asks(words), f"the connection of {self.address}", PATIENCE)

    def found(self, path, words):
        return [each for each in self.here().find_elements(By.XPATH, path.format(quoted(words))) if each.is_displayed()]

    def presses(self, words, within=PATIENCE):
        """The first button, link or summary with these words, and no others."""
        waits_for(lambda: [self.found(BUTTON, words)[0].click()] if self.found(BUTTON, words) else None, words, within)

    def field(self, label):
        return waits_for(lambda: self.found(FIELD, label), label)[0]

    def fills(self, **fields):
        for label, text in fields.items():
            field = self.field(label)
            field.clear()
            field.send_keys(text)

    def types(self, label, text):
        self.field(label).send_keys(text)

    def value(self, label):
        return self.field(label).get_property("value")


def waits_for(met, what, within=PATIENCE):
    """Return what `met` does when it is neither false nor an error. Later than `within` seconds is never."""
    deadline, last = time.monotonic() + within, ""
    while time.monotonic() < deadline:
        try:
            if found := met():
                return found
        except MarionetteException as error:
            last = error
        time.sleep(0.05)
    raise AssertionError(f"not within {within} s: {what} {last}")


def quoted(value):
    """For XPath and for JavaScript alike: none of our texts holds a quotation mark."""
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else f'"{value}"'
