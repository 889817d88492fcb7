// What the room reads is as large as it fits. The notes step down when they no longer fit, and never up before the next
// question, so that nothing moves as one more comes. The question and the title step back until nothing is cut.

import { SWAPPED } from "../live/events.js";
import { unfold } from "./fold.js";
import { hidePager, showPages } from "./pages.js";

// [px of 1920 x 1080, columns]: the fewest columns that hold them, so that none is empty. With the last, the question
// steps back too.
const NOTES = [[64, 1], [52, 1], [44, 1], [44, 2], [34, 2], [28, 2], [28, 3]];
const BESIDE = [[64, 1], [52, 1], [44, 1], [34, 1], [28, 1], [28, 2]]; // what was answered before
const RECALLED = [64, 52, 44, 34, 28]; // px of what was answered before: never larger than what is said now
const AGREED = [44, 34, 28]; // px of what stands in the lanes
const FEW = 8; // notes
const WHOLE = [1, .93, .87, .81, .75, .7, .65, .6, .55, .5];
const UNIT = 19.2; // px of 1920 x 1080
const WIDE = .56; // em: a letter of a long word
const LONGEST = 30; // letters: what is longer is broken anyhow
const SLACK = 1; // px
const { body } = document, { style } = body;
let at = 0, agreed = 0; // the steps of the notes, and of the lanes
let recalled = 0; // px of what was answered before

export function notesList() {
  return document.querySelector(".notes:not(.carry) .note-list");
}

// In their order; they may stand under headings.
export function notesIn(list) {
  return list.querySelectorAll(".note");
}

const steps = notes => notes.closest(".beside") ? BESIDE : NOTES;

export function fit() {
  fitNotes();
  fitRecalled();
  fitLanes(0);
  fitWhole();
  showPages();
}

// --- The notes -------------------------------------------------------------------------------------------------------

// When there are too many for the last step, one look is enough.
function fitNotes() {
  const notes = notesList();
  if (!notes) return delete body.dataset.dense;
  if (notesIn(notes).length > FEW) {
    at = steps(notes).length - 1;
    take(notes);
    if (!holds(notes)) return;
  }
  at = 0;
  stepDown(notes);
}

function stepDown(notes) {
  for (take(notes); at < steps(notes).length - 1 && !holds(notes); take(notes)) at += 1;
}

// Its sizes are set on the notes alone: on the page they would have everything there looked at again.
function take(notes) {
  const [size, columns] = steps(notes)[at], { style } = notes.closest(".notes");
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
  const note = [...notesIn(notes)].find(each => each.clientWidth); // others have their heading alone
  return !note || longest(notes) * WIDE * parseFloat(getComputedStyle(note).fontSize) <= note.clientWidth;
}

const lengths = new WeakMap(); // of the longest word, by note

function longest(notes) {
  let most = 0;
  for (const note of notesIn(notes)) {
    if (!lengths.has(note)) lengths.set(note, wordIn(note));
    most = Math.max(most, lengths.get(note));
  }
  return most;
}

function wordIn(note) {
  const words = note.querySelector("p")?.textContent.split(/[\s/–-]+/) ?? [];
  return Math.max(0, ...words.map(word => word.length).filter(length => length <= LONGEST));
}

// --- What stands beside them -----------------------------------------------------------------------------------------

function fitRecalled() {
  const list = document.querySelector(".carry .note-list"), notes = notesList();
  recalled = 0;
  if (!list) return;
  const most = notes ? steps(notes)[at][0] : RECALLED[0];
  const set = size => list.style.setProperty("--recalled", (recalled = size) / UNIT);
  set(RECALLED.at(-1));
  if (list.scrollWidth > 3 * list.clientWidth && !list.matches(".grouped")) return; // too much for any
  hidePager(list);
  for (const isBrief of [false, true]) {
    list.classList.toggle("is-brief", isBrief);
    set(RECALLED.at(-1));
    if (holds(list)) { // else one look is enough
      for (const size of RECALLED) {
        if (size > most) continue;
        set(size);
        if (holds(list)) return;
      }
    }
    if (!list.matches(".grouped")) return;
  }
}

// While somebody writes in them by whom and when, they stay as they are.
function fitLanes(from) {
  const lanes = document.querySelectorAll(".lanes > .lane");
  if (!lanes.length || document.querySelector(".lanes [data-open]")) return;
  document.querySelectorAll(".lanes [data-pages]").forEach(hidePager);
  unfold();
  const isOver = ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + SLACK;
  const isCut = lane => lane.scrollHeight > lane.clientHeight + SLACK
    || isOver(lane.querySelector(".note-list") ?? lane);
  for (agreed = from; ; agreed += 1) {
    const isLast = agreed === AGREED.length - 1;
    style.setProperty("--agreed", AGREED[agreed] / UNIT);
    body.toggleAttribute("data-tight", isLast);
    if (isLast || ![...lanes].some(isCut)) return;
  }
}

// --- The question, the title -----------------------------------------------------------------------------------------

function fitWhole() {
  const places = document.querySelectorAll(".poster, .think, .lobby");
  for (const step of WHOLE) {
    for (const place of places) place.style.setProperty("--fit", step);
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

// As the notes become smaller. What stands beside them, of which there may be hundreds, is looked at only where it
// would be larger than they, or has less room than before.
function stepAside(notes) {
  const wasDense = isDense();
  stepDown(notes);
  if (isDense() === wasDense && recalled <= steps(notes)[at][0]) return;
  if (recalled > RECALLED.at(-1) || document.querySelector(".carry .grouped")) fitRecalled();
  fitWhole();
  showPages();
}

const isDense = () => "dense" in body.dataset;

// While the question takes the wall the list is not shown, and has no width that a word could fit in.
function isCut(notes) {
  return notes.clientWidth && at < steps(notes).length - 1 && !holds(notes);
}

document.addEventListener(SWAPPED, ({ target }) => {
  const notes = notesList();
  if (target.id === "screen") fit();
  else if (target.id === "added") fitWhole();
  else if (target.id === "lanes") {
    fitLanes(agreed);
    showPages(); // before the focus goes back to where it was
  } else if (target.id === "proposals") showPages();
  else if (target.matches(".note") && notes?.contains(target) && isCut(notes)) {
    stepAside(notes);
  }
});
addEventListener("resize", fit);
document.fonts.ready.then(fit);
fit();
