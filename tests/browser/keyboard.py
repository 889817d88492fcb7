"""How a page is gone through by keyboard alone: a table of acts, and where the focus is after each.

A row is (act, control, keys, where the focus is then). The control is reached by Tab from where the focus stood; the
keys are pressed one by one, and anything that names no key is typed.
"""

from urllib.parse import urlsplit

from django.urls import resolve

WALKED = set()  # the names of the URLs that were posted to by keyboard
KEYS = {"Enter", "Space", "Tab", "ArrowDown", "Control+a", "Delete", "Escape", "ArrowRight", "ArrowLeft"}
TABS = 150  # more than a page has controls
TOP = "body"  # of a page that has just been opened, where reading begins
SAME = None  # the control itself
HAS_FOCUS = """selector => { const { activeElement } = document, { body } = document;
  return selector === "body" ? activeElement === body && document.readyState === "complete"
    : activeElement !== body && activeElement.matches(selector) }"""
# The wall's buttons rest after a press, and what htmx has put somewhere takes the focus once more as it settles.
ANSWERED = "() => !document.querySelector('.htmx-request, .htmx-settling, button[aria-disabled]')"
# What the focus ring goes around must be on the screen, and nothing may lie over it (WCAG 2.4.11).
HIDDEN = """() => { const element = document.activeElement, { left, top, right, bottom } = element.getBoundingClientRect();
  const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2, y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
  const there = document.elementFromPoint(x, y);
  return element === document.body || element.contains(there) || there?.contains(element) && there.matches("label, summary, a")
    ? "" : `${element.outerHTML.slice(0, 100)} at ${Math.round(x)}, ${Math.round(y)} under ${there?.outerHTML.slice(0, 100)}` }"""
AT = f"more => ({{ isMore: document.activeElement.matches(more), isEnd: document.activeElement === document.body, hidden: ({HIDDEN})() }})"
FIELD, ADD = ".note-form .note-field", ".note-form button"
EDIT, DELETE, UNDO = "[id^=own-][id$=-edit]", ".own .tools button", "[id^=own-][id$=-undo]"
EDITED, SAVE = ".own .note-field", ".own form .button:not(.word)"
MORE = "#more summary"
LEAVE, SURE = "[data-leave] button", "main [name=sure]"
CHANGE = ("Control+a", "Delete")


# The key that leads on to a control, or nothing where the focus is there. In a list of notes on the wall the arrows go from
# note to note, and Tab to the buttons of the one.
KEY_TO = """selector => {
  const { activeElement } = document, list = activeElement.matches(".open") && activeElement.closest(".note-list");
  if (activeElement.matches(selector)) return "";
  const wanted = list && [...list.querySelectorAll(selector)].at(0)?.closest(".note:has(.open)");
  return !wanted || wanted.contains(activeElement) ? "Tab"
    : activeElement.compareDocumentPosition(wanted) & Node.DOCUMENT_POSITION_FOLLOWING ? "ArrowDown" : "ArrowUp"; }"""


def reach(page, selector):
    for _ in range(TABS):
        key = page.evaluate(KEY_TO, selector)
        if not key:
            return
        page.keyboard.press(key)
    raise AssertionError(f"Tab never comes to {selector}")


def go_through(person, rows):
    """Do each act, and fail with every one after which the focus is elsewhere."""
    page, wrong = person.page, []
    page.on("request", remember)
    for act, control, keys, lands in rows:
        reach(page, control)
        for key in (keys,) if isinstance(keys, str) else keys:
            page.keyboard.press(key) if key in KEYS else page.keyboard.type(key)
        page.wait_for_function(ANSWERED)
        try:
            page.wait_for_function(HAS_FOCUS, arg=lands or control)
        except Exception:
            where = page.evaluate("document.activeElement.outerHTML.slice(0, 150)")
            raise AssertionError(f"{act}: not at {lands or control} but at {where}") from None
        page.wait_for_load_state()  # of the page it may have led to, whose first field has the focus before its scripts are there
        if hidden := page.evaluate(HIDDEN):
            wrong.append(f"{act}: {hidden}")
    page.remove_listener("request", remember)
    assert not wrong, "\n".join(wrong)


def remember(request):
    if request.method == "POST":
        WALKED.add(resolve(urlsplit(request.url).path).url_name)


def walk(page, width, height):
    """Tab through the whole page at this size, into "Mere" too, and fail with what has the focus and is not to be seen."""
    before, wrong = page.viewport_size, []
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("document.activeElement.blur()")
    for _ in range(TABS):
        page.keyboard.press("Tab")
        at = page.evaluate(AT, f"{MORE}:not([open] > *)")
        if at["isMore"]:
            page.keyboard.press("Enter")
            at["hidden"] = page.evaluate(HIDDEN)
        if at["hidden"]:
            wrong.append(f"{width} × {height}: {at['hidden']}")
        if at["isEnd"]:
            break
    page.set_viewport_size(before)
    assert not wrong, "\n".join(wrong)
