// A note of one's own is hidden, or shown again. All phones are told only that a note has gone or come; the one that
// holds it asks for its own part, after a random while, so that what goes over the line does not tell whose it was.

import { BEFORE_SWAP, GONE, SWAPPED } from "../live/events.js";

const LONGEST = 2000; // ms
const asked = new Set(); // ids whose answer has not come

const ownOf = id => document.getElementById(id.replace(/^note-/, "own-"));

document.addEventListener(GONE, ({ detail: { id, own } }) => {
  const mine = ownOf(id);
  if (!own && mine && !mine.matches("[data-hidden], .is-away")) askFor(mine.id);
});
document.addEventListener(SWAPPED, ({ target: { id }, detail }) => {
  if (detail.isNew && ownOf(id)?.matches("[data-hidden]")) askFor(ownOf(id).id);
});

// What is being edited is not replaced: the answer to the edit tells.
function askFor(id) {
  setTimeout(() => {
    const mine = document.getElementById(id);
    if (!mine || mine.matches("[data-open]")) return;
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
