// Sends the notes in the outbox: in order, one at a time, again until there is an answer. What was refused stays there,
// to be copied.

import { distrust } from "../live/connection.js";
import { clearErrors } from "../live/errors.js";
import { CONNECTION } from "../live/events.js";
import { render } from "../live/render.js";
import { backoff, jitter, post } from "../live/retry.js";
import { say } from "../live/say.js";
import { add, change, drop, entries, letAllWait, newUuid } from "./outbox.js";
import { showOutbox } from "./outbox_list.js";
import { follow, keepDraft } from "./writing.js";

const PAUSES = { first: 1000, factor: 2, longest: 8_000 };
const SOON = 300; // ms, when something woke us while we asked
const WAITS = "Du har mistet forbindelsen. Din note er gemt på telefonen og bliver sendt, når forbindelsen er tilbage.";
const BUSY = "Vi kan ikke gemme lige nu. Din note er gemt på telefonen og bliver sendt om lidt.";
const BACK = "Forbindelsen er tilbage. Dine noter er sendt.";
const REFUSED = {
  400: "Teksten kan ikke sendes. Gør den kortere, og prøv igen.",
  403: "Du har ikke længere adgang til mødet. Genindlæs siden.",
  404: "Mødet findes ikke længere, eller du er ikke med i det.",
  413: "Teksten er for lang til at blive sendt. Gør den kortere, og prøv igen.",
};
const fields = new Map(); // uuid: the field its note was just sent from

// --- A note is written -----------------------------------------------------------------------------------------------

document.addEventListener("submit", event => {
  if (!event.target.matches("[data-draft]")) return;
  event.preventDefault();
  const button = event.target.querySelector(".button.big");
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  take(event.target);
});

function take(form) {
  const field = form.querySelector(".note-field"), uuid = newUuid();
  field.dataset.sent = field.value;
  field.focus(); // a phone's keyboard stays open only if the press itself asks for it
  fields.set(uuid, field);
  const othersWait = entries().some(each => each.waiting);
  add({ uuid, text: field.value, url: form.getAttribute("action"), waiting: false });
  keepDraft(field);
  follow();
  document.getElementById("said").hidden = true; // of the note before
  if (othersWait) letWait(WAITS);
  else showOutbox("");
  send();
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
      if (!settle(entry, answer, waited)) return wait(answer.status ? BUSY : WAITS);
      tries = 0;
      if (waited && answer.status === 200) late += 1;
    }
  } while (again);
  isSending = false;
  if (late) showOutbox(BACK, true);
}

function wait(words) {
  letWait(words);
  retry = setTimeout(send, again ? jitter(SOON) : backoff(tries++, PAUSES));
  isSending = false;
}

// {status, html}; the status is 0 when our server did not answer.
async function sendOne({ uuid, text, url }) {
  try {
    const answer = await post(url, { uuid, text }, { "HX-Request": "true" });
    return { status: answer.response.status, html: answer.text };
  } catch {
    distrust();
    return { status: 0 };
  }
}

// --- It is answered --------------------------------------------------------------------------------------------------

// Returns whether it was an answer: the note is in the meeting, or refused for good. A page from a sign-in in between
// is none.
function settle(entry, answer, waited) {
  if (!isAnswer(answer)) return false;
  const { uuid } = entry, { status } = answer, field = fields.get(uuid);
  fields.delete(uuid);
  if (status === 200 || (status === 422 && !waited)) accept(uuid, answer, waited, field);
  else refuse(uuid, answer);
  if (field && status === 422 && !waited) release(field);
  else if (field) empty(field);
  return true;
}

function isAnswer({ status, html }) {
  if (status === 200 || status === 422) return html.includes('id="said"');
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

function accept(uuid, { html }, waited, field) {
  drop(uuid);
  showOutbox();
  render(html, !waited, { from: field, isPress: !waited });
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
  for (const { uuid } of fresh) if (fields.has(uuid)) empty(fields.get(uuid));
  fields.clear();
  showOutbox(fresh.length ? words : undefined);
}

// --- The field -------------------------------------------------------------------------------------------------------

function release(field) {
  field.closest("form").querySelector(".button.big").removeAttribute("aria-disabled");
  delete field.dataset.sent;
}

function empty(field) {
  const isNext = field.value !== field.dataset.sent; // already the next note
  release(field);
  clearErrors(field.closest(".field"));
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
