// What is the leader's alone, over the wall: the time, how many are ready, how to go about it. Only L, or its link in
// "Mere", opens it, on this machine alone. While it is open it asks for itself again; no stream brings it.

import { BEFORE_SWAP, SWAPPED } from "../live/events.js";
import { holdFocus } from "../live/focus.js";
import { isTyping } from "./typing.js";

const AGAIN = 5000; // ms
const OVER_IT = "#black:not([hidden]), dialog[open], :is(.popup, .reasons)[open]"; // Esc is theirs
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
  const { target, detail: { fresh } } = event;
  if (target.id === "panel") {
    if (!isOpen || isApart()) event.preventDefault();
    else for (const part of fresh.children) said(part);
  } else if (target.closest("#panel") && came.get(target) === said(fresh)) event.preventDefault();
});

// What is asked for again comes in parts. One that says the same stays, so that nothing that has the focus is replaced
// and read aloud each time.
const came = new WeakMap(); // a part: its HTML as it came, without the time

function said(part) {
  const html = part.outerHTML.replace(/data-now="\d+"/, "");
  came.set(part, html);
  return html;
}

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

// Before an overview or a note that is big hears of it: they are the whole room's.
addEventListener("keydown", event => {
  if (event.key !== "Escape" || !isOpen || isTyping(event) || document.querySelector(OVER_IT)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  close();
}, true);
