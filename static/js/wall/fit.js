// What the room reads is as large as it fits. The notes step down when they no longer fit, and never up before the next
// question, so that nothing moves as one more comes. The question and the title step back until nothing is cut.

import { SWAPPED } from "../live/events.js";

// [px of 1920 x 1080, columns]: the fewest columns that hold them, so that none is empty. With the last, the question
// steps back too.
const NOTES = [[64, 1], [52, 1], [44, 1], [44, 2], [34, 2], [28, 2], [28, 3]];
const BESIDE = [[64, 1], [52, 1], [44, 1], [34, 1], [28, 1], [28, 2]]; // what was answered before
const WHOLE = [1, .93, .87, .81, .75, .7, .65, .6, .55, .5];
const UNIT = 19.2; // px of 1920 x 1080
const WIDE = .56; // em: a letter of a long word
const LONGEST = 30; // letters: what is longer is broken anyhow
const SLACK = 1; // px
const { body } = document, { style } = body;
let at = 0; // the step of the notes

export function notesList() {
  return document.querySelector(".notes:not(.carry) .note-list");
}

const steps = notes => notes.closest(".beside") ? BESIDE : NOTES;

export function fit() {
  fitNotes();
  fitWhole();
}

// --- The notes -------------------------------------------------------------------------------------------------------

// When there are too many for the last step, one look is enough.
function fitNotes() {
  const notes = notesList();
  if (!notes) return delete body.dataset.dense;
  at = steps(notes).length - 1;
  take(notes);
  if (!holds(notes)) return;
  at = 0;
  stepDown(notes);
}

function stepDown(notes) {
  for (take(notes); at < steps(notes).length - 1 && !holds(notes); take(notes)) at += 1;
}

function take(notes) {
  const [size, columns] = steps(notes)[at];
  style.setProperty("--note", size / UNIT);
  style.setProperty("--columns", columns);
  body.toggleAttribute("data-dense", at === steps(notes).length - 1);
}

function holds(notes) {
  const { scrollWidth, scrollHeight, clientWidth, clientHeight } = notes;
  return scrollWidth <= clientWidth + SLACK && scrollHeight <= clientHeight + SLACK && hasRoom(notes);
}

// Whether its longest word stands in one line.
function hasRoom(notes) {
  const note = notes.firstElementChild;
  return !note || longest(notes) * WIDE * parseFloat(getComputedStyle(note).fontSize) <= note.clientWidth;
}

const lengths = new WeakMap(); // of the longest word, by note

function longest(notes) {
  let most = 0;
  for (const note of notes.children) {
    if (!lengths.has(note)) lengths.set(note, wordIn(note));
    most = Math.max(most, lengths.get(note));
  }
  return most;
}

function wordIn(note) {
  const words = note.querySelector("p")?.textContent.split(/[\s/–-]+/) ?? [];
  return Math.max(0, ...words.map(word => word.length).filter(length => length <= LONGEST));
}

// --- The question, the title -----------------------------------------------------------------------------------------

function fitWhole() {
  for (const step of WHOLE) {
    style.setProperty("--fit", step);
    if ([...document.querySelectorAll(".poster, .intro, .joining")].every(isWhole)) return;
  }
}

// By what stands in it: the letters of a tight line reach over its box.
function isWhole(place) {
  const { right, bottom } = place.getBoundingClientRect();
  return place.scrollWidth <= place.clientWidth + SLACK && [...place.children].every(child => {
    const box = child.getBoundingClientRect();
    return box.right <= right + SLACK && box.bottom <= bottom + SLACK;
  });
}

// ---------------------------------------------------------------------------------------------------------------------

document.addEventListener(SWAPPED, ({ target }) => {
  const notes = notesList();
  if (target.id === "screen") fit();
  else if (target.id === "added") fitWhole();
  else if (target.parentElement === notes && notes && at < steps(notes).length - 1 && !holds(notes)) {
    stepDown(notes);
    fitWhole();
  }
});
addEventListener("resize", fit);
document.fonts.ready.then(fit);
fit();
