// The fields of a page. What a person types or chooses is kept in the browser until the server has said yes, under the
// address it is sent to, and offered again in the same place. What the browser fills in by itself beside a token is set
// back.

import "./errors.js";
import { SWAPPED } from "./events.js";
import "./resumed.js";
import { keysFrom, load, otherSeatsWith, remove, save } from "./store.js";

// --- What is typed ---------------------------------------------------------------------------------------------------
// Texts that save themselves and new notes keep and restore what is theirs. A choice that is saved at once goes back by
// itself (`choices.js`).

const TYPED = ":is(textarea, input[type=text], input[type=checkbox], select)[id]:not([readonly])";
const BY_ITSELF = "[data-autosave], [data-draft], [hx-trigger=change]";
const OFFER = "Du var i gang med at skrive noget her";
const CHOSEN = "Du havde valgt noget her";
const SHORT = 160; // characters that are shown of what is offered, until somebody asks for the rest
const PREFIX = "field ";
const offers = new WeakMap(); // field: the text that is offered for it

const isKept = field => Boolean(document.body.dataset.seat) && field.matches(TYPED) && !field.closest(BY_ITSELF);
const addressOf = field => field.form?.getAttribute("action") ?? location.pathname;
const keyOf = field => `${PREFIX}${addressOf(field)} ${field.id}`;
const same = (a, b) => a?.trim() === b.trim();
const isCheck = field => field.type === "checkbox";
const isList = field => field.localName === "select";
const isChoice = field => isCheck(field) || isList(field);
const chosenFirst = field => Math.max([...field.options].findIndex(option => option.defaultSelected), 0);
// What stands in it, and what the server sent; a check mark is "on" or nothing.
const valueOf = field => isCheck(field) ? (field.checked ? "on" : "") : field.value;
function first(field) {
  if (isCheck(field)) return field.defaultChecked ? "on" : "";
  return isList(field) ? field.options[chosenFirst(field)]?.value : field.defaultValue;
}
const typedIn = place => [...place.querySelectorAll(TYPED)].filter(isKept);

addEventListener("input", ({ target }) => isKept(target) && keep(target));
document.addEventListener("htmx:beforeOnLoad", event => {
  const { xhr, requestConfig, elt } = event.detail;
  if (!event.defaultPrevented && requestConfig.verb !== "get" && xhr.status < 300) forgetSent(elt);
});
document.addEventListener(SWAPPED, event => {
  offerAll(event.target);
  hintAll(event.target);
});
forgetAnswered();
if ("over" in document.body.dataset) clearOthers();
offerAll(document);
hintAll(document);
for (const offer of document.querySelectorAll("[data-offer]")) {
  const details = offer.closest("details:not(.popup)");
  if (details) details.open = true;
}

// What was typed for addresses that begin like this, taken out of where it is kept: [text].
export function takeTyped(address) {
  const keys = keysFrom(PREFIX + address), kept = keys.map(key => load(key));
  keys.forEach(key => remove(key));
  return kept.map(each => wordsOf(each)).filter(Boolean);
}

// What was typed for an address to which nothing can be sent any more.
export function forget(address) {
  for (const key of keysFrom(`${PREFIX}${address} `)) remove(key);
}

// The meeting is over: what this seat has kept for fields that are not on this page has no place any more.
function clearOthers() {
  const here = new Set(typedIn(document).map(keyOf));
  for (const key of keysFrom("")) if (!here.has(key)) remove(key);
}

export function wordsOf(kept, between = "\n") {
  return [kept?.before, kept?.text].filter(each => typeof each === "string" && each.trim()).join(between);
}

function keep(field) {
  if (isChoice(field)) removeOffer(field); // another choice takes its place
  const before = offers.get(field), isTyped = valueOf(field) !== first(field);
  if (isTyped || before) save(keyOf(field), { text: isTyped ? valueOf(field) : "", before });
  else remove(keyOf(field));
}

// A form that the browser is about to send by itself. The page it leads to tells whether the server said yes.
export function markSent(form) {
  for (const field of typedIn(form)) {
    const kept = load(keyOf(field));
    if (kept) save(keyOf(field), { ...kept, sentFrom: location.pathname });
  }
}

// The server says yes to such a form by sending the browser on.
function forgetAnswered() {
  const [{ redirectCount } = {}] = performance.getEntriesByType("navigation");
  if (!redirectCount || !document.referrer) return;
  const { pathname } = new URL(document.referrer);
  for (const of of [undefined, ...otherSeatsWith(PREFIX)]) {
    for (const key of keysFrom(PREFIX, of)) if (load(key, of)?.sentFrom === pathname) remove(key, of);
  }
}

function forgetSent(form) {
  if (!form.querySelectorAll) return;
  for (const field of typedIn(form)) {
    const kept = load(keyOf(field));
    if (!kept || kept.text !== (isCheck(field) ? valueOf(field) : field.dataset.sent)) continue;
    if (kept.before) save(keyOf(field), { text: "", before: kept.before });
    else remove(keyOf(field));
  }
}

