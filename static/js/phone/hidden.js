// A note of one's own is hidden, or shown again, or the screens come to show it as its author left it. All phones are
// told only that a note has gone or come, or that all are shown; the one that holds it asks for its own part, after a
// random while, so that what goes over the line does not tell whose it was.

import { BEFORE_SWAP, GONE, SWAPPED } from "../live/events.js";

const LONGEST = 2000; // ms
const asked = new Set(); // ids whose answer has not come

const ownOf = id => document.getElementById(id.replace(/^note-/, "own-"));
const SHOWN = ":not([data-hidden], .is-away)", HIDDEN = "[data-hidden]"; // as the phone knows it
const WAITING = ":has([data-waits])"; // an edit or a deletion, for the next notes

document.addEventListener(GONE, ({ detail: { id, own } }) => {
  if (!own && ownOf(id)?.matches(SHOWN)) askFor(ownOf(id).id, SHOWN);
});
document.addEventListener(SWAPPED, ({ target: { id }, detail }) => {
  if (detail.isNew && ownOf(id)?.matches(HIDDEN)) askFor(ownOf(id).id, HIDDEN);
});
document.addEventListener(SWAPPED, ({ target: { id } }) => {
  if (id !== "screen") return;
  for (const mine of document.querySelectorAll(`.own .note${WAITING}`)) askFor(mine.id, WAITING);
});

// What is being edited is not replaced: the answer to the edit tells. Nor is what the phone has been told of meanwhile,
// as by the answer to one's own press, where that comes after the stream: it would be read aloud twice.
function askFor(id, state) {
  setTimeout(() => {
    const mine = document.getElementById(id);
    if (!mine?.matches(state) || mine.matches("[data-open]")) return;
    asked.add(id);
    htmx.trigger(mine, "ask");
  }, LONGEST * Math.random());
}

// It may have been opened while the answer was on its way.
document.addEventListener(BEFORE_SWAP, event => {
  const { id, dataset } = event.target, opens = "open" in event.detail.fresh.dataset;
  if (!opens && asked.delete(id) && "open" in dataset) event.preventDefault();
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("button, a")) asked.delete(target.closest("[data-open]")?.id); // what comes now answers that
}, true);
