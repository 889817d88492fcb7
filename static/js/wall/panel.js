// What is the leader's alone, over the wall: the time, how many are ready, how to go about it. Only L, or its link in
// "Mere", opens it, on this machine alone. While it is open it asks for itself again; no stream brings it.

import { BEFORE_SWAP, SWAPPED } from "../live/events.js";
import { holdFocus } from "../live/focus.js";

const AGAIN = 5000; // ms
const panel = () => document.getElementById("panel");
const link = document.getElementById("open-panel");
const isApart = () => document.querySelector("#screen[data-apart]") !== null;
let isOpen = false, restoreFocus, timer;

export function turnPanel() {
  if (isOpen) close();
  else if (!isApart()) link.click();
}

link.addEventListener("click", () => {
  if (!isOpen) restoreFocus = holdFocus();
  isOpen = true;
});

function close() {
  clearTimeout(timer);
  isOpen = false;
  const closed = panel().cloneNode(false);
  closed.hidden = true;
  panel().replaceWith(closed);
  restoreFocus();
}

document.addEventListener(BEFORE_SWAP, event => {
  if (event.target.id === "panel" && (!isOpen || isApart())) event.preventDefault();
});

document.addEventListener(SWAPPED, ({ target }) => {
  if (target.id === "screen" && isOpen) {
    if (isApart()) close();
    else refresh();
  }
  if (target.id !== "panel") return;
  target.querySelector("[data-close]").hidden = false;
  clearTimeout(timer);
  timer = setTimeout(refresh, AGAIN);
});

addEventListener("pagehide", () => isOpen && close()); // or it would stand there for who comes back

function refresh() {
  clearTimeout(timer);
  timer = setTimeout(refresh, AGAIN); // also where no answer comes
  if (!document.hidden) htmx.trigger(panel(), "refresh");
}

document.addEventListener("click", ({ target }) => target.closest?.("#panel [data-close]") && close());
document.addEventListener("keydown", event => {
  if (event.key === "Escape" && isOpen && !document.querySelector("dialog[open]")) close();
});
