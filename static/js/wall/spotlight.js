// One note big: → and ← walk to the next one and back, Esc shows all again. Page Down and Page Up move the meeting.
// In a list of notes the arrows up and down go from note to note, and Tab passes the list at once.

import { GONE, SWAPPED } from "../live/events.js";
import { isTyping } from "./typing.js";

const PRESSED = { ArrowRight: "note-after", ArrowLeft: "note-before", Escape: "all-notes" };
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const MENU = "details[open]"; // its keys are its own

const isOpen = () => document.getElementById("spotlight");

addEventListener("keydown", event => {
  const { key, target } = event;
  if (event.shiftKey || isTyping(event) || target.closest?.(MENU)) return;
  if (isOpen() && key in PRESSED) {
    event.preventDefault();
    event.stopImmediatePropagation(); // or it would move the meeting
    if (!event.repeat) document.getElementById(PRESSED[key])?.click();
  } else if (key in STEPS && target.matches?.(".open")) {
    event.preventDefault();
    step(target, STEPS[key]);
  }
}, true);

// --- In a list -------------------------------------------------------------------------------------------------------

const openersIn = list => [...list.querySelectorAll(".open")];

function step(from, way) {
  const openers = openersIn(from.closest(".note-list"));
  openers[openers.indexOf(from) + way]?.focus();
}

// One stop of Tab a list: the note that last had the focus, else the first. From it Tab goes to its own buttons.
function oneStop(list, wanted) {
  const openers = openersIn(list), stop = wanted ?? openers.find(each => each.tabIndex === 0) ?? openers[0];
  for (const each of openers) setStop(each, each === stop ? 0 : -1);
}

function setStop(opener, index) {
  if (opener.dataset.stop === String(index)) return;
  opener.dataset.stop = opener.tabIndex = index;
  const controls = opener.closest(".note").querySelectorAll(".tools :is(summary, button, a)");
  for (const control of controls) control.tabIndex = index;
}

document.addEventListener("focusin", ({ target }) => {
  const note = target.closest(".note:has(.open)");
  if (note && target.tabIndex < 0) oneStop(note.closest(".note-list"), note.querySelector(".open"));
  if (!target.matches(".open")) return;
  requestAnimationFrame(() => target.scrollIntoView({ block: "nearest", inline: "nearest" })); // after the newest was
});

// --- As large as it fits ---------------------------------------------------------------------------------------------

function fit() {
  const big = document.getElementById("big");
  if (!big) return;
  const fits = () => big.scrollHeight <= big.clientHeight + 1;
  big.classList.remove("is-long", "is-longest");
  for (const size of ["is-long", "is-longest"]) {
    if (fits()) return;
    big.classList.add(size);
  }
}

function follow({ target }) {
  const list = target.closest?.(".note-list");
  if (list) oneStop(list);
  for (const inside of target.querySelectorAll?.(".note-list") ?? []) oneStop(inside);
  if (target.id === "screen") fit();
}

document.addEventListener(SWAPPED, follow);
document.addEventListener(GONE, () => follow({ target: document })); // it may have been the stop of its list
addEventListener("resize", fit);
document.fonts.ready.then(fit);
follow({ target: document });
