// Writing a note: the counter, the draft that the phone keeps, and what happens when the room moves on while one writes.

const LOCAL = "note ";
const NEAR = 20; // characters left, from when the counter is read aloud as well
const PAUSE = 1000; // ms without a key before it is

// --- The counter -----------------------------------------------------------------------------------------------------

let pause;

function count(field) {
  const line = document.querySelector(`[data-count-for="${field.id}"]`);
  if (!line) return;
  // As the server counts: an emoji is one character, letters are whole, a tab becomes the border of a column.
  const text = field.value.normalize().replaceAll("\t", " | ").trim();
  const rest = Number(field.dataset.limit) - [...text].length;
  line.textContent = rest < 0 ? `Du har skrevet ${-rest} tegn for mange` : `Du har ${rest} tegn tilbage`;
  line.classList.toggle("is-over", rest < 0);
  return rest;
}

document.addEventListener("input", event => {
  if (!event.target.matches(".note-field")) return;
  const rest = count(event.target);
  remember(event.target);
  clearTimeout(pause);
  if (event.isTrusted && rest <= NEAR) pause = setTimeout(say, PAUSE, document.querySelector(`[data-count-for="${event.target.id}"]`)?.textContent);
});

function say(words) {
  document.dispatchEvent(new CustomEvent("live:say", { detail: words }));
}

// --- The draft -------------------------------------------------------------------------------------------------------
// Kept at each key, until the note is sent or waits in the outbox.

function remember(field) {
  const key = field.closest("[data-draft]")?.dataset.draft;
  if (!key) return;
  try {
    field.value && field.value !== field.dataset.sent ? localStorage.setItem(LOCAL + key, field.value) : localStorage.removeItem(LOCAL + key);
  } catch { /* a phone that lets nothing be kept: the text still stands in the field */ }
}

function restore(form) {
  const field = form.querySelector(".note-field");
  try {
    const kept = localStorage.getItem(LOCAL + form.dataset.draft);
    if (kept && !field.value) field.value = kept;
  } catch { /* nothing was kept */ }
  remember(field); // also what the server sent back with an error
  count(field);
}

document.addEventListener("outbox:took", event => remember(event.target));

// --- The room moved on -----------------------------------------------------------------------------------------------
// An empty field follows; a half-written note, new or being edited, stays and is kept under its own question. When the
// meeting is over nothing more can be sent: then the words go where they can be read and copied.

function follow() {
  const mine = document.getElementById("mine");
  if (!mine) return;
  const { place } = document.getElementById("screen").dataset;
  if (place === "closed") handIn(mine);
  const moved = mine.dataset.item !== place, writing = isWriting(mine);
  const elsewhere = mine.querySelector(".elsewhere");
  if (elsewhere) elsewhere.hidden = !(moved && writing);
  if (moved && !writing && !mine.querySelector(".own .note-field")) htmx.trigger(mine, "refresh");
}

function isWriting(mine) {
  const field = mine.querySelector(".note-form .note-field");
  return Boolean(field?.value.trim()) && field.value !== field.dataset.sent;
}

function handIn(mine) {
  const texts = new Set(drafts(mine.dataset.key));
  for (const field of mine.querySelectorAll(".note-field")) {
    const isNew = field.matches(".note-form *");
    if (field.value.trim() && field.value !== field.dataset.sent && (isNew || field.value !== field.defaultValue)) texts.add(field.value);
    isNew ? field.value = "" : field.closest("form").remove();
  }
  for (const text of texts) document.dispatchEvent(new CustomEvent("note:unsent", { detail: text }));
}

// Those of the meeting, taken out of where they are kept.
function drafts(key) {
  try {
    const keys = Object.keys(localStorage).filter(each => each.startsWith(`${LOCAL}${key}/`));
    return keys.map(each => { const text = localStorage.getItem(each); localStorage.removeItem(each); return text; });
  } catch { return []; }
}

// The field for this question did not come: again in a moment, unless it never will.
for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failed, event => {
    const { elt, xhr } = event.detail;
    if (elt.id === "mine" && !(xhr.status >= 400 && xhr.status < 500)) setTimeout(follow, 2000 + 2000 * Math.random());
  });
}
document.addEventListener("change", event => event.target.matches(".note-field") && !event.target.value && follow());
document.addEventListener("outbox:took", follow);
document.addEventListener("live:line", event => event.detail.online && follow());
document.addEventListener("live:drawn", event => {
  if (event.target.id === "screen" || event.target.matches(".own .note")) follow();
  for (const field of event.target.querySelectorAll(".note-field")) count(field);
  for (const form of event.target.querySelectorAll("[data-draft]")) restore(form);
});
// An answer that comes when the next question's field is there already brings no field of its own.
document.addEventListener("live:redraw", event => {
  if (event.target.id === "write" && event.detail.fresh.dataset.item !== event.target.dataset.item) event.preventDefault();
});
// Who began to write while the next question's field was on its way keeps the one they write in.
document.addEventListener("live:redraw", event => {
  if (event.target.id !== "mine" || event.detail.fresh.dataset.item === event.target.dataset.item || !isWriting(event.target)) return;
  event.preventDefault();
  follow();
});
for (const field of document.querySelectorAll(".note-field")) count(field);
for (const form of document.querySelectorAll("[data-draft]")) restore(form);
addEventListener("load", () => document.getElementById("screen").dataset.place === "closed" && follow());

// --- New notes -------------------------------------------------------------------------------------------------------
// They are told to a screen reader now and then, not one by one.

let fresh = 0, telling;
document.addEventListener("live:drawn", event => {
  if (!event.detail.isNew || !event.target.matches(".note") || event.target.closest(".own")) return;
  fresh += 1;
  telling ??= setTimeout(() => {
    say(fresh === 1 ? "1 ny note" : `${fresh} nye noter`);
    fresh = 0;
    telling = undefined;
  }, 5000);
});
