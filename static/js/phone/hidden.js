// A note of one's own is hidden, or shown again. All phones are told only that a note has gone or come; the one that
// holds it asks for its own part, after a random while, so that what goes over the line does not tell whose it was.

import { GONE, SWAPPED } from "../live/events.js";

const LONGEST = 2000; // ms

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
    if (mine && !mine.matches("[data-open]")) htmx.trigger(mine, "ask");
  }, LONGEST * Math.random());
}
