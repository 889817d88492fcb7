// What the room reads is as large as it fits: the question and the title step back until nothing is cut.

import { SWAPPED } from "../live/events.js";

const STEPS = [1, .93, .87, .81, .75, .7, .65, .6, .55, .5];
const WHOLE = ".poster, .intro, .joining"; // what may not be cut
const SLACK = 1; // px
const { style } = document.body;

export function fit() {
  for (const step of STEPS) {
    style.setProperty("--fit", step);
    if ([...document.querySelectorAll(WHOLE)].every(isWhole)) return;
  }
}

// By what stands in it: the letters of a tight line reach over its box.
function isWhole(place) {
  const { right, bottom } = place.getBoundingClientRect();
  return place.scrollWidth <= place.clientWidth + SLACK && [...place.children].every(child => {
    const box = child.getBoundingClientRect();
    return box.right <= right + SLACK && box.bottom <= bottom + SLACK;
  });
}

document.addEventListener(SWAPPED, ({ target }) => target.id === "screen" && fit());
addEventListener("resize", fit);
document.fonts.ready.then(fit);
fit();
