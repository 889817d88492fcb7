// New notes that wait are offered from three on, or when the first of them has waited a minute.

import { SWAPPED } from "../live/events.js";

const ENOUGH = 3, LONG = 60_000; // notes, ms
let since; // when the first of those that wait now was heard of
let timer;

document.addEventListener(SWAPPED, offer);
offer();

function offer() {
  clearTimeout(timer);
  const button = document.querySelector("#show-notes[data-new]");
  since = button ? since ?? performance.now() : undefined;
  if (!button) return;
  const left = since + LONG - performance.now();
  button.hidden = button.dataset.new < ENOUGH && left > 0;
  if (button.hidden) timer = setTimeout(offer, left);
}
