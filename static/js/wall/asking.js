// A question takes the wall until its first note has come; then it glides to its third, and what has come is there at
// once: nothing waits for the glide, which another move cuts short.

import { GONE, SWAPPED } from "../live/events.js";
import { fit, notesList } from "./fit.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");
let gliding, goal; // how it will be, and where: said until it is

document.addEventListener(SWAPPED, ({ target }) => {
  if (target.id === "screen") gliding?.skipTransition();
  else follow();
});
document.addEventListener(GONE, follow);

function follow() {
  const screen = document.querySelector("#screen[data-asks]");
  if (!screen) return;
  const isAsking = !notesList()?.querySelector(".note");
  const isOnItsWay = goal?.screen === screen, will = isOnItsWay ? goal.isAsking : screen.classList.contains("asking");
  if (isAsking !== will) glide(screen, isAsking);
}

function glide(screen, isAsking) {
  goal = { screen, isAsking };
  const change = () => {
    if (goal?.screen === screen) screen.classList.toggle("asking", goal.isAsking);
    goal = undefined;
    fit();
  };
  if (!document.startViewTransition || document.hidden || still.matches) return change();
  gliding?.skipTransition();
  const transition = gliding = document.startViewTransition(change);
  transition.ready.catch(() => {}); // it was cut short
  transition.finished.finally(() => gliding === transition && (gliding = undefined));
}
