// One note big: → and ← walk to the next one and back, Esc shows all again. Page Down and Page Up move the meeting.
// A proposal is sorted: ← and → put it in its lane, ↓ leaves it, ⌫ undoes what was last done.
// In a list of notes the arrows up and down go from note to note, and Tab passes the list at once.

import { GONE, SWAPPED } from "../live/events.js";
import { isTyping } from "./typing.js";

const WALKING = { ArrowRight: "note-after", ArrowLeft: "note-before", Escape: "all-notes" };
const SORTING = {
  ArrowLeft: "sort-selv", ArrowRight: "sort-opad", ArrowDown: "leave-it", Backspace: "undo", Escape: "all-notes",
};
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const MENU = "details[open]"; // its keys are its own

const isOpen = () => document.getElementById("spotlight");
const isSorting = () => document.querySelector(".sorting");

addEventListener("keydown", event => {
  const { key, target } = event, pressed = isSorting() ? SORTING : WALKING;
  if (event.shiftKey || target.closest?.(MENU)) return;
  if (key === "Escape" && isSorting() && target.closest?.(".who-when")) return stop(event, goOn);
  if (isTyping(event) && !(isSorting() && isUntouched(target) && key.startsWith("Arrow"))) return;
  if (isOpen() && key in pressed) {
    stop(event, () => event.repeat || document.getElementById(pressed[key])?.click());
  } else if (key in STEPS && target.matches?.(".open")) {
    stop(event, () => step(target, STEPS[key]));
  }
}, true);

function goOn() {
  document.getElementById("big").focus();
}

// The key does this and nothing else: or it would move the meeting.
function stop(event, act) {
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}

// An arrow has nothing to do in an empty field: who asks nobody "Hvem?" sorts on.
function isUntouched({ matches, value, defaultValue, form }) {
  return matches && form?.closest(".who-when") && value === "" && defaultValue === "";
}

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

const SMALLEST = 16; // px

function fit() {
  const big = document.getElementById("big");
  if (!big) return;
  const fits = () => big.scrollHeight <= big.clientHeight + 1;
  big.classList.remove("is-long", "is-longest");
  big.style.removeProperty("font-size");
  for (const size of ["is-long", "is-longest"]) {
    if (fits()) return;
    big.classList.add(size);
  }
  // By + it may be too large all the same.
  for (let size = parseFloat(getComputedStyle(big).fontSize); size > SMALLEST && !fits(); ) {
    size *= .9;
    big.style.fontSize = `${size}px`;
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

// --- Into its lane ---------------------------------------------------------------------------------------------------
// A proposal travels to where it stands now, and of the forms that ask by whom and when, one is open.

const TRAVEL = 250; // ms
const ON_ITS_WAY = 500; // ms the answer may come later than the stream
const REFUSED = 5000; // ms after which nothing travels any more: the press was refused, or its answer is lost
const still = matchMedia("(prefers-reduced-motion: reduce)");
const agreed = () => [...document.querySelectorAll(".lanes .followup")];
let from, known, hiding, late;

document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-key^=sort]")) return;
  clearTimeout(late);
  late = setTimeout(() => { from = undefined; }, REFUSED);
  from = document.getElementById("big").getBoundingClientRect();
  known = agreed().map(({ id }) => id);
}, true);

// The stream may bring it before the answer that lets it travel: it is not seen there before.
document.addEventListener(SWAPPED, ({ target }) => {
  if (!from || still.matches || !target.querySelector(".followup")) return;
  const row = agreed().find(({ id }) => !known.includes(id));
  if (!row) return;
  hiding?.cancel();
  hiding = row.animate([{ opacity: 0 }, { opacity: 0 }], ON_ITS_WAY);
});

document.addEventListener(SWAPPED, ({ target }) => {
  if (!target.matches(".who-when[data-open]")) return;
  for (const other of document.querySelectorAll(".who-when[data-open]")) {
    if (other === target || [...other.querySelectorAll("input")].some(isTyped)) continue;
    other.replaceChildren();
    delete other.dataset.open;
  }
  const row = target.closest(".followup");
  row.scrollIntoView({ block: "nearest" });
  if (from) travel(row, from);
  from = undefined;
  const field = target.querySelector("[data-hurries] input:not([type=hidden])");
  const isBoard = matchMedia("(hover: none)").matches; // its keyboard would cover the picture
  if (field && !isBoard) requestAnimationFrame(() => field.focus({ preventScroll: true }));
});

function isTyped({ type, value, defaultValue }) {
  return type !== "hidden" && value !== defaultValue;
}

// What travels is a copy of its words over the picture: the lane would cut the row itself.
function travel(row, { left, top }) {
  hiding?.cancel();
  if (still.matches) return;
  const words = row.querySelector("p"), box = words.getBoundingClientRect(), copy = document.createElement("p");
  const way = `translate(${left - box.left}px, ${top - box.top}px)`;
  copy.className = "travels";
  copy.ariaHidden = "true";
  copy.textContent = words.textContent;
  copy.style.font = getComputedStyle(words).font;
  for (const side of ["left", "top", "width"]) copy.style[side] = `${box[side]}px`;
  document.body.append(copy);
  row.animate([{ opacity: 0 }, { opacity: 0 }], TRAVEL);
  const flight = copy.animate([{ transform: way, opacity: .4 }, { transform: "none", opacity: 1 }], TRAVEL);
  flight.finished.finally(() => copy.remove());
}
