// The line to the meeting: its position in the log, its heartbeat, coming back at once when a phone wakes, and asking now
// and then where something between here and the server holds streams back. It says how it is; `live.js` draws what comes.

const SILENCE = 20_000; // ms without a beat: the line is dead, even if it looks open
const FIRST = 6_000; // ms until something must have come: else a proxy holds the stream back
const POLL = 2_500; // ms between questions, where streaming does not work
const AGAIN = 60_000; // ms until streaming is tried again there
const PATIENCE = 10_000; // ms a question may take
const SPREAD = 1000; // ms over which everybody comes back whose line broke in the same moment
const LONGEST = 8_000; // ms between tries
const TOLD = 3_000; // ms the line must be gone before it is read aloud: most breaks are shorter
const { stream, after } = document.body.dataset;
let position = Number(after);
let source, silence, retry, next, doubt, tries = 0, failed = 0, polling = false, sentence;

const soon = ms => ms * (0.5 + Math.random());

// --- Streaming -------------------------------------------------------------------------------------------------------

function connect() {
  clearTimeout(retry);
  source?.close();
  const here = source = new EventSource(`${stream}?after=${position}`);
  here.addEventListener("change", event => {
    alive();
    take(event.lastEventId, event.data);
  });
  here.addEventListener("beat", event => {
    alive();
    if (Number(event.data) > position) connect(); // the log is further than we are: catch up
  });
  here.addEventListener("error", () => lost(here.readyState === EventSource.CLOSED ? 2 : 1)); // closed: the server said no
  listen(FIRST, 3);
}

function alive() {
  tries = failed = 0;
  polling = false;
  clearTimeout(next);
  show(true);
  listen(SILENCE, 1);
}

function listen(ms, weight) {
  clearTimeout(silence);
  silence = setTimeout(lost, ms, weight);
}

// `weight`: how strongly it speaks against streams here. At three, and if the server does answer, we poll.
async function lost(weight) {
  if (!source) return;
  source.close();
  source = undefined;
  clearTimeout(silence);
  if (polling) return retryIn(soon(AGAIN));
  doubt ??= setTimeout(show, 1000, false);
  if (weight === 1 && tries++ === 0) { // a server that restarts ends all its streams at once: no question before this
    failed = weight;
    return retryIn(SPREAD * Math.random());
  }
  const answered = await ask();
  if (source) return; // connected anew, while we asked
  show(answered);
  failed = answered ? failed + weight : 0;
  polling = failed >= 3;
  if (polling) next = setTimeout(poll, soon(POLL));
  retryIn(soon(polling ? AGAIN : Math.min(500 * 1.3 ** tries++, LONGEST)));
}

function retryIn(ms) {
  clearTimeout(retry);
  retry = setTimeout(connect, ms);
}

// --- Polling ---------------------------------------------------------------------------------------------------------

async function poll() {
  clearTimeout(next);
  const answered = await ask();
  if (!polling) return;
  show(answered);
  next = setTimeout(poll, soon(POLL)); // also after a 502: streams would be held back as before
}

// What the stream would begin with, drawn. Whether the server answered.
async function ask() {
  const from = position, stop = new AbortController(), patience = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(`${stream}?poll&after=${from}`, { signal: stop.signal, cache: "no-store" });
    // A seat that was taken away, or a meeting that was deleted, will not come back: let the page say so.
    if (answer.status === 404 || answer.status === 403) location.reload();
    if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("text/event-stream")) return false;
    const text = await answer.text();
    if (from !== position) return true; // the stream was quicker, and this is older
    for (const message of text.split("\n\n")) {
      const lines = message.split("\n"), part = name => lines.filter(line => line.startsWith(name)).map(line => line.slice(name.length));
      if (part("event: ")[0] === "change") take(part("id: ")[0], part("data: ").join("\n"));
    }
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(patience);
  }
}

function take(number, html) {
  position = Number(number);
  document.body.dataset.after = number;
  document.dispatchEvent(new CustomEvent("live:draw", { detail: { html, own: false } }));
}

// --- How it is, in words ---------------------------------------------------------------------------------------------

let shown, told = false;

function show(online) {
  const status = document.getElementById("connection");
  clearTimeout(doubt);
  doubt = undefined;
  if (online === shown) return;
  shown = online;
  status.hidden = false;
  status.classList.toggle("is-waiting", !online);
  status.querySelector(".words").textContent = online ? "Forbundet" : "Ingen forbindelse";
  clearTimeout(sentence);
  if (!online) sentence = setTimeout(tell, TOLD, status.dataset.lost);
  else if (told) { told = false; say("Forbindelsen er tilbage."); }
  document.dispatchEvent(new CustomEvent("live:line", { detail: { online } }));
}

function tell(words) {
  told = true;
  if (document.dispatchEvent(new CustomEvent("live:lost", { cancelable: true, detail: words }))) say(words);
}

function say(words) {
  document.dispatchEvent(new CustomEvent("live:say", { detail: words }));
}

connect();
// A phone that slept holds a stream that looks open and is dead.
function wake() {
  connect();
  if (polling) poll();
}
document.addEventListener("visibilitychange", () => document.hidden || wake());
addEventListener("pageshow", event => event.persisted && wake());
addEventListener("online", wake);
addEventListener("offline", connect);
