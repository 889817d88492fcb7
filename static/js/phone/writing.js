// What is being written in the field for a new note: kept at each key, and there still when the meeting moves on.

import { count } from "../components/notes.js";
import { isRefused, onFailure } from "../live/answers.js";
import { BEFORE_SWAP, CONNECTION, SWAPPED } from "../live/events.js";
import { takeTyped } from "../live/fields.js";
import { render } from "../live/render.js";
import { jitter } from "../live/retry.js";
import { keysFrom, load, nameOf, remove, save } from "../live/store.js";
import { addUnsent } from "./outbox.js";
import { showOutbox } from "./outbox_list.js";

// --- The draft -------------------------------------------------------------------------------------------------------
// Kept until the note is sent or waits in the outbox. The browser's tabs share it: what is written in one stands in the
// others at once, and what one has not heard of is never overwritten.

const PREFIX = "note ";
const known = new WeakMap(); // field: its draft as it was last kept or read here

const keyOf = field => PREFIX + field.closest("[data-draft]").dataset.draft;
const isOnItsWay = field => field.value === field.dataset.sent;

document.addEventListener("input", ({ target }) => target.matches("[data-draft] .note-field") && keepDraft(target));
document.addEventListener(SWAPPED, event => restoreAll(event.target));
addEventListener("storage", ({ key }) => hearAll(field => nameOf(keyOf(field)) === key));
addEventListener("pageshow", event => event.persisted && hearAll()); // asleep it heard nothing
restoreAll(document);

export function keepDraft(field) {
  const key = keyOf(field);
  join(field, load(key));
  const text = isOnItsWay(field) ? "" : field.value;
  known.set(field, text);
  if (text) save(key, text);
  else remove(key);
  if (text.trim()) unfold(field);
}

// If it is folded while people talk (lying.js): it holds words.
export function unfold(field) {
  const folded = field.closest(".note-fold");
  if (folded) folded.open = true;
}

// What was kept before or by another tab, and this field has not heard of, stands above what is written here.
function join(field, kept) {
  if (!kept || kept === known.get(field) || field.value.includes(kept)) return;
  field.value = [kept, field.value].filter(text => text.trim()).join("\n");
}

function hearAll(isMeant = () => true) {
  [...document.querySelectorAll("[data-draft] .note-field")].filter(isMeant).forEach(hear);
}

function hear(field) {
  const kept = load(keyOf(field)) ?? "";
  if (isOnItsWay(field)) return; // it comes when the field is free
  if (field.value !== known.get(field)) return keepDraft(field);
  known.set(field, kept);
  if (field.value === kept) return;
  field.value = kept;
  if (kept) unfold(field);
  count(field);
  if (!kept) follow();
}

function restoreAll(place) {
  for (const form of place.querySelectorAll("[data-draft]")) restore(form);
}

function restore(form) {
  const field = form.querySelector(".note-field"), choice = form.querySelector("select");
  if (choice && !choice.value) choice.value = load(choiceOf(form)) ?? "";
  keepDraft(field); // also what was written before this script came, and what the server sent back with an error
  count(field);
}

// At the wrap-up, the question that it is written to.
function choiceOf(form) {
  return `item ${form.dataset.draft}`;
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-draft] select")) save(choiceOf(target.form), target.value);
});

export function forgetChoice(form) {
  const choice = form.querySelector("select");
  if (!choice) return;
  choice.value = "";
  remove(choiceOf(form));
}

// Those of a meeting, taken out of where they are kept.
function takeDrafts(meeting) {
  const keys = keysFrom(`${PREFIX}${meeting}/`), texts = keys.map(key => load(key));
  keys.forEach(key => remove(key));
  return texts.filter(text => typeof text === "string");
}

// --- The meeting moves on --------------------------------------------------------------------------------------------
// An empty field follows at once: the next one came together with its question. A half-written note, new or being
// edited, stays and is kept under its own question, or is moved by a press. When the meeting is over nothing more can
// be sent: then the words go where they can be read and copied.

const RETRY = 3000; // ms
const meetingPlace = () => document.getElementById("screen").dataset.place;
const nextTemplate = () => document.querySelector("#screen > [data-next]");
const next = () => nextTemplate().content.firstElementChild;

export function follow() {
  const mine = document.getElementById("mine");
  if (meetingPlace() === "closed") handIn(mine);
  const moved = mine.dataset.item !== next().dataset.item, editing = isEditing(mine);
  const stays = isWriting(mine) || editing;
  showElsewhere(mine, moved && stays, editing);
  if (moved && !stays) bringField();
}

