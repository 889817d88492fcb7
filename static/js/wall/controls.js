// The facilitator's buttons: next and back, the dark room, the whole screen, and "Mere".

import { BEFORE_SWAP, SWAPPED } from "../live/events.js";
import { forget } from "../live/fields.js";
import { ANY_SEAT, load, save } from "../live/store.js";
import { notesList } from "./fit.js";
import { turn } from "./newest.js";
import { isTyping } from "./typing.js";

// --- Next and back ---------------------------------------------------------------------------------------------------
// A presenter clicker, or the keyboard: → and Page Down go on, ← and Page Up go back. Never while somebody types.

const KEYS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous" };

document.addEventListener("keydown", event => {
  const wanted = KEYS[event.key];
  if (!wanted || event.repeat || event.shiftKey || isTyping(event)) return;
  const button = document.querySelector(`[data-key="${wanted}"]`);
  if (event.key.startsWith("Arrow") && turnsNotes(event.target, wanted)) event.preventDefault();
  else if (button) {
    event.preventDefault();
    button.click();
  }
});

// In a list of more notes than there is room for, the arrows turn it.
function turnsNotes(target, wanted) {
  return target.closest?.(".note-list") === notesList() && turn(wanted === "next" ? 1 : -1);
}

// --- The dark room ---------------------------------------------------------------------------------------------------

const root = document.documentElement;
const dark = document.querySelector("[data-dark]");

dark.hidden = false;
dark.addEventListener("click", () => light(root.dataset.theme === "dark" ? "light" : "dark"));
if (load("room", ANY_SEAT) === "dark") light("dark");

function light(theme) {
  root.dataset.theme = theme;
  dark.textContent = theme === "dark" ? "Skift til lys skærm" : "Skift til mørk skærm";
  save("room", theme, ANY_SEAT);
}

// --- The whole screen ------------------------------------------------------------------------------------------------

// By two buttons, one of them in the lobby, and F.

export function turnFull() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (document.fullscreenEnabled) root.requestFullscreen();
}

function offerFull(place) {
  for (const button of place.querySelectorAll("[data-full]")) button.hidden = !document.fullscreenEnabled;
}

document.addEventListener("click", ({ target }) => target.closest?.("[data-full]") && turnFull());
document.addEventListener(SWAPPED, ({ target }) => offerFull(target));
offerFull(document);

// --- "Mere", and why a note is hidden --------------------------------------------------------------------------------
// Close as people expect, and when the meeting moves on; never over a half-written note.

const openMenus = () => document.querySelectorAll(":is(.popup, .reasons)[open]");

document.addEventListener("keydown", event => {
  if (event.key === "Escape") for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
for (const name of ["click", "focusin"]) { // they lie over what would have the focus
  document.addEventListener(name, ({ target }) => target.closest?.("dialog") || closeMenus(target));
}
let place = document.getElementById("screen").dataset.place;
document.addEventListener(SWAPPED, ({ target: { id, dataset } }) => {
  if (id !== "screen" || dataset.place === place) return;
  place = dataset.place;
  closeMenus();
});

function closeMenus(except = null) {
  for (const menu of openMenus()) {
    if (!menu.contains(except) && !menu.querySelector("textarea")?.value.trim()) menu.open = false;
  }
}

// A browser takes long to put in thousands of buttons that name their form: those that are folded name it as they
// unfold.
document.addEventListener(BEFORE_SWAP, ({ detail: { fresh } }) => {
  for (const button of fresh.querySelectorAll(".reasons [form]")) {
    button.dataset.form = button.getAttribute("form");
    button.removeAttribute("form");
  }
});
document.addEventListener("click", ({ target }) => {
  const reasons = target.closest?.(".reasons"), named = reasons?.querySelectorAll("[data-form]") ?? [];
  for (const button of named) button.setAttribute("form", button.dataset.form);
}, true);

// --- The meeting is over ---------------------------------------------------------------------------------------------
// No note can be added for another any more: what was begun is not kept.

document.addEventListener(SWAPPED, event => event.target.id === "screen" && forgetWhenClosed());
forgetWhenClosed();

function forgetWhenClosed() {
  const { place } = document.getElementById("screen").dataset;
  if (place === "closed") forget(document.getElementById("note-for").getAttribute("action"));
}
