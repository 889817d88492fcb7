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
  const rows = [...list.children].filter(row => !row.matches(".folded"));
  list.querySelector(".folded")?.remove();
  for (const row of rows) row.hidden = false;
  if (fits(list)) return;
  const rest = document.createElement("li");
  rest.className = "followup folded soft";
  list.append(rest);
  for (let kept = rows.length - 1; kept > 0; kept -= 1) {
    rows[kept].hidden = true;
    rest.textContent = `og ${rows.length - kept} flere. Alle står på jeres telefoner.`;
    if (fits(list)) return;
  }
}

function fits(list) {
  const { scrollHeight, clientHeight } = list.parentElement;
  return scrollHeight <= clientHeight;
}

document.addEventListener(SWAPPED, later);
addEventListener("resize", later);
document.fonts.ready.then(later);
