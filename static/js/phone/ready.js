// "Jeg er klar": what comes to all phones is not pressed, and this one may be. Where the meeting has not moved, or has
// been away and back, the phone asks for its own state, and not when all the others do. An answer about a place
// that the meeting has left comes too late.

import { BEFORE_SWAP } from "../live/events.js";

const SPREAD = 2000; // ms

document.addEventListener(BEFORE_SWAP, event => {
  const { target, detail: { fresh, own } } = event;
  if (target.id !== "ready") return;
  const { place } = fresh.dataset;
  if (own && place !== document.getElementById("screen").dataset.place) event.preventDefault();
  if (own || !("ready" in target.dataset) || place !== target.dataset.place) return;
  event.preventDefault();
  setTimeout(() => htmx.trigger(document.getElementById("ready"), "refresh"), SPREAD * Math.random());
});

// It is pressed or not: of a double click, which its own answer may overtake, only the first counts.
document.addEventListener("click", event => {
  if (!event.target.closest?.("#press-ready") || event.detail < 2) return;
  event.preventDefault();
  event.stopPropagation();
}, true);
