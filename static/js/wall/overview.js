// All notes at once: in the fewest and largest columns that hold them. What the smallest do not hold is on other pages.

import { SWAPPED } from "../live/events.js";
import { hidePager, showPages } from "./pages.js";
import { isTyping } from "./typing.js";

const STEPS = [[34, 2], [28, 3], [24, 4], [20, 5], [17, 6]]; // [px of 1920 x 1080, columns]
const UNIT = 19.2; // px of 1920 x 1080
const SLACK = 1; // px
const ARRIVAL = 6_000; // ms a new note is marked
const { style } = document.body;
let at = 0;

const sheets = () => document.getElementById("sheets");

function fit(from = 0) {
  const place = sheets();
  if (!place) return;
  hidePager(place);
  at = STEPS.length - 1;
  take();
  if (holds(place)) { // else one look is enough
    at = from;
    for (take(); at < STEPS.length - 1 && !holds(place); take()) at += 1;
  }
  showPages();
}

function take() {
  const [size, columns] = STEPS[at];
  style.setProperty("--sheet-text", size / UNIT);
  style.setProperty("--sheets", columns);
}

function holds({ scrollWidth, scrollHeight, clientWidth, clientHeight }) {
  return scrollWidth <= clientWidth + SLACK && scrollHeight <= clientHeight + SLACK;
}

// Esc closes, unless it closes something over the notes.
addEventListener("keydown", event => {
  if (event.key !== "Escape" || !sheets() || event.shiftKey || isTyping(event)) return;
  if (document.querySelector("details[open], dialog[open]")) return;
  document.getElementById("overview").click();
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// ---------------------------------------------------------------------------------------------------------------------

document.addEventListener(SWAPPED, ({ target, detail }) => {
  if (target.id === "screen") fit();
  else if (target.closest("#sheets")) {
    if (detail.isNew) mark(target);
    if (!holds(sheets())) fit(at);
  }
});

function mark(note) {
  note.classList.add("is-new");
  setTimeout(() => note.classList.remove("is-new"), ARRIVAL);
}

addEventListener("resize", () => fit());
document.fonts.ready.then(() => fit());
fit();
