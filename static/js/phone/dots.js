// The dots of this phone: which proposals have one, and the presses that the server has not answered yet. These are
// kept in the browser and sent again: each asks that a proposal has a dot, or has none, so that twice is once.
// A press is taken before it sends the page's own form, which would keep none.

import { distrust } from "../live/connection.js";
import { CONNECTION, CONNECTION_LOST, GONE, SWAPPED } from "../live/events.js";
import { render } from "../live/render.js";
import { ask, backoff, jitter, post } from "../live/retry.js";
import { say } from "../live/say.js";
import { load, nameOf, remove, save } from "../live/store.js";

const KEY = `dots ${document.getElementById("mine").dataset.key}`;
const PAUSES = { first: 1000, factor: 2, longest: 8_000 };
const SLOW = 3000; // ms without an answer before the phone says so
const TWICE = 500; // ms in which a second press at the same place is the same press
const LONGEST = 2000; // ms: so that what is asked for does not tell whose proposal went
const NO_LINE = {
  kept: "Ingen forbindelse. Dit valg er gemt på telefonen og bliver sendt, når forbindelsen er tilbage.",
  onThisPage: "Ingen forbindelse. Lad siden være åben, så sender vi dit valg, når forbindelsen er tilbage.",
};
const TAKES_LONG = {
  kept: "Det tager længere end normalt. Dit valg er gemt på telefonen.",
  onThisPage: "Det tager længere end normalt. Lad siden være åben, så sender vi dit valg.",
};
const ALL_GIVEN = "Du har givet alle dine prikker. Fjern en af dem, før du giver en ny.";
const OVER = "Prikken kunne ikke gemmes. Genindlæs siden.";

const section = () => document.getElementById("dots");
const own = () => section().querySelector("[id^=own-dots]");
const rows = () => [...section().querySelectorAll("[data-proposal]")];
const given = () => new Set(own()?.dataset.givenTo?.split(" ").filter(Boolean));

// --- The presses -----------------------------------------------------------------------------------------------------
// {proposal: {url, isGiven}}, in the order they were pressed. In memory only, where the browser keeps nothing.

let inMemory = {}, isKept = true, isTold = false, pressed = {}; // {proposal, at}: the last
let refused = ""; // why the last was
let turn = 0; // of what was pressed or asked for: what was asked before it tells nothing new

function presses() {
  const kept = isKept ? load(KEY) : undefined;
  return kept === undefined ? inMemory : kept ?? {};
}

function keep(all) {
  inMemory = all;
  isKept = Object.keys(all).length ? save(KEY, all) : remove(KEY);
}

addEventListener("click", event => {
  const button = event.target.closest?.("[data-dot]"), row = button?.closest("[data-proposal]");
  if (!row) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { proposal } = row.dataset, at = performance.now();
  if (proposal === pressed.proposal && at - pressed.at < TWICE) return; // the other button has come under the finger
  pressed = { proposal, at };
  const { [proposal]: _, ...others } = presses(), isGiven = button.dataset.dot === "give";
  const numberGiven = rows().filter(each => "given" in each.dataset).length;
  if (isGiven && numberGiven >= section().dataset.most) return refuse(ALL_GIVEN);
  show("");
  isTold = false;
  keep({ ...others, [proposal]: { url: button.getAttribute("formaction"), isGiven } });
  turn += 1;
  button.focus(); // Safari gives a pressed button no focus
  arrange();
  send();
}, true);

// --- They are sent ---------------------------------------------------------------------------------------------------

let isSending = false, retry, tries = 0;

async function send() {
  if (isSending) return;
  isSending = true;
  clearTimeout(retry);
  let next;
  while ((next = Object.entries(presses())[0])) {
    const answer = await sendOne(next[1]);
    if (!isAnswer(answer)) {
      tell(answer.status ? TAKES_LONG : NO_LINE);
      retry = setTimeout(send, backoff(tries++, PAUSES));
      break;
    }
    tries = 0;
    settle(next, answer);
  }
  isSending = false;
  if (isDue) askForOwn();
}

// {status, html}; the status is 0 when our server did not answer.
async function sendOne({ url }) {
  const slow = setTimeout(() => show(wordsOf(TAKES_LONG)), SLOW);
  try {
    const { response, text } = await post(url, {}, { "HX-Request": "true" });
    return { status: response.status, html: text };
  } catch {
    distrust();
    return { status: 0 };
  } finally {
    clearTimeout(slow);
  }
}

