// The lists of everybody's notes: my own stand above and are not repeated, and a long list is folded.

import { BEFORE_SWAP, GONE, SWAPPED } from "../live/events.js";
import { entries } from "./outbox.js";

const MANY = 12; // notes; more are folded
const unfolded = new Set(); // ids of lists

// What was unfolded of them all, at the wrap-up, stays so.
document.addEventListener(BEFORE_SWAP, ({ target, detail: { fresh } }) => {
  if (target.id !== "written") return;
  for (const { id } of target.querySelectorAll("details[open]")) fresh.querySelector(`#${id}`).open = true;
});

document.addEventListener(SWAPPED, ({ target }) => {
  if (target.matches(".note, .lists, #mine, #others, #screen")) arrange();
});
document.addEventListener(GONE, arrange);
arrange();

function arrange() {
  const onTheirWay = new Set(entries().map(each => each.text.trim()));
  let mine = 0;
  for (const button of document.querySelectorAll("[data-unfold]")) {
    const list = document.getElementById(button.dataset.unfold);
    const here = `notes-${document.getElementById("mine").dataset.item}`; // under a heading one's own are shown too
    let others = 0;
    for (const note of list.querySelectorAll(".note")) {
      note.hidden = note.parentElement.id === here && isMine(note, onTheirWay);
      mine += note.hidden;
      others += !note.hidden;
      note.classList.toggle("is-folded", others > MANY && !unfolded.has(list.id));
    }
    for (const part of list.querySelectorAll(".by-heading")) {
      part.hidden = !part.querySelector(".note:not(.is-folded, [hidden])");
    }
    button.hidden = others <= MANY || unfolded.has(list.id);
  }
  const above = document.getElementById("above");
  if (above) above.hidden = !mine;
}

// Also while the answer to it is on its way.
function isMine({ id, textContent }, onTheirWay) {
  return document.getElementById(id.replace(/^note-/, "own-")) !== null || onTheirWay.has(textContent.trim());
}

document.addEventListener("click", ({ target: button }) => {
  if (!button.matches("[data-unfold]")) return;
  const list = document.getElementById(button.dataset.unfold);
  const first = list.querySelector(".is-folded");
  unfolded.add(list.id);
  arrange();
  first.tabIndex = -1;
  first.focus();
});
