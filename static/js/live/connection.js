// The connection to the meeting: streams what happens, reconnects at once when a phone wakes, and polls where a proxy
// holds streams back or other tabs hold the lines. Shows how it is.

import { CONNECTION, CONNECTION_LOST, TIME, emit } from "./events.js";
import { render } from "./render.js";
import { ask, backoff, jitter, reload } from "./retry.js";
import { say } from "./say.js";
import { giveBack, mayStream } from "./slots.js";

const SILENCE = 20_000; // ms without a beat: the connection is dead, even if it looks open
const FIRST = 6_000; // ms until something must have come: else a proxy holds the stream back
const REST = 5_000; // ms a tab is hidden before it gives its stream back
const POLL = 2_500; // ms between polls
const AGAIN = 60_000; // ms until streaming is tried again while we poll
const REFUSED_AGAIN = 60_000; // ms until a page reloads itself once more because its stream was refused
const SPREAD = 1000; // ms over which everybody reconnects whose stream broke at the same moment
const PAUSES = { first: 500, factor: 1.3, longest: 8_000 };
const ENOUGH = 3; // so strong a suspicion of streams, and we poll
const { body } = document, { stream, after } = body.dataset;
let position = Number(after); // number of the last event rendered here

// A phone that slept holds a stream that looks open and is dead.
export function openConnection() {
  wake();
  document.addEventListener("visibilitychange", turn);
  addEventListener("pageshow", event => event.persisted && wake());
  addEventListener("online", wake);
  addEventListener("offline", wake);
}

function wake() {
  if (document.hidden) return;
  if (isResting && shown) doubt ??= setTimeout(show, DOUBT, false);
  isResting = false;
  connect();
  if (polling) poll();
}

// A hidden tab rests: a browser has few lines to a server, and a tab in front may need them.
let isResting = true, nap;

function turn() {
  clearTimeout(nap);
  if (document.hidden) nap = setTimeout(rest, REST);
  else wake();
}

function rest() {
  isResting = true;
  source?.close();
  source = undefined;
  for (const timer of [silence, retry, nextPoll, doubt]) clearTimeout(timer);
  doubt = undefined;
  giveBack();
}

// Something else got no answer: "Forbundet" is not shown until the server has answered again.
export function distrust() {
  if (!shown) return;
  isDoubt = true;
  show(false);
  wake();
}

function receive(number, html) {
  reach(number);
  render(html, false, undefined, Number(number));
}

// A beat says how far the stream has come, of which event it was last sent a message, if those after it changed nothing
// here, and what the time is. Returns false if we have not got that message.
function follows(beat) {
  const [reached, sent = reached, now] = beat.split(" ").map(Number);
  if (now) emit(TIME, { now });
  if (sent > position) return false;
  reach(Math.max(position, reached));
  return true;
}

function reach(number) {
  position = Number(number);
  body.dataset.after = number;
}

// --- Streaming -------------------------------------------------------------------------------------------------------

let source, silence, retry, attempts = 0, tries = 0, suspicion = 0;

async function connect() {
  clearTimeout(retry);
  source?.close();
  source = undefined;
  const attempt = ++attempts, may = await mayStream();
  if (attempt !== attempts || isResting) return;
  if (!may) return pollInstead();
  const here = source = new EventSource(`${stream}?after=${position}`);
  here.addEventListener("change", event => {
    hear();
    receive(event.lastEventId, event.data);
  });
  here.addEventListener("beat", event => {
    hear();
    if (!follows(event.data)) connect(); // something was lost on the way: catch up
  });
  here.addEventListener("error", () => lose(here.readyState === EventSource.CLOSED ? 2 : 1)); // closed: it was refused
  expect(FIRST, 3);
}

function hear() {
  tries = suspicion = 0;
  polling = false;
  clearTimeout(nextPoll);
  show(true);
  expect(SILENCE, 1);
}

function expect(ms, weight) {
  clearTimeout(silence);
  silence = setTimeout(lose, ms, weight);
}

