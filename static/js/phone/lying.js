// While people talk the phone lies on the table: the field for a new note is folded, and one tap opens it again. What
// holds words is never folded, nor what somebody is about to write in.

import { SWAPPED } from "../live/events.js";
import { unfold } from "./writing.js";

const QUIET = 10_000; // ms without a key, after which who has an empty field before them does not write
const SOON = 400; // ms after the field is left: what is pressed then must not move away

const fold = () => document.querySelector("#mine .note-fold");
const meant = () => document.querySelector("#screen > [data-next]").content.querySelector(".note-fold");
const placeNow = () => document.getElementById("screen").dataset.place;
let place = placeNow(), isDue = false, busyUntil = 0, timer;

document.addEventListener("click", event => {
  const summary = event.target.closest?.(".note-fold > summary");
  if (!summary) return;
  event.preventDefault();
  isDue = false; // it stays open until the next phase
  unfold(summary);
  summary.parentElement.querySelector(".note-field").focus();
});

document.addEventListener(SWAPPED, ({ target: { id } }) => {
  if (id !== "screen" && id !== "mine") return;
  if (placeNow() !== place) isDue = true;
  place = placeNow();
  lieDown();
});

function lieDown() {
  clearTimeout(timer);
  const folded = fold();
  if (!folded || !meant()) return;
  if (meant().open) folded.open = true;
  if (!isDue || !folded.open || meant().open) return;
  const left = busyUntil - performance.now(), isIn = folded.contains(document.activeElement);
  if (folded.querySelector(".note-field").value.trim()) return; // until it is sent
  if (!folded.querySelector(".elsewhere").hidden) return; // it says of what stands open where it belongs
  if (isIn && left > 0) return void (timer = setTimeout(lieDown, left));
  folded.open = isDue = false;
  if (isIn) folded.querySelector("summary").focus();
}

for (const name of ["focusin", "input", "keydown"]) {
  document.addEventListener(name, ({ target }) => {
    if (target.closest?.(".note-fold")) busyUntil = performance.now() + QUIET;
  });
}
for (const name of ["focusout", "change"]) { // it is left, or emptied as its note is sent
  document.addEventListener(name, ({ target }) => {
    if (isDue && target.closest?.(".note-fold")) timer = setTimeout(lieDown, SOON);
  });
}
