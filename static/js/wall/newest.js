// The newest notes are marked and in sight. Somebody who has turned back to older ones is left there, and told how many
// have come.

import { BEFORE_SWAP, GONE, SWAPPED } from "../live/events.js";
import { notesIn, notesList } from "./fit.js";

const ARRIVAL = 6_000; // ms a new note is marked
const CLOSE = 80; // px from the newest note that still count as being there
const SLACK = 4; // px of scrolling that are none
let isFollowing = true, missed = 0; // notes that have come since somebody turned back

// Notes under headings are read from the first, and stay where they were as one more is gathered.
let place, left = 0;

document.addEventListener(BEFORE_SWAP, ({ target }) => {
  if (target.id !== "screen") return;
  const notes = notesList();
  [place, left] = [target.dataset.place, notes?.matches(".grouped") ? notes.scrollLeft : 0];
});

function begin() {
  const notes = notesList();
  if (!notes?.matches(".grouped")) return showNewest();
  if (place === document.getElementById("screen").dataset.place) notes.scrollLeft = left;
  else missed = 0;
  lookWhere(notes);
}

function showNewest() {
  const notes = notesList();
  isFollowing = true;
  missed = 0;
  notes?.scrollTo({ left: notes.scrollWidth, top: notes.scrollHeight });
}

document.addEventListener("scroll", ({ target }) => {
  if (target !== notesList()) return;
  lookWhere(target);
  later();
}, true);

function lookWhere(notes) {
  isFollowing = isAtNewest(notes);
  if (isFollowing) missed = 0;
}

function isAtNewest({ scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight }) {
  return scrollWidth - clientWidth - scrollLeft < clientWidth / 4 && scrollHeight - clientHeight - scrollTop < CLOSE;
}

document.addEventListener(SWAPPED, ({ target, detail }) => {
  if (target.id === "screen") begin();
  else if (target.matches(".note") && detail.isNew && notesList()?.contains(target)) arrive(target);
  later();
});
document.addEventListener(GONE, later);

function arrive(note) {
  mark(note);
  if (isFollowing) showNewest();
  else missed += 1;
}

function mark(note) {
  note.classList.add("is-new");
  setTimeout(() => note.classList.remove("is-new"), ARRIVAL);
}

// At the wrap-up the last ones stand by themselves.
const lastAdded = () => document.querySelector("#added .note");
let told = lastAdded()?.id;

document.addEventListener(SWAPPED, ({ target }) => {
  const last = target.matches("#added, #screen") && lastAdded();
  if (!last || last.id === told) return;
  told = last.id;
  if (target.id === "added") mark(last);
});

// --- The pager -------------------------------------------------------------------------------------------------------

document.addEventListener("click", event => {
  const newest = event.target.closest("[data-newest]"), older = event.target.closest("[data-older]");
  if (!newest && !older) return;
  event.preventDefault();
  if (newest) showNewest();
  else turn(-1);
});

// By a picture: what stands at its edge stands at the other afterwards.
export function turn(by) {
  const notes = notesList();
  if (!notes || fits(notes)) return false;
  const isPage = notes.scrollWidth <= notes.clientWidth + SLACK, { columnGap, paddingLeft } = getComputedStyle(notes);
  const columns = notes.clientWidth - 2 * parseFloat(paddingLeft) + parseFloat(columnGap);
  notes.scrollBy(isPage ? { top: by * notes.clientHeight } : { left: by * columns });
  return true;
}

// Where a list goes on above or below it fades. What of the notes is in sight is said, and the pager shows the way.
let waiting;

function later() {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(tell);
}

function tell() {
  for (const place of document.querySelectorAll(".wall .note-list:not(.sheets *), .wall .lane, .wall .rest")) {
    const { scrollTop, scrollHeight, clientHeight } = place;
    place.classList.toggle("has-above", scrollTop > SLACK);
    place.classList.toggle("has-below", scrollHeight - clientHeight - scrollTop > SLACK);
  }
  const notes = notesList(), pager = document.getElementById("pager");
  if (!notes || !pager) return;
  pager.hidden = fits(notes);
  const way = pager.querySelector("[data-newest]");
  way.firstElementChild.textContent = wordsFor(missed);
  way.classList.toggle("has-news", missed > 0);
  if (!pager.hidden) document.getElementById("count").textContent = inSight(notes);
}

function wordsFor(count) {
  return count === 0 ? "Nyeste noter" : count === 1 ? "1 ny" : `${count} nye`;
}

function inSight(notes) {
  const { left, top, right, bottom } = notes.getBoundingClientRect(), all = [...notesIn(notes)];
  const isBefore = ({ right: end, bottom: foot }) => end <= left + SLACK || foot <= top + SLACK;
  const isAfter = ({ left: start, top: head }) => start >= right - SLACK || head >= bottom - SLACK;
  const first = find(all, note => !isBefore(note.getBoundingClientRect()));
  const last = find(all, note => isAfter(note.getBoundingClientRect()));
  return `${first + 1}–${last} af ${all.length} noter`;
}

// The index of the first that is so, in a list where all after it are: by halves, since there may be hundreds.
function find(list, isSo) {
  let from = 0, to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isSo(list[middle])) to = middle;
    else from = middle + 1;
  }
  return from;
}

function fits({ scrollWidth, scrollHeight, clientWidth, clientHeight }) {
  return scrollWidth <= clientWidth + SLACK && scrollHeight <= clientHeight + SLACK;
}

document.addEventListener("scroll", later, true);
addEventListener("resize", () => {
  const notes = notesList();
  if (notes?.matches(".grouped")) lookWhere(notes);
  else if (isFollowing) showNewest();
});
addEventListener("resize", later);
begin();
document.fonts.ready.then(() => {
  begin();
  later();
});
