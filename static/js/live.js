// Keeps the page as the meeting is: listens to the room's stream and draws what changed, by id.
// It owns the connection: its position in the log, its heartbeat, and coming back at once when a phone wakes.

const SILENCE = 20_000; // ms without a beat: the line is dead, even if it looks open
const body = document.body;
let position = Number(body.dataset.after);
let source, silence, retry, tries = 0;

// --- Drawing ---------------------------------------------------------------------------------------------------------
// A fragment's elements are upserts: one with a known id replaces it, a new one goes into [data-into] at its place,
// [data-gone] goes away. What a person is typing survives, and so do focus and caret.

export function apply(fragment) {
  const held = holdFocus();
  for (const element of [...fragment.children]) {
    if ("say" in element.dataset) { say(element.textContent); continue; }
    const old = document.getElementById(element.id);
    if ("gone" in element.dataset) old?.remove();
    else if (old) { carryTyping(old, element); old.replaceWith(element); }
    else if (!insert(element)) continue;
    fillAddress(element);
    htmx.process(element);
    element.dispatchEvent(new CustomEvent("live:drawn", { bubbles: true, detail: { isNew: !old } }));
  }
  held();
}

function insert(element) {
  const list = document.getElementById(element.dataset.into);
  if (!list) return false;
  const newestFirst = "newestFirst" in list.dataset, order = Number(element.dataset.order);
  const next = [...list.children].find(other => newestFirst ? Number(other.dataset.order) < order : Number(other.dataset.order) > order);
  list.insertBefore(element, next ?? null);
  return true;
}

function carryTyping(old, element) {
  for (const open of old.querySelectorAll("[data-open]")) element.querySelector("#" + CSS.escape(open.id))?.replaceWith(open);
  for (const field of old.querySelectorAll("textarea[id], input[id]:not([type=hidden])")) {
    const fresh = element.querySelector("#" + CSS.escape(field.id));
    if (fresh && field.value !== field.defaultValue && field.value !== field.dataset.sent) fresh.value = field.value;
  }
}

function holdFocus() {
  const { id, selectionStart, selectionEnd } = document.activeElement ?? {};
  return () => {
    const again = id && document.activeElement?.id !== id && document.getElementById(id);
    if (!again) return;
    again.focus({ preventScroll: true });
    if (selectionStart != null) again.setSelectionRange?.(selectionStart, selectionEnd);
  };
}

function fillAddress(element) {
  for (const place of element.querySelectorAll("[data-address]")) place.textContent = body.dataset.address;
}

function say(words) {
  const place = document.getElementById("say");
  if (place.textContent !== words) place.textContent = words; // who moved the meeting hears it in the answer and the stream
}

htmx.defineExtension("live", {
  handleSwap(style, target, fragment) {
    if (style !== "live") return false;
    apply(fragment);
    return [];
  },
});

// What was sent is not "typed" any more: the answer may replace it.
body.addEventListener("htmx:beforeRequest", event => {
  for (const field of event.detail.elt.querySelectorAll?.("textarea, input") ?? []) field.dataset.sent = field.value;
  document.getElementById("message")?.replaceChildren();
});
for (const failed of ["htmx:sendError", "htmx:responseError"]) {
  body.addEventListener(failed, event => {
    for (const field of event.detail.elt.querySelectorAll?.("[data-sent]") ?? []) delete field.dataset.sent;
  });
}

// --- The connection --------------------------------------------------------------------------------------------------

function connect() {
  clearTimeout(retry);
  source?.close();
  source = new EventSource(`${body.dataset.stream}?after=${position}`);
  source.addEventListener("change", event => {
    alive();
    position = Number(event.lastEventId);
    const template = document.createElement("template");
    template.innerHTML = event.data;
    apply(template.content);
  });
  source.addEventListener("beat", event => {
    alive();
    if (Number(event.data) > position) connect(); // the log is further than we are: catch up
  });
  source.addEventListener("error", lost);
  listenForSilence();
}

function alive() {
  tries = 0;
  show(true);
  listenForSilence();
}

function listenForSilence() {
  clearTimeout(silence);
  silence = setTimeout(lost, SILENCE);
}

async function lost() {
  source.close();
  clearTimeout(silence);
  show(false);
  // A seat that was taken away, or a meeting that was deleted, will not come back: let the page say so.
  const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
  if (answer && (answer.status === 404 || answer.status === 403)) return location.reload();
  if (source.readyState !== EventSource.CLOSED) return; // back already, while we asked
  const pause = Math.min(500 * 2 ** tries++, 8000);
  clearTimeout(retry);
  retry = setTimeout(connect, pause * (0.5 + Math.random()));
}

function show(online) {
  const status = document.getElementById("connection");
  const words = online ? "Forbundet" : "Ingen forbindelse";
  status.hidden = false;
  status.classList.toggle("is-waiting", !online);
  const place = status.querySelector(".words");
  if (place.textContent !== words) place.textContent = words;
}

connect();
// A phone that slept holds a stream that looks open and is dead.
document.addEventListener("visibilitychange", () => document.hidden || connect());
addEventListener("pageshow", event => event.persisted && connect());
addEventListener("online", connect);
addEventListener("offline", lost);
