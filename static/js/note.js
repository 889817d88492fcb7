// Writing a note: the counter, the draft that the phone keeps, and what happens when the room moves on while one writes.

const LOCAL = "note ";

function left(field) {
  return Number(field.dataset.limit) - [...field.value.trim()].length; // an emoji is one character, as on the server
}

function count(field) {
  const line = document.querySelector(`[data-count-for="${field.id}"]`);
  if (!line) return;
  const rest = left(field);
  line.textContent = rest < 0 ? `Du har skrevet ${-rest} tegn for mange` : `Du har ${rest} tegn tilbage`;
}

function draftOf(field) {
  return field.closest("[data-draft]")?.dataset.draft;
}

function remember(field) {
  const key = draftOf(field);
  if (!key) return;
  try {
    field.value ? localStorage.setItem(LOCAL + key, field.value) : localStorage.removeItem(LOCAL + key);
  } catch { /* a phone that lets nothing be kept: the text still stands in the field */ }
}

function restore(form) {
  const field = form.querySelector(".note-field");
  try {
    const kept = localStorage.getItem(LOCAL + form.dataset.draft);
    if (kept && !field.value) field.value = kept;
  } catch { /* nothing was kept */ }
  count(field);
}

function forget(form) {
  const field = form.querySelector(".note-field");
  try {
    if (localStorage.getItem(LOCAL + form.dataset.draft)?.trim() === field.dataset.sent?.trim()) localStorage.removeItem(LOCAL + form.dataset.draft);
  } catch { /* nothing was kept */ }
}

// The room moved on. An empty field follows; a half-written note, new or being mended, stays and is kept under its own
// question.
function follow() {
  const mine = document.getElementById("mine");
  if (!mine) return;
  const { place } = document.getElementById("screen").dataset, open = !["closed", "draft"].includes(place);
  const moved = mine.dataset.item !== place, writing = open && isWriting(mine);
  const elsewhere = mine.querySelector(".elsewhere");
  if (elsewhere) elsewhere.hidden = !(moved && writing);
  if (moved && !writing && !(open && mine.querySelector(".own .note-field"))) htmx.trigger(mine, "refresh");
}

function isWriting(mine) {
  return Boolean(mine.querySelector(".note-form .note-field")?.value.trim());
}

document.addEventListener("input", event => {
  if (!event.target.matches(".note-field")) return;
  count(event.target);
  remember(event.target);
});
document.addEventListener("change", event => event.target.matches(".note-field") && !event.target.value && follow());
document.addEventListener("live:drawn", event => {
  if (event.target.id === "screen" || event.target.matches(".own .note")) follow();
  for (const field of event.target.querySelectorAll(".note-field")) count(field);
  for (const form of event.target.querySelectorAll("[data-draft]")) restore(form);
});
// Only the server's yes drops the draft.
document.addEventListener("htmx:beforeSwap", event => {
  const form = event.detail.requestConfig?.elt;
  if (event.detail.xhr.status === 200 && form?.matches?.("[data-draft]")) forget(form);
});
// Who began to write while the next question's field was on its way keeps the one they write in.
document.addEventListener("htmx:beforeSwap", event => {
  if (event.target.id !== "mine" || event.detail.requestConfig.verb !== "get") return;
  if (!isWriting(event.target)) return;
  event.detail.shouldSwap = false;
  follow();
});
for (const field of document.querySelectorAll(".note-field")) count(field);
for (const form of document.querySelectorAll("[data-draft]")) restore(form);

// New notes are told to a screen reader now and then, not one by one.
let fresh = 0, telling;
document.addEventListener("live:drawn", event => {
  if (!event.detail.isNew || !event.target.matches(".note") || event.target.closest(".own")) return;
  fresh += 1;
  telling ??= setTimeout(() => {
    document.getElementById("say").textContent = fresh === 1 ? "1 ny note" : `${fresh} nye noter`;
    fresh = 0;
    telling = undefined;
  }, 5000);
});
