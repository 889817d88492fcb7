// The projector: the newest note is marked and in sight, the dark room, the whole screen.

const ARRIVAL = 10_000; // ms a new note is marked

function list() {
  return document.querySelector(".notes:not(.carry) .note-list");
}

function showNewest() {
  const notes = list();
  notes?.scrollTo({ left: notes.scrollWidth, top: notes.scrollHeight });
}

// Who has turned back to older notes is left in peace.
let following = true;
document.addEventListener("scroll", event => {
  if (event.target !== list()) return;
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = event.target;
  following = scrollWidth - clientWidth - scrollLeft < clientWidth / 4 && scrollHeight - clientHeight - scrollTop < 80;
}, true);

document.addEventListener("live:drawn", event => {
  const drawn = event.target;
  if (drawn.id === "screen") { following = true; showNewest(); }
  if (!drawn.matches(".note") || !event.detail.isNew || drawn.parentElement !== list()) return;
  document.querySelector(".note.is-new")?.classList.remove("is-new");
  drawn.classList.add("is-new");
  setTimeout(() => drawn.classList.remove("is-new"), ARRIVAL);
  if (following) showNewest();
});
document.addEventListener("click", event => {
  const newest = event.target.closest("[data-newest]"), older = event.target.closest("[data-older]"), notes = list();
  if (!newest && !older) return;
  event.preventDefault();
  following = Boolean(newest);
  if (newest) showNewest();
  else notes.scrollBy({ left: -notes.clientWidth, top: notes.scrollWidth > notes.clientWidth + 4 ? 0 : -notes.clientHeight });
});
addEventListener("resize", () => following && showNewest());
showNewest();

// Where a list goes on above, below or to a side, it fades there, and the pager shows the way.
function mark() {
  for (const notes of document.querySelectorAll(".wall .note-list, .wall .lane, .wall .rest")) {
    const { scrollTop, scrollHeight, clientHeight } = notes;
    notes.classList.toggle("has-above", scrollTop > 4);
    notes.classList.toggle("has-below", scrollHeight - clientHeight - scrollTop > 4);
  }
  const notes = list(), pager = document.getElementById("pager");
  if (notes && pager) pager.hidden = notes.scrollWidth <= notes.clientWidth + 4 && notes.scrollHeight <= notes.clientHeight + 4;
}
document.addEventListener("scroll", mark, true);
document.addEventListener("live:drawn", () => requestAnimationFrame(mark));
addEventListener("resize", mark);
document.fonts.ready.then(() => { showNewest(); mark(); });

const dark = document.querySelector("[data-dark]");
function light(theme) {
  document.documentElement.dataset.theme = theme;
  dark.textContent = theme === "dark" ? "Lyst lokale" : "Mørkt lokale";
  try { localStorage.setItem("room", theme); } catch { /* it is dark only until the next page */ }
}
dark.hidden = false;
dark.addEventListener("click", () => light(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
try { if (localStorage.getItem("room") === "dark") light("dark"); } catch { /* the light room */ }

// "Mere" closes as people expect, and when the meeting moves on; never over a half-written note.
const more = document.getElementById("more");
function closeMore() {
  if (more.open && !more.querySelector("textarea").value.trim()) more.open = false;
}
document.addEventListener("keydown", event => {
  if (event.key !== "Escape" || !more.open) return;
  more.open = false;
  more.querySelector("summary").focus();
});
document.addEventListener("click", event => more.contains(event.target) || closeMore());
document.addEventListener("live:drawn", event => event.target.id === "screen" && closeMore());

const full = document.querySelector("[data-full]");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
