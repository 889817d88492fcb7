// Draws what arrives, by id: in my own answers (htmx, or "live:draw" from a module) and from the stream. It also says it,
// and puts the focus where my own act left off.

const body = document.body;

// --- Drawing ---------------------------------------------------------------------------------------------------------
// A fragment's elements are upserts: one with a known id replaces it, a new one goes into [data-into] at its place,
// [data-gone] goes away. What a person is typing survives, and so do focus and caret.

function draw(fragment, own) {
  const elements = [...fragment.children].flatMap(current), { words, isResult } = wordsIn(elements, own), held = holdFocus(), drawn = [];
  for (const element of elements) {
    const old = document.getElementById(element.id);
    if (old && !asks(old, element, own)) continue;
    if ("gone" in element.dataset) old?.remove();
    else if (old) {
      carryOver(old, element);
      old.replaceWith(element);
    } else if (!insert(element)) continue;
    fillAddress(element);
    htmx.process(element);
    drawn.push(element);
    element.dispatchEvent(new CustomEvent("live:drawn", { bubbles: true, detail: { isNew: !old } }));
  }
  held();
  if (own) focusOn(drawn);
  if (words) say(words, isResult);
}

// Everybody's part of an answer is old news where the stream has brought more since it was drawn.
function current(element) {
  if (!("asOf" in element.dataset)) return [element];
  return Number(element.dataset.asOf) < Number(body.dataset.after) ? [] : [...element.content.children];
}

// A module that knows better may keep what stands there.
function asks(old, fresh, own) {
  return old.dispatchEvent(new CustomEvent("live:redraw", { bubbles: true, cancelable: true, detail: { fresh, own } }));
}

function insert(element) {
  const list = document.getElementById(element.dataset.into);
  if (!list) return false;
  const newestFirst = "newestFirst" in list.dataset, order = Number(element.dataset.order);
  const next = [...list.children].find(other => newestFirst ? Number(other.dataset.order) < order : Number(other.dataset.order) > order);
  list.insertBefore(element, next ?? null);
  return true;
}

function carryOver(old, element) {
  for (const kept of old.querySelectorAll("[data-open], [data-keep]")) element.querySelector("#" + CSS.escape(kept.id))?.replaceWith(kept);
  for (const field of old.querySelectorAll("textarea[id], input[id]:not([type=hidden])")) {
    const fresh = element.querySelector("#" + CSS.escape(field.id));
    if (fresh && field.value !== field.defaultValue && field.value !== field.dataset.sent) fresh.value = field.value;
  }
  for (const field of old.querySelectorAll("form:not([hx-trigger=change]) select[id]")) { // there only a choice saves: shown is what is saved
    const fresh = element.querySelector("#" + CSS.escape(field.id)), first = [...field.options].find(option => option.defaultSelected) ?? field.options[0];
    if (fresh && field.value !== first.value && field.value !== field.dataset.sent) fresh.value = field.value;
  }
}

function fillAddress(element) {
  for (const place of element.querySelectorAll("[data-address]")) place.textContent = body.dataset.address;
}

// --- Focus -----------------------------------------------------------------------------------------------------------

function holdFocus() {
  const { id, selectionStart, selectionEnd } = document.activeElement ?? {};
  return () => {
    const again = id && document.activeElement?.id !== id && document.getElementById(id);
    if (!again) return;
    again.focus({ preventScroll: true });
    if (selectionStart != null) again.setSelectionRange?.(selectionStart, selectionEnd);
  };
}

// An answer names where its reader goes on: [data-focus] is that element, or the first thing in it that takes focus, or
// the element whose id it gives. Nothing that others do moves anybody's focus.
function focusOn(drawn) {
  const named = drawn.flatMap(element => [element, ...element.querySelectorAll("[data-focus]")]).find(each => "focus" in each.dataset);
  const place = named?.dataset.focus ? document.getElementById(named.dataset.focus) : named;
  if (!place || place.contains(document.activeElement)) return;
  place.focus();
  if (document.activeElement !== place) place.querySelector("input:not([type=hidden]), textarea, select, button, a")?.focus();
  const { activeElement } = document;
  if (activeElement.matches("textarea")) activeElement.setSelectionRange(activeElement.value.length, activeElement.value.length);
}

// --- Saying ----------------------------------------------------------------------------------------------------------
// Through one live region that is always there. [data-say] without an id is only said; on something visible it is said as
// well, to the one whose act it answers.

function wordsIn(elements, own) {
  const said = elements.flatMap(element => element.id && !own ? [] : [element, ...element.querySelectorAll("[data-say]")])
    .filter(element => "say" in element.dataset || element.id === "message");
  const words = said.map(element => element.textContent.replace(/\s+/g, " ").trim()).filter(Boolean).join(" ");
  return { words, isResult: said.some(element => element.id || element.parentElement) };
}

// Who moved the meeting hears it once, though it comes in the answer and in the stream; a result is said each time.
function say(words, again) {
  const place = document.getElementById("say");
  if (place.textContent !== words) place.textContent = words;
  else if (again) place.textContent = words + "\u00a0";
}

// --- Who asks for it -------------------------------------------------------------------------------------------------

// An answer is drawn by the ids in it, even when what asked for it has been redrawn meanwhile. Only what names a target
// of its own is htmx's.
body.addEventListener("htmx:beforeRequest", event => {
  const { detail } = event;
  if (detail.target === detail.elt) detail.target = body;
});
body.addEventListener("htmx:beforeSwap", event => {
  const { detail } = event;
  if (detail.target !== body || !detail.shouldSwap) return;
  detail.shouldSwap = false;
  draw(parsed(detail.serverResponse), true);
});
document.addEventListener("live:draw", event => draw(parsed(event.detail.html), event.detail.own));

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

document.addEventListener("live:say", event => say(event.detail, true));
document.addEventListener("live:drawn", event => {
  if (event.target.id === "message" && event.target.textContent.trim()) event.target.classList.add("message");
});

// What was sent is not "typed" any more: the answer may replace it.
body.addEventListener("htmx:beforeRequest", event => {
  if (event.detail.requestConfig.verb === "get") return;
  for (const field of event.detail.elt.querySelectorAll?.("textarea, input, select") ?? []) field.dataset.sent = field.value;
  document.getElementById("message")?.replaceChildren();
});
for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  body.addEventListener(failed, event => {
    if (event.detail.requestConfig.verb === "get") return; // it sent nothing: a note may be on its way beside it
    for (const field of event.detail.elt.querySelectorAll?.("[data-sent]") ?? []) delete field.dataset.sent;
  });
}
