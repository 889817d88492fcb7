// Renders what arrives, in the stream or in an answer: swaps its elements in by id, and reads its words aloud.

import { BEFORE_SWAP, GONE, SWAPPED, emit } from "./events.js";
import { write } from "./fields.js";
import { holdFocus, moveFocus } from "./focus.js";
import { say } from "./say.js";

const { body } = document;

// `own`: whether this page asked for it. `press`: by which press, as in focus.js. `position`: the last event that a
// message of the stream brings.
export function render(html, own, press, position) {
  waiting.push([html, own, press, position]);
  if (!isHeldDown) renderWaiting();
}

function renderNow(html, own, press = {}, position = undefined) {
  const parts = [...parse(html).children], elements = position ? once(parts, position) : parts.flatMap(current);
  const { words, isResult } = wordsIn(elements, own), restoreFocus = holdFocus(press.from);
  const swapped = elements.filter(element => standing.has(element) || swap(element, own) || forget(element));
  moveFocus(swapped, press);
  restoreFocus();
  if (words) say(words, isResult);
}

function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// The part of an answer that everybody gets is out of date where the stream has brought more since it was rendered.
function current(element) {
  if (!("asOf" in element.dataset)) return [element];
  const asOf = Number(element.dataset.asOf);
  return asOf < Number(body.dataset.after) ? [] : once([...element.content.children], asOf);
}

// The stream and the answer both bring an event to who caused it, in any order, and the same. Of the screen, which may
// have hundreds of notes in it, what the first has put there stands.
const standing = new WeakSet(); // what is not swapped in again
let last; // the event of which the screen was last swapped in

function once(elements, position) {
  const screen = elements.find(({ id }) => id === "screen");
  if (!screen) return elements;
  if (position === last) standing.add(screen);
  last = position;
  return elements;
}

// It was not put there: from the other it may be.
function forget({ id }) {
  if (id === "screen") last = undefined;
  return false;
}

// --- While a button is held down -------------------------------------------------------------------------------------
// One that is swapped away between the press and its end is never clicked: what arrives then waits, all of it in order.

const LONGEST = 1000; // ms: the press of a slow hand; then it is no press
const waiting = [];
let isHeldDown = false, longest;

addEventListener("pointerdown", ({ target }) => {
  if (!target.closest?.("button, a, label")) return;
  isHeldDown = true;
  longest = setTimeout(letGo, LONGEST);
}, true);
addEventListener("click", () => { isHeldDown = false; }, true); // what it does itself is rendered at once
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => setTimeout(letGo), true); // after its click
}

function letGo() {
  clearTimeout(longest);
  isHeldDown = false;
  renderWaiting();
}

function renderWaiting() {
  while (waiting.length) renderNow(...waiting.shift());
}

// --- Swapping --------------------------------------------------------------------------------------------------------
// The elements are upserts: one with a known id replaces it, a new one goes into [data-into] at its place, [data-gone]
// removes it. What a person is typing survives, and so do focus and caret.

function swap(fresh, own) {
  const old = document.getElementById(fresh.id);
  if (old && !emit(BEFORE_SWAP, { fresh, own }, old)) return false;
  if ("gone" in fresh.dataset) {
    old?.remove();
    emit(GONE, { id: fresh.id, own });
    return false;
  }
  if (!(old ? replace(old, fresh) : insert(fresh))) return false;
  fillAddress(fresh);
  htmx.process(fresh);
  emit(SWAPPED, { isNew: !old }, fresh);
  return true;
}

function replace(old, fresh) {
  keepTyped(old, fresh);
  old.replaceWith(fresh);
  return true;
}

function insert(fresh) {
  const list = document.getElementById(fresh.dataset.into);
  if (!list) return false;
  const sign = "newestFirst" in list.dataset ? -1 : 1, order = element => sign * Number(element.dataset.order);
  const next = [...list.children].find(other => order(other) > order(fresh));
  list.insertBefore(fresh, next ?? null);
  return true;
}

function keepTyped(old, fresh) {
  const twin = element => fresh.querySelector("#" + CSS.escape(element.id));
  const keep = (field, first) => {
    const isTyped = field.value !== first && field.value !== field.dataset.sent;
    if (isTyped && twin(field)) write(twin(field), field.value);
  };
  keepWhole(old, fresh, twin);
  for (const unfolded of old.querySelectorAll("details[id][open]")) twin(unfolded)?.setAttribute("open", "");
  for (const field of old.querySelectorAll("textarea[id], input[id]:not([type=hidden])")) {
    keep(field, field.defaultValue);
  }
  // Not where a change is saved at once: there the fresh one shows what is saved.
  for (const field of old.querySelectorAll("form:not([hx-trigger=change]) select[id]")) {
    keep(field, ([...field.options].find(option => option.defaultSelected) ?? field.options[0]).value);
  }
}

// What is kept never leaves the document: a picture that did would load again, and its place be empty meanwhile.
function keepWhole(old, fresh, twin) {
  const places = [...old.querySelectorAll("[data-open], [data-keep]")].flatMap(kept => {
    const place = document.createComment("");
    twin(kept)?.replaceWith(place);
    return place.parentNode ? [[place, kept]] : [];
  });
  if (!places.length) return;
  document.adoptNode(fresh);
  for (const [place, kept] of places) place.replaceWith(kept);
}

function fillAddress(fresh) {
  for (const place of fresh.querySelectorAll("[data-address]")) place.textContent = body.dataset.address;
}

// --- Words -----------------------------------------------------------------------------------------------------------

// [data-say] without an id is read aloud only; on something visible it is read aloud on the page whose act it answers.
// A result is read each time; an announcement comes both in the answer and in the stream, and is read once.
function wordsIn(elements, own) {
  const read = elements
    .flatMap(element => element.id && !own ? [] : [element, ...element.querySelectorAll("[data-say]")])
    .filter(element => "say" in element.dataset || element.id === "message");
  return {
    words: read.map(element => element.textContent.replace(/\s+/g, " ").trim()).filter(Boolean).join(" "),
    isResult: read.some(element => element.id || element.parentElement),
  };
}
