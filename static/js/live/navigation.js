// Leaving the page by a link or a form: only when our server answers. A proxy's page would have no way back. Until then
// the page stays, says why, and tries again.

import { markSent } from "./fields.js";
import { ask, jitter } from "./retry.js";

const PAUSE = 3000; // ms between tries
const SLOW = 2000; // ms without an answer before the page says so
const OPENS = "Ingen forbindelse. Siden åbner, når forbindelsen er tilbage.";
const SENDS = "Ingen forbindelse. Det er ikke sendt endnu. Vi sender det, når forbindelsen er tilbage.";
const ANEW = ["csrfmiddlewaretoken", "uuid"]; // fields that are new each time a form is rendered
let attempts = 0, isSending = false;
let formWaits = false; // what somebody pressed to send is sent, whatever is pressed or typed meanwhile

// After everybody else has heard of it: what a script answers is prevented.
addEventListener("click", event => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || !isOurs(link, event)) return;
  event.preventDefault();
  leave(() => location.assign(link.href), OPENS);
});
addEventListener("submit", event => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  leave(() => send(event.target, event.submitter), SENDS);
});
// The second time nobody else hears of it, so that nothing is asked or done twice.
addEventListener("submit", event => isSending && event.stopImmediatePropagation(), true);

function isOurs(link, { button, altKey, ctrlKey, metaKey, shiftKey }) {
  if (button || altKey || ctrlKey || metaKey || shiftKey || link.target || link.hasAttribute("download")) return false;
  const { origin, pathname, search } = location;
  return link.origin === origin && !(link.hash && link.pathname === pathname && link.search === search);
}

function send(form, submitter) {
  const isHere = form.isConnected && submitter?.isConnected !== false;
  const here = isHere ? form : [...document.forms].find(each => isSame(each, form));
  const button = isHere ? submitter : here && submitter && buttonLike(submitter, here);
  if (!here || submitter && !button) return; // meanwhile the page has become another
  markSent(here);
  isSending = true;
  here.requestSubmit(button);
  isSending = false;
}

// The same form rendered again: it would send the same to the same place.
function isSame(one, other) {
  return one.getAttribute("action") === other.getAttribute("action") && saidIn(one) === saidIn(other);
}

function saidIn(form) {
  return JSON.stringify([...new FormData(form)].filter(([name]) => !ANEW.includes(name)));
}

function buttonLike({ name, value, textContent }, form) {
  const isLike = each => each.name === name && each.value === value && each.textContent === textContent;
  return [...form.elements].find(each => each.type === "submit" && isLike(each));
}

// --- It waits --------------------------------------------------------------------------------------------------------

async function leave(go, words) {
  if (formWaits) return;
  formWaits = words === SENDS;
  const attempt = ++attempts, slow = setTimeout(tell, SLOW, words);
  let answered;
  while (!(answered = await isThere()) && attempt === attempts) {
    tell(words);
    await new Promise(done => setTimeout(done, jitter(PAUSE)));
    if (attempt !== attempts) break;
  }
  clearTimeout(slow);
  if (attempt !== attempts) return;
  stay();
  if (answered) go();
}

async function isThere() {
  try {
    await ask(document.body.dataset.here, { method: "HEAD", cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}

// It is not left after all.
function stay() {
  attempts += 1;
  formWaits = false;
  document.getElementById("leaving")?.remove();
}

function tell(words) {
  if (document.getElementById("leaving")?.dataset.words === words) return;
  document.getElementById("leaving")?.remove();
  const message = document.createElement("div"), paragraph = document.createElement("p");
  const button = document.createElement("button");
  message.id = "leaving";
  message.className = "message is-waiting leaving";
  message.setAttribute("role", "alert");
  message.dataset.words = paragraph.textContent = words;
  button.type = "button";
  button.className = "button word";
  button.textContent = "Bliv her";
  button.addEventListener("click", stay);
  message.append(paragraph, button);
  const controls = document.querySelector(".controls"); // on the wall nothing may lie over them
  if (controls) controls.prepend(message);
  else document.body.append(message);
}

// Somebody who goes on writing is not taken away from it by a link.
addEventListener("input", event => event.isTrusted && !formWaits && stay());
addEventListener("pageshow", event => event.persisted && stay());
