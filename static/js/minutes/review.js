// The approvers' page. How far the approval is comes in the stream, the same to both; what is the reader's own, and the
// text with what has changed in it, is fetched when that has changed.

import "../live/navigation.js";
import { onFailure, tell } from "../live/answers.js";
import { openConnection } from "../live/connection.js";
import { BEFORE_SWAP, SWAPPED } from "../live/events.js";
import { jitter, reload } from "../live/retry.js";

const RETRY = 4000; // ms
const CHANGED = "Referatet er ændret, mens du havde siden åben. Det er den nye tekst, der står her nu.";
const OTHER = "Referatet er blevet et andet. Kopiér det, du har skrevet, og genindlæs siden.";
const own = () => document.getElementById("own");
let hadFocus = false;

document.addEventListener(BEFORE_SWAP, event => {
  const { target, detail: { fresh } } = event;
  if (target.id !== "approval" || target.dataset.is === fresh.dataset.is) return;
  if (target.dataset.edition !== fresh.dataset.edition) return openOther();
  if (target.dataset.text !== fresh.dataset.text) tell(CHANGED);
  refresh();
});

// What it says is not true any more: until the answer is there it says nothing.
function refresh() {
  hadFocus ||= own().contains(document.activeElement);
  own().hidden = true;
  htmx.trigger(own(), "refresh");
}

onFailure(document, ({ detail }) => {
  if (detail.elt.id === "own") setTimeout(() => own().hidden && htmx.trigger(own(), "refresh"), jitter(RETRY));
});

document.addEventListener(SWAPPED, ({ target }) => {
  if (target.id !== "own" || !hadFocus) return;
  hadFocus = false;
  target.querySelector("h2").focus();
});

// Final now, or being corrected: another page, unless somebody is writing on this one.
function openOther() {
  own().hidden = true;
  const isTyped = [...document.querySelectorAll("main textarea")].some(field => field.value !== field.defaultValue);
  if (isTyped) tell(OTHER);
  else reload();
}

openConnection();
