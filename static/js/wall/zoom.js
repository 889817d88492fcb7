// How large the text on the wall is: + and −, and two buttons in "Mere". The picture is a share of the window, so that
// the browser's own zoom changes nothing in it.

import { ANY_SEAT, load, save } from "../live/store.js";
import { say } from "../live/say.js";
import { isTyping } from "./typing.js";

const STEPS = [.7, .8, .9, 1, 1.15, 1.3, 1.5, 1.75, 2];
const KEYS = { "+": 1, "-": -1, "−": -1 };
const { style } = document.body;
let zoom = load("zoom", ANY_SEAT) ?? 1;

function change(by) {
  const at = STEPS.indexOf(zoom), next = STEPS[at + by];
  if (!next) return;
  zoom = next;
  save("zoom", zoom, ANY_SEAT);
  apply();
  say(`Teksten er nu ${Math.round(zoom * 100)} procent`);
}

function apply() {
  style.setProperty("--zoom", zoom);
  dispatchEvent(new Event("resize")); // all that fits itself to the picture does so anew
}

document.addEventListener("keydown", event => {
  if (!KEYS[event.key] || isTyping(event)) return;
  event.preventDefault();
  change(KEYS[event.key]);
});
for (const button of document.querySelectorAll("[data-zoom]")) {
  button.hidden = false;
  button.addEventListener("click", () => change(Number(button.dataset.zoom)));
}
if (zoom !== 1) apply();
