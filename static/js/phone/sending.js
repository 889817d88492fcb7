// Sends the notes in the outbox: in order, one at a time, again until there is an answer. What was refused stays there,
// to be copied.

import { distrust } from "../live/connection.js";
import { clearErrors } from "../live/errors.js";
import { CONNECTION } from "../live/events.js";
import { render } from "../live/render.js";
import { backoff, jitter, post } from "../live/retry.js";
import { say } from "../live/say.js";
import { add, change, drop, entries, letAllWait, newUuid, wordsOf } from "./outbox.js";
import { showOutbox, showThatTheyWait } from "./outbox_list.js";
import { follow, forgetChoice, keepDraft } from "./writing.js";

const PAUSES = { first: 1000, factor: 2, longest: 8_000 };
const SOON = 300; // ms, when something woke us while we asked
const SLOW = 3000; // ms without an answer before the phone says so
const TWICE = 500; // ms in which a second press of the button is the same press
const TAKES_LONG = {
  kept: "Det tager længere end normalt. Din note er gemt på telefonen.",
  onThisPage: "Det tager længere end normalt. Lad siden være åben, så sender vi din note.",
};
const OPEN = { kept: "", onThisPage: " Lad siden være åben." };
const REFUSED = {
  400: "Teksten kan ikke sendes. Gør den kortere, og prøv igen.",
  403: "Du har ikke længere adgang til mødet. Genindlæs siden.",
  404: "Mødet findes ikke længere, eller du er ikke med i det.",
  413: "Teksten er for lang til at blive sendt. Gør den kortere, og prøv igen.",
};
const fields = new Map(); // uuid: the field its note was just sent from
const emptied = new Set(); // the uuids of those whose field is free for the next note already
let taken = 0; // when a field was last emptied

// --- A note is written -----------------------------------------------------------------------------------------------

document.addEventListener("submit", event => {
  if (!event.target.matches("[data-draft]")) return;
  event.preventDefault();
  const button = buttonOf(event.target), field = event.target.querySelector(".note-field");
  const isTwice = !field.value.trim() && Date.now() - taken < TWICE;
  if (button.getAttribute("aria-disabled") || isTwice) return field.focus(); // which the press took away
  button.setAttribute("aria-disabled", "true");
  take(event.target);
});

const buttonOf = form => form.querySelector(".button.big");

function take(form) {
  const field = form.querySelector(".note-field"), uuid = newUuid();
  field.dataset.sent = field.value;
  field.focus(); // a phone's keyboard stays open only if the press itself asks for it
  fields.set(uuid, field);
  const item = form.querySelector("select")?.value; // chosen at the wrap-up
  const othersWait = entries().some(each => each.waiting), shown = Boolean(field.value.trim()) && item !== "";
  const isKept = add({ uuid, text: field.value, url: form.getAttribute("action"), item, shown, waiting: false });
  keepDraft(field);
  if (isKept && shown) emptyAtOnce(uuid, field); // else the words stay in the field until there is an answer
  follow();
  document.getElementById("said").hidden = true; // of the note before
  if (othersWait) letWait();
  else showOutbox("");
  send();
}

function emptyAtOnce(uuid, field) {
  emptied.add(uuid);
  taken = Date.now();
  empty(field);
  forgetChoice(field.form);
  delete field.dataset.sent;
}

// --- It is sent ------------------------------------------------------------------------------------------------------

let isSending = false, again = false, retry, tries = 0;

async function send() {
  if (isSending) return void (again = true);
  isSending = true;
  clearTimeout(retry);
  let late = 0, entry;
  do {
    again = false;
    while ((entry = entries().find(each => !each.refused))) {
      const answer = await sendOne(entry), waited = entries().find(each => each.uuid === entry.uuid)?.waiting;
      if (!settle(entry, answer, waited)) return wait(answer);
      tries = 0;
      if (waited && answer.status === 200) late += 1;
    }
  } while (again);
  isSending = false;
  if (late) showOutbox(late === 1 ? "Din note er sendt nu" : "Dine noter er sendt nu", true);
}