// `weight`: how strong a suspicion that a proxy here blocks streams. It counts only if the server answers a poll.
async function lose(weight) {
  if (!source) return;
  source.close();
  source = undefined;
  isDoubt = false;
  clearTimeout(silence);
  if (polling) return reconnectIn(jitter(AGAIN));
  doubt ??= setTimeout(show, DOUBT, false);
  if (weight === 1 && tries++ === 0) { // a server that restarts ends all its streams at once: no poll before this
    suspicion = weight;
    return reconnectIn(SPREAD * Math.random());
  }
  const attempt = attempts, answered = await catchUp();
  if (attempt !== attempts || isResting) return; // reconnected meanwhile, or hidden
  show(answered);
  suspicion = answered ? suspicion + weight : 0;
  polling = suspicion >= ENOUGH;
  if (polling) nextPoll = setTimeout(poll, jitter(POLL));
  reconnectIn(polling ? jitter(AGAIN) : backoff(tries++, PAUSES));
}

function reconnectIn(ms) {
  clearTimeout(retry);
  retry = setTimeout(connect, ms);
}

// --- Polling ---------------------------------------------------------------------------------------------------------

let polling = false, nextPoll;

function pollInstead() {
  clearTimeout(silence);
  polling = true;
  poll();
  reconnectIn(jitter(AGAIN));
}

async function poll() {
  clearTimeout(nextPoll);
  const answered = await catchUp();
  if (!polling || isResting) return;
  show(answered);
  nextPoll = setTimeout(poll, jitter(POLL)); // also after a 502: streams would be held back as before
}

// Renders what a stream would begin with. Returns whether the server answered.
async function catchUp() {
  const from = position;
  try {
    const { response, text } = await ask(`${stream}?poll&after=${from}`, { cache: "no-store" });
    // A seat that was taken away, or a meeting that was deleted, will not come back: let the page say so.
    if (response.status === 404 || response.status === 403) reloadRefused();
    if (!response.ok || !response.headers.get("Content-Type")?.startsWith("text/event-stream")) return false;
    if (from === position) text.split("\n\n").forEach(read); // else the stream was quicker, and this is older
    return true;
  } catch {
    return false;
  }
}

// A page that is there while its stream is not would reload itself without pause. The page's history knows when it
// last did.
let isLeaving = false;

function reloadRefused() {
  if (isLeaving) return;
  isLeaving = true;
  const last = history.state?.refused ?? 0, left = Math.max(0, last + jitter(REFUSED_AGAIN) - Date.now());
  setTimeout(() => {
    history.replaceState({ ...history.state, refused: Date.now() }, "");
    reload();
  }, left);
}

function read(message) {
  const lines = message.split("\n");
  const field = name => lines.filter(line => line.startsWith(name)).map(line => line.slice(name.length));
  if (field("event: ")[0] === "beat") follows(field("data: ")[0]);
  if (field("event: ")[0] === "change") receive(field("id: ")[0], field("data: ").join("\n"));
}

// --- How it is, in words ---------------------------------------------------------------------------------------------

const DOUBT = 1000; // ms without an answer before the connection is shown as gone
const TOLD = 3_000; // ms it must be gone before that is read aloud: most breaks are shorter
const GOOD_NEWS = 5_000; // ms it is said to be back
let shown, doubt, telling, fade, told = false, isDoubt = false;

function show(online) {
  clearTimeout(doubt);
  doubt = undefined;
  if (online === shown) return;
  const status = document.getElementById("connection"), wasLost = shown === false;
  shown = online;
  status.hidden = online && !wasLost; // in the ordinary case there is nothing to say
  clearTimeout(fade);
  if (online) fade = setTimeout(() => (status.hidden = true), GOOD_NEWS);
  status.classList.toggle("is-waiting", !online);
  status.querySelector(".words").textContent = online ? "Forbundet" : "Ingen forbindelse";
  clearTimeout(telling);
  if (!online) telling = setTimeout(tellLost, TOLD, status.dataset.lost);
  else if (told) tellBack();
  emit(CONNECTION, { online, isBack: online && !isDoubt });
  if (online) isDoubt = false;
}

function tellLost(words) {
  told = true;
  if (emit(CONNECTION_LOST, { words })) say(words);
}

function tellBack() {
  told = false;
  say("Forbindelsen er tilbage.");
}