function isAnswer({ status }) {
  return status === 200 || status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

function settle([proposal, { url }], { status, html }) {
  const { [proposal]: now, ...others } = presses();
  if (now?.url === url) keep(others); // else it was changed meanwhile
  show("");
  isTold = false;
  const from = document.getElementById(`dot-${proposal}`)?.querySelector("button");
  if (status === 200) render(html, true, { from, isPress: true });
  else {
    refused = status === 409 ? wordsIn(html) : OVER;
    refuse(refused);
    isDue = true; // what is true now is asked for
  }
  arrange();
}

const wordsOf = why => isKept ? why.kept : why.onThisPage;

// Read aloud once, however often it is tried.
function tell(why) {
  show(wordsOf(why));
  if (!isTold) say(wordsOf(why));
  isTold = true;
}

document.addEventListener(CONNECTION_LOST, event => isTold && event.preventDefault());

function wordsIn(html) {
  const refusal = new DOMParser().parseFromString(html, "text/html").getElementById("message");
  return refusal?.textContent.replace(/\s+/g, " ").trim() || OVER;
}

function refuse(words) {
  show(words);
  say(words);
}

function show(words) {
  if (!words) refused = "";
  const message = document.getElementById("dots-message");
  if (!message) return words && showAbove(words);
  message.textContent = words;
  message.hidden = !words;
}

// The list has gone: the dots are closed, or the meeting has moved.
function showAbove(words) {
  const message = document.getElementById("message"), paragraph = document.createElement("p");
  paragraph.textContent = words;
  message.className = "message is-waiting";
  message.replaceChildren(paragraph);
}

// --- My own ----------------------------------------------------------------------------------------------------------

// What has a dot when all presses are answered. Where one has left the list or come back, the server knows what became
// of my dot.
const away = new Set(); // proposals with a dot that are not on the list
let isDue = false; // it is asked when the presses under way are answered: an answer from before them is no answer

function arrange() {
  const mine = given(), waiting = presses(), listed = new Set(), { activeElement } = document;
  for (const row of rows()) {
    const { proposal } = row.dataset, { isGiven = mine.has(proposal) } = waiting[proposal] ?? {};
    for (const each of [row, row.parentElement]) each.toggleAttribute("data-given", isGiven);
    listed.add(proposal);
    // The other may have been pressed before this script was there.
    const [shown, hidden] = isGiven ? ["back", "give"] : ["give", "back"];
    if (!row.contains(activeElement) || activeElement.dataset.dot !== hidden) continue;
    row.querySelector(`[data-dot=${shown}]`).focus({ preventScroll: true });
  }
  const left = [...mine].filter(each => !listed.has(each) && !away.has(each));
  const back = [...away].filter(each => listed.has(each));
  left.forEach(each => away.add(each));
  back.forEach(each => away.delete(each));
  if (left.length || back.length) setTimeout(askForOwn, LONGEST * Math.random());
}

async function askForOwn() {
  isDue = Object.keys(presses()).length > 0;
  if (isDue || section().hidden) return;
  const asked = ++turn, before = leftIn(own());
  try {
    const { response, text } = await ask(section().dataset.own, { cache: "no-store" });
    if (response.status >= 500) throw new Error(`${response.url}: ${response.status}`);
    if (!response.ok || asked !== turn) return;
    const isMore = before < Number(/data-left="(\d)"/.exec(text)?.[1]);
    render(text, isMore); // read aloud where one came back
    arrange();
  } catch {
    setTimeout(() => asked === turn && askForOwn(), jitter(SLOW));
  }
}

// Not when all the others do: the meeting moved for all phones in the same moment.
let soon;

function askSoon() {
  soon ??= setTimeout(() => {
    soon = undefined;
    if (isBlank()) askForOwn();
  }, LONGEST * Math.random());
}

const leftIn = element => Number(element?.dataset.left ?? NaN);
const isBlank = () => own()?.dataset.blank !== undefined;

document.addEventListener(GONE, () => own() && arrange());
document.addEventListener(SWAPPED, ({ target }) => {
  if (!target.closest("#dots") || target.matches("[id^=own-dots]")) return;
  if (target.hidden && refused) showAbove(refused); // the answer was here before the list went, and went with it
  arrange();
  if (isBlank()) askSoon();
});

// --- Again -----------------------------------------------------------------------------------------------------------

function wake() {
  tries = 0;
  send();
}

document.addEventListener(CONNECTION, ({ detail }) => detail.isBack && wake());
document.addEventListener("visibilitychange", () => document.hidden || wake());
addEventListener("online", wake);
addEventListener("storage", ({ key }) => key === nameOf(KEY) && askForOwn()); // another tab gives dots too
addEventListener("pageshow", event => event.persisted && (wake(), askForOwn()));

arrange();
wake();