function wait(answer) {
  letWait(answer.status === 429 ? errorIn(answer.html) + wordsOf(OPEN) : undefined);
  retry = setTimeout(send, again ? jitter(SOON) : backoff(tries++, PAUSES));
  isSending = false;
}

// {status, html}; the status is 0 when our server did not answer.
async function sendOne({ uuid, text, url, item, waiting }) {
  const slow = setTimeout(() => waiting || showOutbox(wordsOf(TAKES_LONG), false, false), SLOW);
  try {
    const note = item === undefined ? { uuid, text } : { uuid, text, item };
    const answer = await post(url, note, { "HX-Request": "true" });
    return { status: answer.response.status, html: answer.text };
  } catch {
    distrust();
    return { status: 0 };
  } finally {
    clearTimeout(slow);
  }
}

// --- It is answered --------------------------------------------------------------------------------------------------

// Returns whether it was an answer: the note is in the meeting, or refused for good. A page from a sign-in in between
// is none.
function settle(entry, answer, waited) {
  if (!isAnswer(answer)) return false;
  const { uuid } = entry, { status } = answer, field = fields.get(uuid), wasEmptied = emptied.delete(uuid);
  const comesBack = status === 422 && !waited && (!wasEmptied || isFree(field));
  fields.delete(uuid);
  if (status === 200 || comesBack) accept(uuid, answer, waited, field);
  else refuse(uuid, answer);
  if (field && comesBack) release(field);
  else if (field && !wasEmptied) empty(field);
  return true;
}

// Nothing else has been written in it, nor is written elsewhere: so what was refused may stand in it again.
function isFree(field) {
  return field.isConnected && !field.value.trim();
}

function isAnswer({ status, html }) {
  if (status === 200 || status === 422) return html.includes('id="said"');
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

function accept(uuid, { html }, waited, field) {
  drop(uuid);
  showOutbox(waited ? undefined : "");
  render(html, !waited, { from: field, isPress: !waited });
  if (waited) document.getElementById("said").hidden = true; // that it is sent now is said once
}

function refuse(uuid, { status, html }) {
  const refused = REFUSED[status] ?? errorIn(html);
  change(uuid, { refused, waiting: false });
  showOutbox();
  say(refused);
}

function errorIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const prefix of page.querySelectorAll(".error .hidden")) prefix.remove();
  const error = page.querySelector(".errors .error, #message");
  return error?.textContent.replace(/\s+/g, " ").trim() || "Noten kunne ikke sendes.";
}

// Everything unsent waits, and the field is free for the next note.
function letWait(words) {
  const fresh = entries().filter(each => !each.refused && !each.waiting);
  letAllWait();
  for (const { uuid } of fresh) if (fields.has(uuid) && !emptied.has(uuid)) empty(fields.get(uuid));
  fields.clear();
  emptied.clear();
  if (fresh.length) showThatTheyWait(words);
  else showOutbox();
}

// --- The field -------------------------------------------------------------------------------------------------------

function release(field) {
  buttonOf(field.closest("form")).removeAttribute("aria-disabled");
  delete field.dataset.sent;
}

function empty(field) {
  const isNext = field.value !== field.dataset.sent; // already the next note
  release(field);
  clearErrors(field.closest(".field"));
  field.defaultValue = ""; // what was refused before: beside it an empty field looks emptied by hand
  if (isNext) return;
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// --- Again -----------------------------------------------------------------------------------------------------------

function wake() {
  tries = 0;
  if (entries().some(each => each.waiting)) send();
}

document.addEventListener(CONNECTION, event => event.detail.isBack && wake());
document.addEventListener("visibilitychange", () => document.hidden || wake());
addEventListener("online", wake);
addEventListener("pageshow", event => event.persisted && wake());

letAllWait(); // from before this page
showOutbox();
wake();