// --- It is offered ---------------------------------------------------------------------------------------------------

function offerAll(place) {
  for (const field of typedIn(place)) offer(field);
}

function offer(field) {
  const between = field.localName === "textarea" ? "\n" : " ";
  const kept = load(keyOf(field)), isThere = same(kept?.text, valueOf(field)); // only what was offered before is not
  const words = wordsOf(isThere ? { before: kept.before } : kept, between);
  if (!words || same(words, valueOf(field)) || offers.has(field)) return;
  const shown = inWords(field, words);
  if (!shown) return remove(keyOf(field)); // nothing to choose any more
  offers.set(field, words);
  endOf(field).after(offerFor(field, shown, () => use(field, words, between)));
}

function inWords(field, kept) {
  if (isCheck(field)) return field.labels[0]?.textContent.trim();
  return isList(field) ? [...field.options].find(option => option.value === kept)?.label : kept;
}

// A check mark stands in its label.
function endOf(field) {
  return field.closest("label") ?? field;
}

function offerFor(field, words, use) {
  const place = document.createElement("div");
  const text = document.createElement("p"), answers = document.createElement("p");
  place.className = "offer";
  place.dataset.offer = "";
  text.textContent = words.length > SHORT ? `${words.slice(0, SHORT).trimEnd()} …` : words;
  answers.className = "row";
  answers.append(button("Brug det", () => answer(field, use)), button("Slet det", () => answer(field)));
  if (words.length > SHORT) answers.append(button("Vis det hele", ({ target }) => {
    target.remove();
    text.textContent = words;
  }));
  place.append(hint(`${isChoice(field) ? CHOSEN : OFFER}:`), text, answers);
  return place;
}

function answer(field, act) {
  removeOffer(field);
  act?.();
  keep(field);
  field.focus();
}

function removeOffer(field) {
  if (!offers.delete(field)) return;
  const next = endOf(field).nextElementSibling;
  if (next?.matches("[data-offer]")) next.remove();
}

function hint(words) {
  const line = document.createElement("p");
  line.className = "hint";
  line.textContent = words;
  return line;
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button word";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

// Where a form must be opened first, beside what opens it.
function hintAll(place) {
  for (const link of place.querySelectorAll("main a[hx-get]")) {
    const address = link.getAttribute("hx-get").split("?")[0], isIn = field => addressOf(field) === address;
    if (link.closest("form") || !keysFrom(`${PREFIX}${address} `).length || typedIn(document).some(isIn)) continue;
    const line = document.createElement("span");
    line.className = "hint";
    line.dataset.begun = "";
    line.textContent = `${OFFER}.`;
    link.after(" ", line);
  }
}

// What has been typed meanwhile stays, below it.
function use(field, words, between) {
  write(field, isChoice(field) || field.value === first(field) ? words : [words, field.value].join(between));
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- What the browser fills in ---------------------------------------------------------------------------------------
// After Back, after a crash, when its session is restored it would put an old text beside a revision that only the
// server may set. Those forms say autocomplete="off", and what is filled in all the same is set back to what the server
// sent, unless a person or this page wrote it.

const FIELDS = 'form[autocomplete="off"] :is(textarea, select, input:not([type=hidden]))';
const written = new WeakSet(window.entered); // of entered.js

addEventListener("focusin", event => written.add(event.target)); // nobody types where the focus is not
addEventListener("input", hear, true);
setBack();
addEventListener("DOMContentLoaded", setBack);
addEventListener("DOMContentLoaded", () => setTimeout(tellEntered)); // when everybody listens
addEventListener("load", setBack);
addEventListener("pageshow", event => event.persisted || setBack()); // a page that was only asleep is as it was left

// This page writes it: something it has kept itself, with the revision that belongs to it.
export function write(field, text) {
  written.add(field);
  if (isCheck(field)) field.checked = Boolean(text);
  else field.value = text;
}

// Firefox tells of what it restores as if somebody had typed it: nothing may save that.
function hear(event) {
  const { target: field } = event;
  if (!event.isTrusted) written.add(field); // by a script, which a person has asked for it
  if (!field.matches(FIELDS) || isWritten(field)) return;
  event.stopImmediatePropagation();
  setFirst(field);
}

// A line may be so slow that people write before the scripts have come: that is heard as if it were written now.
function tellEntered() {
  for (const field of window.entered) {
    if (!field.isConnected || !field.matches(TYPED) || valueOf(field) === first(field)) continue;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (isChoice(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function isWritten(field) {
  return written.has(field) || field === document.activeElement;
}

function setBack() {
  for (const field of document.querySelectorAll(FIELDS)) if (!isWritten(field)) setFirst(field);
}

function setFirst(field) {
  if (isCheck(field)) field.checked = field.defaultChecked;
  else if (!isList(field)) {
    if (field.value !== field.defaultValue) field.value = field.defaultValue;
  } else if (field.selectedIndex !== chosenFirst(field)) field.selectedIndex = chosenFirst(field);
}
