// The facilitator's buttons that touch no meeting: the dark room, the whole screen, and "Mere".

import { SWAPPED } from "../live/events.js";
import { load, save } from "../live/store.js";

// --- The dark room ---------------------------------------------------------------------------------------------------

const root = document.documentElement;
const dark = document.querySelector("[data-dark]");

dark.hidden = false;
dark.addEventListener("click", () => light(root.dataset.theme === "dark" ? "light" : "dark"));
if (load("room") === "dark") light("dark");

function light(theme) {
  root.dataset.theme = theme;
  dark.textContent = theme === "dark" ? "Lyst lokale" : "Mørkt lokale";
  save("room", theme);
}

// --- The whole screen ------------------------------------------------------------------------------------------------

const full = document.querySelector("[data-full]");

full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else root.requestFullscreen();
});

// --- "Mere" ----------------------------------------------------------------------------------------------------------
// Closes as people expect, and when the meeting moves on; never over a half-written note.

const more = document.getElementById("more");

document.addEventListener("keydown", event => {
  if (event.key !== "Escape" || !more.open) return;
  more.open = false;
  more.querySelector("summary").focus();
});
document.addEventListener("click", event => more.contains(event.target) || closeMore());
document.addEventListener(SWAPPED, event => event.target.id === "screen" && closeMore());

function closeMore() {
  if (more.open && !more.querySelector("textarea").value.trim()) more.open = false;
}
