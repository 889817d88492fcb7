"""Checks a page: axe, horizontal scrolling (a phone's with large text too), the size of press targets.

Saves pictures in the folder SHOTS.
"""

import os
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

from tests.lab.servers import POSTGRESQL

PHONE, PROJECTOR = {"width": 390, "height": 844}, {"width": 1920, "height": 1080}
NARROW_TO_WIDE = (320, 390, 640, 1280)
LARGE_TEXT = (150, 200)  # %, of the smallest phone
SMALLEST = {"width": 320, "height": 568}
SHOTS = os.environ.get("SHOTS")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """options => axe.run(document, {resultTypes: ["violations"], ...options}).then(({violations}) =>
  violations.map(({id, nodes}) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).join(" | ")}`))"""
# A text can be wider than each of the elements.
TOO_WIDE = """() => { const { scrollWidth } = document.scrollingElement; return scrollWidth <= innerWidth ? [] : [`${scrollWidth} px`,
  ...[...document.querySelectorAll("body *")].filter(each => each.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 4).map(each => each.outerHTML.slice(0, 120))]; }"""
IS = "kind => document.body.classList.contains(kind)"
# The fonts are there, and what the page's scripts do about its size is done.
SETTLED = (
    "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"
)
# As the browser's own setting does, which scales `rem`.
SCALE = "percent => { document.documentElement.style.fontSize = percent ? `${percent}%` : ''; }"
# A finger needs 44 px; hidden and disabled elements are not pressed.
TOO_SMALL = """() => [...document.querySelectorAll("button, .button, summary, input:not([type=hidden]), textarea, select")]
  .filter(each => each.checkVisibility({opacityProperty: false, visibilityProperty: true}))
  .map(each => [each, (each.closest("label.check") ?? each).getBoundingClientRect()])
  .filter(([each, {width, height}]) => width > 1 && (width < 43.9 || height < 43.9))
  .map(([each, {width, height}]) => `${Math.round(width)} × ${Math.round(height)}: ${each.outerHTML.slice(0, 90)}`)"""


def look_at(page, name, sizes=(PHONE, PROJECTOR)):
    """Fail with every fault of the page, at each size, in the light and in the dark theme.

    On SQLite: no database changes how a page looks, and it is looked at there.
    """
    if POSTGRESQL:
        return
    wrong = []
    page.emulate_media(reduced_motion="reduce")
    before = page.viewport_size
    for size in sizes:
        page.set_viewport_size(size)
        where = f"{name} {size['width']}"
        for theme in ("light", "dark"):
            turn(page, theme)
            shoot(page, f"{name}-{size['width']}-{theme}")
            if theme == "light" or size is sizes[-1]:  # a colour is the same at each size
                wrong += [f"{where} {theme}: {violation}" for violation in axe(page, theme)]
        wrong += [f"{where}: {small}" for small in page.evaluate(TOO_SMALL)]
        turn(page, "light")
    for width in NARROW_TO_WIDE:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(SETTLED)
        wrong += [f"{name}: wider than {width}: {wide}" for wide in page.evaluate(TOO_WIDE)]
    if page.evaluate(IS, "phone"):
        page.set_viewport_size(SMALLEST)
        for percent in LARGE_TEXT:
            page.evaluate(SCALE, percent)
            wrong += [f"{name}: wider than 320 at {percent} % text: {wide}" for wide in page.evaluate(TOO_WIDE)]
            shoot(page, f"{name}-320-text-{percent}")
        page.evaluate(SCALE, None)
    page.set_viewport_size(before)
    assert not wrong, "\n".join(wrong)


def shoot(page, name):
    """Keep a picture of the page, if there is a folder for them."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def turn(page, theme):
    """Change the theme. The wall has a switch of its own; every other page follows the system."""
    page.emulate_media(color_scheme=theme)
    page.evaluate(
        """theme => { const { dataset } = document.documentElement; if (dataset.theme) dataset.theme = theme; }""",
        theme,
    )


def axe(page, theme):
    """Return what axe finds. In the dark theme only colours differ. On the wall, which a weak lamp shows, 7:1 is asked."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    asked = {"color-contrast-enhanced": {"enabled": page.evaluate(IS, "wall")}}
    only = TAGS if theme == "light" else ["color-contrast", *(rule for rule in asked if asked[rule]["enabled"])]
    return page.evaluate(RUN, {"runOnly": only, "rules": asked})
