// All notes at once: in the fewest and largest columns that hold them. What the smallest do not hold is on other pages.

import { SWAPPED } from "../live/events.js";
import { isTyping } from "./typing.js";

const STEPS = [[34, 2], [28, 3], [24, 4], [20, 5], [17, 6]]; // [px of 1920 x 1080, columns]
const UNIT = 19.2; // px of 1920 x 1080
const SLACK = 1; // px
const ARRIVAL = 6_000; // ms a new note is marked
const { style } = document.body;
let at = 0, page = 0;

const sheets = () => document.getElementById("sheets");

function fit(from = 0) {
  const place = sheets();
  if (!place) return;
  at = STEPS.length - 1;
  take();
  if (holds(place)) { // else one look is enough
    at = from;
    for (take(); at < STEPS.length - 1 && !holds(place); take()) at += 1;
  }
  show(place);
}

function take() {
  const [size, columns] = STEPS[at];
  style.setProperty("--sheet-text", size / UNIT);
  style.setProperty("--sheets", columns);
}

function holds({ scrollWidth, scrollHeight, clientWidth, clientHeight }) {
  return scrollWidth <= clientWidth + SLACK && scrollHeight <= clientHeight + SLACK;
}

// --- Pages -----------------------------------------------------------------------------------------------------------

function show(place) {
  const stride = place.clientWidth + (parseFloat(getComputedStyle(place).columnGap) || 0);
  const pages = Math.max(1, Math.ceil((place.scrollWidth - SLACK) / stride));
  const pager = document.getElementById("sheets-pager");
  page = Math.min(Math.max(page, 0), pages - 1);
  place.scrollLeft = page * stride;
  pager.hidden = pages === 1;
  document.getElementById("sheet").textContent = `Side ${page + 1} af ${pages}`;
  for (const link of pager.querySelectorAll("a")) {
    const isLast = link.dataset.sheet === "1" ? page === pages - 1 : page === 0;
    link.toggleAttribute("aria-disabled", isLast);
  }
}

function turn(by) {
  page += by;
  show(sheets());
}

document.addEventListener("click", event => {
  const link = event.target.closest?.("[data-sheet]");
  if (!link) return;
  event.preventDefault();
  turn(Number(link.dataset.sheet));
});

// The arrows turn the page where the notes have the focus; Esc closes, unless it closes something over them.
addEventListener("keydown", event => {
  const { key, target, shiftKey } = event, by = { ArrowRight: 1, ArrowLeft: -1 }[key];
  if (!sheets() || shiftKey || isTyping(event)) return;
  if (by && target.closest?.(".overview")) turn(by);
  else if (key === "Escape" && !document.querySelector("details[open], dialog[open]")) {
    document.getElementById("overview").click();
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// ---------------------------------------------------------------------------------------------------------------------

document.addEventListener(SWAPPED, ({ target, detail }) => {
  if (target.id === "screen") {
    page = 0;
    fit();
  } else if (target.closest("#sheets")) {
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
