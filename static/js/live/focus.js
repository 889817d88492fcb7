// Where the focus goes after an act, and when what it stood on disappears. An answer names the place: [autofocus], the
// field with an error, or else [data-focus]. Where no place is named the focus stays, or goes to what stands there now.

const { body } = document;
const CONTROLS = "a[href], button, input:not([type=hidden]), textarea, select, summary, [tabindex='0']";
const CLOSED = "details:not([open]) > :not(summary)"; // also where a browser cannot tell
const SECTIONS = "section, article, aside, nav, main";
const presses = new WeakMap(); // request: {from: what had the focus, isPress: whether a person pressed something}

// What is folded is reached by what unfolds it.
const reachable = place => place?.closest(CLOSED)?.parentElement.querySelector("summary") ?? place;
const isLost = element => !element || element === body || !isVisible(element);
const isVisible = element => element.isConnected && !element.matches(":disabled") && !element.closest(CLOSED)
  && element.checkVisibility?.() !== false;
const controlsIn = place => [...place.querySelectorAll(CONTROLS)].filter(isVisible);

// --- An act of one's own ---------------------------------------------------------------------------------------------

body.addEventListener("htmx:beforeRequest", ({ detail: { elt, xhr, requestConfig } }) => {
  const { triggeringEvent } = requestConfig, { activeElement } = document;
  const from = isLost(activeElement) ? triggeringEvent?.submitter ?? elt : activeElement;
  presses.set(xhr, { from, isPress: ["click", "submit"].includes(triggeringEvent?.type) });
});

// A button that is disabled while it waits lets go of the focus.
body.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => {
  const { from } = presses.get(xhr) ?? {};
  if (from && isLost(document.activeElement)) from.focus();
});

export function pressOf(xhr) {
  return presses.get(xhr);
}

// Moves the focus to the place that an answer names, unless the person has gone on to something else. What saves
// itself while a person types never moves it.
export function moveFocus(swapped, { from, isPress }) {
  const { activeElement } = document;
  if (!isPress || !(isLost(activeElement) || isNear(activeElement, from))) return;
  const named = namedIn(swapped, "autofocus") ?? namedIn(swapped, "data-focus");
  const id = named?.dataset.focus || named?.id; // what stands already is not swapped in again
  const place = reachable(id ? document.getElementById(id) : named);
  if (!place || place.contains(activeElement)) return;
  place.focus();
  if (document.activeElement !== place) controlsIn(place)[0]?.focus();
  moveCaretToEnd(document.activeElement);
}

// A press on a phone may leave the focus in the field above the button.
function isNear(element, from) {
  return !from || element === from || Boolean(from.form && element.form === from.form) || !from.isConnected;
}

function namedIn(swapped, attribute) {
  const marked = swapped.flatMap(element => [element, ...element.querySelectorAll(`[${attribute}]`)]);
  return marked.find(element => element.hasAttribute(attribute));
}

function moveCaretToEnd(field) {
  if (field.matches("textarea")) field.setSelectionRange(field.value.length, field.value.length);
}

// --- What it stood on disappears -------------------------------------------------------------------------------------

// Returns a function that puts the focus back, or where what stands there now is: the next row's same button, else what
// the nearest [data-return] around it names, else the heading of the section.
export function holdFocus(from) {
  const { activeElement } = document, held = isLost(activeElement) ? from : activeElement;
  if (isLost(held)) return () => {};
  const { id, selectionStart, selectionEnd } = held, ways = waysFrom(held);
  return () => {
    if (!isLost(document.activeElement)) return;
    const again = isLost(held) ? id && document.getElementById(id) : held;
    if (!again || isLost(again)) return goOn(ways);
    again.focus({ preventScroll: true });
    if (selectionStart != null) again.setSelectionRange?.(selectionStart, selectionEnd);
  };
}

// [{id, index, back}], the nearest first: what is around it, and which of its controls it is.
function waysFrom(held) {
  const ways = [];
  for (let place = held.parentElement?.closest("[id]"); place; place = place.parentElement?.closest("[id]")) {
    const back = place.closest("[data-return]")?.dataset.return;
    ways.push({ id: place.id, index: controlsIn(place).indexOf(held), back });
  }
  return ways;
}

// Only in the nearest place that is left is the control of the same number the next row's.
function goOn(ways) {
  let isNearest = true;
  for (const { id, index, back } of ways) {
    const place = document.getElementById(id), controls = place ? controlsIn(place) : [];
    const same = () => focusOn(controls[Math.min(index, controls.length - 1)]);
    if (isNearest && same()) return;
    if (back && focusOn(document.getElementById(back))) return;
    if (place && (focusOnHeading(place.closest(SECTIONS)) || same())) return;
    isNearest &&= !place;
  }
  focusOnHeading(document.querySelector("main"));
}

function focusOn(named) {
  const place = reachable(named);
  if (!place || isLost(place)) return false;
  place.focus();
  return document.activeElement === place;
}

function focusOnHeading(section) {
  const heading = section?.querySelector("h1, h2, h3, h4");
  if (!heading) return false;
  heading.tabIndex = -1;
  return focusOn(heading);
}
