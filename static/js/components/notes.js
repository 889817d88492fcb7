// Notes on the phone and on the wall: how many characters are left in a field, and how many new ones have come.

import { SWAPPED } from "../live/events.js";
import { say } from "../live/say.js";

// --- The counter -----------------------------------------------------------------------------------------------------
// Read aloud as well when few characters are left.

const FEW = 20; // characters left
const PAUSE = 1000; // ms without a key before it is read aloud

const lineFor = field => document.querySelector(`[data-count-for="${field.id}"]`);
let pause;

document.addEventListener("input", event => {
  if (!event.target.matches(".note-field")) return;
  const left = count(event.target);
  clearTimeout(pause);
  if (event.isTrusted && left <= FEW) pause = setTimeout(say, PAUSE, lineFor(event.target).textContent);
});
document.addEventListener(SWAPPED, event => countAll(event.target));
countAll(document);

function countAll(place) {
  for (const field of place.querySelectorAll(".note-field")) count(field);
}

export function count(field) {
  const line = lineFor(field);
  if (!line) return;
  // As the server counts: an emoji is one character, letters are whole, a tab becomes the border of a column.
  const text = field.value.normalize().replaceAll("\t", " | ").trim();
  const left = Number(field.dataset.limit) - [...text].length;
  line.textContent = left < 0 ? `Du har skrevet ${-left} tegn for mange` : `Du har ${left} tegn tilbage`;
  line.classList.toggle("is-over", left < 0);
  return left;
}

// --- New notes -------------------------------------------------------------------------------------------------------
// Read aloud now and then, not one by one; one's own, which the list does not show, are no news.

const OFTEN = 5000; // ms
let fresh = [], telling;

document.addEventListener(SWAPPED, ({ target, detail }) => {
  if (!detail.isNew || !target.matches(".note") || target.closest(".own")) return;
  fresh.push(target.id);
  telling ??= setTimeout(tell, OFTEN);
});

function tell() {
  const isNews = note => note && !note.hidden && !document.getElementById(note.id.replace(/^note-/, "own-"));
  const count = fresh.map(id => document.getElementById(id)).filter(isNews).length;
  if (count) say(count === 1 ? "1 ny note" : `${count} nye noter`);
  fresh = [];
  telling = undefined;
}
