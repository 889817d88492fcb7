// One phone, several people in turn. The page that asks before a seat is left tells what is not sent; what lies here
// from an earlier seat is neither sent nor shown by itself.

import { wordsOf } from "../live/fields.js";
import { holdFocus } from "../live/focus.js";
import { keysFrom, load, otherSeatsWith, remove } from "../live/store.js";
import { entries } from "./outbox.js";

const { key } = document.getElementById("mine").dataset;
const NOTES = [`outbox ${key}`, `note ${key}/`, `field ${location.pathname}noter/`]; // new, half-written, being edited
const KINDS = [...NOTES.slice(0, 2), `field ${location.pathname}`, `text ${location.pathname}`];

// --- Leaving ---------------------------------------------------------------------------------------------------------

document.querySelector("[data-leave]").addEventListener("submit", ({ target: form }) => {
  form.elements.unsent.value = entries().length + NOTES.slice(1).flatMap(kind => keysFrom(kind)).length;
});

// --- From an earlier seat --------------------------------------------------------------------------------------------

const earlier = document.getElementById("earlier");
const found = KINDS.flatMap(kind => otherSeatsWith(kind).flatMap(of => keysFrom(kind, of).map(each => [each, of])));

earlier.hidden = !found.length;
earlier.querySelector("[data-show]").addEventListener("click", event => {
  const restoreFocus = holdFocus();
  event.target.hidden = true;
  restoreFocus();
  const list = earlier.querySelector("ul");
  for (const text of found.flatMap(([each, of]) => textsOf(load(each, of)))) {
    const item = document.createElement("li");
    item.textContent = text;
    list.append(item);
  }
  list.hidden = false;
});
earlier.querySelector("[data-drop]").addEventListener("click", () => {
  const restoreFocus = holdFocus();
  for (const [each, of] of found) remove(each, of);
  earlier.hidden = true;
  restoreFocus();
});

// Of an outbox, a draft of a note, a field, or a text that saves itself.
function textsOf(kept) {
  if (Array.isArray(kept)) return kept.map(each => each?.text).filter(each => typeof each === "string");
  return [typeof kept === "string" ? kept : wordsOf(kept)].filter(Boolean);
}
