// What htmx asks for: an answer is rendered by the ids in it, or opens in the dialog; if none comes the page says so.

import { distrust } from "./connection.js";
import { CONNECTION, SWAPPED, emit } from "./events.js";
import { holdFocus, pressOf } from "./focus.js";
import { render } from "./render.js";
import { freshToken, isOurs, useToken } from "./retry.js";
import { say } from "./say.js";

const { body } = document;
const fieldsOf = element => element.querySelectorAll?.("textarea, input, select") ?? [];
const isGet = event => event.detail.requestConfig.verb === "get";

// --- An answer -------------------------------------------------------------------------------------------------------

// Also when what asked for it has been replaced meanwhile. Only what names a target of its own is htmx's to swap.
body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.target === detail.elt) detail.target = body;
});
body.addEventListener("htmx:beforeSwap", event => {
  const { detail } = event;
  if (!isOurs(detail.xhr)) detail.shouldSwap = false; // what asked for it has been replaced: see below
  if (detail.target === dialog && !staysOpen(event)) detail.target = body;
  if (detail.target !== body || !detail.shouldSwap) return;
  detail.shouldSwap = false;
  render(detail.serverResponse, true, pressOf(detail.xhr));
});

// What was sent is not "typed" any more: the answer may replace it.
body.addEventListener("htmx:beforeRequest", event => {
  if (isGet(event)) return;
  for (const field of fieldsOf(event.detail.elt)) field.dataset.sent = field.value;
  document.getElementById("message")?.replaceChildren();
});

document.addEventListener(SWAPPED, ({ target }) => {
  if (target.id === "message" && target.textContent.trim()) target.classList.add("message");
});

// --- A press ---------------------------------------------------------------------------------------------------------
// In one form htmx sends one press after another, lets only the last one wait, and takes it for the button that has the
// focus by then. So each press of a button of the page's form has a copy of that form, which stays until the answer has
// come: the button may be swapped away meanwhile.

const pressed = new WeakSet(); // buttons whose answer has not come
let moved = Promise.resolve(); // when the last press that moves the meeting is answered: the next goes on from there

addEventListener("submit", event => {
  const { target: form, submitter: button } = event;
  if (form.id !== "act" || !button) return;
  event.preventDefault();
  event.stopPropagation();
  if (pressed.has(button)) return;
  pressed.add(button);
  const isMove = "key" in button.dataset, now = () => document.getElementById(button.id) ?? button;
  const answered = isMove ? moved.then(() => press(form, now(), event)) : press(form, button, event);
  if (isMove) moved = answered;
  answered.then(() => pressed.delete(button));
}, true);

async function press(form, button, event) {
  const copy = form.cloneNode(true), { name, value } = button, values = name ? { [name]: value } : {};
  copy.removeAttribute("id");
  body.append(copy);
  const sent = htmx.ajax("post", button.getAttribute("formaction"), { source: copy, event, values });
  sent.catch(() => {}); // its events tell
  await answerTo(copy);
  copy.remove();
}

// Resolves when everybody has heard how it went.
function answerTo(form) {
  return new Promise(done => form.addEventListener("htmx:afterRequest", ({ detail: { xhr, requestConfig } }) => {
    if (!freshToken(xhr) || isAgain(requestConfig)) setTimeout(done); // else it is sent again
  }));
}

// --- An answer to be read --------------------------------------------------------------------------------------------
// "Læs om temaet" opens over the room, so that the page still follows the meeting.

const dialog = document.getElementById("reader");
let restoreFocus; // what opened it may be gone when it closes

dialog.addEventListener("htmx:afterSwap", () => {
  dialog.setAttribute("aria-label", dialog.querySelector("h1").textContent);
  dialog.prepend(closeButton());
  if (!dialog.open) {
    restoreFocus = holdFocus();
    dialog.showModal();
  }
  dialog.scrollTop = 0;
  emit(SWAPPED, { isNew: false }, dialog);
});
dialog.addEventListener("close", () => restoreFocus());
dialog.addEventListener("click", event => event.target === dialog && dialog.close());

// What a view refuses comes as a message, also where something was only to be shown.
function staysOpen(event) {
  const { status } = event.detail.xhr;
  return isGet(event) && status !== 409 || status === 422;
}

function closeButton() {
  const button = document.createElement("button");
  button.className = "button plain";
  button.textContent = "Luk";
  button.addEventListener("click", () => dialog.close());
  return button;
}

// --- A token that a login in another tab made stale ------------------------------------------------------------------

const AGAIN = "X-Again"; // on what is sent a second time, and then never a third

body.addEventListener("htmx:beforeOnLoad", event => {
  const { xhr, requestConfig } = event.detail, token = freshToken(xhr);
  if (!token) return;
  useToken(token);
  if (isAgain(requestConfig)) return;
  event.preventDefault();
  setTimeout(sendAgain, 0, requestConfig); // when htmx is done with the first
});

// The form as it stands now, with the button that was pressed.
function sendAgain({ verb, path, elt, triggeringEvent }) {
  const { name, value } = triggeringEvent?.submitter ?? {};
  const values = name ? { [name]: value } : {};
  const sent = htmx.ajax(verb, path, { source: elt, event: triggeringEvent, values, headers: { [AGAIN]: "1" } });
  sent.catch(() => {}); // its events tell
}

