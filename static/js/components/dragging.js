// With a mouse a note is dragged onto a heading, or onto another note, to be gathered with it: what "Saml" does too.
// While it is held, the notes that are likely to belong with it are marked. It is dragged by what is pressed to open
// it, or by "Saml": the other letters of a page can be marked and copied.

import { ask } from "../live/retry.js";

const FAR = 8; // px that a press may tremble
const HANDLE = ".note .open, .note [form=gather]";
const { body } = document, form = document.getElementById("gather");
let held; // {id, x, y, ghost}
let hasDropped = false; // the click that follows is none

const numberIn = ({ id }) => id.match(/\d+$/)[0];

addEventListener("pointerdown", ({ target, pointerType, button, clientX: x, clientY: y }) => {
  hasDropped = false;
  const note = pointerType === "mouse" && !button && target.closest?.(HANDLE)?.closest(".note");
  if (note?.querySelector("[form=gather]")) held = { id: numberIn(note), x, y };
});
addEventListener("pointermove", ({ clientX: x, clientY: y }) => {
  if (!held || !held.ghost && Math.hypot(x - held.x, y - held.y) < FAR) return;
  if (!held.ghost) lift();
  held.ghost.style.translate = `${x}px ${y}px`;
  point(at(x, y)?.place);
});
addEventListener("pointerup", event => {
  if (!held?.ghost) return held = undefined;
  const { id } = held, found = at(event.clientX, event.clientY);
  hasDropped = true;
  letGo();
  if (found) gather(id, found, event);
});
addEventListener("pointercancel", letGo);
addEventListener("blur", letGo);
addEventListener("click", event => {
  if (!hasDropped || !event.isTrusted) return;
  hasDropped = false;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
addEventListener("keydown", event => {
  if (event.key !== "Escape" || !held?.ghost) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  letGo();
}, true);

function lift() {
  const ghost = held.ghost = document.createElement("div"), { id } = held;
  ghost.className = "held";
  ghost.textContent = document.querySelector(`#note-${id} p`).textContent.trim();
  body.append(ghost);
  body.classList.add("is-dragging");
  document.getElementById(`note-${id}`).dataset.held = "";
  mark(id);
}

async function mark(id) {
  const answer = await ask(addressOf({ note: id, likely: "" })).catch(() => null);
  if (held?.id !== id || !answer?.response.ok) return;
  for (const each of JSON.parse(answer.text)) document.getElementById(`note-${each}`)?.setAttribute("data-likely", "");
}

function letGo() {
  held?.ghost?.remove();
  held = undefined;
  body.classList.remove("is-dragging");
  point();
  for (const name of ["held", "likely"]) {
    for (const note of document.querySelectorAll(`[data-${name}]`)) note.removeAttribute(`data-${name}`);
  }
}

function point(place) {
  for (const other of document.querySelectorAll("[data-target]")) {
    if (other !== place) other.removeAttribute("data-target");
  }
  place?.setAttribute("data-target", "");
}

// What it would come to: {place, group} of a heading ("" of the notes that have none), {place, note} of another note.
function at(x, y) {
  const place = document.elementFromPoint(x, y)?.closest(".note, .by-heading > h3");
  const list = place?.closest("ul") ?? place?.closest(".by-heading")?.querySelector("ul");
  if (!list) return undefined;
  const there = listOf(list), here = listOf(document.getElementById(`note-${held.id}`)?.closest("ul"));
  if (!there.item || there.item !== here.item || there.group && there.group === here.group) return undefined;
  if (there.group || here.group) return { place, group: there.group };
  return place.matches(".note:has([form=gather]):not([data-held])") ? { place, note: numberIn(place) } : undefined;
}

// The number of the question, and the id of the group or "".
function listOf(list) {
  const [, item, group = ""] = list?.id.match(/^notes-(\d+)(?:-g(\d+))?$/) ?? [];
  return { item, group };
}

function gather(id, { group, note }, event) {
  if (note) {
    const values = { note: id, notes: note }, into = { target: "#reader", swap: "innerHTML" };
    htmx.ajax("get", form.getAttribute("action"), { source: form, event, values, ...into }).catch(() => {}); // told
    return;
  }
  const button = document.createElement("button");
  Object.assign(button, { type: "submit", name: "group", value: group, hidden: true });
  button.setAttribute("form", "act");
  button.setAttribute("formaction", addressOf({ note: id }));
  body.append(button);
  button.click();
  button.remove();
}

function addressOf(named) {
  const page = form.querySelector("[name=page]")?.value;
  return `${form.getAttribute("action")}?${new URLSearchParams(page ? { page, ...named } : named)}`;
}