function showElsewhere(mine, isShown, editing) {
  const elsewhere = mine.querySelector(".elsewhere"), button = elsewhere?.querySelector("button");
  if (!elsewhere) return;
  elsewhere.hidden = !isShown;
  if (isShown) unfold(elsewhere);
  button.hidden = editing || !next().querySelector(".note-form:not(:has(select))"); // to no question that is not chosen
  button.querySelector(".number").textContent = next().dataset.item;
}

// Renders the field for this question, and asks for my own notes to it.
function bringField() {
  render(nextTemplate().innerHTML, false);
  askForOwn();
}

function askForOwn() {
  htmx.trigger(document.getElementById("mine"), "refresh");
}

// The words come first to the new place, and only then go from the old one: other tabs hear of both.
document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-move]")) return;
  const old = document.querySelector(".note-form .note-field"), text = old.value;
  old.value = "";
  bringField();
  const field = document.querySelector(".note-form .note-field");
  field.value = [field.value, text].filter(each => each.trim()).join("\n");
  keepDraft(field);
  keepDraft(old);
  count(field);
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
});

function isWriting(mine) {
  const field = mine.querySelector(".note-form .note-field");
  return Boolean(field?.value.trim()) && field.value !== field.dataset.sent;
}

// The field for a new note beside it stays with its question too.
function isEditing(mine) {
  return mine.querySelector(".own .note-field") !== null;
}

function handIn(mine) {
  const texts = new Set([...takeDrafts(mine.dataset.key), ...takeTyped(`${location.pathname}noter/`)]);
  for (const field of mine.querySelectorAll(".note-field")) {
    const isNew = field.matches(".note-form *"), isChanged = isNew || field.value !== field.defaultValue;
    if (field.value.trim() && field.value !== field.dataset.sent && isChanged) texts.add(field.value);
    if (isNew) field.value = "";
    else field.closest("form").remove();
  }
  for (const text of texts) addUnsent(text);
  if (texts.size) showOutbox();
}

// --- When ------------------------------------------------------------------------------------------------------------

document.addEventListener(SWAPPED, ({ target }) => {
  if (target.id === "screen" || target.matches(".own .note")) follow();
});
document.addEventListener("change", ({ target }) => target.matches(".note-field") && !target.value && follow());
document.addEventListener(CONNECTION, event => {
  if (!event.detail.isBack) return;
  follow();
  if (isBlank()) askForOwn();
});
addEventListener("load", () => meetingPlace() === "closed" && follow());

// My own notes to this question did not come: again in a moment, unless they never will.
onFailure(document, ({ detail: { elt, xhr } }) => {
  if (elt.id === "mine" && !isRefused(xhr)) setTimeout(() => isBlank() && askForOwn(), jitter(RETRY));
});

const isBlank = () => "blank" in document.getElementById("mine").dataset;

// --- What stays ------------------------------------------------------------------------------------------------------

document.addEventListener(BEFORE_SWAP, event => {
  const { target, detail: { fresh } } = event;
  if (target.id === "mine" && !isRefusal(fresh) && isOverdue(fresh)) {
    event.preventDefault();
    if (isConfirmed(fresh)) target.querySelector("#said").replaceWith(fresh.querySelector("#said"));
    return;
  }
  if (fresh.dataset.item === target.dataset.item) {
    if (target.id !== "mine" || isConfirmed(fresh) || isRefusal(fresh)) return;
    // The field is there already, and perhaps words in it: only my own notes are new.
    if ("blank" in target.dataset) {
      event.preventDefault();
      takeOwn(target, fresh);
    }
    // Asked for before the answer to the note that has just been confirmed: that one brought the rest too.
    if (isConfirmed(target)) event.preventDefault();
    return;
  }
  // An answer that comes when the next question's field is there already brings no field of its own.
  if (target.id === "write") event.preventDefault();
  // Somebody who began to write while the next question's field was on its way keeps the one they write in.
  if (target.id === "mine" && (isWriting(target) || isEditing(target))) {
    event.preventDefault();
    if (isConfirmed(fresh)) target.querySelector("#said").replaceWith(fresh.querySelector("#said"));
    follow();
  }
});

// An answer from before the move that has been rendered here since.
function isOverdue({ dataset: { event, item } }) {
  return item !== next().dataset.item && Number(event) < Number(document.body.dataset.after);
}

function takeOwn(mine, fresh) {
  delete mine.dataset.blank;
  const missing = [...fresh.querySelectorAll(".own [id^=own-].note")].filter(({ id }) => !document.getElementById(id));
  render(missing.map(note => note.outerHTML).join(""), false);
}

function isRefusal(mine) {
  return mine.querySelector(".note-form [aria-invalid]") !== null;
}

function isConfirmed(mine) {
  return !mine.querySelector("#said").hidden;
}
