// The newest note is marked and in sight, unless somebody has turned back to older ones.

import { SWAPPED } from "../live/events.js";

const ARRIVAL = 10_000; // ms a new note is marked
const CLOSE = 80; // px from the newest note that still count as being there
const SLACK = 4; // px of scrolling that are none
let isFollowing = true;

function list() {
  return document.querySelector(".notes:not(.carry) .note-list");
}

function showNewest() {
  const notes = list();
  notes?.scrollTo({ left: notes.scrollWidth, top: notes.scrollHeight });
}

document.addEventListener("scroll", ({ target }) => {
  if (target === list()) isFollowing = isAtNewest(target);
}, true);

function isAtNewest({ scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight }) {
  return scrollWidth - clientWidth - scrollLeft < clientWidth / 4 && scrollHeight - clientHeight - scrollTop < CLOSE;
}

document.addEventListener(SWAPPED, ({ target, detail }) => {
  if (target.id === "screen") {
    isFollowing = true;
    showNewest();
  } else if (target.matches(".note") && detail.isNew && target.parentElement === list()) {
    mark(target);
    if (isFollowing) showNewest();
  }
});

function mark(note) {
  document.querySelector(".note.is-new")?.classList.remove("is-new");
  note.classList.add("is-new");
  setTimeout(() => note.classList.remove("is-new"), ARRIVAL);
}

// --- The pager -------------------------------------------------------------------------------------------------------

document.addEventListener("click", event => {
  const newest = event.target.closest("[data-newest]"), older = event.target.closest("[data-older]");
  if (!newest && !older) return;
  event.preventDefault();
  isFollowing = Boolean(newest);
  if (newest) showNewest();
  else showOlder(list());
});

function showOlder(notes) {
  const top = notes.scrollWidth > notes.clientWidth + SLACK ? 0 : -notes.clientHeight;
  notes.scrollBy({ left: -notes.clientWidth, top });
}

// Where a list goes on above or below it fades, and the pager shows the way.
function fade() {
  for (const place of document.querySelectorAll(".wall .note-list, .wall .lane, .wall .rest")) {
    const { scrollTop, scrollHeight, clientHeight } = place;
    place.classList.toggle("has-above", scrollTop > SLACK);
    place.classList.toggle("has-below", scrollHeight - clientHeight - scrollTop > SLACK);
  }
  const notes = list(), pager = document.getElementById("pager");
  if (notes && pager) pager.hidden = fits(notes);
}

function fits({ scrollWidth, scrollHeight, clientWidth, clientHeight }) {
  return scrollWidth <= clientWidth + SLACK && scrollHeight <= clientHeight + SLACK;
}

document.addEventListener("scroll", fade, true);
document.addEventListener(SWAPPED, () => requestAnimationFrame(fade));
addEventListener("resize", () => isFollowing && showNewest());
addEventListener("resize", fade);
showNewest();
document.fonts.ready.then(() => {
  showNewest();
  fade();
});
