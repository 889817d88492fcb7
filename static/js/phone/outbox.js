// The notes of this phone that the server has not taken yet: kept in the browser until it says yes or no, each with a
// uuid, so that no lost connection loses one and no second try makes two.

import { load, nameOf, remove, save } from "../live/store.js";

const KEY = `outbox ${document.getElementById("mine").dataset.key}`;
const PROBE = "probe";
const UNSENT = "Du nåede ikke at sende:"; // the meeting closed

// [{uuid, text, url, item, shown, waiting, refused}], oldest first; `item`: the question, where one is chosen. Shared
// by the browser's tabs; in memory only, where the browser keeps nothing.
let inMemory = [], isKept = keepsAnything();

export function entries() {
  const kept = isKept ? load(KEY) : undefined;
  if (kept === undefined) return inMemory;
  return Array.isArray(kept) ? kept.filter(isEntry) : [];
}

// Some browsers read, and refuse to write.
function keepsAnything() {
  return save(PROBE, true) && remove(PROBE);
}

// What is not ours, or of another version, is passed over.
function isEntry(each) {
  if (!/^[0-9a-f]{32}$/.test(each?.uuid) || typeof each.text !== "string") return false;
  return typeof each.refused === "string" || String(each.url).startsWith(location.pathname);
}

function keep(list) {
  inMemory = list;
  isKept = list.length ? save(KEY, list) : remove(KEY) && keepsAnything();
}

// Returns whether the browser keeps it.
export function add(entry) {
  keep([...entries(), entry]);
  return isKept;
}

// Of two sentences, the one that is true here. {kept, onThisPage}
export const wordsOf = ({ kept, onThisPage }) => isKept ? kept : onThisPage;

export function drop(uuid) {
  keep(entries().filter(each => each.uuid !== uuid));
}

export function change(uuid, changes) {
  keep(entries().map(each => each.uuid === uuid ? { ...each, ...changes } : each));
}

export function letAllWait() {
  keep(entries().map(each => each.refused ? each : { ...each, waiting: true }));
}

// A text that can no longer be sent, so that it can be read and copied.
export function addUnsent(text) {
  add({ uuid: newUuid(), text, refused: UNSENT });
}

export function newUuid() { // crypto.randomUUID is for https only
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  return Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("");
}

// Another tab changed it.
export function onOtherTab(listener) {
  addEventListener("storage", event => event.key === nameOf(KEY) && listener());
}