export function isAgain({ headers }) {
  return AGAIN in headers;
}

// --- None ------------------------------------------------------------------------------------------------------------
// What was typed still stands where it was typed.

// A proxy's answer is none.
body.addEventListener("htmx:beforeOnLoad", event => {
  const { detail } = event;
  if (isOurs(detail.xhr)) return;
  event.preventDefault();
  htmx.trigger(detail.elt, "htmx:sendError", detail);
});

const NO_ANSWER = ["htmx:sendError", "htmx:timeout"];
const REFUSED = "htmx:responseError";
const LOST = "Forbindelsen er væk, så det blev ikke sendt. Det, du skrev, står stadig i feltet. Prøv igen om lidt.";
const UNCHANGED = "Vi har ingen forbindelse, så intet er ændret. Prøv igen om lidt."; // nothing had been typed
const UNMOVED = "Vi har ingen forbindelse. Mødet står stadig ved spørgsmål";
const STANDS = 8000; // ms it stands when the line turns out to be good, for it must be read
const SLOW = 3000; // ms without an answer before the page says so
const TAKES_LONG = "Det tager længere end normalt. Vi venter på svar.";
const WORDS = {
  400: "Teksten er for lang eller kan ikke sendes. Gør den kortere, og prøv igen.",
  403: "Det findes ikke længere, eller du har ikke adgang til det. Genindlæs siden.",
  404: "Det findes ikke længere, eller du har ikke adgang til det. Genindlæs siden.",
  413: "Teksten er for lang eller kan ikke sendes. Gør den kortere, og prøv igen.",
  429: "Du skriver hurtigere, end vi kan følge med til. Det, du skrev, står stadig i feltet. Prøv igen om lidt.",
};
const STALE = "Siden er blevet for gammel. Kopiér det, du har skrevet, og genindlæs siden.";
const BUSY = "Vi kan ikke gemme lige nu. Det, du skrev, står stadig i feltet. Prøv igen om lidt.";

export function onFailure(element, listener) {
  for (const name of [...NO_ANSWER, REFUSED]) element.addEventListener(name, listener);
}

// An act in the dialog closes it: what it changed, or why it did not, stands on the page. A form with errors stays.
for (const name of ["htmx:beforeOnLoad", ...NO_ANSWER]) {
  dialog.addEventListener(name, event => staysOpen(event) || dialog.close());
}

// Whether the same request would fail again.
export function isRefused(xhr) {
  return isOurs(xhr) && xhr.status >= 400 && xhr.status < 500 && xhr.status !== 429;
}

onFailure(body, event => {
  if (isGet(event)) return; // it sent nothing: a note may be under way beside it
  for (const field of fieldsOf(event.detail.elt)) delete field.dataset.sent;
});
onFailure(document, ({ type, detail }) => {
  if (type !== REFUSED) distrust();
  const isPressed = detail.requestConfig.triggeringEvent?.isTrusted;
  if (isGet({ detail }) && !isPressed) return; // the page followed the meeting
  // What a script tries again is read aloud once.
  tell(type === REFUSED ? wordsFor(detail.xhr) : lostWords(detail), isPressed);
});

function lostWords({ elt, requestConfig }) {
  if ([...fieldsOf(elt)].some(({ type }) => type !== "hidden")) return LOST;
  const isMove = ["next", "previous"].includes(requestConfig.triggeringEvent?.submitter?.id);
  const number = parseInt(document.getElementById("screen")?.dataset.place);
  return isMove && number ? `${UNMOVED} ${number}. Prøv igen om lidt.` : UNCHANGED;
}

body.addEventListener("htmx:beforeRequest", ({ detail: { xhr, requestConfig } }) => {
  if (!requestConfig.triggeringEvent?.isTrusted) return;
  const slow = setTimeout(show, SLOW, TAKES_LONG); // read aloud is how it went
  xhr.addEventListener("loadend", () => {
    clearTimeout(slow);
    takeBack(TAKES_LONG);
  });
});

// What is true only without a line goes when it is back, and a while later where the line was only doubted.
let goes;

document.addEventListener(CONNECTION, ({ detail: { online, isBack } }) => {
  clearTimeout(goes);
  if (online) goes = setTimeout(takeBack, isBack ? 0 : STANDS, LOST, UNCHANGED, UNMOVED);
});

function takeBack(...beginnings) {
  const message = document.getElementById("message"), words = message.textContent.trim();
  if (beginnings.some(each => words.startsWith(each))) message.replaceChildren();
}

function wordsFor(xhr) {
  return freshToken(xhr) ? STALE : WORDS[xhr.status] ?? BUSY;
}

// Shows it in place of the last message, and reads it aloud. `again`: also when it is the same as the last.
export function tell(words, again = true) {
  show(words);
  say(words, again);
}

function show(words) {
  const message = document.getElementById("message"), paragraph = document.createElement("p");
  message.className = "message is-waiting";
  message.removeAttribute("role"); // of what the page came with: this is said by `say`
  paragraph.textContent = words;
  message.replaceChildren(paragraph);
}
