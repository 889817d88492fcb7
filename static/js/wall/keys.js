// A clicker's and a presenter's other keys: a black picture, the whole screen, and the list of them all.

import { say } from "../live/say.js";
import { turnFull } from "./controls.js";
import { turnPanel } from "./panel.js";
import { isTyping } from "./typing.js";

const dialog = document.getElementById("keys"), black = document.getElementById("black");
const KEYS = {
  ".": turnBlack, b: turnBlack, f: turnFull, l: turnPanel, o: turnOverview, t: turnClock, v: showNotes,
  "?": () => dialog.showModal(),
};

// While the picture is black any key brings it back, and does nothing else.
addEventListener("keydown", event => {
  if (black.hidden || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!event.repeat && event.key !== "Shift") turnBlack();
}, true);
black.addEventListener("click", turnBlack);

document.addEventListener("keydown", event => {
  const act = KEYS[event.key.toLowerCase()];
  if (!act || event.repeat || isTyping(event)) return;
  event.preventDefault();
  act();
});

function showNotes() {
  document.querySelector("[data-key=show]")?.click();
}

function turnOverview() {
  document.getElementById("overview")?.click();
}

// Of this wall alone: the phones keep it.
function turnClock() {
  if (!document.querySelector("#clock:not([hidden])")) return;
  const isHidden = document.body.classList.toggle("without-clock");
  say(isHidden ? "Uret er skjult på skærmen" : "Uret vises på skærmen");
}

function turnBlack() {
  black.hidden = !black.hidden;
  say(black.hidden ? "Billedet er tilbage" : "Skærmen er sort. Tryk på en tast for at få billedet tilbage");
}

dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
