// After the meeting nobody scrolls the wall: of a list that is too long the rest is counted, "og 7 flere", and what can
// be spared gives way.

import { SWAPPED } from "../live/events.js";

let waiting;

function later() {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => {
    document.querySelectorAll("[data-fold]").forEach(fold);
    document.querySelectorAll("[data-spare]").forEach(spare);
  });
}

function spare(words) {
  document.querySelector(".ahead > .next")?.classList.remove("is-short");
  words.hidden = false;
  words.hidden = !fits(words);
  document.querySelector(".ahead > .next")?.classList.toggle("is-short", !fits(words));
}

function fold(list) {
  restore(list);
  if (fits(list)) return;
  const rows = [...list.children];
  const rest = document.createElement("li");
  rest.className = "followup folded soft";
  list.append(rest);
  for (let kept = rows.length - 1; kept > 0; kept -= 1) {
    rows[kept].hidden = true;
    rest.textContent = `og ${rows.length - kept} flere. Alle står på jeres telefoner.`;
    if (fits(list)) return;
  }
}

function restore(list) {
  list.querySelector(".folded")?.remove();
  for (const row of list.children) row.hidden = false;
}

// For who measures the lists: they are folded again before they are seen.
export function unfold() {
  document.querySelectorAll("[data-fold]").forEach(restore);
  later();
}

function fits(list) {
  const { scrollHeight, clientHeight } = list.parentElement;
  return scrollHeight <= clientHeight;
}

document.addEventListener(SWAPPED, later);
addEventListener("resize", later);
document.fonts.ready.then(later);
